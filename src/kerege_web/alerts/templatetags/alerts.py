"""Filters that put what alerts hold into words."""

from __future__ import annotations

from django import template

from kerege_web.alerts import alert_words
from kerege_web.pages.vocabulary import family_words, kind_word
from kerege_web.region import current_catalogue

register = template.Library()

register.filter("stage", alert_words.stage_word)
register.filter("finding", alert_words.finding_word)
register.filter("step", alert_words.step_word)


@register.filter
def kind_or_family(identifier: str) -> str:
    """The word for a kind of incident, or for the family of kinds that a signal counts."""
    return kind_word(identifier) if identifier in current_catalogue().kinds else family_words(identifier)
