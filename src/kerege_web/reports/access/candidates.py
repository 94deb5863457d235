"""Reports as the rules of a site look at them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from kerege.domain.count_range import CountRange
from kerege.domain.harm import Harm
from kerege.domain.position import Position
from kerege.domain.verdict import Verdict
from kerege_web.accounts.access import Viewer
from kerege_web.region import current_catalogue
from kerege_web.reports.access.reports import visible_reports
from kerege_web.reports.models import Report

_NOT_BELIEVED = (Verdict.FALSE.value, Verdict.DUPLICATE.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportCandidate:
    """What a rule may ask of a report: never its words.

    Parameters
    ----------
    id : int
    kind, section_id, place : str
        "" where not known; no place of a protected report.
    position : Position or None
        None of a protected report.
    severity : int or None
        By kind and harm; None where the kind is not known.
    is_verified, is_exercise : bool
    received_at : datetime
    """

    id: int
    kind: str
    section_id: str
    place: str
    position: Position | None
    severity: int | None
    is_verified: bool
    is_exercise: bool
    received_at: datetime


def access_candidates(viewer: Viewer, *, since: datetime) -> tuple[ReportCandidate, ...]:
    """The reports of the viewer's agency that came or were judged since then, oldest first, without false ones."""
    rows = Report.objects.filter(visible_reports(viewer), agency_id=viewer.agency).exclude(verdict__in=_NOT_BELIEVED)
    recent = rows.filter(Q(received_at__gte=since) | Q(verdict_at__gte=since))
    return tuple(_candidate(row) for row in recent.order_by("received_at", "pk"))


def report_severity(row: Report) -> int | None:
    """Severity 1..5 of a report by its kind and harm; None where the kind is not known."""
    catalogue = current_catalogue()
    if row.kind not in catalogue.kinds:
        return None
    return catalogue.severity(row.kind, Harm(**{name: CountRange(*figures) for name, figures in row.harm.items()}))


def _candidate(row: Report) -> ReportCandidate:
    position = None
    if row.latitude is not None and row.longitude is not None and not row.is_narrowed:
        position = Position(row.latitude, row.longitude, row.uncertainty_km or 1.0)
    return ReportCandidate(
        id=row.pk,
        kind=row.kind,
        section_id=row.section_id,
        place="" if row.is_narrowed else row.place,
        position=position,
        severity=report_severity(row),
        is_verified=row.verdict == Verdict.VERIFIED.value,
        is_exercise=row.is_exercise,
        received_at=row.received_at,
    )
