"""The page on which a file of reports from somebody's phone is brought in."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kerege.domain.errors import InputError
from kerege_web.accounts.access import require, viewer_of
from kerege_web.accounts.roles import Permission
from kerege_web.reports.brought_report import BroughtReport, bring_in_phone_file
from kerege_web.reports.forms.phone_file import PhoneFileForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def phone_file(request: HttpRequest) -> HttpResponse:
    """Bring a file in, and show what became of each report and the code to hand back."""
    viewer = viewer_of(request)
    require(viewer, Permission.ENTER_REPORT)
    form = PhoneFileForm(request.POST or None, request.FILES or None)
    brought: tuple[BroughtReport, ...] = ()
    if request.method == "POST" and form.is_valid():
        content = form.cleaned_data["file"].read()
        try:
            brought = bring_in_phone_file(viewer, content=content, now=timezone.now())
        except InputError as error:
            form.add_error("file", str(error))
    context = {"form": form, "brought": brought, "is_empty": form.is_bound and form.is_valid() and not brought}
    return render(request, "desk/phone_file.html", context, status=422 if form.errors else 200)
