"""Responses that are late call for more people, circle by circle, until somebody ends them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kerege.domain.alert_stage import AlertStage
from kerege.domain.response_state import ResponseState
from kerege_web.accounts.access import Viewer, require
from kerege_web.accounts.roles import Permission
from kerege_web.alerts.parameters import current_alert_parameters
from kerege_web.audit.actions import record
from kerege_web.response.models import Response, ResponseStep
from kerege_web.response.telling import CALLS, tell_of_response

MOST_AT_ONCE = 200
_OPEN = [state for state in ResponseState if state.is_open]


def call_for_late_responses(actor: Viewer, *, now: datetime) -> int:
    """Call the next circle of people for every response that is late; how many calls were made is the answer.

    Each is a transaction of its own, so that a stop in the middle repeats nothing and loses nothing.

    Raises
    ------
    AccessDeniedError
        If the actor does not run the station.
    """
    require(actor, Permission.MANAGE_DOORS)
    late = Response.objects.filter(due_at__lte=now, state__in=_OPEN, calls__lt=len(CALLS))
    late = late.exclude(alert__stage=AlertStage.CLOSED)
    limits, called = current_alert_parameters(), 0
    rows = late.order_by("due_at", "id").values_list("pk", "due_at", "timed_at", "calls")
    for response_id, due_at, timed_at, calls in rows:
        # Those that were called and wait for their next circle must not stand in the way of those never called.
        if limits.calls(now - due_at, due_at - timed_at) > calls:
            called += _call(actor, response_id, now)
        if called >= MOST_AT_ONCE:
            break
    return called


@transaction.atomic
def _call(actor: Viewer, response_id: int, now: datetime) -> int:
    row = Response.objects.select_for_update(of=("self",)).select_related("alert").get(pk=response_id)
    if not ResponseState(row.state).is_open or row.due_at > now:
        return 0
    due = current_alert_parameters().calls(now - row.due_at, row.due_at - row.timed_at)
    if due <= row.calls:
        return 0
    row.calls += 1
    row.save(update_fields=["calls"])
    ResponseStep.objects.create(
        response=row, kind="called", words=str(row.calls), at=now, actor=actor.login, agency=actor.agency
    )
    details = {"alert": row.alert_id, "circle": row.calls}
    record(actor, action="call_for_late_response", object_type="response", object_id=str(row.pk), details=details)
    tell_of_response(actor, row, CALLS[row.calls - 1])
    return 1
