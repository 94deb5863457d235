"""What is kept of background work that is done."""

from __future__ import annotations

from datetime import datetime, timedelta

from django_tasks_db.models import DBTaskResult

KEPT = timedelta(days=7)
"""Long enough to see what went wrong; the watch's own schedule looks back a day."""


def forget_finished_tasks(now: datetime) -> int:
    """Delete the rows of work that was finished a week ago; how many is the answer."""
    deleted, _ = DBTaskResult.objects.filter(finished_at__lt=now - KEPT).delete()
    return deleted
