"""How many incidents fell into each period, and in which periods nothing is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from scipy.stats import nbinom, poisson

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


def silent_stretches(incidents: Sequence[Incident], until: datetime, longest_days: int = 365) -> tuple[Period, ...]:
    """Stretches in which the border was rather not watched than quiet.

    Before the first incident, and from `longest_days` after an incident until the next one: a watched border reports
    something in every season of a year.
    """
    times = sorted(incident.occurred.middle for incident in incidents)
    longest = timedelta(days=longest_days)
    if not times:
        return (Period(until - timedelta(days=36525), until),)
    stretches = [Period(times[0] - timedelta(days=36525), times[0])]
    for before, after in pairwise([*times, until]):
        if after - before > longest:
            stretches.append(Period(before + longest, after))
    return tuple(stretches)


def with_usual(counts: PeriodCounts, back: int) -> PeriodCounts:
    """The counts with what was usual at each period: mean and 95 per cent bound of the `back` known periods before it.

    The bound is the 95th percentile of a negative binomial distribution with the mean and variance of those periods,
    of a Poisson distribution where the variance is not above the mean. The first `back` periods have neither and are
    left out of the result.

    Raises
    ------
    ValueError
        If there are not more than `back` periods.
    """
    if not 0 < back < len(counts.grid):
        raise ValueError(f"To look back {back} periods there must be more than {back}, not {len(counts.grid)}.")
    expected: list[float | None] = []
    upper: list[float | None] = []
    for i in range(back, len(counts.grid)):
        known = [n for n in counts.observed[i - back : i] if n is not None]
        # Less than half of the look-back known: nothing can be called usual.
        if len(known) < back / 2:
            expected.append(None)
            upper.append(None)
            continue
        mean = sum(known) / len(known)
        variance = sum((n - mean) ** 2 for n in known) / (len(known) - 1)
        expected.append(mean)
        upper.append(_upper_bound(mean, variance))
    grid = PeriodGrid(counts.grid.edges[back:], counts.grid.frequency)
    return PeriodCounts(grid=grid, observed=counts.observed[back:], expected=tuple(expected), upper=tuple(upper))


def _upper_bound(mean: float, variance: float) -> float:
    if mean == 0:
        return 0.0
    if variance <= mean:
        return float(poisson.ppf(0.95, mean))
    size = mean**2 / (variance - mean)
    return float(nbinom.ppf(0.95, size, size / (size + mean)))
