"""The key figures of the viewer's agency, for all sections together, for each section and for each month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min, Q, QuerySet

from kerege.domain.alert_stage import AlertOutcome
from kerege.domain.answered_alert import AnsweredAlert
from kerege.domain.response_figures import ResponseFigures
from kerege_web.accounts.access import Viewer, require
from kerege_web.accounts.roles import Permission
from kerege_web.alerts.access.visible import visible_alerts
from kerege_web.alerts.models import Alert, AlertSource, AlertStep
from kerege_web.region import current_region
from kerege_web.reports.models import Report
from kerege_web.response.models import Call, Response

Moments = Mapping[int, datetime]
# Neither what the machine does to an alert nor passing it on is a look at it.
_NO_LOOK = ("opened", "called", "given", "released", "seen")


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresSeen:
    """Key figures.

    Parameters
    ----------
    all : ResponseFigures
    sections : tuple of (section id, ResponseFigures)
        "" for what has no place; most alerts first.
    months : tuple of ("YYYY-MM", ResponseFigures)
        By the month in which the alert was opened, in the region's own time; newest first.
    """

    all: ResponseFigures
    sections: tuple[tuple[str, ResponseFigures], ...]
    months: tuple[tuple[str, ResponseFigures], ...]


def access_figures(viewer: Viewer, *, start: datetime, end: datetime, now: datetime) -> FiguresSeen:
    """The key figures of the alerts of the viewer's agency that were opened from `start` until before `end`.

    Exercises are left out: they have a report of their own.

    Raises
    ------
    AccessDeniedError
        If the viewer may not see alerts.
    """
    from kerege.verification.response_figures import response_figures

    require(viewer, Permission.SEE_ALERTS)
    alerts = answered_alerts(viewer, start=start, end=end)
    zone = current_region().zone
    by_section: dict[str, list[AnsweredAlert]] = defaultdict(list)
    by_month: dict[str, list[AnsweredAlert]] = defaultdict(list)
    for alert in alerts:
        by_section[alert.section_id].append(alert)
        by_month[alert.opened_at.astimezone(zone).strftime("%Y-%m")].append(alert)
    sections = sorted(by_section.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return FiguresSeen(
        all=response_figures(alerts, as_of=now),
        sections=tuple((section, response_figures(found, as_of=now)) for section, found in sections),
        months=tuple(
            (month, response_figures(found, as_of=now)) for month, found in sorted(by_month.items(), reverse=True)
        ),
    )


def answered_alerts(
    viewer: Viewer, *, start: datetime, end: datetime, is_exercise: bool = False
) -> list[AnsweredAlert]:
    """The moments of the alerts of the viewer's own agency, oldest first."""
    own = Q(agency_id=viewer.agency, is_exercise=is_exercise, opened_at__gte=start, opened_at__lt=end)
    rows = list(Alert.objects.filter(visible_alerts(viewer) & own).order_by("opened_at", "id"))
    alerts = Alert.objects.filter(visible_alerts(viewer) & own).values("pk")
    reported = _first_reports(AlertSource.objects.filter(alert__in=alerts, type="report"))
    responses = Response.objects.filter(alert__in=alerts)
    responder = _first(responses.exclude(taken_at=None), "taken_at")
    in_words = _first(responses.filter(is_contact=True, state="done"), "ended_at")
    by_call = _first(Call.objects.filter(alert__in=alerts, was_reached=True), "began_at")
    looked = AlertStep.objects.filter(alert__in=alerts).exclude(kind__in=_NO_LOOK).order_by("at", "id")
    first_look: dict[int, AlertStep] = {}
    for step in looked:
        first_look.setdefault(step.alert_id, step)
    return [
        _answered(
            row, reported.get(row.pk), first_look.get(row.pk),
            _earliest(responder.get(row.pk), by_call.get(row.pk)), _earliest(in_words.get(row.pk), by_call.get(row.pk)),
        )
        for row in rows
    ]  # fmt: skip


def _answered(
    row: Alert, reported: datetime | None, look: AlertStep | None, responder: datetime | None, contact: datetime | None
) -> AnsweredAlert:
    # While nobody has moved it, what it waits for is still its first look.
    due = look.due_at if look is not None else row.due_at
    return AnsweredAlert(
        section_id=row.section_id,
        reported_at=min(reported, row.opened_at) if reported else row.opened_at,
        opened_at=row.opened_at,
        answer_due_at=due,
        answered_at=look.at if look is not None else None,
        is_response_wanted=row.outcome == AlertOutcome.RESPOND or responder is not None,
        responder_at=max(responder, row.opened_at) if responder else None,
        contact_at=max(contact, row.opened_at) if contact else None,
        closed_at=row.closed_at,
    )


def _first(rows: QuerySet[Response] | QuerySet[Call], field: str) -> Moments:
    found = rows.order_by().values("alert_id").annotate(first=Min(field))
    return {row["alert_id"]: row["first"] for row in found}


def _first_reports(sources: QuerySet[AlertSource]) -> Moments:
    references = [(alert, int(reference)) for alert, reference in sources.values_list("alert_id", "reference")]
    received = dict(Report.objects.filter(pk__in={report for _, report in references}).values_list("pk", "received_at"))
    found: dict[int, datetime] = {}
    for alert, report in references:
        if report in received:
            found[alert] = min(found.get(alert, received[report]), received[report])
    return found


def _earliest(*moments: datetime | None) -> datetime | None:
    return min((moment for moment in moments if moment is not None), default=None)
