"""Words come in by text message or in a chat: a weekly message, a code, an answer, or a new report."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from kerege.domain.errors import AccessDeniedError, InputError, KeregeError
from kerege.domain.receipt_code import ReceiptCodeError
from kerege.domain.submission import Door, Submission
from kerege.intake.coded_sms import CodedSmsProblem, correction, read_coded_sms
from kerege.intake.incoming_sms import IncomingSms
from kerege.intake.written_language import written_language
from kerege_web.accounts.access import Viewer, require
from kerege_web.accounts.roles import Permission
from kerege_web.audit.actions import record
from kerege_web.region import current_region, current_sms_grammar
from kerege_web.reports import message_words as words
from kerege_web.reports.access.monitors import is_monitor, monitor_language
from kerege_web.reports.access.receipts import access_receipt
from kerege_web.reports.access.senders import may_be_read_out, open_question, reports_asked_for, usual_language
from kerege_web.reports.actions.answering import answer_in_reply
from kerege_web.reports.actions.conversation import LONGEST_MESSAGE, answer_by_receipt, answer_by_sender
from kerege_web.reports.actions.deliveries import enqueue_delivery
from kerege_web.reports.actions.monitors import keep_situation
from kerege_web.reports.actions.receiving import ReporterContact, receive_report
from kerege_web.reports.channels import Channel
from kerege_web.reports.models import Inbound
from kerege_web.sealing import Purpose, keyed_digest, keyed_digests, seal, unseal

MOST_AN_HOUR = 20
FORGET_DAYS = 30
# Without an id of the gateway's, the same words from the same number within so many minutes are one message.
_SAME_MINUTES = 10
# What stands in no code and is read from a receipt all the same.
_SLIPS = "01OIL"
# Twelve letters and digits as people copy them: in groups or in one.
_CODE = re.compile(r"\s*(\w{4}[\s\-‐‑‒–—_.]*\w{4}[\s\-‐‑‒–—_.]*\w{4})(?![^\W_])\W*(.*)", re.S)


class TooManyMessagesError(KeregeError):
    """One number sends more than can be looked at; it is asked to send later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of a message.

    Parameters
    ----------
    outcome : str
        "report", "situation", "correction", "status", "answer", "seen", "empty", or "again" for one that was here
        already.
    reply : str
        What the sender is told; "" for nothing.
    unread : str
        A weekly message that was not understood.
    language : str
    report_id : int or None
        The report whose news were given.
    """

    outcome: str
    reply: str = field(default="", repr=False)
    unread: str = field(default="", repr=False)
    language: str = "en"
    report_id: int | None = None


def take_sms(actor: Viewer, *, device_id: int, message: IncomingSms, side: str = "") -> Taken:
    """Handle a text message, once: all it leads to is kept together, its reply included.

    Parameters
    ----------
    actor : Viewer
        The door.
    device_id : int
        The gateway.
    message : IncomingSms
    side : str
        Country code of the side that the gateway serves.

    Raises
    ------
    AccessDeniedError
        If the actor is no door.
    TooManyMessagesError
        If more than 20 came from this number within an hour.
    """
    require(actor, Permission.SEND_REPORT)
    now = timezone.now()
    client_id = _client_id(device_id, message, now)
    keys = keyed_digests(f"sms\0{client_id}", Purpose.MESSAGE)
    known = Inbound.objects.filter(key_digest__in=keys).first()
    if known is None:
        try:
            return _take_once(actor, device_id, message, side, client_id, now)
        except IntegrityError:
            # The same message came twice at the same moment; the other one was first.
            known = Inbound.objects.get(key_digest__in=keys)
    return Taken(outcome="again", reply=unseal(known.sealed_reply, Purpose.MESSAGE) if known.sealed_reply else "")


@transaction.atomic
def _take_once(actor: Viewer, device_id: int, message: IncomingSms, side: str, client_id: str, now: datetime) -> Taken:
    sources = keyed_digests(message.number, Purpose.SOURCE)
    if Inbound.objects.filter(source_digest__in=sources, at__gt=now - timedelta(hours=1)).count() >= MOST_AN_HOUR:
        raise TooManyMessagesError(f"More than {MOST_AN_HOUR} messages came from one number within an hour.")
    row = Inbound.objects.create(
        key_digest=keyed_digest(f"sms\0{client_id}", Purpose.MESSAGE), source_digest=sources[0], device_id=device_id,
        at=now, outcome="",
    )  # fmt: skip
    language = _language(message)

    def report() -> Taken:
        return _report(actor, device_id, message, side, client_id, language)

    taken = answer_words(
        actor, door=Door.SMS, source=message.number, number=message.number, text=message.text, client_id=client_id,
        language=language, otherwise=report, asked_for=reports_asked_for(message.number, now),
    )  # fmt: skip
    row.outcome, row.report_id = taken.outcome, taken.report_id
    row.sealed_text = seal(taken.unread, Purpose.MESSAGE) if taken.unread else ""
    if taken.reply and message.wants_reply_in_answer:
        row.sealed_reply = seal(taken.reply, Purpose.MESSAGE)
    elif taken.reply and message.is_answerable:
        enqueue_delivery(
            actor, purpose=taken.outcome, channel=Channel.SMS, address=message.number, text=taken.reply,
            language=taken.language,
        )  # fmt: skip
    row.save()
    return taken


def answer_words(
    actor: Viewer,
    *,
    door: Door,
    source: str,
    number: str,
    text: str,
    client_id: str,
    language: str,
    otherwise: Callable[[], Taken],
    asked_for: Collection[int] = (),
) -> Taken:
    """See what somebody's words are, and do it.

    In this order: nothing; a receipt code, which asks for news; a code and words, which answer under it; a weekly
    message; the answer to a question that the desk asked this sender; else whatever `otherwise` does with a new report.

    Parameters
    ----------
    actor : Viewer
        The door.
    door : Door
    source : str
        What tells two senders apart.
    number : str
        The telephone number; "" where the door knows none.
    text, client_id, language : str
    otherwise : callable
        Takes a new report.
    asked_for : collection of int
        Reports whose news this sender has asked for by code; a question about them may be answered too.
    """
    if not text.strip():
        return Taken(outcome="empty", language=language)
    seen = answer_in_reply(actor, text=text, sender=number or source.removeprefix("telegram "), way=door.value)
    if seen is not None:
        return Taken(outcome="seen", reply=seen, language=language)
    by_code = _by_code(door, text, language)
    if by_code is not None:
        return by_code
    weekly = _weekly(actor, door, number, text, client_id)
    if weekly is not None:
        return weekly
    report_id = open_question(source, timezone.now(), asked_for=asked_for)
    if report_id is not None and len(text.strip()) <= LONGEST_MESSAGE:
        answer_by_sender(actor, report_id=report_id, text=text)
        return Taken(outcome="answer", reply=words.answer_taken_words(language), language=language)
    return otherwise()


def _by_code(door: Door, text: str, language: str) -> Taken | None:
    found = _CODE.fullmatch(text)
    if found is None:
        return None
    typed, rest = found.group(1), found.group(2).strip()
    try:
        status = access_receipt(typed)
    except (ReceiptCodeError, AccessDeniedError) as error:
        if not _looks_typed(typed, rest, error):
            return None
        return Taken(outcome="status", reply=words.unknown_code_words(language), language=language)
    if rest:
        try:
            answer_by_receipt(code=typed, text=rest, door=door)
        except InputError:
            return None
        return Taken(outcome="answer", reply=words.answer_taken_words(status.language), language=status.language)
    return Taken(outcome="status", reply=status_words(typed), language=status.language, report_id=status.report_id)


def _looks_typed(typed: str, rest: str, error: Exception) -> bool:
    """Whether a text was meant as a code although it is none: three words of four letters are not."""
    if isinstance(error, ReceiptCodeError) and error.problem == "character" and error.value not in _SLIPS:
        return False
    is_mixed = any(letter.isdigit() for letter in typed) and any(letter.isalpha() for letter in typed)
    return is_mixed and (not rest or "-" in typed)


def status_words(code: str) -> str:
    """What a reporter is told who sends a code: where the check stands, and what the desk said last.

    Of a protected report the desk's words are not sent: others may read along.

    Raises
    ------
    InputError, AccessDeniedError
        If no report has this code.
    """
    status = access_receipt(code)
    said = [line.text for line in status.lines if not line.is_from_reporter]
    verdict = words.verdict_words(status.verdict, status.language)
    if not said:
        return verdict
    readable = may_be_read_out(status.report_id)
    return f"{verdict} {said[-1] if readable else words.read_elsewhere_words(status.language)}"


def _weekly(actor: Viewer, door: Door, number: str, text: str, client_id: str) -> Taken | None:
    grammar = current_sms_grammar()
    if grammar is None:
        return None
    today = timezone.now().astimezone(current_region().zone).date()
    found = read_coded_sms(text, grammar, received=today, language=monitor_language(number) or None)
    if found is None:
        return None
    if not isinstance(found, CodedSmsProblem) and not is_monitor(found.monitor, number):
        found = CodedSmsProblem(problem="code_wrong", value=found.monitor, language=found.language)
    if isinstance(found, CodedSmsProblem):
        return Taken(outcome="correction", reply=correction(found, grammar), unread=text, language=found.language)
    keep_situation(actor, report=found, client_id=client_id, door=door)
    reply = words.week_taken_words(found.week, found.language)
    return Taken(outcome="situation", reply=reply, language=found.language)


def _report(actor: Viewer, device_id: int, message: IncomingSms, side: str, client_id: str, language: str) -> Taken:
    submission = Submission(
        client_id=client_id,
        door=Door.SMS,
        sent_at=message.sent_at,
        language=language,
        text=message.text,
        side=side,
        source=message.number,
    )
    contact = ReporterContact("phone", message.number) if message.is_answerable else None
    receipt = receive_report(actor, submission=submission, contact=contact, device_id=device_id)
    return Taken(outcome="report", reply=words.receipt_words(receipt.code, language), language=language)


def _language(message: IncomingSms) -> str:
    usual = monitor_language(message.number) or usual_language(message.number)
    return words.known_language(written_language(message.text, usual) or current_region().languages[0])


def _client_id(device_id: int, message: IncomingSms, now: datetime) -> str:
    """What tells one message of a gateway from another, without the number in it."""
    if message.message_id:
        what = f"id\0{message.message_id}"
    else:
        at = message.sent_at.isoformat() if message.sent_at else str(int(now.timestamp()) // (_SAME_MINUTES * 60))
        what = f"words\0{message.number}\0{at}\0{message.text}"
    return f"{device_id}-{hashlib.sha256(what.encode()).hexdigest()}"


@transaction.atomic
def forget_old_messages(actor: Viewer, now: datetime) -> int:
    """Delete what is known of messages older than 30 days: digests, and weekly messages that were not understood.

    Raises
    ------
    AccessDeniedError
        If the actor may not work on reports.
    """
    require(actor, Permission.WORK_REPORTS)
    count, _ = Inbound.objects.filter(at__lt=now - timedelta(days=FORGET_DAYS)).delete()
    if count:
        details = {"messages": count}
        record(actor, action="forget_old_messages", object_type="inbound", object_id="", details=details)
    return count
