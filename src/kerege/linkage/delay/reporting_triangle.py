"""Counts by when something happened and how long it took to be reported, as far as they can be known by now."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class ReportingTriangle:
    """Reports by period of occurrence and delay.

    Parameters
    ----------
    counts : int array, shape (T, D + 1)
        n_td: what occurred in period t and was reported d periods later; 0 where t + d lies after now. The last period
        is now.
    moved : int
        Reports with a delay above D, counted at D.
    """

    counts: Whole
    moved: int

    @property
    def seen(self) -> Whole:
        """Reported so far, N_t, shape (T,)."""
        return np.asarray(self.counts.sum(axis=1))

    @property
    def longest(self) -> int:
        """D."""
        return int(self.counts.shape[1]) - 1


def reporting_triangle(occurred: Whole, reported: Whole, *, now: int, longest: int) -> ReportingTriangle:
    """The triangle of what is reported by now.

    Parameters
    ----------
    occurred, reported : int arrays, shape (N,)
        Numbers of periods; what is reported after `now` does not exist yet.
    now : int
    longest : int
        D >= 1; longer delays count as D.

    Raises
    ------
    ValueError
        For a report before its occurrence, or D below 1.

    Examples
    --------
    >>> found = reporting_triangle(np.array([0, 0, 1, 2]), np.array([0, 2, 2, 5]), now=2, longest=2)
    >>> found.counts.tolist(), found.seen.tolist()
    ([[1, 0, 1], [0, 1, 0], [0, 0, 0]], [2, 1, 0])
    """
    if longest < 1:
        raise ValueError(f"The longest delay is at least 1 period, not {longest}.")
    if (reported < occurred).any():
        raise ValueError("Something is reported before it occurred.")
    known = (reported <= now) & (occurred <= now)
    occurred, reported = occurred[known], reported[known]
    first = int(occurred.min()) if len(occurred) else now
    counts = np.zeros((now - first + 1, longest + 1), dtype=np.int64)
    delay = reported - occurred
    np.add.at(counts, (occurred - first, np.minimum(delay, longest)), 1)
    return ReportingTriangle(counts, int((delay > longest).sum()))


@dataclass(frozen=True, slots=True)
class DelayHazard:
    """How reports that have arrived after x periods at most split into those of exactly x and earlier ones.

    Parameters
    ----------
    at : int array, shape (D + 1,)
        n_x: reports with delay x, of periods old enough for it to have been seen.
    up_to : int array, shape (D + 1,)
        N_x: reports of these periods with delay x or less.
    """

    at: Whole
    up_to: Whole


def delay_hazard(triangle: ReportingTriangle, *, window: int | None = None) -> DelayHazard:
    """n_x and N_x of the reverse hazard g_x = P(delay = x | delay <= x), from periods that can tell.

    Parameters
    ----------
    triangle : ReportingTriangle
    window : int or None
        Only the newest m + 1 periods, so that a change of the delays shows; None: all.

    Source: Lawless 1994, Canadian Journal of Statistics 22: 15-31.

    Examples
    --------
    >>> triangle = reporting_triangle(np.array([0, 0, 1]), np.array([0, 1, 1]), now=2, longest=1)
    >>> found = delay_hazard(triangle)
    >>> found.at.tolist(), found.up_to.tolist()
    ([2, 1], [2, 3])
    """
    counts = triangle.counts
    periods = len(counts)
    begin = 0 if window is None else max(0, periods - 1 - window)
    at, up_to = np.zeros(triangle.longest + 1, dtype=np.int64), np.zeros(triangle.longest + 1, dtype=np.int64)
    for x in range(triangle.longest + 1):
        rows = counts[begin : max(periods - x, begin)]
        at[x], up_to[x] = rows[:, x].sum(), rows[:, : x + 1].sum()
    return DelayHazard(at, up_to)
