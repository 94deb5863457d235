"""N synthetic incidents as arrays: what was drawn for each, before it is put into words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from kerege.domain.catalogue import Catalogue
from kerege.domain.region import Region
from kerege.simulation.border_design import BorderDesign
from kerege.simulation.border_points import draw_points
from kerege.simulation.category_draw import draw_categories
from kerege.simulation.incident_nature import draw_harm, draw_kinds
from kerege.simulation.reporting_channel import CHANNELS

Array = NDArray[np.float64]
Indices = NDArray[np.int64]
Truths = NDArray[np.bool_]
MINUTE_S, DAY_S = 60, 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentColumns:
    """What was drawn for each incident.

    Parameters
    ----------
    started_s, reported_s : int arrays, shape (N,)
        Whole minutes in seconds since 1970: the true moment, and when it became known.
    day : int array
        Local day of the history, from 0.
    gives_minute : bool array
        Whether the report gives the minute; else it gives the day.
    section : int array
        Index of the true section.
    escalation : int array
        Index of the planted escalation it belongs to; -1 for none.
    kind, trigger : int arrays
        Index in the catalogue's order; trigger -1 where nobody says it.
    harm : int array, shape (N, 4, 3)
        Lowest, best and highest figure of killed, injured, displaced, detained; -1 where not given.
    channel : int array
        Index in CHANNELS.
    reliability : int array
        Index of the letter among those that the channel gets.
    left_first, has_accounts : bool arrays
        Whether the side left of the line is named first; whether both sides' accounts are given.
    longitude, latitude, uncertainty_km : arrays
        The place as it was reported.
    """

    started_s: Indices
    reported_s: Indices
    day: Indices
    gives_minute: Truths
    section: Indices
    escalation: Indices
    kind: Indices
    trigger: Indices
    harm: Indices
    channel: Indices
    reliability: Indices
    left_first: Truths
    has_accounts: Truths
    longitude: Array
    latitude: Array
    uncertainty_km: Array

    def __len__(self) -> int:
        return len(self.started_s)

    def rows(self, chosen: Indices | Truths | slice) -> IncidentColumns:
        """Some of the incidents."""
        return IncidentColumns(**{field.name: getattr(self, field.name)[chosen] for field in fields(self)})


def joined(parts: Sequence[IncidentColumns]) -> IncidentColumns:
    """The incidents of several tables, in order of time."""
    one = IncidentColumns(
        **{
            field.name: np.concatenate([getattr(part, field.name) for part in parts])
            for field in fields(IncidentColumns)
        }
    )
    return one.rows(np.lexsort((one.section, one.started_s)))


def draw_incidents(
    moment_days: Array,
    section: Indices,
    escalation: int,
    heat: Array,
    *,
    region: Region,
    catalogue: Catalogue,
    midnights_s: Indices,
    design: BorderDesign,
    rng: np.random.Generator,
) -> IncidentColumns:
    """All that is drawn for incidents whose time and section are known.

    Parameters
    ----------
    moment_days : array, shape (N,)
        Local days since the history began, with their fraction.
    section : int array, shape (N,)
    escalation : int
        Index of the planted escalation that all of them belong to; -1 for none.
    heat : array, shape (N,)
        0 for the background, up to 1 at the height of an escalation.
    region : Region
    catalogue : Catalogue
    midnights_s : int array, shape (D + 1,)
        When each local day begins, in seconds since 1970, and when the last one ends.
    design : BorderDesign
    rng : Generator
    """
    count = len(section)
    day = np.minimum(moment_days.astype(np.int64), len(midnights_s) - 2)
    into = (moment_days - day) * np.diff(midnights_s)[day]
    started_s = midnights_s[day] + into.astype(np.int64) // MINUTE_S * MINUTE_S
    channel = draw_categories(np.array([[own.share for own in CHANNELS]]), np.zeros(count, dtype=np.int64), rng)
    delay_days, uncertainty_km = np.zeros(count), np.zeros(count)
    reliability = np.zeros(count, dtype=np.int64)
    for index, own in enumerate(CHANNELS):
        mine = channel == index
        delay_days[mine] = own.draw_delays(int(mine.sum()), rng)
        uncertainty_km[mine] = rng.choice(own.position_km, int(mine.sum()))
        reliability[mine] = rng.integers(0, len(own.reliability), int(mine.sum()))
    # Rounded up, so that nothing is known before it has happened.
    delay_s = np.ceil(delay_days * DAY_S / MINUTE_S).astype(np.int64) * MINUTE_S
    kind = draw_kinds(catalogue, heat, rng)
    trigger = rng.integers(0, len(catalogue.triggers), count)
    trigger[rng.uniform(size=count) < design.trigger_unknown] = -1
    longitude, latitude = draw_points(region, section, uncertainty_km, design, rng)
    return IncidentColumns(
        started_s=started_s,
        reported_s=started_s + delay_s,
        day=day,
        gives_minute=rng.uniform(size=count) < np.array([own.minute_share for own in CHANNELS])[channel],
        section=section,
        escalation=np.full(count, escalation, dtype=np.int64),
        kind=kind,
        trigger=trigger,
        harm=draw_harm(catalogue, kind, heat, channel, rng),
        channel=channel,
        reliability=reliability,
        left_first=rng.uniform(size=count) < 0.5,
        has_accounts=rng.uniform(size=count) < 0.3,
        longitude=longitude,
        latitude=latitude,
        uncertainty_km=uncertainty_km,
    )
