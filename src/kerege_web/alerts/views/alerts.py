"""Pages of alerts: the list, one alert with its steps, a new one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kerege.domain.errors import AccessDeniedError, InputError
from kerege.domain.marking import TLP, Marking, strictest
from kerege_web.accounts.access import Viewer, access_agencies, require, viewer_of
from kerege_web.accounts.roles import Permission
from kerege_web.alerts.access.alert_page import AlertDetail, access_alert
from kerege_web.alerts.access.alerts import access_alerts
from kerege_web.alerts.actions.opening import Basis, Opening, open_alert
from kerege_web.alerts.forms import AlertFilterForm, OpenForm
from kerege_web.alerts.responses_known import responses_of
from kerege_web.alerts.step_forms import STEP_FORMS, offered_steps
from kerege_web.pages.locator_map import locator_map
from kerege_web.pages.page_number import page_number
from kerege_web.region import current_region
from kerege_web.reports.access.desk_report import access_desk_report
from kerege_web.warning.access import access_signal
from kerege_web.warning.actions import accept_signal


@login_required
@require_safe
def alerts(request: HttpRequest) -> HttpResponse:
    """The alerts, what is due first."""
    viewer = viewer_of(request)
    require(viewer, Permission.SEE_ALERTS)
    form = AlertFilterForm(request.GET)
    found = access_alerts(viewer, form.wanted(page=page_number(request)), timezone.now())
    context = {"form": form, "found": found, "marking": strictest(item.marking for item in found.items)}
    return render(request, "alerts/alerts.html", context)


@login_required
@require_safe
def alert(request: HttpRequest, alert_id: int) -> HttpResponse:
    """One alert."""
    return _page(request, alert_id)


@login_required
@require_POST
def step(request: HttpRequest, alert_id: int, name: str) -> HttpResponse:
    """Take one step; what cannot be taken is said beside its form."""
    if name not in STEP_FORMS:
        raise AccessDeniedError
    viewer = viewer_of(request)
    form = _form(viewer, access_alert(viewer, alert_id, timezone.now()), name, request.POST)
    if form.is_valid():
        try:
            STEP_FORMS[name].act(viewer, alert_id, form.cleaned_data)
        except InputError:
            form.add_error(None, _("This cannot be done as it stands now. Look at where the alert stands."))
        else:
            messages.success(request, _("Kept, with your reason, beside the earlier steps."))
            return redirect("alert", alert_id)
    return _page(request, alert_id, wrong=(name, form))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_alert(request: HttpRequest) -> HttpResponse:
    """Open an alert, of a report of the desk or of what somebody knows."""
    viewer = viewer_of(request)
    require(viewer, Permission.WORK_ALERTS)
    report_id = request.GET.get("report", "")
    seen = access_desk_report(viewer, int(report_id), timezone.now()) if report_id.isdigit() else None
    signalled = (request.GET.get("run", ""), request.GET.get("signal", ""))
    signal = access_signal(viewer, *signalled).signal if all(signalled) else None
    initial: dict[str, Any] = {"severity": 3}
    if seen is not None:
        initial |= {"kind": seen.item.kind, "place": seen.item.place, "section_id": seen.item.section_id}
    elif signal is not None:
        initial |= {"place": signal.unit_name}
    form = OpenForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        bases = (Basis("report", str(seen.item.id)),) if seen else ()
        if signal is not None:
            bases = (Basis("signal", "/".join(signalled)),)
        opening = Opening(
            kind=chosen["kind"], severity=chosen["severity"], title=chosen["title"], place=chosen["place"],
            section_id=chosen["section_id"], reason=chosen["reason"], marking=Marking(TLP(chosen["marking"])),
            bases=bases, position=seen.position if seen else None,
            is_exercise=seen.item.is_exercise if seen else False,
        )  # fmt: skip
        with transaction.atomic():
            alert_id = open_alert(viewer, opening=opening)
            if signal is not None and viewer.may(Permission.REVIEW_SIGNALS):
                accept_signal(viewer, run_id=signalled[0], signal_id=signalled[1], reason=chosen["reason"][:2000])
        messages.success(request, _("The alert is open. Its time runs."))
        return redirect("alert", alert_id)
    context = {"form": form, "seen": seen, "marking": seen.item.marking if seen else None, "signal": signal}
    return render(request, "alerts/new.html", context, status=422 if form.errors else 200)


def _form(viewer: Viewer, detail: AlertDetail, name: str, data: Any = None) -> Form:  # noqa: ANN401 - as Django takes it
    more: dict[str, Any] = {"prefix": None}
    if name == "give":
        more |= {"colleagues": detail.colleagues, "initial": {"login": viewer.login}}
    if name == "release":
        known = detail.line.marking.releasable_to
        named = access_agencies(viewer).items()
        more["agencies"] = tuple(
            (code, word) for code, word in named if code != detail.line.agency and code not in known
        )
    if name in ("review", "raise") and detail.line.level is not None:
        more["initial"] = {"level": detail.line.level.value}
    return STEP_FORMS[name].form(data, auto_id=f"{name}_%s", **more)


def _others(viewer: Viewer, detail: AlertDetail) -> bool:
    """Whether there is an agency that cannot see it yet."""
    return bool(set(access_agencies(viewer)) - {detail.line.agency, *detail.line.marking.releasable_to})


def _page(request: HttpRequest, alert_id: int, *, wrong: tuple[str, Form] | None = None) -> HttpResponse:
    viewer, region = viewer_of(request), current_region()
    detail = access_alert(viewer, alert_id, timezone.now())
    line = detail.line
    offered: tuple[str, ...] = ()
    if detail.may_work:
        offered = offered_steps(line.stage, is_decided=line.outcome is not None, may_close=detail.may_close)
    shown = {name: wrong[1] if wrong and wrong[0] == name else _form(viewer, detail, name) for name in offered}
    if not _others(viewer, detail):
        shown.pop("release", None)
    context = {
        "detail": detail,
        "line": line,
        "first": next(iter(shown.items()), None),
        "others": list(shown.items())[1:],
        "wrong": wrong[0] if wrong else "",
        "section": region.section.get(line.section_id),
        "responses": responses_of(alert_id),
        "map": locator_map(detail.position, region),
        "marking": line.marking,
    }
    return render(request, "alerts/alert.html", context, status=422 if wrong else 200)
