"""Filters that put what rumours hold into words."""

from __future__ import annotations

from django import template

from kerege_web.rumours import rumour_words

register = template.Library()

register.filter("rumour_stage", rumour_words.rumour_stage_word)
register.filter("rumour_finding", rumour_words.rumour_finding_word)
register.filter("rumour_step", rumour_words.rumour_step_word)
register.filter("way", rumour_words.way_word)
register.filter("heard", rumour_words.heard_word)
register.filter("agreed", rumour_words.agreed_word)
