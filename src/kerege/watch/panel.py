"""Counts of incidents by period and unit, as they were known on a day."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, datetime, timedelta

import numpy as np

from kerege.domain.panel import CountPanel, Frequency, PeriodGrid
from kerege.domain.region import Region
from kerege.watch.exposure import under_watch
from kerege.watch.incident_table import IncidentTable

LEVELS = ("group", "pair", "region")


def period_grid(frequency: Frequency, first: datetime, as_of: datetime) -> PeriodGrid:
    """Neighbouring periods that end at `as_of`, the oldest holding `first`.

    Months run from the day and hour of `as_of` in one month to the same in the next (or the month's last day).

    Parameters
    ----------
    frequency : Frequency
    first : datetime
        An instant that the grid must hold; at least one period is made if it is not before `as_of`.
    as_of : datetime
        Its end.

    Examples
    --------
    >>> grid = period_grid(Frequency.MONTH, datetime(2021, 1, 15, tzinfo=UTC), datetime(2021, 3, 31, tzinfo=UTC))
    >>> [edge.date().isoformat() for edge in grid.edges]
    ['2020-12-31', '2021-01-31', '2021-02-28', '2021-03-31']
    """
    end, first = as_of.astimezone(UTC), first.astimezone(UTC)
    if frequency is Frequency.MONTH:
        edges = [end]
        while edges[0] > first or len(edges) < 2:
            months = end.year * 12 + end.month - 1 - len(edges)
            year, month = months // 12, months % 12 + 1
            edges.insert(0, end.replace(year=year, month=month, day=min(end.day, monthrange(year, month)[1])))
        return PeriodGrid(tuple(edges), frequency)
    step = timedelta(days={Frequency.DAY: 1, Frequency.WEEK: 7, Frequency.FOUR_WEEKS: 28}[frequency])
    count = max(1, -((first - end) // step))
    return PeriodGrid(tuple(end - step * i for i in range(count, -1, -1)), frequency)


def build_panel(
    table: IncidentTable,
    region: Region,
    *,
    level: str,
    kind: str,
    grid: PeriodGrid,
    longest_silence_days: float,
) -> CountPanel:
    """Counts of incidents by period and unit; each incident once, in the period that holds its middle.

    Parameters
    ----------
    table : IncidentTable
        What was known at the end of the grid (`IncidentTable.known_at`).
    region : Region
    level : str
        "group" (incidents placed well enough), "pair" (all of known pair) or "region" (all).
    kind : str
        Family of kinds, or "all".
    grid : PeriodGrid
    longest_silence_days : float
        See `under_watch`.

    Returns
    -------
    CountPanel
        `reported` is False in periods of which nothing can be known: before the record begins and after too long a
        silence of the whole region.

    Raises
    ------
    ValueError
        For an unknown level.
    """
    if level == "group":
        units, index = tuple(group.id for group in region.groups), table.group
    elif level == "pair":
        units, index = region.pairs, table.pair
    elif level == "region":
        units, index = (region.code,), np.zeros(len(table), dtype=np.int64)
    else:
        raise ValueError(f"A panel is made by {', '.join(LEVELS)}, not by {level!r}.")
    edges = grid.seconds
    period = np.searchsorted(edges, table.middle, side="right") - 1
    kept = (period >= 0) & (period < len(grid)) & (index >= 0) & table.in_family(kind)
    counts = np.zeros((len(grid), len(units)), dtype=np.int64)
    np.add.at(counts, (period[kept], index[kept]), 1)
    seen = under_watch(table.middle, edges, longest_silence_days) > 0
    # A count is proof of having been watched, whatever the rule says of the period's other days.
    reported = np.broadcast_to(seen[:, None], counts.shape) | (counts > 0)
    return CountPanel(counts=counts, reported=reported, grid=grid, unit_ids=units, kind=kind)
