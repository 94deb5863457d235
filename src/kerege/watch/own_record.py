"""How often each detector spoke in vain on this region's own record."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
from scipy import stats

from kerege.domain.detector_record import DetectorRecord
from kerege.domain.region import Region
from kerege.domain.signal import Signal
from kerege.domain.watch_parameters import WatchParameters
from kerege.risk.threat import BorderTree
from kerege.watch.coverage import groups_covered
from kerege.watch.decayed_history import record_is_long_enough
from kerege.watch.exposure import DAY, under_watch
from kerege.watch.incident_table import IncidentTable
from kerege.watch.triage import DETECTORS, find_signals

YEAR_DAYS = 365.25


def detector_records(
    table: IncidentTable, region: Region, tree: BorderTree, parameters: WatchParameters, as_of: datetime
) -> tuple[DetectorRecord, ...]:
    """What the detectors would have said in the past years, each time on what was known then.

    The past is looked at once a window, so that no two looks share an incident. A signal was false if no grave
    incident fell into its section groups during the window judged or the window after it. The newest window is left
    out: what follows it is not known yet. With n false signals in Y years the rate is n / Y, and its central 80 per
    cent interval is that of a gamma distribution of shape n + 1/2 and rate Y.

    Returns
    -------
    tuple of DetectorRecord
        One for each detector of the watch; empty where the record is too short to look back at.
    """
    settings = parameters.detection
    window = timedelta(days=settings.window_days)
    looks = int(settings.record_years * YEAR_DAYS // settings.window_days)
    days = 0.0
    given: dict[str, list[bool]] = {detector: [] for detector in DETECTORS}
    for number in range(1, looks + 1):
        at = as_of - number * window
        known = table.known_at(at)
        watched = _watched_days(known, at, parameters)
        if not watched:
            continue
        days += watched
        for signal in find_signals(known, region, tree, parameters, at):
            given[signal.detector].append(_is_false(signal, table, region, parameters, at, window))
    if not days:
        return ()
    years = days / YEAR_DAYS
    return tuple(_record(detector, years, verdicts) for detector, verdicts in given.items())


def _watched_days(known: IncidentTable, at: datetime, parameters: WatchParameters) -> float:
    """Days of the window before a look that were under watch; 0 where the record then was too short to judge."""
    settings = parameters.detection
    opens = at.timestamp() - settings.window_days * DAY
    if not record_is_long_enough(known.middle[known.middle < opens], opens, settings):
        return 0.0
    seconds = under_watch(known.middle, np.array([opens, at.timestamp()]), settings.longest_silence_days)[0]
    return float(seconds) / DAY


def _is_false(
    signal: Signal, table: IncidentTable, region: Region, parameters: WatchParameters, at: datetime, window: timedelta
) -> bool:
    groups = groups_covered(signal, region)
    pairs = {region.pairs.index(region.groups[i].pair) for i in groups}
    begin, end = signal.period.start.timestamp(), (at + window).timestamp()
    for row in np.flatnonzero((table.started >= begin) & (table.started < end)).tolist():
        group, pair = int(table.group[row]), int(table.pair[row])
        is_here = group in groups if group >= 0 else pair in pairs
        if is_here and table.incidents[row].severity >= parameters.detection.grave_from:
            return False
    return True


def _record(detector: str, years: float, verdicts: list[bool]) -> DetectorRecord:
    false = sum(verdicts)
    low, high = stats.gamma.ppf((0.1, 0.9), false + 0.5) / years
    return DetectorRecord(
        detector=detector,
        years=years,
        signals=len(verdicts),
        false_signals=false,
        false_per_year=false / years,
        low=float(low),
        high=float(high),
    )
