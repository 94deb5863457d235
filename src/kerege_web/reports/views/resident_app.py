"""What the report page fetches and sends by script, so that it works without network and from a queue."""

from __future__ import annotations

import hashlib
import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_POST, require_safe

from kerege.domain.submission import Door
from kerege_web.region import current_region, region_folder
from kerege_web.reports.access.station import station_name
from kerege_web.reports.actions.receiving import receive_report
from kerege_web.reports.doorkeeper import doorkeeper
from kerege_web.reports.forms.resident import ResidentReportForm
from kerege_web.reports.ground_sketch import ground_sketch
from kerege_web.reports.limits import client_address, report_limits
from kerege_web.reports.place_list import place_rows
from kerege_web.reports.proof import is_solved, puzzle_for
from kerege_web.reports.same_origin import is_from_elsewhere
from kerege_web.reports.views.resident import LARGEST_REQUEST, clean_photos, empty_page

# A page of another site cannot send this header without asking us first, and we do not answer such questions.
HEADER = "X-Kerege-Report"
ANY_ID = "00000000-0000-4000-8000-000000000000"
# What the worker is made of: modules whose exports are plain names, in the order in which they need each other.
WORKER_MODULES = ("report/proof.js", "report/queue.js", "report/sending.js", "report/worker.js")
ASSETS = (
    "kerege/css/tokens.css", "kerege/css/base.css", "kerege/mark.svg", "report/report.css", "report/pictures.svg",
    "report/page.js", "report/queue.js", "report/sending.js", "report/proof.js", "report/phone.js", "report/places.js",
    "report/spot.js", "report/map.js", "report/photo.js", "report/skeleton.js",
)  # fmt: skip


