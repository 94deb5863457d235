"""Reports that somebody brings in as the file which a phone without network saved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from kerege.domain.errors import InputError
from kerege.domain.submission import Submission
from kerege_web.accounts.access import Viewer, require
from kerege_web.accounts.roles import Permission
from kerege_web.reports.actions.receiving import Receipt, ReporterContact, receive_report
from kerege_web.reports.forms.resident import ResidentReportForm
from kerege_web.reports.phone_file import SavedReport, read_phone_file
from kerege_web.reports.photo import CleanPhoto, clean_photo

_OLDEST, _FASTEST = timedelta(days=60), timedelta(days=1)
_SAID_BY_THE_CLOCK = ("now", "today", "yesterday")


@dataclass(frozen=True, slots=True, kw_only=True)
class BroughtReport:
    """What became of one report of the file.

    Parameters
    ----------
    number : int
        Its place in the file.
    words : str
        The beginning of what was said, to know it again.
    receipt : Receipt or None
        None where it was not taken, or had been sent before.
    is_sent : bool
        The phone had sent it itself.
    problem : str
        Why it, or its picture, was not taken; "" where all is well.
    """

    number: int
    words: str
    receipt: Receipt | None
    is_sent: bool
    problem: str


def bring_in_phone_file(
    actor: Viewer, *, content: bytes, now: datetime, is_look_only: bool = False
) -> tuple[BroughtReport, ...]:
    """Take each report of the file by itself, once; one that cannot be taken holds up no other.

    Parameters
    ----------
    actor : Viewer
    content : bytes
    now : datetime
        By our clock. That of the phone counts from when the file was saved, unless it cannot be right: then "now" and
        "today" say nothing of when it happened.
    is_look_only : bool
        Undo everything at the end.

    Raises
    ------
    AccessDeniedError
        If the actor may not enter reports.
    InputError
        If the file cannot be read as a whole.
    """
    require(actor, Permission.ENTER_REPORT)
    found = read_phone_file(content)
    is_believed = found.saved_at is not None and now - _OLDEST <= found.saved_at <= now + _FASTEST
    then = min(found.saved_at, now) if found.saved_at is not None and is_believed else now
    readable = (_readable(saved, then, is_believed=is_believed) for saved in found.reports)
    if not is_look_only:
        return tuple(_brought(actor, one) for one in readable)
    # Pictures take time: all are drawn before anybody else has to wait for the database.
    drawn = list(readable)
    with transaction.atomic():
        brought = tuple(_brought(actor, one) for one in drawn)
        transaction.set_rollback(True)
    return brought


@dataclass(frozen=True, slots=True, kw_only=True)
class _Readable:
    """A report of the file with what could be read of it; no submission where that is nothing."""

    saved: SavedReport
    submission: Submission | None
    contact: ReporterContact | None
    photos: tuple[CleanPhoto, ...]
    problem: str


def _brought(actor: Viewer, one: _Readable) -> BroughtReport:
    receipt = None
    if one.submission is not None:
        receipt = receive_report(actor, submission=one.submission, photos=one.photos, contact=one.contact)
    said = one.saved.said
    words = (said.get("text") or said.get("place") or "")[:80]
    return BroughtReport(
        number=one.saved.number, words=words, receipt=receipt, is_sent=one.saved.is_sent, problem=one.problem
    )


def _readable(saved: SavedReport, then: datetime, *, is_believed: bool) -> _Readable:
    if saved.is_sent:
        return _Readable(saved=saved, submission=None, contact=None, photos=(), problem="")
    said = dict(saved.said)
    if not is_believed and said.get("when") in _SAID_BY_THE_CLOCK:
        del said["when"]
    photos, problem = _photos(saved)
    form = ResidentReportForm(said, is_queued=True, has_photo=bool(photos))
    if not form.is_valid():
        reasons = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return _Readable(saved=saved, submission=None, contact=None, photos=(), problem=reasons)
    language = said.get("language", "")
    with translation.override(language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
        submission = form.submission(language=translation.get_language() or "en", now=then)
    return _Readable(
        saved=saved, submission=submission, contact=form.reporter_contact(), photos=photos, problem=problem
    )


def _photos(saved: SavedReport) -> tuple[tuple[CleanPhoto, ...], str]:
    problem = _("Its picture is damaged and was left out.")
    if saved.photo_is_damaged:
        return (), problem
    try:
        return ((clean_photo(saved.photo),) if saved.photo else ()), ""
    except InputError:
        return (), problem
