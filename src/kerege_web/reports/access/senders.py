"""What is known of who sends a message, by the digest of the number or chat alone."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Q

from kerege.domain.verdict import Verdict
from kerege_web.reports.models import Inbound, Message, Report
from kerege_web.sealing import Purpose, keyed_digests

ANSWER_DAYS = 7


def open_question(source: str, now: datetime, *, asked_for: Collection[int] = ()) -> int | None:
    """The report that the desk asked this sender about last, if that was within seven days and is not answered.

    Parameters
    ----------
    source : str
        As it was given with the report; "" where no report of the sender's own is looked at.
    now : datetime
    asked_for : collection of int
        Reports from other doors whose news the sender has asked for by code.
    """
    own = Q(report__source_digest__in=keyed_digests(source, Purpose.SOURCE)) if source else Q(pk__in=())
    asked = Message.objects.filter(
        own | Q(report_id__in=asked_for),
        report__verdict__in=[verdict.value for verdict in Verdict if verdict.is_open],
        at__gt=now - timedelta(days=ANSWER_DAYS),
    )
    newest: dict[int, str] = {}
    for report_id, kind in asked.order_by("-at", "-id").values_list("report_id", "kind"):
        newest.setdefault(report_id, kind)
    return next((report_id for report_id, kind in newest.items() if kind == "question"), None)


def reports_asked_for(number: str, now: datetime) -> tuple[int, ...]:
    """The reports whose news were asked for by code from a number within seven days."""
    rows = Inbound.objects.filter(
        source_digest__in=keyed_digests(number, Purpose.SOURCE), at__gt=now - timedelta(days=ANSWER_DAYS)
    )
    return tuple(rows.exclude(report=None).values_list("report_id", flat=True))


def usual_language(source: str) -> str:
    """The language of the sender's newest report; "" where there is none."""
    if not source:
        return ""
    rows = Report.objects.filter(source_digest__in=keyed_digests(source, Purpose.SOURCE))
    return rows.order_by("-received_at").values_list("language", flat=True).first() or ""


def may_be_read_out(report_id: int) -> bool:
    """Whether what the desk says of a report may go out by text message: not of a protected one."""
    return Report.objects.filter(pk=report_id, is_narrowed=False).exists()


def reports_since(source: str, since: datetime) -> int:
    """How many reports the sender has sent since a time."""
    digests = keyed_digests(source, Purpose.SOURCE)
    return Report.objects.filter(source_digest__in=digests, received_at__gt=since).count()
