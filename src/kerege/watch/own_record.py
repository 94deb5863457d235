"""How often each detector spoke in vain on this region's own record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from scipy import stats

from kerege.domain.detector_record import DetectorRecord
from kerege.domain.region import Region
from kerege.domain.signal import Signal
from kerege.domain.watch_parameters import WatchParameters
from kerege.risk.threat import BorderTree
from kerege.watch.coverage import groups_covered
from kerege.watch.discovery_level import YEAR_DAYS, DiscoveryLevel, look_p_value, past_looks
from kerege.watch.incident_table import IncidentTable
from kerege.watch.triage import DETECTORS, all_findings, findings_that_reach, signals_of


@dataclass(frozen=True, slots=True)
class LookBack:
    """What looking back over the own record gives.

    Parameters
    ----------
    records : tuple of DetectorRecord
        One for each detector of the watch; empty where the record is too short to look back at.
    level : float
        The level of Benjamini-Hochberg that the looks of the past leave for today, see `DiscoveryLevel`.
    """

    records: tuple[DetectorRecord, ...]
    level: float


def look_back(
    table: IncidentTable, region: Region, tree: BorderTree, parameters: WatchParameters, as_of: datetime
) -> LookBack:
    """What the detectors would have said in the past years, each time on what was known then.

    The past is looked at once a window, so that no two looks share an incident. A signal was false if no grave
    incident fell into its section groups during the window judged or the window after it. The newest window is left
    out: what follows it is not known yet. With n false signals in Y years the rate is n / Y, and its central 80 per
    cent interval is that of a gamma distribution of shape n + 1/2 and rate Y.
    """
    window = timedelta(days=parameters.detection.window_days)
    days, level = 0.0, DiscoveryLevel(parameters.detection)
    given: dict[str, list[bool]] = {detector: [] for detector in DETECTORS}
    for at, known, watched in past_looks(table, parameters, as_of):
        days += watched
        findings = all_findings(known, region, tree, parameters, at)
        for signal in signals_of(findings_that_reach(findings, known, level.now), known, at):
            given[signal.detector].append(_is_false(signal, table, region, parameters, at, window))
        level.see(look_p_value(findings))
    years = days / YEAR_DAYS
    records = tuple(_record(detector, years, verdicts) for detector, verdicts in given.items()) if days else ()
    return LookBack(records, level.now)


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
