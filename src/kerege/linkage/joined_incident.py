"""One incident of several linked reports: each field from the report that knows it best, every account kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from kerege.domain.catalogue import Catalogue
from kerege.domain.grading import Credibility, Grading, Reliability
from kerege.domain.harm import Harm
from kerege.domain.incident import Incident
from kerege.domain.marking import strictest
from kerege.domain.report import Report

Value = TypeVar("Value")
_RELIABILITY, _CREDIBILITY = list(Reliability), list(Credibility)


def joined_incident(incident_id: str, reports: Sequence[Report], catalogue: Catalogue) -> Incident:
    """The incident that linked reports tell of.

    Nothing is averaged. The leading report is the one with the best grading, then the most exact time, then the most
    exact place, then the first to come; kind, time, trigger, summary and response are its. Place and each figure of
    harm are those of the first report, in this order, that gives one. Accounts, sources and countries of all are
    kept, the marking is the strictest, and it became known with the first.

    Parameters
    ----------
    incident_id : str
    reports : sequence of Report
        At least one.
    catalogue : Catalogue
        For the severity.

    Raises
    ------
    ValueError
        Without a report.
    KeyError
        For a kind the catalogue does not hold.
    """
    if not reports:
        raise ValueError("An incident needs a report.")
    ordered = sorted(reports, key=_rank)
    lead = ordered[0]
    harm = Harm(*(_first(getattr(own.harm, name) for own in ordered) for name in Harm.__dataclass_fields__))
    return Incident(
        id=incident_id,
        occurred=lead.occurred,
        reported_at=min(own.reported_at for own in reports),
        kind=lead.kind,
        trigger=_first(own.trigger or None for own in ordered) or "",
        severity=catalogue.severity(lead.kind, harm),
        countries=tuple(dict.fromkeys(code for own in ordered for code in own.countries)),
        position=_first(own.position for own in ordered),
        place=_first(own.place or None for own in ordered) or "",
        summary=_first(own.summary or None for own in ordered) or "",
        response=_first(own.response or None for own in ordered) or "",
        harm=harm,
        accounts=tuple(dict.fromkeys(account for own in ordered for account in own.accounts)),
        sources=tuple(dict.fromkeys(source for own in ordered for source in own.sources)),
        grading=lead.grading,
        marking=strictest(own.marking for own in ordered),
    )


def _rank(report: Report) -> tuple[int, int, float, float, float, str]:
    """Smaller for the report that is to be believed first."""
    grading: Grading = report.grading
    return (
        _RELIABILITY.index(grading.reliability),
        _CREDIBILITY.index(grading.credibility),
        report.occurred.days,
        report.position.uncertainty_km if report.position else 1e9,
        report.reported_at.timestamp(),
        report.content_digest,
    )


def _first(values: Iterable[Value | None]) -> Value | None:
    return next((value for value in values if value is not None), None)
