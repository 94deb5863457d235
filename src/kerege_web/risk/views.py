"""Pages of the bulletins."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kerege.domain.bulletin import BulletinLevel
from kerege.domain.errors import InputError
from kerege.domain.marking import strictest
from kerege_web.accounts.access import require, viewer_of
from kerege_web.accounts.roles import Permission
from kerege_web.risk.access import access_bulletin_file, access_bulletins
from kerege_web.risk.actions import publish_bulletin
from kerege_web.risk.forms import BulletinForm
from kerege_web.warning.access import access_runs


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def bulletins(request: HttpRequest) -> HttpResponse:
    """The bulletins, and the form that makes one."""
    viewer = viewer_of(request)
    runs = access_runs(viewer)
    initial = {"language": get_language(), "run_id": request.GET.get("run", "")}
    form = BulletinForm(runs=runs, initial=initial)
    if request.method == "POST":
        require(viewer, Permission.PUBLISH_BULLETIN)
        form = BulletinForm(request.POST, runs=runs)
        if form.is_valid():
            try:
                bulletin = publish_bulletin(
                    viewer,
                    level=BulletinLevel(form.cleaned_data["level"]),
                    language=form.cleaned_data["language"],
                    run_id=form.cleaned_data["run_id"],
                )
            except InputError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("The bulletin is ready: %(title)s") % {"title": bulletin.title})
                return redirect("bulletins")
    known = access_bulletins(viewer)
    context = {
        "bulletins": known,
        "form": form,
        "has_runs": bool(runs),
        "marking": strictest(bulletin.marking for bulletin in known),
    }
    return render(request, "risk/bulletins.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def bulletin_file(request: HttpRequest, bulletin_id: str) -> HttpResponse:
    """The PDF of one bulletin."""
    file = access_bulletin_file(viewer_of(request), bulletin_id)
    response = HttpResponse(file.content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="kerege-{file.bulletin.id}.pdf"'
    return response
