"""From tests to signals: false discoveries controlled over the run, one signal a unit, the most urgent first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import floor, log10

import numpy as np

from kerege.detection.benjamini_hochberg import benjamini_hochberg
from kerege.domain.period import Period
from kerege.domain.region import Region
from kerege.domain.signal import Signal
from kerege.domain.watch_parameters import WatchParameters
from kerege.risk.threat import BorderTree
from kerege.watch.border_scan import scan_findings
from kerege.watch.finding import Finding
from kerege.watch.incident_table import IncidentTable
from kerege.watch.sparse import sparse_findings
from kerege.watch.weekly import weekly_findings

SMALLEST_P_VALUE = 1e-300
DETECTORS = ("predictive_exceedance", "farrington_flexible", "space_time_scan")


def find_signals(
    table: IncidentTable,
    region: Region,
    tree: BorderTree,
    parameters: WatchParameters,
    as_of: datetime,
    level: float,
) -> tuple[Signal, ...]:
    """The signals of one day, most urgent first.

    Every test of the run, of all detectors, units and families, goes through Benjamini-Hochberg; a signal is a test
    that its detector calls an alarm and that is a discovery. Of several signals of one detector and unit the one
    with the smallest p-value stays. Order: power of ten of the p-value, then the gravest incident behind it, then
    the p-value itself.

    Parameters
    ----------
    table : IncidentTable
        What was known at `as_of` (`IncidentTable.known_at`).
    region, tree, parameters
    as_of : datetime
    level : float
        Of Benjamini-Hochberg, see `DiscoveryLevel`.
    """
    findings = all_findings(table, region, tree, parameters, as_of)
    return signals_of(findings_that_reach(findings, table, level), table, as_of)


def all_findings(
    table: IncidentTable, region: Region, tree: BorderTree, parameters: WatchParameters, as_of: datetime
) -> list[Finding]:
    """Every test of every detector on one day."""
    return [
        *sparse_findings(table, region, tree, parameters, as_of),
        *weekly_findings(table, region, parameters, as_of),
        *scan_findings(table, region, parameters, as_of),
    ]


def findings_that_reach(findings: Sequence[Finding], table: IncidentTable, level: float) -> list[Finding]:
    """The findings that reach a person, most urgent first; see `find_signals`."""
    discovered = benjamini_hochberg(np.array([finding.p_value for finding in findings]), level)
    kept: dict[tuple[str, str, str], Finding] = {}
    for finding, is_discovery in zip(findings, discovered, strict=True):
        key = (finding.detector, finding.unit.level, finding.unit.id)
        if finding.alarm and is_discovery and (key not in kept or finding.p_value < kept[key].p_value):
            kept[key] = finding

    def urgency(finding: Finding) -> tuple[int, int, float, str]:
        p_value = max(finding.p_value, SMALLEST_P_VALUE)
        gravest = max(table.incidents[row].severity for row in finding.rows)
        return floor(log10(p_value)), -gravest, p_value, finding.unit.id

    return sorted(kept.values(), key=urgency)


def signals_of(findings: Sequence[Finding], table: IncidentTable, as_of: datetime) -> tuple[Signal, ...]:
    """Findings as signals, in their order."""
    return tuple(_signal(finding, rank, table, as_of) for rank, finding in enumerate(findings, 1))


def _signal(finding: Finding, rank: int, table: IncidentTable, as_of: datetime) -> Signal:
    period = Period(as_of - timedelta(days=finding.days), as_of)
    unit = finding.unit
    return Signal(
        id=f"{finding.detector}/{unit.level}/{unit.id}/{finding.family}/{period.end.date().isoformat()}",
        detector=finding.detector,
        unit_id=unit.id,
        unit_name=unit.name,
        unit_level=unit.level,
        kind=finding.family,
        period=period,
        observed=finding.observed,
        expected=finding.expected,
        upper=finding.upper,
        p_value=finding.p_value,
        score=finding.score,
        recurrence_interval_days=finding.days / max(finding.p_value, SMALLEST_P_VALUE),
        pooled_from=unit.pooled_from,
        evidence=tuple(table.incidents[row].id for row in finding.rows),
        rank=rank,
        note=" ".join(finding.notes),
    )
