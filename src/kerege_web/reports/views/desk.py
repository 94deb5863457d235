"""Pages of the desk: the queue, one report, and what is decided about it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kerege.domain.errors import AccessDeniedError, InputError
from kerege.domain.marking import strictest
from kerege.domain.verdict import Verdict
from kerege_web.accounts.access import require, viewer_of
from kerege_web.accounts.roles import Permission
from kerege_web.pages.locator_map import locator_map
from kerege_web.pages.page_number import page_number
from kerege_web.region import current_region
from kerege_web.reports.access.desk_report import access_desk_report, access_photo
from kerege_web.reports.access.queue import access_next, access_queue, count_new_urgent
from kerege_web.reports.actions.contacts import look_at_contact
from kerege_web.reports.actions.conversation import tell_reporter
from kerege_web.reports.actions.judging import assign_report, judge_report, lift_narrowing, narrow_report, see_answers
from kerege_web.reports.actions.linking import decide_same
from kerege_web.reports.actions.receiving import ReporterContact
from kerege_web.reports.forms.desk import HandForm, JudgeForm, NarrowForm, QueueForm, ReasonForm, SameForm, TellForm
from kerege_web.sealing import SealBrokenError


@login_required
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """The reports that ask for something, most urgent first."""
    viewer = viewer_of(request)
    require(viewer, Permission.SEE_REPORTS)
    form = QueueForm(request.GET)
    found = access_queue(viewer, form.wanted(page=page_number(request)), timezone.now())
    context = {"form": form, "found": found, "marking": strictest(item.marking for item in found.items)}
    return render(request, "desk/queue.html", context)


@require_safe
def count(request: HttpRequest) -> HttpResponse:
    """The number of new urgent reports, for the navigation; nothing for who is not signed in."""
    try:
        viewer = viewer_of(request)
    except AccessDeniedError:
        return HttpResponse(status=204)
    return render(request, "desk/count.html", {"urgent_reports": count_new_urgent(viewer)})


@login_required
@require_safe
def report(request: HttpRequest, report_id: int) -> HttpResponse:
    """Everything the viewer may know of one report."""
    return _page(request, report_id)


@login_required
@require_safe
def photo(request: HttpRequest, report_id: int, photo_id: int) -> HttpResponse:
    """One picture of a report."""
    return HttpResponse(access_photo(viewer_of(request), report_id, photo_id), content_type="image/jpeg")


@login_required
@require_POST
def judge(request: HttpRequest, report_id: int) -> HttpResponse:
    """Say where the check stands, and how far source and report are believed."""
    viewer = viewer_of(request)
    seen = access_desk_report(viewer, report_id, timezone.now())
    form = JudgeForm(request.POST, current=seen.item.grading)
    if form.is_valid():
        chosen = form.cleaned_data
        try:
            judge_report(
                viewer,
                report_id=report_id,
                verdict=Verdict(chosen["verdict"]),
                grading=form.grading(),
                reason=chosen["reason"],
                duplicate_of=chosen["duplicate_of"],
            )
        except (InputError, AccessDeniedError):
            if not seen.may_work:
                raise
            form.add_error("duplicate_of", _("There is no other report with this number that you may see."))
        else:
            messages.success(request, _("Your judgement is kept beside the earlier ones."))
            return redirect("desk_report", report_id)
    return _page(request, report_id, judge_form=form)


@login_required
@require_POST
def give(request: HttpRequest, report_id: int) -> HttpResponse:
    """Give a report into somebody's hands."""
    viewer = viewer_of(request)
    seen = access_desk_report(viewer, report_id, timezone.now())
    form = HandForm(request.POST, colleagues=seen.colleagues)
    if not form.is_valid():
        return _page(request, report_id, hand_form=form)
    chosen = form.cleaned_data
    due_at = form.due_at(timezone.now())
    assign_report(viewer, report_id=report_id, login=chosen["login"], due_at=due_at, note=chosen["note"])
    messages.success(request, _("It is in these hands now."))
    return redirect("desk_report", report_id)


