"""What a run does not know, said as identifiers with values."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import numpy as np

from kerege.domain.period import Period
from kerege.domain.region import Region
from kerege.domain.watch_parameters import WatchParameters
from kerege.risk.impact import HARMS
from kerege.watch.incident_table import IncidentTable


def find_gaps(table: IncidentTable, region: Region, parameters: WatchParameters, as_of: datetime) -> tuple[str, ...]:
    """What is not known at `as_of`.

    "no_reports" | "no_reports_since:DATE" (longer than `stale_days`) | "not_under_watch_since:DATE" (longer than
    `longest_silence_days`) | "unlocated:COUNT" |
    "outside_region:COUNT" | "harm_unknown:HARM:COUNT" of the last year |
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
