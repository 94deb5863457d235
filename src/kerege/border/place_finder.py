"""Places found by any of their spellings."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

from kerege.border.ground import distance_km
from kerege.border.spelling import skeleton
from kerege.domain.place import Place

# Two entries of a gazetteer this near to each other with the same name are one village.
_SAME_VILLAGE_KM = 5.0
# What stands behind a comma or in brackets says where the place lies ("Alba, North district"). Names joined by a slash
# or a dash are several places.
_QUALIFIER = re.compile(r"[,;(]")
_JOINED = re.compile(r"\s+-\s+|[/|–—]")
_LEAST_LIKENESS = 0.6


class PlaceFinder:
    """Finds a place by its name in Latin or Cyrillic letters, in the spellings that are met.

    Parameters
    ----------
    places : iterable of Place
        The gazetteer.

    Examples
    --------
    >>> finder = PlaceFinder([Place("1", "Ak-Sai", "KG", 39.87, 70.52), Place("2", "Chorku", "TJ", 39.98, 70.57)])
    >>> finder.find("Ак-Сай").id, finder.find("CHORKUKH").id, finder.find("Nowhere")
    ('1', '2', None)
    >>> [place.name for place in finder.suggest("Chorkk", 1)]
    ['Chorku']
    """

    def __init__(self, places: Iterable[Place]) -> None:
        self._by_name: dict[str, list[Place]] = {}
        self._by_skeleton: dict[str, list[Place]] = {}
        for place in places:
            for name in dict.fromkeys((place.name, *place.spellings)):
                _put(self._by_name, name.casefold().strip(), place)
                _put(self._by_skeleton, skeleton(name), place)

    def find(self, text: str, *, country: str | None = None) -> Place | None:
        """The one place that a text means; None if it is not in the gazetteer or could be more than one.

        The name as it is written counts before its other spellings. What follows a comma or stands in brackets is not
        looked up: it says in which district the place lies, and a district is often called like a town. A text that
        names several places ("Alba / Birka", "road Alba–Birka") means one only if all of them are one village.

        Parameters
        ----------
        text : str
            A name, perhaps with its district behind a comma or in brackets.
        country : str, optional
            Country code; only places there count.
        """
        whole = self._all(text, country)
        if whole:
            return _same_village(whole)
        name = _QUALIFIER.split(text, maxsplit=1)[0]
        pieces = [piece for piece in _JOINED.split(name) if piece.strip()]
        found = [self._all(piece, country) for piece in pieces]
        return _same_village([place for places in found for place in places]) if all(found) else None

    def suggest(self, text: str, limit: int = 5) -> list[Place]:
        """The places whose names are most like a text, best first; empty if none is much like it."""
        wanted = skeleton(text)
        if not wanted:
            return []
        best: dict[str, tuple[float, Place]] = {}
        matcher = SequenceMatcher(autojunk=False)
        matcher.set_seq2(wanted)
        for name, places in self._by_skeleton.items():
            matcher.set_seq1(name)
            if matcher.real_quick_ratio() < _LEAST_LIKENESS or matcher.quick_ratio() < _LEAST_LIKENESS:
                continue
            likeness = matcher.ratio()
            for place in places:
                if likeness >= max(_LEAST_LIKENESS, best.get(place.id, (0.0, place))[0]):
                    best[place.id] = (likeness, place)
        ranked = sorted(best.values(), key=lambda item: (-item[0], -(item[1].population or 0), item[1].id))
        return [place for _, place in ranked[: max(limit, 0)]]

    def _all(self, text: str, country: str | None) -> list[Place]:
        for names, key in ((self._by_name, text.casefold().strip()), (self._by_skeleton, skeleton(text))):
            found = [place for place in names.get(key, []) if country is None or place.country == country]
            if found:
                return found
        return []


def _put(names: dict[str, list[Place]], key: str, place: Place) -> None:
    if key and place not in names.setdefault(key, []):
        names[key].append(place)


def _same_village(places: list[Place]) -> Place | None:
    """The best known of places that are all one village; None if there is none or they are several."""
    if not places:
        return None
    best = max(places, key=lambda place: (place.population or 0, place.id))
    here = (best.longitude, best.latitude)
    if all(distance_km(here, (place.longitude, place.latitude)) <= _SAME_VILLAGE_KM for place in places):
        return best
    return None
