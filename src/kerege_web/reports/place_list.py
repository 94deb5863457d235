"""The places a reporter can choose from."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import get_language

from kerege.domain.place import Place
from kerege_web.pages import vocabulary
from kerege_web.region import current_region

_ALPHABETS = {
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "ky": "абвгдеёжзийклмнңоөпрстуүфхцчшщъыьэюя",
    "tg": "абвгғдеёжзийӣкқлмнопрстуӯфхҳчҷшъэюя",
}


def name_of(place: Place) -> str:
    """Its name in the reader's letters where a spelling in them is known; else as the gazetteer has it."""
    alphabet = _ALPHABETS.get(get_language() or "")
    if alphabet is None:
        return place.name
    known = {*alphabet, *" .()-"}
    return next((spelling for spelling in place.spellings if known.issuperset(spelling.lower())), place.name)


def places_by_country() -> list[tuple[str, list[tuple[str, str]]]]:
    """Country and its places as (id, name), in the order of the reader's alphabet."""
    found: dict[str, list[tuple[str, str]]] = {}
    for place in current_region().places:
        found.setdefault(place.country, []).append((place.id, name_of(place)))
    return [
        (vocabulary.country_word(country), sorted(places, key=lambda place: place[1].casefold()))
        for country, places in sorted(found.items())
    ]


def place_of_id(place_id: str) -> Place | None:
    """The place with this identifier."""
    return next((place for place in current_region().places if place.id == place_id), None)


def place_rows() -> Iterator[list[object]]:
    """For the page's own search: id, country, latitude, longitude, spellings; the largest places first."""
    for place in sorted(current_region().places, key=lambda place: -(place.population or 0)):
        spellings = list(dict.fromkeys((place.name, *place.spellings)))
        yield [place.id, place.country, round(place.latitude, 4), round(place.longitude, 4), spellings]
