"""Incidents as a viewer sees them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kerege.domain.grading import Grading
from kerege.domain.incident import Incident
from kerege.domain.period import Period, Precision
from kerege.domain.section_location import SectionLocation


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownIncident:
    """An incident with where it lies and whose it is.

    Parameters
    ----------
    incident : Incident
        What is known of it.
    location : SectionLocation or None
        Where it lies against the border; None where it cannot be placed or lies outside the border area.
    pair, group_id : str
        Country pair and section group; "" where not known.
    agency : str
        Code of the agency it came from.
    earlier : str
        Id of the incident that is counted for the same happening; "" where this one is.
    """

    incident: Incident
    location: SectionLocation | None
    pair: str
    group_id: str
    agency: str
    earlier: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SameIncidents:
    """Other incidents of the same happening.

    Parameters
    ----------
    earlier : str
        The one that is counted instead of this one; "" where this one is counted.
    later : tuple of str
        Those that are not counted beside this one.
    """

    earlier: str
    later: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentPage:
    """One page of a list, with how many there are in all.

    Parameters
    ----------
    items : tuple of KnownIncident
    total : int
        Happenings: what is told again is not counted.
    told_again : int
        Those that are listed besides, though their happening is counted with another incident.
    page, pages : int
    """

    items: tuple[KnownIncident, ...]
    total: int
    told_again: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GradingJudgement:
    """Who graded, when, how and why. The first one is what came with the report."""

    grading: Grading
    reason: str
    at: datetime
    actor: str
    agency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    """What was done to an incident: action, who, when."""

    at: datetime
    actor: str
    agency: str
    action: str
    details: dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentDetail:
    """Everything a viewer may know of one incident.

    Parameters
    ----------
    known : KnownIncident
    gradings : tuple of GradingJudgement
        Oldest first, at least the one that came with the report.
    history : tuple of HistoryEntry
        Oldest first; begins with the import.
    may_regrade, may_add_account : bool
        What the viewer may do here.
    """

    known: KnownIncident
    gradings: tuple[GradingJudgement, ...]
    history: tuple[HistoryEntry, ...]
    may_regrade: bool
    may_add_account: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentPoint:
    """The little that a map and a timeline need of one incident."""

    id: str
    start: datetime
    end: datetime
    precision: Precision
    kind: str
    severity: int
    place: str
    pair: str
    group_id: str
    section_id: str
    latitude: float | None
    longitude: float | None
    uncertainty_km: float | None
    killed: int | None
    injured: int | None

    @property
    def occurred(self) -> Period:
        """When it happened, as exactly as it is known."""
        return Period(self.start, self.end, self.precision)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRecord:
    """One file that was read in."""

    name: str
    format: str
    digest: str
    at: datetime
    actor: str
    agency: str
    new: int
    known: int
    rejected: int
