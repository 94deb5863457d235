"""Incidents as arrays, placed on the border once, so that any past day can be looked at quickly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from kerege.border.locate import locate
from kerege.domain.incident import Incident
from kerege.domain.region import Region
from kerege.domain.section_location import SectionLocation
from kerege.risk.impact import HARMS


@dataclass(frozen=True, slots=True)
class IncidentTable:
    """N incidents in order of occurrence, as arrays.

    Parameters
    ----------
    incidents : tuple of Incident
    locations : tuple of SectionLocation or None
        Where each lies; None where it cannot be placed.
    started, middle, ended, reported : float arrays, shape (N,)
        Seconds since 1970: when it began, the middle of its interval, its end, when it became known.
    pair, group : int arrays, shape (N,)
        Index in region.pairs and region.groups; -1 where not known.
    section_shares : float array, shape (N, S)
        Share of each incident that belongs to each section; a row of zeros where it has no group.
    family : tuple of str
        Family of each incident's kind; "" for a kind that has none.
    channel : tuple of str
        How each became known: the channel of the first source named.
    harm : float array, shape (N, 4)
        Best figures of killed, injured, displaced, detained; NaN where not known.
    outside : tuple of Incident
        Incidents between two countries whose border the region does not hold; they are not among the N.
    """

    incidents: tuple[Incident, ...]
    locations: tuple[SectionLocation | None, ...]
    started: NDArray[np.float64]
    middle: NDArray[np.float64]
    ended: NDArray[np.float64]
    reported: NDArray[np.float64]
    pair: NDArray[np.int64]
    group: NDArray[np.int64]
    section_shares: NDArray[np.float64]
    family: tuple[str, ...]
    channel: tuple[str, ...]
    harm: NDArray[np.float64]
    outside: tuple[Incident, ...]

    def __len__(self) -> int:
        return len(self.incidents)

    def known_at(self, as_of: datetime) -> IncidentTable:
        """The table as it was at `as_of`: what was reported later does not exist.

        An incident whose interval is still running then stands at `as_of` at the latest.
        """
        now = as_of.timestamp()
        kept = np.flatnonzero(self.reported <= now)
        return replace(
            self,
            incidents=tuple(self.incidents[i] for i in kept),
            locations=tuple(self.locations[i] for i in kept),
            started=self.started[kept],
            middle=np.minimum(self.middle[kept], np.nextafter(now, -np.inf)),
            ended=self.ended[kept],
            reported=self.reported[kept],
            pair=self.pair[kept],
            group=self.group[kept],
            section_shares=self.section_shares[kept],
            family=tuple(self.family[i] for i in kept),
            channel=tuple(self.channel[i] for i in kept),
            harm=self.harm[kept],
            outside=tuple(incident for incident in self.outside if incident.reported_at.timestamp() <= now),
        )

    def in_family(self, family: str) -> NDArray[np.bool_]:
        """Which incidents belong to a family of kinds; all of them for "all"."""
        if family == "all":
            return np.ones(len(self), dtype=np.bool_)
        return np.array([own == family for own in self.family], dtype=np.bool_)


def incident_table(
    incidents: Sequence[Incident],
    region: Region,
    *,
    kind_groups: Mapping[str, str],
    smallest_group_share: float,
) -> IncidentTable:
    """The incidents as arrays, in order of occurrence, each placed on the border.

    An incident whose sides name a pair of the region is placed on that pair's sections only; one that does not name
    two sides, on the nearest section of all; one that names another pair is not of this region. An incident counts
    for a group if that group holds at least `smallest_group_share` of the border inside its disc of uncertainty, and
    else for its pair only.

    Parameters
    ----------
    incidents : sequence of Incident
        Ids must differ.
    region : Region
    kind_groups : mapping of kind to family
    smallest_group_share : float

    Raises
    ------
    ValueError
        If two incidents have the same id.
    """
    ordered = tuple(sorted(incidents, key=lambda incident: (incident.occurred.start, incident.id)))
    if len({incident.id for incident in ordered}) != len(ordered):
        raise ValueError("Two incidents have the same id.")
    outside = tuple(incident for incident in ordered if incident.pair not in (None, *region.pairs))
    elsewhere = {incident.id for incident in outside}
    ordered = tuple(incident for incident in ordered if incident.id not in elsewhere)
    named = [incident.pair for incident in ordered]
    locations = tuple(locate([own.position for own in ordered], region.sections, depth_km=region.depth_km, pairs=named))
    section_index = {section.id: i for i, section in enumerate(region.sections)}
    group_index = {group.id: i for i, group in enumerate(region.groups)}
    group_of_section = np.array([group_index[section.group] for section in region.sections], dtype=np.int64)
    shares = np.zeros((len(ordered), len(region.sections)))
    pair, group = np.full(len(ordered), -1), np.full(len(ordered), -1)
    for row, (name, location) in enumerate(zip(named, locations, strict=True)):
        if location is not None:
            for section, share in location.shares:
                shares[row, section_index[section]] += share
            by_group = np.bincount(group_of_section, shares[row], len(region.groups))
            if by_group.max() >= smallest_group_share:
                group[row] = int(by_group.argmax())
            name = name or region.section[location.section_id].pair
        if name:
            pair[row] = region.pairs.index(name)
    shares[group < 0] = 0.0
    return IncidentTable(
        incidents=ordered,
        locations=locations,
        started=np.array([incident.occurred.start.timestamp() for incident in ordered]),
        middle=np.array([incident.occurred.middle.timestamp() for incident in ordered]),
        ended=np.array([incident.occurred.end.timestamp() for incident in ordered]),
        reported=np.array([incident.reported_at.timestamp() for incident in ordered]),
        pair=pair,
        group=group,
        section_shares=shares,
        family=tuple(kind_groups.get(incident.kind, "") for incident in ordered),
        channel=tuple(incident.sources[0].channel for incident in ordered),
        harm=np.array([_harm(incident) for incident in ordered]).reshape(len(ordered), len(HARMS)),
        outside=outside,
    )


def _harm(incident: Incident) -> list[float]:
    counts = [getattr(incident.harm, name) for name in HARMS]
    return [np.nan if count is None else float(count.best) for count in counts]
