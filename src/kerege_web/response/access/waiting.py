"""How much waits for somebody, in numbers."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from kerege.domain.alert_stage import AlertStage
from kerege.domain.response_state import ResponseState
from kerege_web.accounts.access import Viewer
from kerege_web.accounts.roles import Permission
from kerege_web.alerts.access.visible import visible_alerts
from kerege_web.alerts.models import Alert
from kerege_web.reports.access.queue import count_new_urgent
from kerege_web.response.access.visible import visible_responses
from kerege_web.response.models import Response


def access_waiting_counts(viewer: Viewer, now: datetime) -> dict[str, int]:
    """New urgent reports, alerts that wait for the viewer, responses of the viewer's agency that are late.

    Exercises are counted, unlike in the badge of the desk: the duty page lists them too, and those who play see what
    waits.
    """
    if not viewer.may(Permission.WORK_ALERTS):
        return {"reports": count_new_urgent(viewer, with_exercises=True), "alerts": 0, "late": 0}
    own = Q(agency_id=viewer.agency, owner__in=("", viewer.login)) & ~Q(stage=AlertStage.CLOSED)
    alerts = Alert.objects.filter(visible_alerts(viewer) & own & (Q(outcome="") | Q(due_at__lte=now)))
    mine = Q(agency_id=viewer.agency) | Q(alert__agency_id=viewer.agency)
    late = Response.objects.filter(
        visible_responses(viewer) & mine, due_at__lt=now, state__in=[one for one in ResponseState if one.is_open]
    )
    return {
        "reports": count_new_urgent(viewer, with_exercises=True),
        "alerts": alerts.count(),
        "late": late.exclude(alert__stage=AlertStage.CLOSED).count(),
    }
