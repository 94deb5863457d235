"""One test of one unit, before it is decided what reaches a person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kerege.domain.counted_period import CountedPeriod
from kerege.watch.ladder import PooledUnit

History = Callable[[], tuple[CountedPeriod, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one detector found in one unit and family of kinds.

    Parameters
    ----------
    detector : str
    unit : PooledUnit
    family : str
    days : int
        Length of the stretch judged, ending at the day of the run.
    observed : int
    expected, upper, p_value, score : float
    alarm : bool
        Whether the detector itself speaks, before false discoveries are controlled.
    rows : tuple of int
        Rows of the incidents behind the count.
    history : callable
        Gives the periods before it with what was to be expected of each, oldest first, the one judged last. It is
        called for the few findings that become signals of a run.
    notes : tuple of str
        Identifiers of what must be known before it is read.
    """

    detector: str
    unit: PooledUnit
    family: str
    days: int
    observed: int
    expected: float
    upper: float
    p_value: float
    score: float
    alarm: bool
    rows: tuple[int, ...]
    history: History
    notes: tuple[str, ...]
