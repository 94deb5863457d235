"""Places a person may mean while still typing, in any script and with slips."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kerege.border.ground import distance_km
from kerege.border.spelling import skeleton
from kerege.domain.place import Place

_LONGEST = 24
# Costs of a slip, in half slips: letters that are heard alike or written at will count half.
_WEAK = "aeiouh"
_SLIP, _WEAK_SLIP, _FAR = 2, 1, 99
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
_CODE = {letter: number for number, letter in enumerate(_LETTERS, 2)}
_END, _OTHER = 0, 1
_SAME_VILLAGE_KM = 5.0


@dataclass(frozen=True, slots=True)
class PlaceSuggestion:
    """A place, and why it is suggested.

    Parameters
    ----------
    place : Place
        With its position.
    spelling : str
        The spelling of it that is most like what was typed.
    slips : float
        How many letters differ from the beginning of that spelling; 0 where it begins just so, halves for vowels and h.
    """

    place: Place
    spelling: str
    slips: float


class PlaceSuggester:
    """Suggests places of a gazetteer for what a person has typed so far.

    Names and texts are compared by their skeletons (`kerege.border.spelling.skeleton`), so that Latin and Cyrillic
    spellings in Kyrgyz, Russian, Tajik, Uzbek and English meet. What is typed is compared with the beginning of each
    spelling, and of each later word of it, by the least number of slips: a letter wrong, missing, too many, or two
    neighbours swapped (optimal string alignment distance to the best prefix). A slip between vowels, or of a vowel or
    h, counts half. Texts of one or two letters must begin just so; three or four letters allow one slip, five to seven
    one and a half, longer ones two and a half.

    Parameters
    ----------
    places : iterable of Place
        The gazetteer.

    Examples
    --------
    >>> suggester = PlaceSuggester([
    ...     Place("1", "Ak-Sai", "KG", 39.87, 70.52, ("Ак-Сай",)),
    ...     Place("2", "Chorku", "TJ", 39.98, 70.57, ("Чоркӯҳ",)),
    ...     Place("3", "Samarkandyk", "KG", 40.0, 70.55, (), 3000)])
    >>> [suggester.suggest_places(text)[0].place.name for text in ("ак", "сай", "чорк", "chrku", "Самаркнад")]
    ['Ak-Sai', 'Ak-Sai', 'Chorku', 'Chorku', 'Samarkandyk']
    >>> suggester.suggest_places("Чорку")[0].slips, suggester.suggest_places("Nowhere")
    (0.0, [])
    """

    def __init__(self, places: Iterable[Place]) -> None:
        entries: dict[str, dict[int, tuple[int, str]]] = {}
        self._places = list(places)
        for number, place in enumerate(self._places):
            for spelling in dict.fromkeys((place.name, *place.spellings)):
                words = [word for word in re.split(r"[\s-]+", spelling) if word]
                for skipped in range(len(words)):
                    form = skeleton(" ".join(words[skipped:]))[:_LONGEST]
                    if form:
                        entries.setdefault(form, {}).setdefault(number, (skipped, spelling))
        self._forms = sorted(entries)
        self._entries = [entries[form] for form in self._forms]
        longest = max(map(len, self._forms), default=0)
        codes = np.full((longest, len(self._forms)), _END, dtype=np.uint8)
        for column, form in enumerate(self._forms):
            codes[: len(form), column] = [_CODE.get(letter, _OTHER) for letter in form]
        self._codes = codes
        # Cost of leaving out each letter of a name.
        self._leave = _slips()[codes]

    def suggest_places(self, text: str, limit: int = 8) -> list[PlaceSuggestion]:
        """The places a text may mean, likeliest first; empty if none is near enough.

        Order: fewest slips, then the whole name before its beginning, a name before one of its later words, the more
        populous place, the shorter name. Two entries of one village count once.

        Parameters
        ----------
        text : str
            What was typed so far.
        limit : int
            How many are wanted.
        """
        wanted = skeleton(text)[:_LONGEST]
        if not wanted or limit < 1 or not self._forms:
            return []
        best: dict[int, tuple[tuple[float, ...], str]] = {}
        for column, slips in self._near(wanted):
            form = self._forms[column]
            for number, (skipped, spelling) in self._entries[column].items():
                people = self._places[number].population or 0
                key: tuple[float, ...] = (slips, form != wanted, skipped, -people, len(form), number)
                if number not in best or key < best[number][0]:
                    best[number] = (key, spelling)
        found: list[PlaceSuggestion] = []
        for key, spelling in sorted(best.values()):
            place = self._places[int(key[-1])]
            if not any(_one_village(place, other.place) for other in found):
                found.append(PlaceSuggestion(place, spelling, key[0] / _SLIP))
            if len(found) == limit:
                break
        return found

    def _near(self, wanted: str) -> list[tuple[int, int]]:
        """Columns of the forms near enough, with their slips in halves."""
        if len(wanted) < 3:
            first = bisect_left(self._forms, wanted)
            last = bisect_left(self._forms, wanted + "\U0010ffff")
            return [(column, 0) for column in range(first, last)]
        allowed = 2 if len(wanted) < 5 else 3 if len(wanted) < 8 else 5
        slips = self._slips_to_prefix(wanted)
        return [(int(column), int(slips[column])) for column in np.flatnonzero(slips <= allowed)]

    def _slips_to_prefix(self, wanted: str) -> NDArray[np.int16]:
        """Half slips from a text to the nearest prefix of each form; shape (forms,)."""
        length, count = self._codes.shape
        typed = [_CODE.get(letter, _OTHER) for letter in wanted]
        single = _slips()
        before: NDArray[np.int16] | None = None
        row = np.zeros((length + 1, count), dtype=np.int16)
        row[1:] = np.cumsum(self._leave, axis=0)
        for place, code in enumerate(typed):
            beside = _beside(code)[self._codes]
            following = np.empty_like(row)
            following[0] = row[0] + single[code]
            # Either a letter of the text is too many, or it stands beside one of the name.
            np.minimum(row[1:] + single[code], row[:-1] + beside, out=following[1:])
            if before is not None:
                swapped = (self._codes[:-1] == code) & (self._codes[1:] == typed[place - 1])
                np.minimum(following[2:], np.where(swapped, before[:-2] + _SLIP, _FAR), out=following[2:])
            # Or a letter of the name was left out: this one depends on the place before it.
            for end in range(1, length + 1):
                np.minimum(following[end], following[end - 1] + self._leave[end - 1], out=following[end])
            before, row = row, following
        # What stands behind the end of a name only adds to the cost there.
        least: NDArray[np.int16] = row.min(axis=0)
        return least


def _slips() -> NDArray[np.int16]:
    """Cost of one letter too many or too few, by its code."""
    costs = np.full(len(_LETTERS) + 2, _SLIP, dtype=np.int16)
    costs[[_CODE[letter] for letter in _WEAK]] = _WEAK_SLIP
    return costs


def _beside(code: int) -> NDArray[np.int16]:
    """Cost of a typed letter where each letter of a name stands, by the code of the latter."""
    costs = np.full(len(_LETTERS) + 2, _SLIP, dtype=np.int16)
    vowels = [_CODE[letter] for letter in "aeiou"]
    if code in vowels:
        costs[vowels] = _WEAK_SLIP
    costs[code] = 0 if code > _OTHER else _SLIP
    costs[_END] = _FAR
    return costs


def _one_village(first: Place, second: Place) -> bool:
    near = distance_km((first.longitude, first.latitude), (second.longitude, second.latitude)) <= _SAME_VILLAGE_KM
    return near and skeleton(first.name) == skeleton(second.name)
