"""When background work is due. The scheduler asks often; the answer depends on the database and the time alone."""

from __future__ import annotations

from datetime import datetime, time

from django.conf import settings
from django.db import transaction
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from kerege_web.region import current_region
from kerege_web.warning.models import Run
from kerege_web.warning.tasks import daily_watch

MOST_ATTEMPTS = 3


@transaction.atomic
def enqueue_due_work(now: datetime) -> bool:
    """Put the daily watch into the queue if its hour has come and nobody has done so; whether it was is the answer.

    A run that fails is tried again, three times a day at most.
    """
    local = now.astimezone(current_region().zone)
    due = datetime.combine(local.date(), time(settings.KEREGE_WATCH_HOUR), local.tzinfo)
    if now < due or Run.objects.filter(agency_id=settings.KEREGE_AGENCY, as_of__gte=due).exists():
        return False
    attempts = DBTaskResult.objects.filter(task_path=daily_watch.module_path, enqueued_at__gte=due)
    waiting = attempts.filter(status__in=(TaskResultStatus.READY, TaskResultStatus.RUNNING))
    if waiting.exists() or attempts.count() >= MOST_ATTEMPTS:
        return False
    daily_watch.enqueue()
    return True
