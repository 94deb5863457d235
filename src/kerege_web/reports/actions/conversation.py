"""What is said between the desk and a reporter, who stays nobody."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from kerege.domain.errors import InputError
from kerege.domain.submission import Door
from kerege_web.accounts.access import Viewer, require
from kerege_web.accounts.roles import Permission
from kerege_web.audit.actions import record
from kerege_web.reports.access.receipts import report_of_receipt
from kerege_web.reports.access.reports import visible_report
from kerege_web.reports.actions.deliveries import tell_that_an_answer_waits
from kerege_web.reports.actions.judging import narrow
from kerege_web.reports.assessment import suggested_topics
from kerege_web.reports.doorkeeper import doorkeeper
from kerege_web.reports.models import Message, Report

LONGEST_MESSAGE = 1_000
KINDS_OF_THE_DESK = ("question", "reply", "outcome")


@transaction.atomic
def tell_reporter(actor: Viewer, *, report_id: int, kind: str, text: str) -> None:
    """Ask the reporter something, or say what became of the report. It stands under the receipt code.

    A reporter who left a number or wrote by Telegram gets one message that an answer waits.

    Raises
    ------
    AccessDeniedError
        If there is no such report that the actor may work on.
    InputError
        For an unknown kind, no words, or more than 1,000 letters.
    """
    require(actor, Permission.WORK_REPORTS)
    row = visible_report(actor, report_id, to_change=True)
    if kind not in KINDS_OF_THE_DESK:
        raise InputError(f"{kind!r} is no kind of message", mend=f"Choose one of {', '.join(KINDS_OF_THE_DESK)}")
    Message.objects.create(
        report=row, is_from_reporter=False, kind=kind, text=_checked(text), at=timezone.now(), actor=actor.login
    )
    record(actor, action="tell_reporter", object_type="report", object_id=str(row.pk), details={"kind": kind})
    tell_that_an_answer_waits(actor, row)


@transaction.atomic
def answer_by_receipt(*, code: str, text: str, door: Door) -> None:
    """Add what the reporter says, by whichever door; the receipt code is all that is needed.

    Raises
    ------
    InputError
        For a code that cannot be one, no words, or more than 1,000 letters.
    AccessDeniedError
        If no report has this code.
    """
    row = report_of_receipt(code)
    _add_answer(row, text)
    record(doorkeeper(door, row.agency_id), action="answer_by_receipt", object_type="report", object_id=str(row.pk))


@transaction.atomic
def answer_by_sender(actor: Viewer, *, report_id: int, text: str) -> None:
    """Add what somebody says whom the door knows by number or chat to be asked about this report.

    Raises
    ------
    AccessDeniedError
        If the actor is no door.
    InputError
        For no words, or more than 1,000 letters.
    """
    require(actor, Permission.SEND_REPORT)
    row = Report.objects.get(pk=report_id)
    _add_answer(row, text)
    record(actor, action="answer_by_sender", object_type="report", object_id=str(row.pk))


def _add_answer(row: Report, text: str) -> None:
    Message.objects.create(
        report=row, is_from_reporter=True, kind="answer", text=_checked(text), at=timezone.now(), actor=""
    )
    if topics := suggested_topics(text):
        # What is added may need protection although the first words did not.
        narrow(row, topics)


def _checked(text: str) -> str:
    words = text.strip()
    if not 1 <= len(words) <= LONGEST_MESSAGE:
        raise InputError(f"A message has 1 to {LONGEST_MESSAGE} letters", where="text", mend="Write or shorten it")
    return words
