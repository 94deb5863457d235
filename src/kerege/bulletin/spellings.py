"""Names of places in the letters of the reader's language, from the spellings a region knows."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher

from kerege.domain.place import Place

_RUSSIAN = frozenset("абвгдежзийклмнопрстуфхцчшщъыьэюяё")
# Letters of a language beyond the Russian ones; a spelling with any other letter is of another language.
_LETTERS = {
    "ru": _RUSSIAN,
    "ky": _RUSSIAN | frozenset("ңүө"),
    "tg": _RUSSIAN | frozenset("ҷҳқӣӯғ"),
}
_CYRILLIC_SIGNS = "абвгдежзийклмнопрстуфхцчшщъыьэюяёңүөҷҳқӣӯғ"
_ROMAN_SOUNDS = (
    *("a", "b", "v", "g", "d", "e", "zh", "z", "i", "y", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f"),
    *("kh", "ts", "ch", "sh", "sh", "", "y", "", "e", "yu", "ya", "yo", "n", "u", "o", "j", "h", "q", "i", "u", "gh"),
)
_ROMAN = dict(zip(_CYRILLIC_SIGNS, _ROMAN_SOUNDS, strict=True))
_SUFFIX = re.compile(r"^(?P<base>.+?)(?P<suffix> [+−-]\d+ km| [NSEW]{1,2})?$")


def spelling_for(language: str, places: Sequence[Place]) -> Callable[[str], str | None]:
    """How a language writes the names of places: a function from name to spelling, None where it is not known.

    Of several spellings in the language's letters, the one that sounds most like the main spelling is taken. A distance
    or point of the compass behind a name stays behind it.

    Examples
    --------
    >>> sai = Place("1", "Ak-Sai", "KG", 39.9, 70.5, ("Аксай", "Ак-Сай", "Оқсой"))
    >>> spelling_for("ru", [sai])("Ak-Sai +11 km")
    'Ак-Сай +11 км'
    >>> spelling_for("en", [sai])("Ak-Sai") is None
    True
    """
    letters = _LETTERS.get(language)
    if letters is None:
        return lambda name: None
    known: dict[str, str] = {}
    for place in sorted(places, key=lambda item: item.population or 0):
        fitting = [spelling for spelling in place.spellings if _fits(spelling, letters)]
        if fitting:
            known[place.name] = max(fitting, key=lambda spelling: (_likeness(spelling, place.name), spelling))

    def spell(name: str) -> str | None:
        match = _SUFFIX.match(name)
        base = match["base"] if match else name
        suffix = (match["suffix"] or "") if match else ""
        return known[base] + suffix.replace("km", "км") if base in known else None

    return spell


def _fits(spelling: str, letters: frozenset[str]) -> bool:
    own = [sign for sign in spelling.lower() if sign.isalpha()]
    return bool(own) and all(sign in letters for sign in own)


def _likeness(spelling: str, name: str) -> float:
    roman = "".join(_ROMAN.get(sign, sign) for sign in spelling.lower())
    return SequenceMatcher(None, roman, name.lower()).ratio()
