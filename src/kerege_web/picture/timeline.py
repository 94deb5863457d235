"""The timeline of the incidents that are shown: one count per month, unknown months kept apart from zero."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from kerege.domain.period import Period
from kerege.domain.region import Region
from kerege_web.incidents.known_incident import IncidentPoint
from kerege_web.pages.time_words import period_words

NARROWEST_PX = 220
WIDEST_PX = 1800


@dataclass(frozen=True, slots=True, kw_only=True)
class YearCount:
    """One row of the table that says the same as the chart."""

    year: int
    count: int


def silent_stretches(points: Sequence[IncidentPoint], longest_silence_days: float, now: Any) -> tuple[Period, ...]:  # noqa: ANN401
    """Stretches without any incident for so long that nobody can have been counting: not known, not zero."""
    limit = timedelta(days=longest_silence_days)
    times = [*sorted(point.occurred.middle for point in points), now]
    return tuple(Period(a + limit, b) for a, b in pairwise(times) if b - a > limit)


def timeline_answer(
    points: Sequence[IncidentPoint],
    region: Region,
    *,
    first: date,
    last: date,
    silent: Sequence[Period],
    width_px: int,
) -> dict[str, Any]:
    """The chart, the sentence that says what to see, and the local days on which its periods begin."""
    from kerege.bulletin.charts.timeline import timeline_chart
    from kerege.bulletin.period_counts import PeriodCounts, month_grid
    from kerege.files.catalogues import read_words

    grid = month_grid(first, last, region.zone)
    counts = [0] * len(grid)
    for point in points:
        index = grid.index(point.occurred.middle)
        if index is not None:
            counts[index] += 1
    observed = tuple(
        None if not n and any(s.start <= grid[i].start and grid[i].end <= s.end for s in silent) else n
        for i, n in enumerate(counts)
    )
    spec = timeline_chart(
        PeriodCounts(grid=grid, observed=observed),
        words=read_words(get_language() or "en"),
        zone=region.zone,
        width_px=min(max(width_px, NARROWEST_PX), WIDEST_PX),
        height_px=130,
    )
    edges = [edge.astimezone(region.zone).date().isoformat() for edge in grid.edges]
    busiest = max(range(len(grid)), key=lambda i: counts[i])
    return {"spec": spec, "sentence": _sentence(sum(counts), grid[busiest], counts[busiest], region), "edges": edges}


def year_counts(points: Sequence[IncidentPoint], region: Region) -> tuple[YearCount, ...]:
    """How many incidents began in each year in which there was one, newest first."""
    years: dict[int, int] = {}
    for point in points:
        year = point.occurred.first_day(region.zone).year
        years[year] = years.get(year, 0) + 1
    return tuple(YearCount(year=year, count=years[year]) for year in sorted(years, reverse=True))


def _sentence(total: int, month: Period, count: int, region: Region) -> str:
    if not total:
        return _("No incident in this time.")
    whole = ngettext("%(count)d incident.", "%(count)d incidents.", total) % {"count": total}
    busiest = Period.of_month(month.first_day(region.zone).year, month.first_day(region.zone).month, region.zone)
    return (
        whole
        + " "
        + _("Most in one month: %(count)d, in %(month)s. Hatched months: nothing was reported, which is not zero.")
        % {
            "count": count,
            "month": period_words(busiest, region.zone),
        }
    )
