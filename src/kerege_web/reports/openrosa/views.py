"""The addresses of the OpenRosa door. None of them redirects, and every answer is one that a form client can show."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from kerege.domain.errors import AccessDeniedError, InputError
from kerege_web.reports.actions.devices import note_device_use
from kerege_web.reports.door_limit import TooManyReportsError, require_within_limit
from kerege_web.reports.openrosa.documents import LARGEST_SUBMISSION, answer, form_list, manifest, with_headers
from kerege_web.reports.openrosa.receiving import Received, receive_filled_form
from kerege_web.reports.openrosa.sender import KeyWantedError, Sender, sender_of
from kerege_web.reports.phone_forms import PhoneForm, phone_form, phone_forms

View = Callable[..., HttpResponseBase]
SAFE = ("GET", "HEAD")


def openrosa(*methods: str) -> Callable[[View], View]:
    """Make a view of the door: encrypted, with a sender, and with an answer for everything that can go wrong."""

    def decorate(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def guarded(request: HttpRequest, key: str = "", **parts: str) -> HttpResponseBase:
            if request.method not in methods:
                return with_headers(HttpResponseNotAllowed(methods))
            if settings.HTTPS and not request.is_secure():
                return answer(_("Use an address that begins with https."), 403)
            try:
                sender = sender_of(request, key)
                return view(request, sender, base=_base(request, key), **parts)
            except KeyWantedError:
                refused = answer(_("Enter the name and key of this phone, or scan its QR code."), 401)
                refused["WWW-Authenticate"] = 'Basic realm="Kerege", charset="UTF-8"'
                return refused
            except AccessDeniedError:
                return answer(_("The key of this phone is not known here, or was switched off."), 403)

        return guarded

    return decorate


@openrosa(*SAFE)
def forms(request: HttpRequest, sender: Sender, *, base: str) -> HttpResponse:
    """The list of forms."""
    wanted = request.GET.get("formID", "")
    listed = [form for form in phone_forms() if wanted in ("", form.xform.id)]
    return form_list(listed, base, get_language() or "en")


@openrosa(*SAFE)
def form(request: HttpRequest, sender: Sender, *, base: str, form_id: str) -> HttpResponse:
    """One form: exactly the bytes whose digest the list names."""
    found = phone_form(form_id)
    if found is None:
        return _absent()
    return with_headers(HttpResponse(found.xform.content, content_type="text/xml; charset=utf-8"))


@openrosa(*SAFE)
def form_manifest(request: HttpRequest, sender: Sender, *, base: str, form_id: str) -> HttpResponse:
    """The media of one form."""
    found = phone_form(form_id)
    return manifest(found, base) if found else _absent()


@openrosa(*SAFE)
def form_media(request: HttpRequest, sender: Sender, *, base: str, form_id: str, name: str) -> HttpResponseBase:
    """One file that a form shows. Only names of the manifest are looked up, so no address leads elsewhere."""
    found: PhoneForm | None = phone_form(form_id)
    file = next((file for file in found.media if file.name == name), None) if found else None
    if file is None:
        return _absent()
    response = FileResponse(file.path.open("rb"), as_attachment=True, filename=file.name)
    response["X-OpenRosa-Version"] = "1.0"
    return response


@openrosa("HEAD", "POST")
def submission(request: HttpRequest, sender: Sender, *, base: str) -> HttpResponse:
    """Say what may be sent, and take a filled form: 201 for a new one, 202 for one that is here."""
    if request.method == "HEAD":
        return with_headers(HttpResponse(status=204))
    length = request.headers.get("Content-Length", "0")
    if length.isdecimal() and int(length) > LARGEST_SUBMISSION:
        return _too_large()
    try:
        require_within_limit(*sender.limit)
        received = receive_filled_form(request, sender, get_language() or "en")
    except TooManyReportsError:
        waiting = answer(_("Too many reports in one minute. Nothing is lost: send the rest a little later."), 429)
        waiting["Retry-After"] = "60"
        return waiting
    except (RequestDataTooBig, TooManyFilesSent, TooManyFieldsSent):
        return _too_large()
    except (InputError, MultiPartParserError):
        return answer(_("This form arrived broken and was not kept. It stays on your phone: send it again."), 400)
    if sender.device:
        note_device_use(sender.device)
    return answer(_message(received), 201 if received.receipt.is_new else 202)


def _message(received: Received) -> str:
    code = str(received.receipt.code)
    if received.receipt.is_new:
        text = _("Received. Your code: %(code)s. With it you can ask what became of your report.") % {"code": code}
    else:
        text = _("It was here already. Your code: %(code)s.") % {"code": code}
    if received.unread:
        lost = ngettext(
            "%(count)d file is no picture and was not kept.",
            "%(count)d files are no pictures and were not kept.",
            received.unread,
        )
        text += " " + lost % {"count": received.unread}
    return text


def _base(request: HttpRequest, key: str) -> str:
    return request.build_absolute_uri(f"/odk/key/{key}" if key else "/odk")


def _absent() -> HttpResponse:
    return answer(_("There is no such form here."), 404)


def _too_large() -> HttpResponse:
    return answer(_("This is more than is taken at once. Send fewer or smaller pictures."), 413)
