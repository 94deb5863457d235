"""Names of places in the letters of the page's language."""

from __future__ import annotations

import re

from django.utils.translation import get_language

from kerege.domain.place import Place

CYRILLIC_LANGUAGES = frozenset({"ru", "ky", "tg"})
_CYRILLIC = re.compile(r"^[\u0400-\u052f\s'’ʼ().-]+$")


def place_name(place: Place) -> str:
    """The name of a place in the reader's letters where a spelling in them is known; else as the gazetteer has it."""
    if get_language() in CYRILLIC_LANGUAGES:
        return next((spelling for spelling in place.spellings if _CYRILLIC.match(spelling)), place.name)
    return place.name
