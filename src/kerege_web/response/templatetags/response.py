"""Filters that put what responses hold into words."""

from __future__ import annotations

from django import template

from kerege_web.pages.time_words import duration_words
from kerege_web.pages.vocabulary import message
from kerege_web.region import current_catalogue, current_region
from kerege_web.response import response_words

register = template.Library()

register.filter("response_state", response_words.state_word)
register.filter("response_step", response_words.response_step_word)
register.filter("office", response_words.office_word)
register.filter("how", response_words.response_description)
register.filter("title_of", response_words.response_title)
register.filter("duration", duration_words)


@register.filter
def term(identifier: str) -> str:
    """The word for a response of the catalogue."""
    known = current_catalogue().responses.get(identifier)
    return message(known.label) if known else identifier


@register.filter
def section_name(section_id: str) -> str:
    """The name of a section; its id where the region has it no more."""
    known = current_region().section.get(section_id)
    return known.name if known else section_id
