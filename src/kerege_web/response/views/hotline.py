"""The page of the telephone to the other side."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kerege.domain.errors import AccessDeniedError, InputError
from kerege_web.accounts.access import require, viewer_of
from kerege_web.accounts.roles import Permission
from kerege_web.alerts.access.alert_page import access_alert
from kerege_web.region import current_region
from kerege_web.response.access.hotline import access_due_calls, access_hotline
from kerege_web.response.actions.calls import begin_call, end_call
from kerege_web.response.forms import CallEndForm, SectionForm


@login_required
@require_safe
def hotline(request: HttpRequest) -> HttpResponse:
    """Both duty officers, the number, what was agreed, and the clock."""
    return _page(request, request.GET.get("section", ""), _number(request.GET.get("alert", "")))


@login_required
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a call."""
    section, alert = request.POST.get("section", ""), _number(request.POST.get("alert", ""))
    try:
        begin_call(
            viewer_of(request), section_id=section, contact_id=_number(request.POST.get("contact", "")),
            alert_id=alert, is_incoming=request.POST.get("incoming") == "yes",
        )  # fmt: skip
    except InputError:
        messages.error(request, _("A call goes on already. End it first."))
    return redirect(_address(section, alert))


@login_required
@require_POST
def end(request: HttpRequest, call_id: int) -> HttpResponse:
    """End a call, with what was agreed."""
    form = CallEndForm(request.POST, auto_id="end_%s")
    section, alert = request.POST.get("section", ""), _number(request.POST.get("alert", ""))
    if form.is_valid():
        said = form.cleaned_data
        try:
            end_call(
                viewer_of(request), call_id=call_id, was_reached=said["was_reached"] == "yes", agreed=said["agreed"],
                next_minutes=said["next_minutes"],
            )  # fmt: skip
        except InputError:
            form.add_error("agreed", _("Say what was agreed; “nothing” is an answer too."))
        else:
            messages.success(request, _("The call is kept."))
            return redirect(_address(section, alert))
    return _page(request, section, alert, wrong=form)


def _page(
    request: HttpRequest, section: str, alert_id: int | None, *, wrong: CallEndForm | None = None
) -> HttpResponse:  # fmt: skip
    viewer, now, region = viewer_of(request), timezone.now(), current_region()
    require(viewer, Permission.WORK_ALERTS)
    if section and section not in region.section:
        raise AccessDeniedError
    alert = access_alert(viewer, alert_id, now).line if alert_id is not None else None
    context: dict[str, Any] = {
        "form": SectionForm({"section": section}), "alert": alert, "now": now,
        "due_calls": access_due_calls(viewer, now),
        "end_form": wrong or CallEndForm(auto_id="end_%s", initial={"next_minutes": "60"}),
    }  # fmt: skip
    if section:
        context |= {"line": access_hotline(viewer, section, now), "section": region.section[section]}
    return render(request, "response/hotline.html", context, status=422 if wrong else 200)


def _address(section: str, alert: int | None) -> str:
    return f"{reverse('hotline')}?section={section}" + (f"&alert={alert}" if alert is not None else "")


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
