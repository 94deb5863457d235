"""What a run does not know, said as identifiers with values."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import numpy as np

from kerege.domain.period import Period
from kerege.domain.region import Region
from kerege.domain.watch_parameters import WatchParameters
from kerege.risk.impact import HARMS
from kerege.watch.exposure import DAY
from kerege.watch.incident_table import IncidentTable
from kerege.watch.reporting_delay import reporting_delay


def find_gaps(table: IncidentTable, region: Region, parameters: WatchParameters, as_of: datetime) -> tuple[str, ...]:
    """What is not known at `as_of`.

    "no_reports" | "no_reports_since:DATE" (longer than `stale_days`) | "not_under_watch_since:DATE" (longer than
    `longest_silence_days`) | "not_reported_yet:DAYS:OF_TEN" incidents of the newest window (more than
    `unreported_notice_share`) | "unlocated:COUNT" | "outside_region:COUNT" | "reported_late:COUNT:DAYS" (longer than
    `longest_delay_days`, and taken as that) | "harm_unknown:HARM:COUNT" of the last year |
    "coverage:PAIR:YEAR:KNOWN:OFFICIAL" for years that a published total allows to compare.
    """
    if not len(table):
        return ("no_reports",)
    gaps = []
    settings = parameters.detection
    newest = datetime.fromtimestamp(float(table.middle.max()), as_of.tzinfo)
    if as_of - newest > timedelta(days=settings.stale_days):
        gaps.append(f"no_reports_since:{newest.astimezone(region.zone).date().isoformat()}")
    watched_until = newest + timedelta(days=settings.longest_silence_days)
    if as_of > watched_until:
        gaps.append(f"not_under_watch_since:{watched_until.astimezone(region.zone).date().isoformat()}")
    gaps.extend(_delays(table, parameters, as_of))
    if (unplaced := int((table.group < 0).sum())) > 0:
        gaps.append(f"unlocated:{unplaced}")
    if table.outside:
        gaps.append(f"outside_region:{len(table.outside)}")
    recent = table.middle >= (as_of - timedelta(days=365)).timestamp()
    for column, name in enumerate(HARMS):
        if (unknown := int(np.isnan(table.harm[recent, column]).sum())) > 0:
            gaps.append(f"harm_unknown:{name}:{unknown}")
    gaps.extend(_coverage(table, region, as_of))
    return tuple(gaps)


def _delays(table: IncidentTable, parameters: WatchParameters, as_of: datetime) -> Iterable[str]:
    settings = parameters.detection
    if not settings.longest_delay_days:
        return
    delay = reporting_delay(table, settings, as_of)
    weight = 0.5 ** ((as_of.timestamp() - table.middle) / DAY / settings.half_life_days)
    prior = np.array([parameters.risk.prior_incidents])
    share = delay.of_units(np.zeros(len(table), dtype=np.int64), weight, prior, 0, settings.window_days - 1)[0]
    if 1 - share > settings.unreported_notice_share:
        yield f"not_reported_yet:{settings.window_days}:{min(9, max(1, round(10 * (1 - share))))}"
    if delay.overall.capped:
        yield f"reported_late:{delay.overall.capped}:{settings.longest_delay_days}"


def _coverage(table: IncidentTable, region: Region, as_of: datetime) -> Iterable[str]:
    for total in region.official_totals:
        if not (total.is_usable and total.incidents and total.border in region.pairs and total.period.isdigit()):
            continue
        year = int(total.period)
        start, end = Period.of_month(year, 1, region.zone).start, Period.of_month(year, 12, region.zone).end
        if end > as_of:
            continue
        inside = (table.middle >= start.timestamp()) & (table.middle < end.timestamp())
        known = int((inside & (table.pair == region.pairs.index(total.border))).sum())
        if known < total.incidents:
            yield f"coverage:{total.border}:{year}:{known}:{total.incidents}"
