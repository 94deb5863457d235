"""A place of which a public source says in which district it lies."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DistrictAnchor:
    """A place of which a public source says in which district it lies.

    Parameters
    ----------
    country, district, place : str
        Country code, name of the district, name of the place.
    latitude, longitude : float
        Of the place, degrees WGS 84.
    source : str
        Where the fact stands.
    """

    country: str
    district: str
    place: str
    latitude: float
    longitude: float
    source: str = ""
