"""What stands around a signal: since when, what went before, and how far its detector can be trusted here."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from kerege.domain.region import Region
from kerege.domain.signal import Signal
from kerege.domain.watch_parameters import WatchParameters
from kerege.risk.threat import BorderTree
from kerege.watch.episode import episode_starts
from kerege.watch.incident_table import IncidentTable
from kerege.watch.own_record import LookBack
from kerege.watch.triage import all_findings, findings_that_reach, signals_of


def signals_with_story(
    table: IncidentTable,
    region: Region,
    tree: BorderTree,
    parameters: WatchParameters,
    as_of: datetime,
    back: LookBack,
) -> tuple[Signal, ...]:
    """The signals of `find_signals`, each with its episode, its history and its detector's record.

    Parameters
    ----------
    table : IncidentTable
        What was known at `as_of`.
    region, tree, parameters, as_of
    back : LookBack
        See `look_back`.
    """
    findings = findings_that_reach(all_findings(table, region, tree, parameters, as_of), table, back.level)
    signals = signals_of(findings, table, as_of)
    starts = episode_starts(signals, table, region, tree, parameters, as_of, back.level)
    in_vain = {record.detector: record.false_per_year for record in back.records}
    return tuple(
        replace(signal, since=start, history=finding.history(), false_per_year=in_vain.get(signal.detector))
        for signal, finding, start in zip(signals, findings, starts, strict=True)
    )
