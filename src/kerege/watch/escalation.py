"""Where one more incident is likely, because others have just happened near by."""

from __future__ import annotations

from datetime import datetime

import numpy as np

from kerege.border.network import BorderNetwork
from kerege.domain.follow_on import FollowOn
from kerege.domain.region import Region
from kerege.domain.watch_parameters import WatchParameters
from kerege.forecasting.self_exciting.border_history import BorderHistory, border_reach
from kerege.forecasting.self_exciting.escalation import fit_escalation
from kerege.forecasting.self_exciting.follow_on import follow_on_probability
from kerege.watch.exposure import DAY, watched_stretches
from kerege.watch.incident_table import IncidentTable

HORIZONS_DAYS = (1, 3, 7, 28)
# A section is named when recent incidents make the coming week at least so many times as likely to bring one.
NAMED_FROM = 2.0
MOST_SECTIONS = 30


def find_follow_ons(
    table: IncidentTable, region: Region, parameters: WatchParameters, as_of: datetime, rng: np.random.Generator
) -> tuple[FollowOn, ...]:
    """The sections that recent incidents put in danger, the likeliest first, each with all horizons.

    The escalation model is fitted to the record as known at `as_of`, distances along the border. A section is named if
    incidents of the last four weeks at least double its chance of an incident in the coming week.

    Parameters
    ----------
    table : IncidentTable
        What was known at `as_of`.
    region, parameters
    as_of : datetime
    rng : Generator
        For draws of the model's coefficients.
    """
    now = as_of.timestamp()
    recent = np.flatnonzero((table.started >= now - 28 * DAY) & (table.group >= 0))
    if not len(recent):
        return ()
    settings = parameters.escalation
    history = BorderHistory(
        time_days=np.minimum(table.started, np.nextafter(now, 0)) / DAY,
        shares=table.section_shares,
        weight=np.ones(len(table)),
        watched_days=watched_stretches(table.middle, parameters.detection.longest_silence_days, now) / DAY,
    )
    reach = border_reach(BorderNetwork(region.sections, region.groups, region.edges), reach_km=settings.reach_km)
    model = fit_escalation(history, reach, settings)
    found = follow_on_probability(
        model, history, reach, settings, as_of_days=now / DAY, horizons_days=HORIZONS_DAYS, rng=rng
    )
    week = HORIZONS_DAYS.index(7)
    raised = np.flatnonzero(found.probability[:, week] >= NAMED_FROM * found.without[:, week])
    order = raised[np.argsort(-found.probability[raised, week], kind="stable")][:MOST_SECTIONS]
    near = {
        int(section): set(reach.other[reach.first[section] : reach.first[section + 1]].tolist()) for section in order
    }
    holders = {int(row): set(np.flatnonzero(table.section_shares[row] > 0).tolist()) for row in recent}
    return tuple(
        FollowOn(
            section_id=region.sections[section].id,
            horizon_days=days,
            probability=float(found.probability[section, h]),
            low=float(found.low[section, h]),
            high=float(found.high[section, h]),
            without=float(found.without[section, h]),
            after=tuple(table.incidents[row].id for row in recent.tolist() if near[section] & holders[row]),
        )
        for section in order.tolist()
        for h, days in enumerate(HORIZONS_DAYS)
    )
