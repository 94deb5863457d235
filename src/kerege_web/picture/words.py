"""Names of places in the letters of the page's language."""

from __future__ import annotations

import re

from django.utils.translation import get_language

from kerege.domain.place import Place

# The gazetteer holds spellings of many languages; one with a letter that the reader's language lacks is another's.
_LETTERS = {
    "ru": re.compile(r"[а-яё\s.()-]+", re.IGNORECASE),
    "ky": re.compile(r"[а-яёңөү\s.()-]+", re.IGNORECASE),
    "tg": re.compile(r"[а-яёғӣқӯҳҷ\s.()-]+", re.IGNORECASE),
}


def place_name(place: Place) -> str:
    """The name of a place in the reader's letters where a spelling in them is known; else as the gazetteer has it."""
    letters = _LETTERS.get(get_language() or "")
    if letters is None:
        return place.name
    return next((spelling for spelling in place.spellings if letters.fullmatch(spelling)), place.name)