@login_required
@require_POST
def tell(request: HttpRequest, report_id: int) -> HttpResponse:
    """Ask the reporter, or answer; what was said before counts as read."""
    viewer = viewer_of(request)
    seen = access_desk_report(viewer, report_id, timezone.now())
    form = TellForm(request.POST, language=seen.item.language)
    if form.is_valid():
        try:
            tell_reporter(viewer, report_id=report_id, kind=form.cleaned_data["kind"], text=form.words())
        except InputError:
            form.add_error("text", _("Together this is too long. Shorten it."))
        else:
            if seen.may_work:
                see_answers(viewer, report_id=report_id)
            messages.success(request, _("It stands under the reporter's code now."))
            return redirect("desk_report", report_id)
    return _page(request, report_id, tell_form=form)


@login_required
@require_POST
def read(request: HttpRequest, report_id: int) -> HttpResponse:
    """Note that the reporter's answers have been read."""
    see_answers(viewer_of(request), report_id=report_id)
    return redirect("desk_report", report_id)


@login_required
@require_POST
def same(request: HttpRequest, report_id: int) -> HttpResponse:
    """Say whether another report tells of the same happening."""
    form = SameForm(request.POST)
    if form.is_valid():
        is_same = form.cleaned_data["is_same"] == "yes"
        decide_same(viewer_of(request), report_id=report_id, other_id=form.cleaned_data["other"], is_same=is_same)
        messages.success(request, _("One happening now.") if is_same else _("Two happenings now."))
    return redirect("desk_report", report_id)


@login_required
@require_POST
def narrow(request: HttpRequest, report_id: int) -> HttpResponse:
    """Show a report to the named role only."""
    viewer = viewer_of(request)
    form = NarrowForm(request.POST)
    if not form.is_valid():
        return _page(request, report_id, narrow_form=form)
    narrow_report(viewer, report_id=report_id, topics=frozenset(form.cleaned_data["topics"]))
    messages.success(request, _("Only protection officers see this report now."))
    return redirect("desk_report", report_id) if viewer.may(Permission.SEE_PROTECTED) else redirect("desk")


@login_required
@require_POST
def lift(request: HttpRequest, report_id: int) -> HttpResponse:
    """Show a protected report to everybody at the desk again."""
    viewer = viewer_of(request)
    form = ReasonForm(request.POST, auto_id="lift_%s")
    if not form.is_valid():
        return _page(request, report_id, lift_form=form)
    lift_narrowing(viewer, report_id=report_id, reason=form.cleaned_data["reason"])
    messages.success(request, _("Everybody at the desk sees this report again."))
    return redirect("desk_report", report_id)


@login_required
@require_POST
def contact(request: HttpRequest, report_id: int) -> HttpResponse:
    """Show once how the reporter may be reached; the look stands in the log."""
    viewer = viewer_of(request)
    form = ReasonForm(request.POST, auto_id="contact_%s")
    if not form.is_valid():
        return _page(request, report_id, contact_form=form)
    try:
        found = look_at_contact(viewer, report_id=report_id, reason=form.cleaned_data["reason"])
    except SealBrokenError:
        form.add_error(None, _("This contact was sealed with a key that is not here any more."))
        return _page(request, report_id, contact_form=form)
    return _page(request, report_id, reached=found)


def _page(request: HttpRequest, report_id: int, reached: ReporterContact | None = None, **said: Form) -> HttpResponse:
    viewer = viewer_of(request)
    require(viewer, Permission.SEE_REPORTS)
    seen = access_desk_report(viewer, report_id, timezone.now())
    item, region = seen.item, current_region()
    asked = request.GET.get("verdict", "")
    grades = {"reliability": item.grading.reliability.value, "credibility": item.grading.credibility.value}
    verdict = asked if asked in list(Verdict) else item.verdict.value
    forms: dict[str, Any] = {
        "judge_form": JudgeForm(initial={"verdict": verdict, **grades}, current=item.grading),
        "hand_form": HandForm(initial={"login": item.assigned_to}, colleagues=seen.colleagues),
        "tell_form": TellForm(initial={"kind": "question"}, language=item.language),
        "narrow_form": NarrowForm(initial={"topics": item.topics}),
        "lift_form": ReasonForm(auto_id="lift_%s"),
        "contact_form": ReasonForm(auto_id="contact_%s"),
        **said,
    }
    context = {
        **forms,
        "seen": seen,
        "item": item,
        "map": locator_map(seen.position, region),
        "section": region.section.get(item.section_id),
        "next_id": access_next(viewer, report_id),
        "reached": reached,
        "marking": item.marking,
        "wrong": next(iter(said), ""),
    }
    return render(request, "desk/report.html", context, status=422 if said else 200)
