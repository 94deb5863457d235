"""The page of weekly situation reports: what the villages say, and who has fallen silent."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kerege.domain.marking import TLP, Marking
from kerege_web.accounts.access import viewer_of
from kerege_web.reports.access.monitors import (
    access_monitors,
    access_situations,
    access_unread_messages,
    newest_situations,
    silent_monitors,
)


@login_required
@require_safe
def situations(request: HttpRequest) -> HttpResponse:
    """The newest weekly word of every village of the viewer's agency, or all of one village."""
    viewer, now = viewer_of(request), timezone.now()
    code, page = request.GET.get("monitor", "")[:20], request.GET.get("page", "1")
    monitors = access_monitors(viewer, now)
    chosen = next((monitor for monitor in monitors if monitor.code == code), None)
    context: dict[str, Any] = {"monitors": monitors, "chosen": chosen, "marking": Marking(TLP.AMBER)}
    if chosen is not None:
        is_number = page.isascii() and page.isdecimal() and len(page) < 8
        found = access_situations(viewer, code=chosen.code, page=int(page) if is_number else 1)
        context |= {"items": found.items, "found": found}
    else:
        context |= {
            "items": newest_situations(viewer, now),
            "silent": silent_monitors(viewer, now),
            "unread": access_unread_messages(viewer, now),
        }
    return render(request, "reports/situations.html", context)
