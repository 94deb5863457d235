"""The daily watch starts once a day at its hour."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from kerege_web.accounts.access import operator
from kerege_web.accounts.actions import add_agency
from kerege_web.finished_tasks import forget_finished_tasks
from kerege_web.warning.actions import run_watch
from kerege_web.warning.schedule import MOST_ATTEMPTS, enqueue_due_work

pytestmark = pytest.mark.django_db
# 6 o'clock in the made-up region is midnight UTC.
BEFORE, AFTER = datetime(2026, 5, 1, 23, 59, tzinfo=UTC), datetime(2026, 5, 2, 0, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at_may(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the queue believe that it is the second of May."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: AFTER)
    add_agency(operator(), code="border-service", name="Border service")


def finish(status: str) -> None:
    DBTaskResult.objects.update(status=status)


def test_nothing_is_due_before_the_hour_of_a_day_that_had_its_run() -> None:
    run_watch(operator(), as_of=datetime(2026, 5, 1, 0, 30, tzinfo=UTC))
    assert not enqueue_due_work(BEFORE)
    assert enqueue_due_work(AFTER)


def test_it_is_enqueued_once_however_often_the_scheduler_asks() -> None:
    assert [enqueue_due_work(AFTER) for _ in range(3)] == [True, False, False]
    assert DBTaskResult.objects.count() == 1


def test_a_run_by_hand_after_the_hour_counts() -> None:
    run_watch(operator(), as_of=AFTER)
    assert not enqueue_due_work(AFTER)


def test_a_failure_is_tried_again_but_not_for_ever() -> None:
    tried = 0
    for _ in range(MOST_ATTEMPTS + 2):
        tried += enqueue_due_work(AFTER)
        finish("FAILED")
    assert tried == MOST_ATTEMPTS


def test_the_task_makes_the_run() -> None:
    from kerege_web.warning.access import access_latest_run
    from kerege_web.warning.tasks import daily_watch

    reference = daily_watch.func()
    latest = access_latest_run(operator())
    assert latest is not None
    assert latest.summary.id == reference
    assert not enqueue_due_work(AFTER)


def test_work_that_was_finished_a_week_ago_is_forgotten() -> None:
    enqueue_due_work(AFTER)
    DBTaskResult.objects.update(status="SUCCESSFUL", finished_at=AFTER)
    assert forget_finished_tasks(AFTER + timedelta(days=6)) == 0
    assert forget_finished_tasks(AFTER + timedelta(days=8)) == 1
    enqueue_due_work(AFTER)
    assert forget_finished_tasks(AFTER + timedelta(days=99)) == 0, "what was never finished is not forgotten"
