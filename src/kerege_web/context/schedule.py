"""When feeds are due. The scheduler asks often; the answer depends on the database and the time alone."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from kerege_web.context.tasks import fetch_context

EVERY = timedelta(minutes=10)


@transaction.atomic
def enqueue_due_context(now: datetime) -> bool:
    """Put the fetching of feeds into the queue every ten minutes; whether it was is the answer.

    One that still runs holds the next up, for an hour at most: a killed worker leaves it behind as running.
    """
    if not settings.KEREGE_CAP_FEEDS:
        return False
    tasks = DBTaskResult.objects.filter(task_path=fetch_context.module_path)
    if tasks.filter(enqueued_at__gt=now - EVERY).exists() or tasks.filter(status=TaskResultStatus.READY).exists():
        return False
    if tasks.filter(status=TaskResultStatus.RUNNING, started_at__gt=now - timedelta(hours=1)).exists():
        return False
    fetch_context.enqueue()
    return True
