"""What who holds a receipt may know: where the report stands, and what was said to and fro."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kerege.domain.errors import AccessDeniedError
from kerege.domain.receipt_code import ReceiptCode
from kerege.domain.verdict import Verdict
from kerege_web.reports.models import Report
from kerege_web.reports.receipt import digests_of_code


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One line of the conversation.

    Parameters
    ----------
    is_from_reporter : bool
    kind : str
        "question", "reply", "outcome", "answer".
    text : str
    at : datetime
    """

    is_from_reporter: bool
    kind: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptStatus:
    """Where a report stands, as its reporter may know it.

    Parameters
    ----------
    report_id : int
    received_at : datetime
    kind, place : str
        What the reporter said, so that it is known which report this is.
    verdict : Verdict
    language : str
    lines : tuple of ReceiptLine
        Oldest first.
    """

    report_id: int
    received_at: datetime
    kind: str
    place: str
    verdict: Verdict
    language: str
    lines: tuple[ReceiptLine, ...]

    @property
    def waits_for_answer(self) -> bool:
        """Whether the newest line is a question to the reporter."""
        return bool(self.lines) and self.lines[-1].kind == "question"


def report_of_receipt(code: str) -> Report:
    """The report that a code belongs to.

    Raises
    ------
    InputError
        If the code cannot be one: a letter is wrong, missing or too many.
    AccessDeniedError
        If it could be one, but no report has it.
    """
    digests = digests_of_code(ReceiptCode.read(code))
    row = Report.objects.filter(receipt_digest__in=digests).first()
    if row is None:
        raise AccessDeniedError
    return row


def access_receipt(code: str) -> ReceiptStatus:
    """Where the report of a code stands. The code is the key: whoever has it may know this, and nothing else.

    Raises
    ------
    InputError, AccessDeniedError
        See `report_of_receipt`.
    """
    row = report_of_receipt(code)
    lines = tuple(
        ReceiptLine(line.is_from_reporter, line.kind, line.text, line.at) for line in row.messages.order_by("at", "id")
    )
    return ReceiptStatus(
        report_id=row.pk,
        received_at=row.received_at,
        kind=row.kind,
        place=row.place,
        verdict=Verdict(row.verdict),
        language=row.language,
        lines=lines,
    )
