"""Pages of incidents: the list and one incident."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kerege.domain.errors import InputError
from kerege.domain.marking import strictest
from kerege_web.accounts.access import viewer_of
from kerege_web.incidents.access import (
    access_every_incident,
    access_incident,
    access_incidents,
    access_same_incidents,
)
from kerege_web.incidents.actions import add_account, regrade_incident
from kerege_web.incidents.forms.incidents import AccountForm, GradingForm, IncidentFilterForm
from kerege_web.incidents.joint_rows import joint_rows
from kerege_web.incidents.side_by_side import side_by_side
from kerege_web.incidents.table_file import table_lines
from kerege_web.pages.locator_map import locator_map
from kerege_web.pages.page_number import page_number
from kerege_web.region import current_region
from kerege_web.reports.access.same_happening import access_joint_view, access_reports_of_incident


@login_required
@require_safe
def incidents(request: HttpRequest) -> HttpResponse:
    """The incidents that match the filter, page by page."""
    viewer = viewer_of(request)
    form = IncidentFilterForm(request.GET)
    found = access_incidents(viewer, form.wanted(page=page_number(request)), with_told_again=True)
    context = {
        "form": form,
        "found": found,
        "section": current_region().section.get(form.cleaned_data.get("section_id", "")),
        "group": current_region().group.get(form.cleaned_data.get("group_id", "")),
        "marking": strictest(item.incident.marking for item in found.items),
        "is_filtered": form.chosen_count > 0,
    }
    return render(request, "incidents/list.html", context)


@login_required
@require_safe
def incidents_file(request: HttpRequest) -> StreamingHttpResponse:
    """Exactly the incidents that the list counts, all pages of it, as a table file."""
    viewer = viewer_of(request)
    known = access_every_incident(viewer, IncidentFilterForm(request.GET).wanted())
    zone = current_region().zone
    response = StreamingHttpResponse(table_lines(known, zone), content_type="text/csv; charset=utf-8")
    day = timezone.now().astimezone(zone).date().isoformat()
    response["Content-Disposition"] = f'attachment; filename="incidents-{day}.csv"'
    return response


@login_required
@require_safe
def incident(request: HttpRequest, incident_id: str) -> HttpResponse:
    """Everything the viewer may know of one incident."""
    return _incident_page(request, incident_id)


@login_required
@require_POST
def regrade(request: HttpRequest, incident_id: str) -> HttpResponse:
    """Judge source and report anew."""
    viewer = viewer_of(request)
    form = GradingForm(request.POST)
    if not form.is_valid():
        return _incident_page(request, incident_id, grading_form=form)
    try:
        regrade_incident(viewer, incident_id=incident_id, grading=form.grading(), reason=form.cleaned_data["reason"])
    except InputError as error:
        form.add_error("reason", str(error))
        return _incident_page(request, incident_id, grading_form=form)
    messages.success(request, _("The new grading is kept, with your reason, beside the earlier ones."))
    return redirect("incident", incident_id)


@login_required
@require_POST
def add_side(request: HttpRequest, incident_id: str) -> HttpResponse:
    """Add a side's account beside the others."""
    viewer = viewer_of(request)
    form = AccountForm(request.POST)
    if not form.is_valid():
        return _incident_page(request, incident_id, account_form=form)
    try:
        add_account(viewer, incident_id=incident_id, side=form.cleaned_data["side"], text=form.cleaned_data["text"])
    except InputError as error:
        form.add_error("text", str(error))
        return _incident_page(request, incident_id, account_form=form)
    messages.success(request, _("The account is kept beside the others."))
    return redirect("incident", incident_id)


def _incident_page(
    request: HttpRequest,
    incident_id: str,
    *,
    grading_form: GradingForm | None = None,
    account_form: AccountForm | None = None,
) -> HttpResponse:
    viewer = viewer_of(request)
    detail = access_incident(viewer, incident_id)
    what = detail.known.incident
    grading = what.grading
    region = current_region()
    joint = access_joint_view(viewer, what.id)
    location = detail.known.location
    context = {
        "detail": detail,
        "incident": what,
        "location": location,
        "section": region.section.get(location.section_id) if location else None,
        "shares": [(region.section[section], share) for section, share in location.shares if section in region.section]
        if location
        else [],
        "sides": side_by_side(what),
        "map": locator_map(what.position, region),
        "marking": what.marking,
        "joint": joint_rows(joint, region.zone) if joint else (),
        "joint_sides": joint.sides if joint else (),
        "same": access_same_incidents(viewer, what.id),
        "reports": access_reports_of_incident(viewer, what.id),
        "grading_form": grading_form
        or GradingForm(initial={"reliability": grading.reliability.value, "credibility": grading.credibility.value}),
        "account_form": account_form or AccountForm(),
        "has_errors": grading_form is not None or account_form is not None,
    }
    return render(request, "incidents/incident.html", context, status=422 if context["has_errors"] else 200)
