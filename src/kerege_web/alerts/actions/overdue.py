"""Alerts that wait too long call for more people, circle by circle, until somebody moves them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kerege.domain.alert_stage import AlertStage
from kerege_web.accounts.access import Viewer, require
from kerege_web.accounts.roles import Permission
from kerege_web.alerts.models import Alert, AlertStep
from kerege_web.alerts.parameters import current_alert_parameters
from kerege_web.alerts.telling import CALLS, tell_of
from kerege_web.audit.actions import record

MOST_AT_ONCE = 200


def call_for_overdue(actor: Viewer, *, now: datetime) -> int:
    """Call the next circle of people for every alert that is late; how many calls were made is the answer.

    Each alert is a transaction of its own, so that a stop in the middle repeats nothing and loses nothing. An alert
    that was not looked at for long calls its circles one by one, a look each, never all at once.

    Raises
    ------
    AccessDeniedError
        If the actor does not run the station.
    """
    require(actor, Permission.MANAGE_DOORS)
    late = Alert.objects.filter(due_at__lte=now, calls__lt=len(CALLS)).exclude(stage=AlertStage.CLOSED)
    limits = current_alert_parameters()
    called = 0
    for alert_id, due_at, entered_at, calls in late.order_by("due_at", "id").values_list(
        "pk", "due_at", "entered_at", "calls"
    ):
        # Those that were called and wait for their next circle must not stand in the way of those never called.
        if due_at and limits.calls(now - due_at, due_at - entered_at) > calls:
            called += _call(actor, alert_id, now)
        if called >= MOST_AT_ONCE:
            break
    return called


@transaction.atomic
def _call(actor: Viewer, alert_id: int, now: datetime) -> int:
    row = Alert.objects.select_for_update().get(pk=alert_id)
    if row.due_at is None or row.stage == AlertStage.CLOSED:
        return 0
    due = current_alert_parameters().calls(now - row.due_at, row.due_at - row.entered_at)
    if due <= row.calls:
        return 0
    row.calls += 1
    row.changed_at = now
    row.save(update_fields=["calls", "changed_at"])
    AlertStep.objects.create(
        alert=row, kind="called", finding=str(row.calls), stage=row.stage, level=row.level, at=now, due_at=row.due_at,
        actor=actor.login, agency=actor.agency,
    )  # fmt: skip
    details = {"stage": row.stage, "circle": row.calls}
    record(actor, action="call_for_overdue", object_type="alert", object_id=str(row.pk), details=details)
    tell_of(actor, row, CALLS[row.calls - 1])
    return 1
