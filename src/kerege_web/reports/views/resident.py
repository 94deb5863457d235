"""The pages on which a resident reports, and asks what became of it. Without account, session, cookie or scripts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from kerege.domain.errors import AccessDeniedError, InputError
from kerege.domain.receipt_code import ReceiptCodeError
from kerege.domain.submission import Door
from kerege_web.reports.access.receipts import ReceiptStatus, access_receipt
from kerege_web.reports.access.station import station_name
from kerege_web.reports.actions.conversation import answer_by_receipt
from kerege_web.reports.actions.receiving import receive_report
from kerege_web.reports.doorkeeper import doorkeeper
from kerege_web.reports.forms.resident import LARGEST_PHOTO_MB, ReceiptForm, ResidentReportForm
from kerege_web.reports.happening import HAPPENINGS, words_of_kind
from kerege_web.reports.limits import client_address, receipt_limits, report_limits
from kerege_web.reports.page_settings import page_settings
from kerege_web.reports.photo import CleanPhoto, clean_photo
from kerege_web.reports.place_list import places_by_country
from kerege_web.reports.proof import WAIT_S, has_waited, ticket_for
from kerege_web.reports.same_origin import is_from_elsewhere
from kerege_web.reports.verdict_words import verdict_words

MOST_PHOTOS = 3
LARGEST_REQUEST = (MOST_PHOTOS * LARGEST_PHOTO_MB + 1) * 1_000_000


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, language: str = "") -> HttpResponse:
    """The form; what is sent with it is answered with the receipt, so that sending it again shows it again.

    There is no token against forgery, since there is no session that could be borrowed: see `same_origin`.
    """
    with translation.override(_language(language)):
        if request.method == "POST":
            return _take(request)
        page = empty_page(request, str(uuid4()))
        # Packed: no secret stands in it that the length of the packed page could give away.
        GZipMiddleware(lambda _request: page).process_response(request, page)
        # An id is for one report: a kept copy of the page would give it to the next one too.
        page["Cache-Control"] = "no-cache"
        return page


def empty_page(request: HttpRequest, report_id: str) -> HttpResponse:
    """The empty form in the active language."""
    return _form_page(request, ResidentReportForm(initial={"id": report_id}))


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest, language: str = "") -> HttpResponse:
    """Where a report stands. The code is sent in the body and never stands in an address, a log or a history."""
    with translation.override(_language(language)):
        if request.method != "POST":
            return _receipt_page(request, ReceiptForm())
        if is_from_elsewhere(request):
            return _receipt_page(request, ReceiptForm(), status=403)
        return _answer_receipt(request)


def _language(asked: str) -> str:
    """The language of the address; that of the browser where it names none."""
    if asked and asked not in dict(settings.LANGUAGES):
        raise Http404
    return asked or str(translation.get_language() or settings.LANGUAGE_CODE)


def _take(request: HttpRequest) -> HttpResponse:
    if is_from_elsewhere(request):
        return _form_page(request, ResidentReportForm(initial={"id": str(uuid4())}), status=403)
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_REQUEST:
        form = ResidentReportForm(initial={"id": str(uuid4())})
        return _form_page(request, form, status=413, photo_error=_photo_too_large())
    form = ResidentReportForm(request.POST, has_photo=bool(request.FILES.get("photo")))
    if not form.is_valid():
        return _form_page(request, form, status=422)
    page_id = str(form.cleaned_data["id"])
    has_proof = has_waited(page_id, request.POST.get("ticket", ""))
    admission = report_limits().admit(client_address(request), has_proof=has_proof)
    if not admission.is_free:
        wait_s = max(admission.wait_s, WAIT_S) if has_proof else WAIT_S
        response = _form_page(request, form, status=429, wait_s=wait_s, ticket=ticket_for(page_id))
        response["Retry-After"] = str(wait_s)
        return response
    # Only now: to draw a picture anew is work.
    photos, photo_error = clean_photos(request)
    if photo_error:
        return _form_page(request, form, status=422, photo_error=photo_error)
    client_id = form.id_of_content([photo.digest for photo in photos])
    now = timezone.now()
    submission = form.submission(language=translation.get_language() or "en", now=now)
    kept = receive_report(
        doorkeeper(Door.WEB),
        submission=replace(submission, client_id=client_id),
        photos=photos,
        contact=form.reporter_contact(),
    )
    return _private(render(request, "reports/sent.html", {"code": str(kept.code), **_frame("receipt")}))


def clean_photos(request: HttpRequest) -> tuple[list[CleanPhoto], str]:
    """The pictures of a request, made anew, and a sentence on what was wrong with one of them."""
    photos: list[CleanPhoto] = []
    problem = ""
    for file in request.FILES.getlist("photo")[:MOST_PHOTOS]:
        if not file.size:
            continue
        if file.size > LARGEST_PHOTO_MB * 1_000_000:
            problem = _photo_too_large()
            continue
        try:
            photos.append(clean_photo(file.read()))
        except InputError:
            problem = _("The picture cannot be read. Choose another one, or send without it.")
    return photos, problem


def _photo_too_large() -> str:
    return _("The picture is too large. Choose a smaller one, or send without it.")


def _form_page(
    request: HttpRequest,
    form: ResidentReportForm,
    *,
    status: int = 200,
    photo_error: str = "",
    wait_s: int = 0,
    ticket: str = "",
) -> HttpResponse:
    context = {
        "form": form,
        "happenings": HAPPENINGS,
        "places": places_by_country(),
        "agency": station_name(),
        "contact_days": settings.KEREGE_CONTACT_DAYS,
        "today": timezone.localdate().isoformat(),
        "photo_error": photo_error,
        "wait_s": wait_s,
        "ticket": ticket,
        "is_from_elsewhere": status == 403,
        "page_settings": page_settings(),
        **_frame("report"),
    }
    response = render(request, "reports/report.html", context, status=status)
    # Of all pages only this one may ask the device where it is.
    response["Permissions-Policy"] = settings.PERMISSIONS_POLICY.replace("geolocation=()", "geolocation=(self)")
    return response


def _answer_receipt(request: HttpRequest) -> HttpResponse:
    form = ReceiptForm(request.POST)
    if not form.is_valid():
        return _receipt_page(request, form, status=422)
    admission = receipt_limits().admit(client_address(request), has_proof=False)
    if not admission.is_free:
        form.add_error("code", _("Too many tries at once. Wait a minute, then try again."))
        response = _receipt_page(request, form, status=429)
        response["Retry-After"] = str(max(admission.wait_s, 1))
        return response
    code, text = form.cleaned_data["code"], form.cleaned_data["text"].strip()
    try:
        if text:
            answer_by_receipt(code=code, text=text, door=Door.WEB)
        found = access_receipt(code)
    except ReceiptCodeError as error:
        form.add_error("code", code_error_words(error))
    except AccessDeniedError:
        form.add_error("code", _("No report has this code. Compare it with what you wrote down, letter by letter."))
    else:
        return _receipt_page(request, form, found=found, is_added=bool(text))
    return _receipt_page(request, form, status=422)


def code_error_words(error: ReceiptCodeError) -> str:
    """What is wrong with a code, in the page's language."""
    match error.problem:
        case "length":
            return _("A code has 12 letters and digits. This one has %(count)s.") % {"count": error.value}
        case "character":
            return _("“%(letter)s” stands in no code. Compare it letter by letter.") % {"letter": error.value}
        case _:
            return _("This code is not right. Compare it with what you wrote down, letter by letter.")


def _receipt_page(
    request: HttpRequest,
    form: ReceiptForm,
    *,
    found: ReceiptStatus | None = None,
    is_added: bool = False,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "found": found, "is_added": is_added, **_frame("receipt")}
    if found is not None:
        context |= {"where_it_stands": verdict_words(found.verdict), "what": words_of_kind(found.kind)}
    return _private(render(request, "reports/receipt.html", context, status=status))


def _frame(page: str) -> dict[str, str]:
    """Names of the page's addresses, for the links to the other languages."""
    return {"page": f"{page}_in_language", "language_now": translation.get_language() or "en"}


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
