"""Reports for the tests of the desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import timezone

from kerege.domain.period import Period, Precision
from kerege.domain.position import Position
from kerege.domain.submission import Door, Submission
from kerege_web.reports.actions.receiving import ReporterContact, receive_report
from kerege_web.reports.doorkeeper import doorkeeper

Send = Callable[..., int]


def send(
    text: str = "A quarrel about water", *, agency: str = "", hours_ago: float = 1.0, phone: str = "", **other: Any
) -> int:
    """Send a report and give its id."""
    now = timezone.now()
    said: dict[str, Any] = {
        "client_id": f"{text}{other.get('source', '')}{hours_ago}{agency}", "door": Door.WEB, "text": text,
        "kind": "stone_throwing", "position": Position(45.01, 10.25, 1.0), "source": "somebody",
        "occurred": Period(
            now - timedelta(hours=hours_ago), now - timedelta(hours=hours_ago) + timedelta(minutes=1),
            Precision.MINUTE,
        ),
        **other,
    }  # fmt: skip
    submission = Submission(**said)
    contact = ReporterContact("phone", phone) if phone else None
    return receive_report(doorkeeper(submission.door, agency), submission=submission, contact=contact).report_id


def later(**delta: float) -> datetime:
    """A moment from now on."""
    return datetime.now(UTC) + timedelta(**delta)
