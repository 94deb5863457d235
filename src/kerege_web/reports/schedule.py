"""When messages are due. The scheduler asks often; the answer depends on the database and the time alone."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.cache import cache
from django.db import transaction
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from kerege_web.accounts.access import operator
from kerege_web.reports.actions.answering import forget_answers
from kerege_web.reports.actions.automatic_linking import link_automatically
from kerege_web.reports.actions.deliveries import CLAIM, WAITING
from kerege_web.reports.actions.subscribing import announce_urgent_reports
from kerege_web.reports.actions.telling import send_digests
from kerege_web.reports.actions.upkeep import delete_old_contacts, refresh_urgency
from kerege_web.reports.models import Delivery, Inbound, Monitor
from kerege_web.reports.tasks import look_after_monitors, send_deliveries

_LOOK_EVERY = timedelta(hours=1)


@transaction.atomic
def enqueue_due_messages(now: datetime) -> bool:
    """Put the sending of messages into the queue if one is due and nobody has done so; whether it was is the answer.

    A task that a killed worker left behind as running holds the next one up for five minutes, as its claims do.
    """
    if not Delivery.objects.filter(state=WAITING, next_try_at__lte=now).exists():
        return False
    tasks = DBTaskResult.objects.filter(task_path=send_deliveries.module_path)
    if tasks.filter(status=TaskResultStatus.READY).exists():
        return False
    if tasks.filter(status=TaskResultStatus.RUNNING, started_at__gt=now - CLAIM).exists():
        return False
    send_deliveries.enqueue()
    return True


@transaction.atomic
def enqueue_hourly_look(now: datetime) -> bool:
    """Put the look after silent monitors into the queue once an hour; whether it was is the answer."""
    tasks = DBTaskResult.objects.filter(task_path=look_after_monitors.module_path, enqueued_at__gt=now - _LOOK_EVERY)
    if tasks.exists() or not (Monitor.objects.filter(is_active=True).exists() or Inbound.objects.exists()):
        return False
    look_after_monitors.enqueue()
    return True


def look_after_desk(now: datetime) -> None:
    """Tell of new urgent reports, and join what is one happening.

    Every ten minutes reports grow older, every hour contacts that are old are deleted.
    """
    announce_urgent_reports(operator(), now=now)
    link_automatically(operator(), now=now)
    send_digests(operator(), now=now)
    # `add` is true once in its time, for whichever process asks first.
    if cache.add("desk-urgency-refreshed", now.isoformat(), timeout=600):
        refresh_urgency(operator(), now=now)
    if cache.add("desk-old-contacts-deleted", now.isoformat(), timeout=3600):
        delete_old_contacts(operator(), now=now)
        forget_answers(now)
