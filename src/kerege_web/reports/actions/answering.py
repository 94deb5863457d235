"""Somebody says from the message itself that it was seen: by a link that works once, or by a reply."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from kerege.domain.errors import AccessDeniedError
from kerege.domain.receipt_code import ReceiptCode, ReceiptCodeError
from kerege.intake.incoming_sms import plain_number
from kerege_web.accounts.access import Viewer, viewer_of_person
from kerege_web.audit.actions import record
from kerege_web.reports.answers import can_be_answered, note_seen
from kerege_web.reports.models import AnswerCode, Subscription
from kerege_web.sealing import Purpose, SealBrokenError, keyed_digest, keyed_digests, unseal

HOURS = 48
# "Yes" and "seen" in the languages of the region, and what people write when they mean it.
_REPLY = re.compile(
    r"\s*(?:ok|okay|ок|окей|да|yes|ооба|ha|хa|ҳа|ха|бале|xo['ʻ]?p|хоп)\b[\s,.:!-]*([\w\s‐‑–—_.-]{12,24})\s*", re.I
)


class AnswerState(StrEnum):
    """What a code is worth."""

    READY = "ready"
    USED = "used"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class KnownAnswer:
    """What a code stands for.

    Parameters
    ----------
    state : AnswerState
    language : str
        Of the person it was sent to.
    object_type, object_id : str
    """

    state: AnswerState
    language: str
    object_type: str
    object_id: str


def seen_words(row: Subscription, object_type: str, object_id: str, language: str, now: datetime) -> str:
    """The end of a message: how to say that it was seen; "" where that means nothing. Makes the code for it."""
    if not can_be_answered(object_type):
        return ""
    code = ReceiptCode.from_random(secrets.token_bytes(32))
    AnswerCode.objects.create(
        digest=_digest(code), subscription=row, object_type=object_type, object_id=object_id,
        expires_at=now + timedelta(hours=HOURS),
    )  # fmt: skip
    with override(language):
        words = _("Seen? Reply: OK %(code)s") % {"code": code}
    address = str(settings.KEREGE_ADDRESS).rstrip("/")
    return f"\n{words}" + (f" {address}/answer/{code}" if address else "")


def look_at_answer(typed: str, now: datetime) -> KnownAnswer:
    """What a code stands for; looking changes nothing, because programs look at links before people do.

    Raises
    ------
    AccessDeniedError
        If there is none.
    """
    row = _row(typed)
    language = row.subscription.language or row.subscription.person.language or "en"
    return KnownAnswer(_state(row, now), language, row.object_type, row.object_id)


@transaction.atomic
def give_answer(typed: str, *, way: str) -> KnownAnswer:
    """Say by a code that its message was seen: once. A used one and one that is over change nothing and say so.

    Parameters
    ----------
    typed : str
    way : str
        "link", "sms" or "telegram", for the log.

    Raises
    ------
    AccessDeniedError
        If there is no such code, or the person may not see what it is about any more.
    """
    now, row = timezone.now(), _row(typed, to_change=True)
    state = _state(row, now)
    if state is AnswerState.READY:
        viewer = viewer_of_person(row.subscription.person)
        if not row.subscription.person.is_active:
            raise AccessDeniedError
        row.used_at = now
        row.save(update_fields=["used_at"])
        note_seen(viewer, row.object_type, row.object_id)
        record(
            viewer, action="answer_message", object_type=row.object_type, object_id=row.object_id, details={"way": way}
        )
    language = row.subscription.language or row.subscription.person.language or "en"
    return KnownAnswer(state, language, row.object_type, row.object_id)


def answer_in_reply(actor: Viewer, *, text: str, sender: str, way: str) -> str | None:
    """What a reply such as "OK FGDF-38HW-VJAB" leads to; None where it is no such reply of this sender.

    Only the number or chat that the message went to can answer it: a code that was seen by others is of no use to them.
    """
    found = _REPLY.fullmatch(text)
    if found is None:
        return None
    try:
        row = _row(found.group(1))
        address = unseal(row.subscription.sealed_address, Purpose.CONTACT)
    except (AccessDeniedError, SealBrokenError):
        return None
    if sender != address and plain_number(sender) != plain_number(address):
        return None
    try:
        answer = give_answer(found.group(1), way=way)
    except AccessDeniedError:
        return None
    with override(answer.language):
        if answer.state is AnswerState.READY:
            return _("Kerege: kept, you have seen it.")
        return _("Kerege: this was answered before.") if answer.state is AnswerState.USED else _("Kerege: too late.")


def forget_answers(now: datetime) -> int:
    """Delete codes that are over; how many is the answer."""
    count, _rows = AnswerCode.objects.filter(expires_at__lt=now - timedelta(days=7)).delete()
    return count


def _row(typed: str, *, to_change: bool = False) -> AnswerCode:
    try:
        digests = _digests(ReceiptCode.read(typed))
    except ReceiptCodeError:
        raise AccessDeniedError from None
    rows = AnswerCode.objects.filter(digest__in=digests, subscription__is_active=True)
    rows = rows.select_related("subscription__person")
    row = (rows.select_for_update(of=("self",)) if to_change else rows).first()
    if row is None:
        raise AccessDeniedError
    return row


def _state(row: AnswerCode, now: datetime) -> AnswerState:
    if row.used_at is not None:
        return AnswerState.USED
    return AnswerState.READY if now < row.expires_at else AnswerState.OVER


def _digest(code: ReceiptCode) -> str:
    return keyed_digest(f"answer\0{code}", Purpose.MESSAGE)


def _digests(code: ReceiptCode) -> tuple[str, ...]:
    return keyed_digests(f"answer\0{code}", Purpose.MESSAGE)
