"""The page on which paper and telephone calls are typed in, and the form on paper itself."""

from __future__ import annotations

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from kerege.domain.errors import AccessDeniedError
from kerege_web.accounts.access import require, viewer_of
from kerege_web.accounts.roles import Permission
from kerege_web.region import current_region
from kerege_web.reports.access.reports import may_see_report
from kerege_web.reports.actions.receiving import ReporterContact, receive_report
from kerege_web.reports.forms.entry import EntryForm
from kerege_web.reports.paper import LANGUAGES, paper_form_pdf


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Type one report in; the empty form for the next one follows at once."""
    viewer = viewer_of(request)
    require(viewer, Permission.ENTER_REPORT)
    receipt, status = None, 200
    form = EntryForm(request.POST) if request.method == "POST" else _empty(request)
    if form.is_bound:
        if form.is_valid():
            phone = form.cleaned_data["phone"].strip()
            receipt = receive_report(
                viewer,
                submission=form.submission(),
                contact=ReporterContact("phone", phone) if phone else None,
            )
            form = _empty(request)
        else:
            status = 422
    context = {
        "form": form,
        "receipt": receipt,
        "is_visible": receipt is not None and may_see_report(viewer, receipt.report_id),
        "languages": LANGUAGES,
    }
    return render(request, "desk/enter.html", context, status=status)


@login_required
@require_safe
def paper_form(request: HttpRequest, language: str) -> HttpResponse:
    """The form on paper in a language."""
    require(viewer_of(request), Permission.ENTER_REPORT)
    if language not in dict(LANGUAGES):
        raise AccessDeniedError
    response = HttpResponse(paper_form_pdf(language), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="kerege-report-{language}.pdf"'
    return response


def _empty(request: HttpRequest) -> EntryForm:
    language = request.POST.get("language") or get_language() or "en"
    today = timezone.now().astimezone(current_region().zone).date()
    return EntryForm(initial={"client_id": uuid.uuid4(), "day": today, "hurt": "unknown", "language": language})
