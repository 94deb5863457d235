"""Names, numbers and addresses of persons in free text, shown to the desk before a text goes further."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from kerege.border.spelling import skeleton
from kerege.intake import personal_name, personal_number


class PersonalDataKind(StrEnum):
    """What a span of text seems to be; the first ones win where two lie over each other."""

    EMAIL = "email"
    VEHICLE = "vehicle"
    DOCUMENT = "document"
    PHONE = "phone"
    ADDRESS = "address"
    NAME = "name"


@dataclass(frozen=True, slots=True, order=True)
class PersonalDataSpan:
    """Where in a text personal data seem to stand.

    Parameters
    ----------
    start, end : int
        Half-open range of characters, 0 <= start < end.
    kind : PersonalDataKind
        What it seems to be.
    """

    start: int
    end: int
    kind: PersonalDataKind


_PATTERNS = {
    PersonalDataKind.EMAIL: personal_number.EMAIL,
    PersonalDataKind.VEHICLE: personal_number.VEHICLE,
    PersonalDataKind.DOCUMENT: personal_number.DOCUMENT,
    PersonalDataKind.ADDRESS: personal_number.ADDRESS,
}


def place_words(names: Iterable[str]) -> frozenset[str]:
    """The words of place names, in the form in which `find_personal_data` leaves them out; made once for a region.

    Examples
    --------
    >>> sorted(place_words(["Razzakov", "Khoja Alo"]))
    ['alo', 'hoja', 'hojalo', 'razakov']
    """
    return frozenset(skeleton(word) for name in names for word in (name, *re.split(r"[\s-]+", name)))


def find_personal_data(text: str, *, not_names: frozenset[str] = frozenset()) -> list[PersonalDataSpan]:
    """Where a text seems to hold personal data, in order, without overlaps. The text is never altered.

    Rules, not a list of all names: patronymics and surname endings of the region, titles before a name, initials,
    "my name is", and common given names; telephone numbers of Kyrgyzstan, Tajikistan and Uzbekistan and any with + or
    00; plates of the three countries and Kazakhstan; numbers of passports, identity cards and persons; e-mail and
    street addresses; in Cyrillic and Latin. It misses what the rules do not know, so an empty answer is no clearance.

    Parameters
    ----------
    text : str
        Free text in any language.
    not_names : frozenset of str
        Words that are no names of persons although they look so: `place_words` of the region's gazetteer.

    Examples
    --------
    >>> text = "Call Асанов Бакыт, +996 555 123456, car 01KG123ABC"
    >>> [(text[span.start:span.end], span.kind.value) for span in find_personal_data(text)]
    [('Асанов Бакыт', 'name'), ('+996 555 123456', 'phone'), ('01KG123ABC', 'vehicle')]
    >>> find_personal_data("About 300 residents blocked the road from 17:30 to 19:30 at Khoja Alo.")
    []
    """
    found = sorted(
        {PersonalDataSpan(start, end, kind) for kind, start, end in _candidates(text, not_names) if start < end},
        key=lambda span: (list(PersonalDataKind).index(span.kind), span.start - span.end, span.start),
    )
    kept: list[PersonalDataSpan] = []
    for span in found:
        if all(span.end <= other.start or other.end <= span.start for other in kept):
            kept.append(span)
    return sorted(kept)


def _candidates(text: str, places: frozenset[str]) -> Iterator[tuple[PersonalDataKind, int, int]]:
    for kind, pattern in _PATTERNS.items():
        for match in pattern.finditer(text):
            yield kind, match.start(), match.end()
    for start, end in personal_number.phones(text):
        yield PersonalDataKind.PHONE, start, end
    for start, end in personal_name.names(text, places):
        yield PersonalDataKind.NAME, start, end
