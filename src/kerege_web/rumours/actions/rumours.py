"""A rumour is written down, checked, answered in agreed words, said, dropped or taken up again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from kerege.domain.errors import AccessDeniedError, InputError
from kerege.domain.marking import Marking
from kerege.domain.rumour import AgreedWith, RumourFinding, RumourStage, RumourState
from kerege.domain.village_month import LONGEST_STATEMENT
from kerege.intake.personal_data import PersonalDataKind, find_personal_data, place_words
from kerege_web.accounts.access import Viewer, require
from kerege_web.accounts.roles import Permission
from kerege_web.audit.actions import record
from kerege_web.incidents.stored_form import releasable_text
from kerege_web.region import current_region
from kerege_web.rumours.access.rumours import may_work_on, visible_rumours
from kerege_web.rumours.models import Rumour, RumourStep

WAYS = ("market", "mosque", "phone_groups", "media", "posts", "school", "other")
HEARD = ("few", "many", "unknown")
LONGEST_CLAIM, LONGEST_REASON, LONGEST_HOURS = 500, 5_000, 24 * 14
Change = Callable[[RumourState], RumourState]


@transaction.atomic
def open_rumour(
    actor: Viewer, *, claim: str, section_id: str = "", spread: Collection[str] = (), heard_by: str = "unknown",
    hours: float = 24.0, marking: Marking | None = None, is_exercise: bool = False, names_are_checked: bool = False,
) -> int:  # fmt: skip
    """Write a rumour down; its id is the answer.

    Parameters
    ----------
    claim : str
        What is told, in plain words and without names.
    hours : float
        Within which it is to be checked.
    names_are_checked : bool
        Whether the actor says that what looks like a name is none.

    Raises
    ------
    AccessDeniedError
        If the actor does not work on reports.
    InputError
        For no claim or one that holds personal data, or a section, way, number of listeners or time that is not known.
    """
    require(actor, Permission.WORK_REPORTS)
    words = _plain(claim, LONGEST_CLAIM, "claim", names_are_checked=names_are_checked)
    if section_id and section_id not in current_region().section:
        raise InputError(f"There is no section {section_id!r}", where="section_id", mend="Choose one of the list")
    if unknown := sorted(set(spread) - set(WAYS)):
        raise InputError(f"There is no way {unknown[0]!r}", where="spread", mend="Choose from the list")
    if heard_by not in HEARD:
        raise InputError(f"{heard_by!r} is no answer", where="heard_by", mend=f"Choose one of {', '.join(HEARD)}")
    if not 0 < hours <= LONGEST_HOURS:
        raise InputError("A check takes up to two weeks", where="hours", mend="Choose fewer hours")
    now, mark = timezone.now(), marking or Marking()
    row = Rumour.objects.create(
        agency_id=actor.agency, tlp=mark.tlp.value, releasable_to=releasable_text(mark), is_exercise=is_exercise,
        claim=words, section_id=section_id, spread=sorted(set(spread)), heard_by=heard_by, opened_at=now,
        opened_by=actor.login, due_at=now + timedelta(hours=hours), changed_at=now,
    )  # fmt: skip
    _keep_step(actor, row, "told", "", "", now)
    return row.pk


@transaction.atomic
def take_check(actor: Viewer, *, rumour_id: int) -> None:
    """Take the check into one's own hands.

    Raises
    ------
    AccessDeniedError
        If there is no such rumour that the actor may move; so with each step below.
    InputError
        If it has ended.
    """
    row = _row(actor, rumour_id)
    if not RumourStage(row.stage).is_open:
        raise InputError("It has ended", mend="Take it up again first")
    row.checker = actor.login
    _keep_step(actor, row, "taken", "", "", timezone.now())


@transaction.atomic
def find_rumour(actor: Viewer, *, rumour_id: int, finding: RumourFinding, reason: str) -> None:
    """Say what the check found, and on what it rests."""
    row = _row(actor, rumour_id)
    row.checker = row.checker or actor.login
    row.statement, row.agreed_with = {}, []
    _move(actor, row, "found", lambda state: state.found(finding), reason, finding=finding.value)


@transaction.atomic
def agree_statement(
    actor: Viewer, *, rumour_id: int, statement: Mapping[str, str], agreed_with: Collection[AgreedWith], reason: str,
    names_are_checked: bool = False,
) -> None:  # fmt: skip
    """Agree on the words that are said in public, by language; those who answer for alerts may.

    Raises
    ------
    InputError
        For no words, words that are too long or hold personal data, a language that is not known, or nobody with whom
        they were agreed.
    """
    require(actor, Permission.CLOSE_ALERTS)
    row = _row(actor, rumour_id)
    if unknown := sorted(set(statement) - set(dict(settings.LANGUAGES))):
        raise InputError(f"There is no language {unknown[0]!r}", where="statement", mend="Choose from the list")
    words = {
        language: _plain(text, LONGEST_STATEMENT, language, names_are_checked=names_are_checked)
        for language, text in statement.items()
        if text.strip()
    }
    if not words:
        raise InputError("A statement needs words in one language at least", where="statement", mend="Write them")
    if not agreed_with:
        raise InputError("Say with whom it was agreed", where="agreed_with", mend="The own agency is an answer too")
    row.statement, row.agreed_with = words, sorted(set(agreed_with))
    _move(actor, row, "worded", lambda state: state.worded(), reason)


@transaction.atomic
def say_statement(actor: Viewer, *, rumour_id: int, said_by: Collection[str]) -> None:
    """Say it: from now on everybody can read it, unless it belongs to an exercise.

    Raises
    ------
    InputError
        If no words are agreed, or a way is not known.
    """
    require(actor, Permission.CLOSE_ALERTS)
    row = _row(actor, rumour_id)
    if unknown := sorted(set(said_by) - set(WAYS)):
        raise InputError(f"There is no way {unknown[0]!r}", where="said_by", mend="Choose from the list")
    row.said_at, row.said_by = timezone.now(), sorted(set(said_by))
    _move(actor, row, "said", lambda state: state.said(), " ")


@transaction.atomic
def drop_rumour(actor: Viewer, *, rumour_id: int, reason: str) -> None:
    """Say nothing about it, and why."""
    _move(actor, _row(actor, rumour_id), "dropped", lambda state: state.dropped(), reason)


@transaction.atomic
def take_up_again(actor: Viewer, *, rumour_id: int, reason: str, hours: float = 24.0) -> None:
    """Check it anew: it is told again, or something new is known. What was said is taken off the public page."""
    row = _row(actor, rumour_id)
    now = timezone.now()
    row.due_at, row.statement, row.agreed_with, row.said_at = now + timedelta(hours=hours), {}, [], None
    row.finding, row.checker = "", ""
    _move(actor, row, "again", lambda state: state.again(), reason)


def _row(actor: Viewer, rumour_id: int) -> Rumour:
    require(actor, Permission.WORK_REPORTS)
    row = Rumour.objects.select_for_update().filter(visible_rumours(actor), pk=rumour_id).first()
    if row is None or not may_work_on(actor, row):
        raise AccessDeniedError
    return row


def _move(actor: Viewer, row: Rumour, kind: str, change: Change, reason: str, *, finding: str = "") -> None:
    # What is taken up again begins without its old finding.
    known = RumourFinding(row.finding) if row.finding else None
    after = change(RumourState(RumourStage(row.stage), known))
    words = reason.strip()
    if kind != "said" and not 1 <= len(words) <= LONGEST_REASON:
        raise InputError(f"Say why in 1 to {LONGEST_REASON:,} letters", where="reason", mend="A few words are enough")
    row.stage, row.finding = after.stage, after.finding or ""
    _keep_step(actor, row, kind, finding, words, timezone.now())


def _keep_step(actor: Viewer, row: Rumour, kind: str, finding: str, reason: str, now: datetime) -> None:
    row.changed_at = now
    row.save()
    RumourStep.objects.create(
        rumour=row, kind=kind, finding=finding, reason=reason, at=now, actor=actor.login, agency=actor.agency
    )  # fmt: skip
    details = {"step": kind, "finding": finding, "stage": row.stage}
    record(actor, action="move_rumour", object_type="rumour", object_id=str(row.pk), details=details)


def _plain(text: str, longest: int, where: str, *, names_are_checked: bool) -> str:
    words = " ".join(text.split())
    if not 1 <= len(words) <= longest:
        raise InputError(f"Say it in 1 to {longest} letters", where=where, mend="Write or shorten it")
    names = place_words(place.name for place in current_region().places)
    for span in find_personal_data(words, not_names=names):
        # What looks like a name may be a word; a number is a number.
        if span.kind is not PersonalDataKind.NAME or not names_are_checked:
            raise InputError(
                f"This looks like personal data: {words[span.start : span.end]!r}", where=where, mend="Say it without"
            )
    return words
