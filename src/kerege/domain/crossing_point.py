"""The points where people and goods may cross, and what was measured there."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossingPoint:
    """A point where people or goods may cross the border.

    Parameters
    ----------
    id, name : str
        Identifier and name.
    pair : str
        Country pair.
    access : str
        Who may use it: "international", "bilateral", ...; "" where not known.
    mode : str
        "road", "rail", "pedestrian", ...
    latitude, longitude : float or None
        Approximate position; None where not located.
    facts : str
        Dated facts on its status, in words.
    source : str
        Public page they are from.
    """

    id: str
    name: str
    pair: str
    access: str
    mode: str
    latitude: float | None
    longitude: float | None
    facts: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossingMeasure:
    """One published measurement at a crossing point or over all of a country's crossing points."""

    crossing: str
    year: int
    mode: str
    measure: str
    direction: str
    value: float
    unit: str
    source: str
