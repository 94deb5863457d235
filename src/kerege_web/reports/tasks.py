"""Work on messages that is done in the background."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from kerege_web.accounts.access import operator
from kerege_web.reports.actions.deliveries import send_due_deliveries
from kerege_web.reports.actions.incoming import forget_old_messages
from kerege_web.reports.actions.monitors import announce_silence


@task()  # type: ignore[untyped-decorator]  # django-tasks carries no type information
def send_deliveries() -> str:
    """Send what is due; the counts are the answer."""
    done = send_due_deliveries(operator())
    return f"{done.sent} sent, {done.waiting} waiting, {done.failed} failed"


@task()  # type: ignore[untyped-decorator]  # django-tasks carries no type information
def look_after_monitors() -> str:
    """Tell who has fallen silent, and forget the digests of old messages; the counts are the answer."""
    now = timezone.now()
    return f"{announce_silence(operator(), now)} fell silent, {forget_old_messages(operator(), now)} forgotten"
