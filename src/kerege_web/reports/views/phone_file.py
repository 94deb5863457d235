"""The page on which a file of reports from somebody's phone is brought in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kerege.domain.errors import InputError
from kerege_web.accounts.access import Viewer, require, viewer_of
from kerege_web.accounts.roles import Permission
from kerege_web.reports.actions.receiving import Receipt, receive_report
from kerege_web.reports.forms.phone_file import PhoneFileForm
from kerege_web.reports.forms.resident import ResidentReportForm
from kerege_web.reports.phone_file import SavedReport, read_phone_file
from kerege_web.reports.photo import CleanPhoto, clean_photo


@dataclass(frozen=True, slots=True, kw_only=True)
class BroughtReport:
    """What became of one report of the file.

    Parameters
    ----------
    number : int
        Its place in the file.
    words : str
        The beginning of what was said, to know it again.
    receipt : Receipt or None
        None where it was not taken, or had been sent before.
    is_sent : bool
        The phone had sent it itself.
    problem : str
        Why it, or its picture, was not taken; "" where all is well.
    """

    number: int
    words: str
    receipt: Receipt | None
    is_sent: bool
    problem: str


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def phone_file(request: HttpRequest) -> HttpResponse:
    """Bring a file in; each report is taken by itself, and one that cannot be taken holds up no other."""
    viewer = viewer_of(request)
    require(viewer, Permission.ENTER_REPORT)
    form = PhoneFileForm(request.POST or None, request.FILES or None)
    brought: list[BroughtReport] = []
    if request.method == "POST" and form.is_valid():
        try:
            found = read_phone_file(form.cleaned_data["file"].read())
        except InputError:
            form.add_error("file", _("This is not a file that the report page saved, or it is damaged. Save it anew."))
        else:
            now = timezone.now()
            # When it was saved is the phone's word; what lies in the future is not believed.
            then = found.saved_at if found.saved_at and found.saved_at < now else now
            brought = [_brought(viewer, one, then) for one in found.reports]
    context = {"form": form, "brought": brought, "is_empty": form.is_bound and form.is_valid() and not brought}
    return render(request, "desk/phone_file.html", context, status=422 if form.errors else 200)


def _brought(viewer: Viewer, saved: SavedReport, then: datetime) -> BroughtReport:
    words = (saved.said.get("text") or saved.said.get("place") or "")[:80]
    if saved.is_sent:
        return BroughtReport(number=saved.number, words=words, receipt=None, is_sent=True, problem="")
    language = saved.said.get("language", "")
    photos, problem = _photos(saved)
    form = ResidentReportForm(saved.said, is_queued=True, has_photo=bool(photos))
    if not form.is_valid():
        reasons = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return BroughtReport(number=saved.number, words=words, receipt=None, is_sent=False, problem=reasons)
    with translation.override(language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
        submission = form.submission(language=translation.get_language() or "en", now=then)
    receipt = receive_report(viewer, submission=submission, photos=photos, contact=form.reporter_contact())
    return BroughtReport(number=saved.number, words=words, receipt=receipt, is_sent=False, problem=problem)


def _photos(saved: SavedReport) -> tuple[list[CleanPhoto], str]:
    problem = _("Its picture is damaged and was left out.")
    if saved.photo_is_damaged:
        return [], problem
    try:
        return ([clean_photo(saved.photo)] if saved.photo else []), ""
    except InputError:
        return [], problem
