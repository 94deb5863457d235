"""Filters that put what the desk knows into words."""

from __future__ import annotations

from django import template

from kerege_web.reports import desk_words

register = template.Library()

register.filter("verdict", desk_words.verdict_word)
register.filter("door", desk_words.door_word)
register.filter("topic", desk_words.topic_word)
register.filter("flag", desk_words.flag_word)
register.filter("hurt", desk_words.hurt_word)
register.filter("urgency_part", desk_words.part_word)
register.filter("contact", desk_words.contact_word)
register.filter("channel", desk_words.channel_word)
register.filter("delivery_state", desk_words.state_word)
register.filter("purpose", desk_words.purpose_word)
