"""Reports become incidents: in this version each happening is one report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kerege.domain.catalogue import Catalogue
from kerege.domain.errors import InputError
from kerege.domain.incident import Incident
from kerege.domain.report import Report


@dataclass(frozen=True, slots=True)
class MatchedReports:
    """Incidents, and the reports that contradict an incident of the same id.

    Parameters
    ----------
    incidents : list of Incident
        In the order of their first reports.
    conflicting : list of Report
        Reports whose id belongs to an incident with other content; they made none.
    """

    incidents: list[Incident]
    conflicting: list[Report]


def incident_id(report: Report) -> str:
    """The sender's own identifier, or "R-" and the first 12 digits of the content's digest."""
    return report.reference or f"R-{report.content_digest[:12]}"


def match_reports(reports: Iterable[Report], catalogue: Catalogue) -> MatchedReports:
    """One incident for each report; the same report twice makes one incident.

    Parameters
    ----------
    reports : iterable of Report
        Of one or several files.
    catalogue : Catalogue
        For the severity.

    Raises
    ------
    KeyError
        For a kind the catalogue does not hold.
    """
    first: dict[str, Report] = {}
    conflicting: list[Report] = []
    for report in reports:
        earlier = first.setdefault(incident_id(report), report)
        if earlier is not report and earlier != report:
            conflicting.append(report)
    incidents = [_incident(key, report, catalogue) for key, report in first.items()]
    return MatchedReports(incidents, conflicting)


def incidents_from_reports(reports: Iterable[Report], catalogue: Catalogue) -> list[Incident]:
    """The incidents of reports that do not contradict each other, as `intake.formats.parse` gives them.

    Raises
    ------
    InputError
        If the same id stands for different content; `match_reports` lists such reports instead.
    """
    matched = match_reports(reports, catalogue)
    if matched.conflicting:
        ids = ", ".join(dict.fromkeys(report.reference for report in matched.conflicting[:5]))
        raise InputError(
            f"{len(matched.conflicting)} reports have the id of another report with other content: {ids}",
            mend="Give each happening its own id",
        )
    return matched.incidents


def _incident(key: str, report: Report, catalogue: Catalogue) -> Incident:
    return Incident(
        id=key,
        occurred=report.occurred,
        reported_at=report.reported_at,
        kind=report.kind,
        trigger=report.trigger,
        severity=catalogue.severity(report.kind, report.harm),
        countries=report.countries,
        position=report.position,
        place=report.place,
        summary=report.summary,
        response=report.response,
        harm=report.harm,
        accounts=report.accounts,
        sources=report.sources,
        grading=report.grading,
        marking=report.marking,
    )
