"""Pages of the watch: its runs and signals."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kerege.domain.errors import InputError
from kerege.domain.marking import strictest
from kerege_web.accounts.access import require, viewer_of
from kerege_web.accounts.roles import Permission
from kerege_web.region import current_region
from kerege_web.warning.access import (
    access_latest_run,
    access_realised_alarms,
    access_reviews,
    access_run,
    access_runs,
)
from kerege_web.warning.actions import dismiss_signal, run_watch
from kerege_web.warning.forms import DismissForm, WatchForm
from kerege_web.warning.outlook_table import follow_ons_by_section, outlook_table, sections_by_level
from kerege_web.warning.signal_plot import signal_plot


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def runs(request: HttpRequest) -> HttpResponse:
    """The runs, and the form that makes one."""
    viewer = viewer_of(request)
    form = WatchForm()
    if request.method == "POST":
        require(viewer, Permission.RUN_WATCH)
        form = WatchForm(request.POST)
        if form.is_valid():
            try:
                detail = run_watch(viewer, as_of=form.as_of())
            except InputError as error:
                form.add_error("day", str(error))
            else:
                messages.success(request, _("The watch was run and its result kept."))
                return redirect("run", detail.summary.id)
    known = access_runs(viewer)
    context = {"runs": known, "form": form, "marking": strictest(summary.marking for summary in known)}
    return render(request, "warning/runs.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def run(request: HttpRequest, run_id: str) -> HttpResponse:
    """Everything one run found."""
    detail = access_run(viewer_of(request), run_id)
    context = {
        "summary": detail.summary,
        "run": detail.run,
        "signals": [(signal, signal_plot(signal)) for signal in detail.run.signals],
        "levels": sections_by_level(detail.run),
        "outlook": outlook_table(detail.run),
        "follow_ons": follow_ons_by_section(detail.run),
        "horizons": list(dict.fromkeys(own.horizon_days for own in detail.run.follow_ons)),
        "marking": detail.summary.marking,
        "run_day": detail.run.as_of.astimezone(current_region().zone).date().isoformat(),
    }
    return render(request, "warning/run.html", context)


@login_required
@require_safe
def signals(request: HttpRequest) -> HttpResponse:
    """The signals of the newest run, or of the run asked for, most urgent first."""
    viewer = viewer_of(request)
    run_id = request.GET.get("run", "")
    detail = access_run(viewer, run_id) if run_id else access_latest_run(viewer)
    context = {
        "summary": detail.summary if detail else None,
        "gaps": detail.run.gaps if detail else (),
        "signals": [(signal, signal_plot(signal)) for signal in detail.run.signals] if detail else [],
        "reviews": access_reviews(viewer, detail.run.signals) if detail else {},
        "dismiss_form": DismissForm(),
        "realised": access_realised_alarms(viewer),
        "marking": detail.summary.marking if detail else strictest(()),
        "run_day": detail.run.as_of.astimezone(current_region().zone).date().isoformat() if detail else "",
    }
    return render(request, "warning/signals.html", context)


@login_required
@require_POST
def dismiss(request: HttpRequest) -> HttpResponse:
    """Say that a signal means nothing, and why."""
    viewer, run_id = viewer_of(request), request.POST.get("run", "")
    form = DismissForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why it means nothing. Nothing was changed."))
        return redirect("signals")
    dismiss_signal(
        viewer, run_id=run_id, signal_id=request.POST.get("signal", ""), cause=form.cleaned_data["cause"],
        reason=form.cleaned_data["reason"],
    )  # fmt: skip
    messages.success(request, _("Dismissed, with your reason. It counts in how far the signals can be trusted."))
    return redirect("signals")
