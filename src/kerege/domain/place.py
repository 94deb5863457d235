"""Named places."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A village or town that can be found by any of its spellings.

    Parameters
    ----------
    id : str
        Identifier in its gazetteer.
    name : str
        Main spelling, Latin letters.
    country : str
        Country code.
    latitude, longitude : float
        Degrees, WGS 84.
    spellings : tuple of str
        Other spellings, Latin and Cyrillic.
    population : int or None
        None where not given.
    source : str
        Gazetteer it is from.
    """

    id: str
    name: str
    country: str
    latitude: float
    longitude: float
    spellings: tuple[str, ...] = ()
    population: int | None = None
    source: str = ""
