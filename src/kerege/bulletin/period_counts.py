"""How many incidents fell into each period, and in which periods nothing is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from kerege.domain.incident import Incident
from kerege.domain.panel import Frequency, PeriodGrid
from kerege.domain.period import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodCounts:
    """Counts of the past with what was to be expected.

    Parameters
    ----------
    grid : PeriodGrid
        The T periods.
    observed : tuple of int or None
        Incidents in each period; None where nobody reported, which is not zero.
    expected, upper : tuple of float or None
        What was to be expected, and the bound above which a detector speaks; None where there is none.

    Raises
    ------
    ValueError
        If lengths differ.
    """

    grid: PeriodGrid
    observed: tuple[int | None, ...]
    expected: tuple[float | None, ...] = ()
    upper: tuple[float | None, ...] = ()

    def __post_init__(self) -> None:
        for name in ("expected", "upper"):
            if not getattr(self, name):
                object.__setattr__(self, name, (None,) * len(self.grid))
        if {len(self.observed), len(self.expected), len(self.upper)} != {len(self.grid)}:
            raise ValueError(f"Counts need {len(self.grid)} periods, as many as their grid.")


def month_grid(first: date, last: date, zone: ZoneInfo) -> PeriodGrid:
    """The local calendar months from that of `first` to that of `last`, both included.

    Examples
    --------
    >>> grid = month_grid(date(2020, 12, 31), date(2021, 2, 1), ZoneInfo("Asia/Bishkek"))
    >>> len(grid), grid.edges[0].isoformat()
    (3, '2020-11-30T18:00:00+00:00')
    """
    start, end = first.year * 12 + first.month - 1, last.year * 12 + last.month
    edges = [datetime.combine(date(m // 12, m % 12 + 1, 1), time(), zone) for m in range(start, end + 1)]
    return PeriodGrid(tuple(edges), Frequency.MONTH)


def count_incidents(incidents: Sequence[Incident], grid: PeriodGrid, *, silent: Sequence[Period] = ()) -> PeriodCounts:
    """The counts of incidents by period.

    An incident whose time is known only within an interval counts in the period that holds the interval's middle. A
    period that lies wholly within a silent stretch and holds no incident is not known: None, not zero.
    """
    counts = [0] * len(grid)
    for incident in incidents:
        index = grid.index(incident.occurred.middle)
        if index is not None:
            counts[index] += 1
    observed = tuple(
        None if not n and any(s.start <= grid[i].start and grid[i].end <= s.end for s in silent) else n
        for i, n in enumerate(counts)
    )
    return PeriodCounts(grid=grid, observed=observed)
