"""What alerts are told of the responses to them."""

from __future__ import annotations

from django.db.models import Count, Q
from django.utils import timezone

from kerege.domain.response_state import ResponseState
from kerege_web.alerts.responses_known import ResponsesOfAlert
from kerege_web.response.models import Response

_OPEN = [state for state in ResponseState if state.is_open]


def responses_known(alert_id: int) -> ResponsesOfAlert:
    """What was done about an alert, and how much still waits."""
    rows = Response.objects.filter(alert_id=alert_id)
    done = rows.filter(state=ResponseState.DONE).order_by("ended_at", "id").values_list("term", flat=True)
    counted = rows.aggregate(
        open=Count("pk", filter=Q(state__in=_OPEN)),
        late=Count("pk", filter=Q(state__in=_OPEN, due_at__lt=timezone.now())),
    )
    return ResponsesOfAlert(done=tuple(done), open_count=counted["open"], late_count=counted["late"])
