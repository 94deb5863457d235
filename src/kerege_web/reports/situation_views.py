"""The page of weekly situation reports: what the villages say, and who has fallen silent."""

from __future__ import annotations

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
    silent_monitors,
)


@login_required
@require_safe
def situations(request: HttpRequest) -> HttpResponse:
    """The newest weekly words of the viewer's agency, or those of one monitor."""
    viewer, now = viewer_of(request), timezone.now()
    code, page = request.GET.get("monitor", "")[:20], request.GET.get("page", "1")
    monitors = access_monitors(viewer, now)
    is_number = page.isascii() and page.isdecimal() and len(page) < 8
    context = {
        "found": access_situations(viewer, code=code, page=int(page) if is_number else 1),
        "silent": silent_monitors(viewer, now),
        "unread": access_unread_messages(viewer, now),
        "monitors": monitors,
        "chosen": next((monitor for monitor in monitors if monitor.code == code), None),
        "marking": Marking(TLP.AMBER),
    }
    return render(request, "reports/situations.html", context)
