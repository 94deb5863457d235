"""Pages of the import: send a file, see what was understood, then store it."""

from __future__ import annotations

import csv
import io

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from kerege.domain.errors import InputError
from kerege.domain.marking import TLP, Marking
from kerege.intake.cell_text import guarded_text
from kerege_web.accounts.access import require, viewer_of
from kerege_web.accounts.roles import Permission
from kerege_web.incidents.access import access_imports
from kerege_web.incidents.actions import ImportOutcome, import_reports, preview_import
from kerege_web.incidents.forms.incidents import UploadForm
from kerege_web.incidents.waiting_file import WaitingFile, find_waiting, keep_waiting

SHOWN_REJECTIONS = 200


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Choose a file; earlier imports below."""
    viewer = viewer_of(request)
    require(viewer, Permission.IMPORT_REPORTS)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        waiting = keep_waiting(
            viewer,
            content=file.read(),
            name=file.name,
            format_name=form.cleaned_data["format"],
            tlp=form.cleaned_data["marking"],
        )
        return redirect("import_preview", waiting.token)
    context = {"form": form, "imports": access_imports(viewer)}
    return render(request, "incidents/import.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """What the file would bring; with the button that stores it."""
    viewer = viewer_of(request)
    waiting = find_waiting(viewer, token)
    try:
        if request.method == "POST":
            outcome = import_reports(
                viewer,
                content=waiting.content,
                name=waiting.name,
                format_name=waiting.format_name,
                marking=Marking(TLP(waiting.tlp)),
            )
            messages.success(request, _stored_sentence(outcome))
            return redirect("import_preview", token)
        outcome = _previewed(request, waiting)
    except InputError as error:
        return render(request, "incidents/unreadable_file.html", {"waiting": waiting, "error": error}, status=422)
    context = {
        "waiting": waiting,
        "outcome": outcome,
        "rejected": outcome.rejected[:SHOWN_REJECTIONS],
        "shown_rejections": SHOWN_REJECTIONS,
    }
    return render(request, "incidents/import_preview.html", context)


@login_required
@require_safe
def rejected_rows(request: HttpRequest, token: str) -> HttpResponse:
    """The rows that were not taken, with line, column and reason, as a table file."""
    waiting = find_waiting(viewer_of(request), token)
    try:
        outcome = _previewed(request, waiting)
    except InputError as error:
        return render(request, "incidents/unreadable_file.html", {"waiting": waiting, "error": error}, status=422)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["line", "column", "value", "reason"])
    for row in outcome.rejected:
        writer.writerow([row.line, guarded_text(row.column), guarded_text(row.value), guarded_text(row.reason)])
    # The mark at the front lets Excel see that the letters are UTF-8.
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="rejected-rows.csv"'
    return response


def _previewed(request: HttpRequest, waiting: WaitingFile) -> ImportOutcome:
    return preview_import(
        viewer_of(request),
        content=waiting.content,
        name=waiting.name,
        format_name=waiting.format_name,
        marking=Marking(TLP(waiting.tlp)),
    )


def _stored_sentence(outcome: ImportOutcome) -> str:
    new = ngettext("%(count)d incident was stored.", "%(count)d incidents were stored.", outcome.new)
    parts = [new % {"count": outcome.new}]
    if outcome.known:
        known = ngettext("%(count)d was here already.", "%(count)d were here already.", outcome.known)
        parts.append(known % {"count": outcome.known})
    if outcome.rejected_count:
        rejected = ngettext("%(count)d row was not taken.", "%(count)d rows were not taken.", outcome.rejected_count)
        parts.append(rejected % {"count": outcome.rejected_count})
    return " ".join(parts) if outcome.new else _("Nothing new was stored.") + " " + " ".join(parts[1:])
