"""A stretch of the border: the unit that levels, counts and forecasts belong to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class BorderSection:
    """A stretch of a line that somebody claims to be the border.

    Parameters
    ----------
    id : str
        Stable identifier, made from the pair and the places it is cut at.
    name : str
        Its two ends, as people there call them.
    pair : str
        The two country codes in alphabetical order, joined by a hyphen: "KG-TJ".
    part : str
        "main", or the name of the enclave whose ring it belongs to.
    group : str
        Identifier of the section group it belongs to.
    order : int
        Place along its part, from 0.
    line : tuple of (longitude, latitude)
        Degrees, WGS 84, at least two points.
    left, right : str
        Country code on each hand when walking the line; "" where the source does not say.
    length_km : float
        Geodesic length, > 0.
    districts : mapping of country code to name
        Adjoining districts where a public fact gives them.
    status : str
        "agreed", "claimed" or "disputed": what its source says of the line.
    source, as_of, licence : str
        Who says so, when, and under which licence.

    Raises
    ------
    ValueError
        For a line of fewer than two points or a length that is not positive.
    """

    id: str
    name: str
    pair: str
    part: str
    group: str
    order: int
    line: tuple[tuple[float, float], ...]
    left: str
    right: str
    length_km: float
    districts: Mapping[str, str] = field(default_factory=dict)
    status: str = "claimed"
    source: str = ""
    as_of: str = ""
    licence: str = ""

    def __post_init__(self) -> None:
        if len(self.line) < 2:
            raise ValueError(f"Section {self.id} needs a line of at least two points.")
        if not self.length_km > 0:
            raise ValueError(f"Section {self.id} needs a positive length, not {self.length_km}.")


@dataclass(frozen=True, slots=True)
class SectionGroup:
    """Neighbouring sections that are counted together where single ones are too quiet to judge.

    Parameters
    ----------
    id, name : str
        Identifier and name.
    pair : str
        Country pair.
    section_ids : tuple of str
        Its sections in order.
    """

    id: str
    name: str
    pair: str
    section_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SectionEdge:
    """Two sections that touch, or that face each other across a strip of land.

    Parameters
    ----------
    first, second : str
        Section ids.
    km : float
        Distance between their middles: along the border for "along", on the ground for "across".
    kind : str
        "along" or "across".
    """

    first: str
    second: str
    km: float
    kind: str
