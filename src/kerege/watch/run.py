"""The daily watch: one pure function from what is known to signals, forecasts and levels."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import numpy as np

from kerege.domain.digest import digest
from kerege.domain.incident import Incident
from kerege.domain.region import Region
from kerege.domain.run import WatchRun
from kerege.domain.watch_parameters import WatchParameters
from kerege.risk.impact import HARMS
from kerege.watch.border_tree import border_tree
from kerege.watch.escalation import find_follow_ons
from kerege.watch.gaps import find_gaps
from kerege.watch.incident_table import incident_table
from kerege.watch.outlook import current_rates, group_forecast, section_risks
from kerege.watch.own_record import look_back
from kerege.watch.signal_story import signals_with_story


def run_watch(
    incidents: Sequence[Incident],
    region: Region,
    parameters: WatchParameters,
    *,
    as_of: datetime,
    rng: np.random.Generator,
    code_version: str,
) -> WatchRun:
    """Everything the watch finds on what was known at `as_of`; the same input gives the same run.

    Incidents reported after `as_of` are not used at all, so that a run made today for a past day equals the run that
    was made then.

    Parameters
    ----------
    incidents : sequence of Incident
        In any order; ids must differ.
    region : Region
    parameters : WatchParameters
    as_of : datetime
        Time-zone aware.
    rng : Generator
        Draws of forecast and harm come from it.
    code_version : str
        Recorded in the run.

    Raises
    ------
    ValueError
        If `as_of` has no zone or two incidents share an id.
    """
    if as_of.tzinfo is None:
        raise ValueError("The time of a run needs a zone.")
    known = [incident for incident in incidents if incident.reported_at <= as_of]
    table = incident_table(
        known,
        region,
        kind_groups=parameters.kind_groups,
        smallest_group_share=parameters.detection.smallest_group_share,
    ).known_at(as_of)
    tree = border_tree(region)
    rates, section_counts = current_rates(table, tree, parameters, as_of)
    for_forecast, for_risk, for_escalation = rng.spawn(3)
    forecast = group_forecast(table, region, rates, parameters, as_of, for_forecast)
    back = look_back(table, region, tree, parameters, as_of)
    return WatchRun(
        as_of=as_of,
        incident_ids=tuple(incident.id for incident in table.incidents),
        locations={
            incident.id: location
            for incident, location in zip(table.incidents, table.locations, strict=True)
            if location is not None
        },
        unlocated=tuple(incident.id for incident, group in zip(table.incidents, table.group, strict=True) if group < 0),
        signals=signals_with_story(table, region, tree, parameters, as_of, back),
        forecast=forecast,
        risks=section_risks(table, region, tree, rates, section_counts, forecast, parameters, as_of, for_risk),
        detector_records=back.records,
        follow_ons=find_follow_ons(table, region, parameters, as_of, for_escalation),
        gaps=find_gaps(table, region, parameters, as_of),
        region_digest=region.digest,
        data_digest=digest([_content(incident) for incident in table.incidents]),
        parameters_version=parameters.version,
        code_version=code_version,
    )


def _content(incident: Incident) -> list[object]:
    """What a run uses of an incident."""
    position = incident.position
    counts = [getattr(incident.harm, name) for name in HARMS]
    return [
        incident.id,
        incident.occurred.start.isoformat(),
        incident.occurred.end.isoformat(),
        incident.reported_at.isoformat(),
        incident.kind,
        incident.severity,
        list(incident.countries),
        None if position is None else [position.latitude, position.longitude, position.uncertainty_km],
        [None if count is None else [count.low, count.best, count.high] for count in counts],
    ]
