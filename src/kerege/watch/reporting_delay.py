"""How much of the newest days is reported by now, by the channel that incidents come in on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from kerege.domain.watch_parameters import DetectionParameters
from kerege.linkage.delay.reported_share import ReportedShare, estimate_reported_share
from kerege.watch.exposure import DAY
from kerege.watch.incident_table import IncidentTable

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ReportingDelay:
    """Shares reported by age, as they were known on a day.

    Parameters
    ----------
    overall : ReportedShare
        From all incidents.
    by_channel : dict of channel to ReportedShare
        Of the channels with enough incidents of their own.
    channel : int array, shape (N,)
        Position in `by_channel` of each incident's channel; -1 where that has too few.
    """

    overall: ReportedShare
    by_channel: dict[str, ReportedShare]
    channel: NDArray[np.int64]

    def of_incidents(self, youngest: int, oldest: int) -> Array:
        """Mean share reported of the days of age `youngest` to `oldest`, on each incident's channel; shape (N,)."""
        shares = [*self.by_channel.values(), self.overall]
        # Position -1, of channels without delays of their own, is that of all.
        return np.array([share.mean(youngest, oldest) for share in shares])[self.channel]

    def of_units(self, unit: NDArray[np.int64], weight: Array, prior: Array, youngest: int, oldest: int) -> Array:
        """Mean share reported in each unit, whose channels stand as in its past; shape (S,).

        (a F + sum of w_i F_channel(i)) / (a + sum of w_i): what is expected from a unit's prior comes in on all
        channels, what is expected from its record on those of the record.

        Parameters
        ----------
        unit : int array, shape (N,)
            Unit of each incident.
        weight : float array, shape (N,)
            Weight of each incident in what is expected.
        prior : float array, shape (S,)
            a > 0, in incidents.
        youngest, oldest : int
            Ages of the days, in days.
        """
        reported = np.bincount(unit, weight * self.of_incidents(youngest, oldest), len(prior))
        return np.asarray(
            (prior * self.overall.mean(youngest, oldest) + reported) / (prior + np.bincount(unit, weight, len(prior)))
        )


def reporting_delay(table: IncidentTable, settings: DetectionParameters, as_of: datetime) -> ReportingDelay:
    """Delays from the end of an incident to its report, as far as they are known on a day.

    Days end at the hour of `as_of`: an incident is of age a if it ended in the day that ended a days before, and its
    delay is the number of days between the one it ended in and the one it was reported in. So at the same hour
    of any day it was in the record exactly if its delay was no more than its age. What is reported before it is
    over has no delay.

    Parameters
    ----------
    table : IncidentTable
        What was known at `as_of` (`IncidentTable.known_at`).
    settings : DetectionParameters
    as_of : datetime
    """
    now = as_of.timestamp()
    reported = np.floor((now - table.reported) / DAY).astype(np.int64)
    ages = np.maximum(np.floor((now - table.ended) / DAY).astype(np.int64), reported)
    delays = ages - reported

    def share(rows: NDArray[np.bool_]) -> ReportedShare:
        return estimate_reported_share(
            delays[rows],
            ages[rows],
            longest=settings.longest_delay_days,
            half_life_days=settings.delay_half_life_days,
            prompt_incidents=settings.prompt_incidents,
        )

    names, index = np.unique(np.array(table.channel, dtype=np.str_), return_inverse=True)
    own = [share(index == position) for position in range(len(names))]
    enough = [found.incidents >= settings.channel_incidents for found in own]
    position = np.where(enough, np.cumsum(enough) - 1, -1).astype(np.int64)
    return ReportingDelay(
        overall=share(np.ones(len(table), dtype=np.bool_)),
        by_channel={str(name): found for name, found, kept in zip(names, own, enough, strict=True) if kept},
        channel=position[index],
    )
