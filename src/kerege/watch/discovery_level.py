"""At which level false discoveries are kept in check today: the site's rate, or what the looks of the past leave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import numpy as np

from kerege.detection.online_discoveries import OnlineSettings, OnlineState, online_discoveries, online_level
from kerege.detection.simes import simes_p_value
from kerege.domain.region import Region
from kerege.domain.watch_parameters import DetectionParameters, WatchParameters
from kerege.risk.threat import BorderTree
from kerege.watch.decayed_history import record_is_long_enough
from kerege.watch.exposure import DAY, under_watch
from kerege.watch.finding import Finding
from kerege.watch.incident_table import IncidentTable
from kerege.watch.triage import all_findings

YEAR_DAYS = 365.25


class DiscoveryLevel:
    """The level of Benjamini-Hochberg from look to look.

    With `online_memory` = 1 every look has the site's rate. Below 1 each look is one test, of Simes' p-value over all
    its tests, of LORD++ with that memory (`online_discoveries`): the level falls in quiet times, rises with
    discoveries, and the share of false ones is kept in check over all recent looks together.

    Parameters
    ----------
    settings : DetectionParameters
    """

    def __init__(self, settings: DetectionParameters) -> None:
        self._rate, self._control = settings.false_discovery_rate, None
        if settings.online_memory < 1:
            self._control = OnlineSettings(rate=settings.false_discovery_rate, memory=settings.online_memory)
        self._state = OnlineState()

    @property
    def now(self) -> float:
        """The level of the next look."""
        return self._rate if self._control is None else online_level(self._state, self._control)

    def see(self, simes: float) -> None:
        """Go on to the look after the one that had this p-value."""
        if self._control is not None:
            self._state = online_discoveries([simes], self._control, self._state).state


def look_p_value(findings: Sequence[Finding]) -> float:
    """P-value of "this look holds nothing at all"."""
    return simes_p_value(np.array([finding.p_value for finding in findings]))


def past_looks(
    table: IncidentTable, parameters: WatchParameters, as_of: datetime
) -> Iterator[tuple[datetime, IncidentTable, float]]:
    """The looks back from `as_of`, oldest first: when, what was known then, and days of its window under watch.

    Looks are one window apart, so that no two share an incident; those with too short a record are left out.
    """
    settings = parameters.detection
    window = timedelta(days=settings.window_days)
    for number in range(int(settings.record_years * YEAR_DAYS // settings.window_days), 0, -1):
        at = as_of - number * window
        known = table.known_at(at)
        if watched := _watched_days(known, at, parameters):
            yield at, known, watched


def discovery_level_at(
    table: IncidentTable,
    region: Region,
    tree: BorderTree,
    parameters: WatchParameters,
    as_of: datetime,
    seen: dict[datetime, float],
) -> float:
    """Today's level alone, for who walks through many days.

    Parameters
    ----------
    table : IncidentTable
        All incidents; each look uses what was known then.
    region, tree, parameters, as_of
    seen : dict of datetime to float
        P-values of looks that were taken already; new ones are added.
    """
    level = DiscoveryLevel(parameters.detection)
    if parameters.detection.online_memory < 1:
        for at, known, _ in past_looks(table, parameters, as_of):
            if at not in seen:
                seen[at] = look_p_value(all_findings(known, region, tree, parameters, at))
            level.see(seen[at])
    return level.now


def _watched_days(known: IncidentTable, at: datetime, parameters: WatchParameters) -> float:
    """Days of the window before a look that were under watch; 0 where the record then was too short to judge."""
    settings = parameters.detection
    opens = at.timestamp() - settings.window_days * DAY
    if not record_is_long_enough(known.middle[known.middle < opens], opens, settings):
        return 0.0
    seconds = under_watch(known.middle, np.array([opens, at.timestamp()]), settings.longest_silence_days)[0]
    return float(seconds) / DAY