@csrf_exempt
@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """Take a report out of a phone's queue: a form with `report` (JSON) and up to three files `photo`.

    200 with the code; the same id again gives the same code. 422 with `refused`: it will never be taken as it is, and
    must not stop the others. 429 with `Retry-After` and a puzzle: come again, at once with its solution. No cookie is
    read and none is set.
    """
    if HEADER not in request.headers or is_from_elsewhere(request):
        return _refused(403, _("This did not come from our page, so it was not taken. Please fill in the form here."))
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_REQUEST:
        return _refused(413, _("The picture is too large. Choose a smaller one, or send without it."))
    said = _said(request)
    language = said.get("language", "")
    with translation.override(language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
        return _take(request, said)


@require_safe
@gzip_page
def places(request: HttpRequest) -> HttpResponse:
    """The region's places with all their spellings, for the page's own search."""
    return _cached_json(request, list(place_rows()))


@require_safe
@gzip_page
def ground(request: HttpRequest) -> HttpResponse:
    """The map for a thumb."""
    return _cached_json(request, ground_sketch(current_region()))


@require_safe
def manifest(request: HttpRequest, language: str) -> HttpResponse:
    """What a phone needs to know to keep the page as an application."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    with translation.override(language):
        content = {
            "name": _("Report what happened") + " · Kerege",
            "short_name": "Kerege",
            "lang": language,
            "id": reverse("report"),
            "scope": reverse("report"),
            "start_url": reverse("report_in_language", args=[language]),
            "display": "standalone",
            "background_color": "#faf8f4",
            "theme_color": "#0e5d61",
            "icons": [
                {"src": static("report/icon-192.png"), "sizes": "192x192", "type": "image/png"},
                {"src": static("report/icon-512.png"), "sizes": "512x512", "type": "image/png", "purpose": "any"},
                {"src": static("report/icon-512.png"), "sizes": "512x512", "type": "image/png", "purpose": "maskable"},
            ],
        }
    return JsonResponse(content, content_type="application/manifest+json")


@require_safe
@gzip_page
def worker(request: HttpRequest) -> HttpResponse:
    """The part of the page that works when it is closed, or without network. One plain script, for old phones."""
    response = HttpResponse(_worker_text(_pages_digest()), content_type="text/javascript; charset=utf-8")
    response["Service-Worker-Allowed"] = reverse("report")
    response["Cache-Control"] = "no-cache"
    return response


def _said(request: HttpRequest) -> dict[str, str]:
    """What was said, by the names of the form's fields; nothing where it cannot be read."""
    try:
        said = json.loads(request.POST.get("report", ""))
    except (ValueError, RecursionError):
        return {}
    if not isinstance(said, dict):
        return {}
    # Half a character, which JSON can hold, cannot be stored.
    return {
        name: str(value).encode("utf-8", "replace").decode()
        for name, value in said.items()
        if isinstance(value, (str, int, float))
    }


def _take(request: HttpRequest, said: dict[str, str]) -> HttpResponse:
    sent = request.FILES.getlist("photo")
    form = ResidentReportForm(said, is_queued=True, has_photo=bool(sent))
    if not form.is_valid():
        return _refused(422, " ".join(str(error) for errors in form.errors.values() for error in errors))
    client_id = str(form.cleaned_data["id"])
    has_proof = is_solved(client_id, said.get("challenge", ""), said.get("answer", ""))
    admission = report_limits().admit(client_address(request), has_proof=has_proof)
    if not admission.is_free:
        return _too_many(client_id, admission.wait_s, has_proof=has_proof)
    # Only now: to draw a picture anew is work. One that cannot be read does not lose the report.
    photos, _problem = clean_photos(request)
    submission = form.submission(language=translation.get_language() or "en", now=timezone.now())
    kept = receive_report(doorkeeper(Door.WEB), submission=submission, photos=photos, contact=form.reporter_contact())
    answer = {"code": str(kept.code), "is_new": kept.is_new, "photos_left_out": len(sent) - len(photos)}
    return _unstored(JsonResponse(answer))


def _too_many(client_id: str, wait_s: int, *, has_proof: bool) -> HttpResponse:
    content: dict[str, Any] = {"wait_s": wait_s}
    if not has_proof:
        puzzle = puzzle_for(client_id)
        content["puzzle"] = {"challenge": puzzle.challenge, "bits": puzzle.bits}
    response = _unstored(JsonResponse(content, status=429))
    response["Retry-After"] = str(wait_s)
    return response


def _refused(status: int, reason: str) -> HttpResponse:
    return _unstored(JsonResponse({"refused": True, "reason": reason}, status=status))


def _unstored(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response


def _cached_json(request: HttpRequest, content: object) -> HttpResponse:
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    tag = quote_etag(hashlib.sha256(body).hexdigest()[:16])
    headers = {"ETag": tag, "Cache-Control": "public, max-age=3600"}
    if request.headers.get("If-None-Match") == tag:
        return HttpResponse(status=304, headers=headers)
    return HttpResponse(body, content_type="application/json", headers=headers)


def _pages_digest() -> str:
    """What changes when a page changes in any language, so that phones fetch it anew."""
    return _digest_of_pages(settings.STATIC_DIGEST, station_name(), settings.KEREGE_CONTACT_DAYS, region_folder())


@lru_cache(maxsize=4)
def _digest_of_pages(*what_pages_depend_on: object) -> str:
    state = hashlib.sha256(str(what_pages_depend_on).encode())
    state.update(json.dumps([list(place_rows()), ground_sketch(current_region())]).encode())
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            # Nobody's request: what one reader has chosen is not part of it.
            text = empty_page(HttpRequest(), ANY_ID).content
        # The latest day that can be chosen is no reason to fetch it anew every day.
        state.update(re.sub(rb'max="[\d-]+"', b"", text))
    return state.hexdigest()[:12]


def _worker_text(digest: str) -> str:
    shell = {
        "version": digest,
        "pages": [reverse("report_in_language", args=[language]) for language, _name in settings.LANGUAGES],
        "page": reverse("report"),
        "send": reverse("report_send"),
        "data": [reverse("report_places"), reverse("report_ground")],
        "assets": [static(name) for name in ASSETS],
    }
    return f"const SHELL = {json.dumps(shell)};\n{_worker_modules(str(settings.STATIC_DIGEST))}"


@lru_cache(maxsize=2)
def _worker_modules(static_digest: str) -> str:
    """The modules as one script: without imports, since all stand in one place, and without exports."""
    parts = []
    for name in WORKER_MODULES:
        path = finders.find(name)
        if not isinstance(path, str):
            raise FileNotFoundError(name)
        text = Path(path).read_text(encoding="utf-8")
        text = re.sub(r"^import .*?;\n", "", text, flags=re.MULTILINE)
        parts.append(re.sub(r"^export ", "", text, flags=re.MULTILINE))
    return "\n".join(parts)
