"""Situation reports: zero is said, not supposed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kerege.domain.situation_report import SituationReport, week_reported

MONDAY = date(2026, 11, 23)


def test_nothing_and_not_said_are_apart() -> None:
    silent = SituationReport(monitor="5724", week=MONDAY)
    quiet = SituationReport(monitor="5724", week=MONDAY, counts={"shooting": 0})
    loud = SituationReport(monitor="5724", week=MONDAY, counts={"shooting": 2, "detention": 1})
    assert [report.incidents for report in (silent, quiet, loud)] == [None, 0, 3]
    assert [report.nothing_happened for report in (silent, quiet, loud)] == [False, True, False]


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"week": MONDAY + timedelta(days=1)}, "named by its Monday"),
        ({"monitor": ""}, "code of its monitor"),
        ({"safety": 0}, "between 1 and 10"),
        ({"safety": 11}, "between 1 and 10"),
        ({"counts": {"shooting": -1}}, "cannot be -1"),
    ],
)
def test_an_impossible_report_is_refused(values: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        SituationReport(**{"monitor": "5724", "week": MONDAY, **values})


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 6))
def test_the_week_reported_has_begun_and_ended_at_most_so_many_days_ago(received: date, late_days: int) -> None:
    week = week_reported(received, late_days)
    assert week.weekday() == 0
    assert 0 <= (received - week).days < 7 + late_days
