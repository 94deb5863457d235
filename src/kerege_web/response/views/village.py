"""The page of the village bulletin: to print, or to share as one message."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from kerege.domain.errors import InputError
from kerege.domain.village_bulletin import VillageBulletin
from kerege_web.accounts.access import require, viewer_of
from kerege_web.accounts.roles import Permission
from kerege_web.region import current_catalogue, current_region
from kerege_web.response.access.village import access_village_month
from kerege_web.response.forms import VillageForm


@login_required
@require_safe
def village(request: HttpRequest) -> HttpResponse:
    """Choose section, month and language; what the villages there are told stands below."""
    from kerege.bulletin.village_message import village_text

    require(viewer_of(request), Permission.PUBLISH_BULLETIN)
    last_month = timezone.now().astimezone(current_region().zone).date().replace(day=1)
    initial = {"month": f"{last_month:%Y-%m}", "language": get_language()}
    form = VillageForm(request.GET if request.GET.get("section") else None, initial=initial)
    bulletin = _bulletin(request, form)
    context = {
        "form": form, "bulletin": bulletin, "message": village_text(bulletin) if bulletin else "",
        "query": request.GET.urlencode(),
    }  # fmt: skip
    return render(request, "response/village.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def village_file(request: HttpRequest) -> HttpResponse:
    """The same on one sheet of paper."""
    from kerege.bulletin.render import render_pdf

    form = VillageForm(request.GET)
    bulletin = _bulletin(request, form)
    if bulletin is None:
        return render(request, "response/village.html", {"form": form}, status=422)
    answer = HttpResponse(render_pdf(bulletin), content_type="application/pdf")
    name = f"village-{form.cleaned_data['section']}-{form.cleaned_data['month']:%Y-%m}-{bulletin.language}.pdf"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _bulletin(request: HttpRequest, form: VillageForm) -> VillageBulletin | None:
    from kerege.bulletin.compose.village import village_bulletin
    from kerege.files.catalogues import read_words

    if not form.is_bound or not form.is_valid():
        return None
    chosen = form.cleaned_data
    month: date = chosen["month"]
    try:
        found = access_village_month(
            viewer_of(request), section_id=chosen["section"], month=month, now=timezone.now(),
            report_address=request.build_absolute_uri(reverse("report")),
        )  # fmt: skip
    except InputError as error:
        form.add_error(error.where if error.where in form.fields else None, str(error))
        return None
    return village_bulletin(found, catalogue=current_catalogue(), words=read_words(chosen["language"]))
