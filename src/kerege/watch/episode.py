"""Runs of signals: which is new today, and which has been speaking for days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from kerege.domain.region import Region
from kerege.domain.signal import Signal
from kerege.domain.watch_parameters import WatchParameters
from kerege.risk.threat import BorderTree
from kerege.watch.incident_table import IncidentTable
from kerege.watch.triage import find_signals


def is_same_episode(one: Signal, other: Signal) -> bool:
    """Whether two signals tell one story: same detector and unit, or stretches that share a section.

    The family of kinds may differ: shots among many stones are not a new story.
    """
    if (one.detector, one.unit_level) != (other.detector, other.unit_level):
        return False
    if one.unit_level == "stretch":
        return bool(set(one.pooled_from) & set(other.pooled_from))
    return one.unit_id == other.unit_id


def episode_starts(
    signals: Sequence[Signal],
    table: IncidentTable,
    region: Region,
    tree: BorderTree,
    parameters: WatchParameters,
    as_of: datetime,
    level: float,
) -> list[datetime]:
    """Since when each signal has been given day after day, each day on what was known then.

    Parameters
    ----------
    signals : sequence of Signal
        Those of `as_of`.
    table : IncidentTable
        What was known at `as_of`.
    region, tree, parameters
        At most `longest_episode_days` days are looked back.
    as_of : datetime
    level : float
        Of Benjamini-Hochberg, today's for all days.

    Returns
    -------
    list of datetime
        One for each signal; `as_of` where it was not given the day before.
    """
    starts = [as_of] * len(signals)
    going_on = list(range(len(signals)))
    for day in range(1, parameters.detection.longest_episode_days + 1):
        if not going_on:
            break
        then = as_of - timedelta(days=day)
        found = find_signals(table.known_at(then), region, tree, parameters, then, level)
        going_on = [i for i in going_on if any(is_same_episode(signals[i], own) for own in found)]
        for i in going_on:
            starts[i] = then
    return starts
