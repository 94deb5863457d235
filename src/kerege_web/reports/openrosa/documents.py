"""The XML documents of OpenRosa: list of forms, manifest of media, answer with a message."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape

from django.http import HttpResponse

from kerege_web.reports.phone_forms import PhoneForm

VERSION_HEADER = "X-OpenRosa-Version"
LENGTH_HEADER = "X-OpenRosa-Accept-Content-Length"
LARGEST_SUBMISSION = 10_000_000
"""Bytes of one POST. A client sends more pictures in several."""
_LIST = "http://openrosa.org/xforms/xformsList"
_MANIFEST = "http://openrosa.org/xforms/xformsManifest"
_ANSWER = "http://openrosa.org/http/response"


def form_list(forms: Iterable[PhoneForm], base: str, language: str) -> HttpResponse:
    """The list of forms, with full addresses below `base`."""
    entries = []
    for form in forms:
        xform = form.xform
        parts = {
            "formID": xform.id,
            "name": form.title(language),
            "version": xform.version,
            "hash": f"md5:{xform.digest}",
            "downloadUrl": f"{base}/forms/{xform.id}.xml",
        }
        if form.media:
            # A new digest of the media makes a new address, which tells a phone to look again.
            parts["manifestUrl"] = f"{base}/forms/{xform.id}/manifest?media={form.media_digest}"
        entries.append(f"<xform>{_elements(parts)}</xform>")
    return document(f'<xforms xmlns="{_LIST}">{"".join(entries)}</xforms>')


def manifest(form: PhoneForm, base: str) -> HttpResponse:
    """The media of a form."""
    from urllib.parse import quote

    entries = [
        {
            "filename": file.name,
            "hash": f"md5:{file.digest}",
            "downloadUrl": f"{base}/forms/{form.xform.id}/media/{quote(file.name)}",
        }
        for file in form.media
    ]
    body = "".join(f"<mediaFile>{_elements(entry)}</mediaFile>" for entry in entries)
    return document(f'<manifest xmlns="{_MANIFEST}">{body}</manifest>')


def answer(message: str, status: int) -> HttpResponse:
    """A message, which the client shows to the person who sent."""
    return document(f'<OpenRosaResponse xmlns="{_ANSWER}">{_elements({"message": message})}</OpenRosaResponse>', status)


def document(text: str, status: int = 200) -> HttpResponse:
    """An XML document with the headers of the standard."""
    content = f'<?xml version="1.0" encoding="UTF-8"?>\n{text}'.encode()
    return with_headers(HttpResponse(content, status=status, content_type="text/xml; charset=utf-8"))


def with_headers(response: HttpResponse) -> HttpResponse:
    """Add the headers that every answer carries."""
    response[VERSION_HEADER] = "1.0"
    response[LENGTH_HEADER] = str(LARGEST_SUBMISSION)
    return response


def _elements(parts: Mapping[str, str]) -> str:
    return "".join(f"<{name}>{escape(text)}</{name}>" for name, text in parts.items())
