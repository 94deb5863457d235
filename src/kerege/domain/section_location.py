"""Where a point lies against the border."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SectionLocation:
    """Where an incident lies against the border.

    Parameters
    ----------
    section_id : str
        The nearest section.
    distance_km : float
        Ground distance to it, >= 0.
    side : str
        Country code of the side the given point lies on; "" where the line does not say.
    side_is_certain : bool
        Whether the whole disc of uncertainty lies on that side.
    shares : tuple of (section id, share)
        Sections that the disc of uncertainty touches, with the share of the border inside the disc that is theirs;
        shares add up to 1.
    """

    section_id: str
    distance_km: float
    side: str
    side_is_certain: bool
    shares: tuple[tuple[str, float], ...]
