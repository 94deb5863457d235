"""The new reports that must be looked at now, for a short list and a map."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from kerege.domain.position import Position
from kerege.domain.verdict import Verdict
from kerege_web.accounts.access import Viewer
from kerege_web.accounts.roles import Permission
from kerege_web.reports.access.queue import QueueItem, queue_item, with_counts
from kerege_web.reports.access.reports import visible_reports
from kerege_web.reports.models import Report
from kerege_web.reports.urgent import URGENT_POINTS


@dataclass(frozen=True, slots=True, kw_only=True)
class UrgentReports:
    """New urgent reports.

    Parameters
    ----------
    items : tuple of QueueItem
        The most urgent ones; an exercise comes after what is real.
    total : int
        How many there are.
    positions : mapping of int to Position
        By number, of those whose place is known.
    """

    items: tuple[QueueItem, ...]
    total: int
    positions: Mapping[int, Position]


def access_urgent_reports(viewer: Viewer, now: datetime, *, most: int) -> UrgentReports:
    """The most urgent new reports that the viewer may see; none for who may see no reports."""
    if not viewer.may(Permission.SEE_REPORTS):
        return UrgentReports(items=(), total=0, positions={})
    urgent = Q(verdict=Verdict.NEW.value, urgency__gte=URGENT_POINTS)
    found = Report.objects.filter(visible_reports(viewer) & urgent)
    keys = list(found.order_by("is_exercise", "-urgency", "received_at", "id").values_list("pk", flat=True)[:most])
    rows = {row.pk: row for row in with_counts(Report.objects.filter(pk__in=keys))}
    shown = [rows[key] for key in keys if key in rows]
    return UrgentReports(
        items=tuple(queue_item(row, now) for row in shown),
        total=found.count(),
        positions={
            row.pk: Position(row.latitude, row.longitude, row.uncertainty_km or 1.0)
            for row in shown
            if row.latitude is not None and row.longitude is not None
        },
    )
