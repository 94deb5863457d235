"""What waits, as server-sent events: pages hear of it within seconds, and no thread is held open for them."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kerege.domain.digest import digest
from kerege.domain.errors import AccessDeniedError
from kerege_web.accounts.access import viewer_of
from kerege_web.response.access.waiting import access_waiting_counts

RETRY_MS = 4_000


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """The counts, if they changed since the event that the browser names; it asks again by itself after 4 seconds.

    A stream that stays open would hold one of the few threads of the server for each open page. So each answer ends at
    once, and the time to the next one is a part of the protocol.
    """
    try:
        viewer = viewer_of(request)
    except AccessDeniedError:
        # 204 tells the browser not to ask again.
        return HttpResponse(status=204)
    counts = access_waiting_counts(viewer, timezone.now())
    event = digest(counts)[:16]
    lines = [f"retry: {RETRY_MS}"]
    if request.headers.get("Last-Event-ID") == event:
        lines.append(": the same")
    else:
        lines += [f"id: {event}", "event: waiting", f"data: {json.dumps(counts)}"]
    answer = HttpResponse("\n".join(lines) + "\n\n", content_type="text/event-stream; charset=utf-8")
    answer["Cache-Control"] = "no-store"
    answer["X-Accel-Buffering"] = "no"
    return answer
