"""The page on which a verified report becomes an incident."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kerege.domain.errors import AccessDeniedError, InputError
from kerege.domain.verdict import Verdict
from kerege_web.accounts.access import require, viewer_of
from kerege_web.accounts.roles import Permission
from kerege_web.incidents.forms.happening import HappeningForm
from kerege_web.incidents.report_actions import incident_from_report
from kerege_web.reports.access.desk_report import access_desk_report


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def incident_of_report(request: HttpRequest, report_id: int) -> HttpResponse:
    """What will stand among the incidents, to be looked through; then the incident."""
    viewer = viewer_of(request)
    require(viewer, Permission.IMPORT_REPORTS)
    seen = access_desk_report(viewer, report_id, timezone.now())
    if not seen.may_work:
        raise AccessDeniedError
    if seen.incident:
        return redirect("incident", seen.incident)
    if seen.item.verdict is not Verdict.VERIFIED or seen.item.is_exercise:
        messages.error(request, _("Only a verified report becomes an incident. Judge it first."))
        return redirect("desk_report", report_id)
    form = HappeningForm(request.POST or None, report=seen)
    if request.method == "POST" and form.is_valid():
        try:
            reference = incident_from_report(viewer, report_id=report_id, happening=form.happening())
        except InputError:
            form.add_error("marking", _("Another incident has this number already. Choose another marking."))
        else:
            messages.success(request, _("The incident stands among the others. The report points to it."))
            return redirect("incident", reference)
    context = {"form": form, "seen": seen, "marking": seen.item.marking}
    return render(request, "incidents/from_report.html", context, status=422 if form.errors else 200)
