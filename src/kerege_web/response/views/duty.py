"""The duty officer's page: what needs me now."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kerege.domain.marking import strictest
from kerege.domain.position import Position
from kerege_web.accounts.access import require, viewer_of
from kerege_web.accounts.roles import Permission
from kerege_web.alerts.access.alerts import AlertLine, access_waiting
from kerege_web.pages.vocabulary import kind_word
from kerege_web.region import current_region
from kerege_web.reports.access.urgent_reports import UrgentReports, access_urgent_reports
from kerege_web.response.access.hotline import access_due_calls
from kerege_web.response.access.responses import access_late_responses
from kerege_web.response.access.shifts import access_on_duty
from kerege_web.response.access.waiting import access_waiting_counts
from kerege_web.response.duty_map import Mark, duty_map

MOST = 4


@login_required
@require_safe
def duty(request: HttpRequest) -> HttpResponse:
    """Three lists and a map; for whoever works on alerts."""
    viewer, now, region = viewer_of(request), timezone.now(), current_region()
    require(viewer, Permission.WORK_ALERTS)
    reports = access_urgent_reports(viewer, now, most=MOST)
    alerts = access_waiting(viewer, now, most=MOST)
    late = access_late_responses(viewer, now, most=MOST)
    marks = [*_of_reports(reports), *_of_alerts(alerts)]
    context = {
        "reports": reports,
        "alerts": alerts,
        "late": late,
        "on_duty": access_on_duty(viewer, now),
        "due_calls": access_due_calls(viewer, now)[:3],
        "now": now,
        "waiting": access_waiting_counts(viewer, now),
        "map": duty_map(marks, region),
        "marking": strictest([*(item.marking for item in reports.items), *(line.marking for line in alerts)]),
    }
    return render(request, "response/duty.html", context)


def _of_reports(reports: UrgentReports) -> Iterable[Mark]:
    for item in reports.items:
        if item.id in reports.positions:
            name = f"{_('Report')} {item.id}: {kind_word(item.kind) if item.kind else _('Kind not said')}"
            yield Mark(
                kind="report", name=name, address=reverse("desk_report", args=[item.id]),
                position=reports.positions[item.id],
            )  # fmt: skip


def _of_alerts(alerts: Iterable[AlertLine]) -> Iterable[Mark]:
    for line in alerts:
        position = _place(line.latitude, line.longitude, line.section_id)
        if position is not None:
            name = f"{_('Alert')} {line.id}: {line.title or kind_word(line.kind)}"
            yield Mark(kind="alert", name=name, address=reverse("alert", args=[line.id]), position=position)


def _place(latitude: float | None, longitude: float | None, section_id: str) -> Position | None:
    """Where it is; the middle of its section where no more is known."""
    if latitude is not None and longitude is not None:
        return Position(latitude, longitude, 1.0)
    section = current_region().section.get(section_id)
    if section is None:
        return None
    x, y = section.line[len(section.line) // 2]
    return Position(y, x, 10.0)
