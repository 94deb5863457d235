"""How likely one more incident is after what has just happened."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowOn:
    """The chance of at least one incident in a section within a horizon.

    Parameters
    ----------
    section_id : str
    horizon_days : int
    probability : float
        0..1, with what recent incidents set off.
    low, high : float
        Central 80 per cent interval of it.
    without : float
        What it would be if recent incidents set nothing off.
    after : tuple of str
        Ids of the incidents of the last four weeks within reach.

    Raises
    ------
    ValueError
        If 0 <= low <= probability <= high <= 1 does not hold.
    """

    section_id: str
    horizon_days: int
    probability: float
    low: float
    high: float
    without: float
    after: tuple[str, ...]

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.probability <= self.high <= 1:
            raise ValueError(f"A chance needs 0 <= low <= probability <= high <= 1: {self}.")
