"""What is known of who sends a message, by the digest of the number or chat alone."""

from __future__ import annotations

from datetime import datetime, timedelta

from kerege.domain.verdict import Verdict
from kerege_web.reports.models import Message, Report
from kerege_web.sealing import Purpose, keyed_digests

ANSWER_DAYS = 7


def open_question(source: str, now: datetime) -> int | None:
    """The sender's report that the desk asked about last, if that was within seven days and is not answered.

    Parameters
    ----------
    source : str
        As it was given with the report.
    now : datetime
    """
    if not source:
        return None
    asked = Message.objects.filter(
        report__source_digest__in=keyed_digests(source, Purpose.SOURCE),
        report__verdict__in=[verdict.value for verdict in Verdict if verdict.is_open],
        at__gt=now - timedelta(days=ANSWER_DAYS),
    )
    newest: dict[int, str] = {}
    for report_id, kind in asked.order_by("-at", "-id").values_list("report_id", "kind"):
        newest.setdefault(report_id, kind)
    return next((report_id for report_id, kind in newest.items() if kind == "question"), None)


def usual_language(source: str) -> str:
    """The language of the sender's newest report; "" where there is none."""
    if not source:
        return ""
    rows = Report.objects.filter(source_digest__in=keyed_digests(source, Purpose.SOURCE))
    return rows.order_by("-received_at").values_list("language", flat=True).first() or ""


def may_be_read_out(report_id: int) -> bool:
    """Whether what the desk says of a report may go out by text message: not of a protected one."""
    return Report.objects.filter(pk=report_id, is_narrowed=False).exists()
