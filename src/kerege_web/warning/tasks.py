"""Work that is done in the background."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from kerege_web.accounts.access import operator
from kerege_web.warning.actions import run_watch


@task()  # type: ignore[untyped-decorator]  # django-tasks carries no type information
def daily_watch() -> str:
    """Run the watch for the station's agency on what is known now; the id of the run is the answer."""
    return run_watch(operator(), as_of=timezone.now().replace(microsecond=0)).summary.id
