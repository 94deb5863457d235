"""The page of the key figures."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kerege_web.accounts.access import viewer_of
from kerege_web.region import current_region
from kerege_web.response.access.figures import access_figures
from kerege_web.response.forms import SpanForm

_DAYS = 365


@login_required
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """How soon alerts were answered, of the last year or of the days that are chosen."""
    viewer, now, zone = viewer_of(request), timezone.now(), current_region().zone
    form = SpanForm(request.GET)
    form.is_valid()
    today = now.astimezone(zone).date()
    last = form.cleaned_data.get("end") or today
    first = form.cleaned_data.get("start") or last - timedelta(days=_DAYS - 1)
    found = access_figures(
        viewer,
        start=datetime.combine(first, time(), zone),
        end=datetime.combine(last + timedelta(days=1), time(), zone),
        now=now,
    )
    context = {"found": found, "form": SpanForm({"start": first, "end": last}), "first": first, "last": last}
    return render(request, "response/figures.html", context)
