"""The page on which an alert is published as a warning, and the feed for programs."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import http_date, quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_http_methods, require_POST, require_safe

from kerege.domain.cap_terms import CapMessageType, CapScope
from kerege.domain.digest import digest
from kerege.domain.errors import AccessDeniedError, InputError
from kerege.domain.submission import Door
from kerege.sharing.cap.feed import FeedEntry, MessageFeed, write_feed
from kerege.sharing.cap.writer import MEDIA_TYPE
from kerege_web.accounts.access import viewer_of
from kerege_web.alerts.access.alert_page import access_alert
from kerege_web.publication.access.preview import access_preview
from kerege_web.publication.access.publications import (
    access_document,
    access_feed,
    access_publications,
    feed_changed_at,
)
from kerege_web.publication.actions.publishing import publish_warning, take_back_warning
from kerege_web.publication.compose import Issue, sender_name
from kerege_web.publication.forms import PublishForm, TakeBackForm
from kerege_web.publication.signing import SIGNATURE
from kerege_web.publication.warning_words import Advice
from kerege_web.reports.access.devices import device_of_key

_BEGUN = datetime(2026, 1, 1, tzinfo=UTC)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def warning(request: HttpRequest, alert_id: int) -> HttpResponse:
    """What would go out, and the form that sends it."""
    viewer, now = viewer_of(request), timezone.now()
    line = access_alert(viewer, alert_id, now).line
    found = access_publications(viewer, alert_id, now)
    is_for_all = found.holds is not None and found.holds.scope is CapScope.PUBLIC
    # A new message says what the last one said, unless a person chooses otherwise.
    advice = found.holds.advice if found.holds else Advice.STAY_AWAY.value
    initial = {"advice": advice, "audience": "everybody" if is_for_all else "agencies"}
    form = PublishForm(
        request.POST or None, may_publish_to_all=found.may_publish_to_all, is_for_all=is_for_all, initial=initial
    )
    if request.method == "POST":
        if not found.may_publish:
            raise AccessDeniedError
        if form.is_valid():
            chosen = form.cleaned_data
            issue = Issue(
                message_type=CapMessageType.ALERT, is_public=chosen["audience"] == "everybody",
                is_test=chosen["is_test"], hours=chosen["hours"], advice=Advice(chosen["advice"]),
            )  # fmt: skip
            try:
                publish_warning(viewer, alert_id=alert_id, issue=issue)
            except InputError as error:
                form.add_error(None, _why_not(error))
            else:
                messages.success(request, _("The warning is published."))
                return redirect("publish_warning", alert_id)
    advice = Advice(form["advice"].value()) if form["advice"].value() in list(Advice) else Advice.STAY_AWAY
    context = {
        "line": line,
        "found": found,
        "form": form if found.may_publish else None,
        "take_back": TakeBackForm() if found.may_take_back else None,
        "preview": access_preview(viewer, alert_id, advice),
        "marking": line.marking,
    }
    return render(request, "publication/warning.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def take_back(request: HttpRequest, alert_id: int) -> HttpResponse:
    """Take the warning back that holds."""
    form = TakeBackForm(request.POST)
    if form.is_valid():
        try:
            take_back_warning(viewer_of(request), alert_id=alert_id, is_over=form.cleaned_data["why"] == "over")
        except InputError as error:
            said = _why_not(error) if error.where == SIGNATURE else _("No warning of this alert holds.")
            messages.error(request, said)
        else:
            messages.success(request, _("The warning is taken back."))
    else:
        messages.error(request, _("Say why it is taken back."))
    return redirect("publish_warning", alert_id)


@require_safe
@conditional_page
def feed(request: HttpRequest) -> HttpResponse:
    """The warnings that this reader may see, as Atom."""
    agency, now = _agency_of(request), timezone.now()
    lines, changed_at = access_feed(agency, now), feed_changed_at(agency, now) or _BEGUN
    entries = tuple(
        FeedEntry(
            link=request.build_absolute_uri(reverse("cap_message", args=[line.identifier])),
            title=line.headline if line.status == "Actual" else f"[{line.status.upper()}] {line.headline}",
            updated=line.sent,
            summary=line.summary,
            categories=(line.category,) if line.category else (),
        )
        for line in lines
    )
    document = write_feed(
        MessageFeed(
            address=request.build_absolute_uri(request.path), title=f"Kerege: {sender_name()}", author=sender_name(),
            updated=changed_at, entries=entries,
        )
    )  # fmt: skip
    return _answer(document, "application/atom+xml; charset=utf-8", changed_at)


@require_safe
@conditional_page
def message(request: HttpRequest, identifier: str) -> HttpResponse:
    """One message, as it went out."""
    document, sent = access_document(_agency_of(request), identifier)
    return _answer(document, f"{MEDIA_TYPE}; charset=utf-8", sent)


def _why_not(error: InputError) -> str:
    if error.where == SIGNATURE:
        return _("This cannot be published: the station's key for signatures cannot be used. Tell who runs it.")
    return _("This cannot be published: the alert is closed, or has no place.")


def _answer(document: bytes, kind: str, at: datetime) -> HttpResponse:
    answer = HttpResponse(document, content_type=kind)
    answer["ETag"] = quote_etag(digest(document.decode())[:32])
    answer["Last-Modified"] = http_date(at.timestamp())
    # What one reader may see is not for the next one.
    answer["Vary"] = "Authorization"
    answer["Cache-Control"] = "no-cache"
    return answer


def _agency_of(request: HttpRequest) -> str:
    """The agency of the key that the reader sends; "" without one. A key that is not known is refused, not ignored."""
    kind, _blank, key = request.headers.get("Authorization", "").partition(" ")
    if not kind:
        return ""
    if kind.lower() != "bearer":
        raise AccessDeniedError
    return device_of_key(key.strip(), Door.INTERFACE).agency
