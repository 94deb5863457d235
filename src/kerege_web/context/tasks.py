"""Work on foreign warnings that is done in the background."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from kerege_web.accounts.access import operator
from kerege_web.context.actions import fetch_feeds


@task()  # type: ignore[untyped-decorator]  # django-tasks carries no type information
def fetch_context() -> str:
    """Fetch all feeds; how many new warnings reach the border is the answer."""
    return f"{fetch_feeds(operator(), now=timezone.now())} new"
