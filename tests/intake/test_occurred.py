from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kerege.domain.period import Period, Precision
from kerege.intake.occurred import read_occurred
from kerege.intake.problem import Problem

OSH = ZoneInfo("Asia/Bishkek")
DAY = Period.of_days(date(2021, 4, 28), date(2021, 4, 28), OSH)


@pytest.mark.parametrize(
    "text",
    [
        "2021-04-28",
        "2021-4-28",
        " 28.04.2021 ",
        "28.4.2021",
        "28/04/2021",
        "04/28/2021",
        "28-04-2021",
        "2021-04-28 00:00:00",
        "2021-04-28 00:00:00.000",
        "28.04.2021 0:00:00",
        "44314",  # 44314 days after 30 December 1899
        "44314.0",
        "2021-04-28/2021-04-28",
    ],
)
def test_every_way_of_writing_the_day_means_the_same_day(text: str) -> None:
    assert read_occurred(text, OSH) == DAY
    assert DAY.start == datetime(2021, 4, 27, 18, tzinfo=UTC) and DAY.precision is Precision.DAY


@pytest.mark.parametrize(
    "text",
    [
        "2021-04-28T14:30+06:00",
        "2021-04-28T08:30Z",
        "2021-04-28T11:30:00+0300",
        "2021-04-28 14:30",
        "28.04.2021 14:30",
        "28.04.2021, 14:30",
        "28.04.2021 14:30:00",
        "44314.6041666667",  # 0.604167 days = 14.5 hours
    ],
)
def test_every_way_of_writing_the_minute_means_the_same_minute(text: str) -> None:
    period = read_occurred(text, OSH)
    assert period.start == datetime(2021, 4, 28, 8, 30, tzinfo=UTC)
    assert period.end - period.start == timedelta(minutes=1) and period.precision is Precision.MINUTE


@pytest.mark.parametrize("text", ["2021-04", "04.2021", "4/2021"])
def test_a_month_is_a_month(text: str) -> None:
    assert read_occurred(text, OSH) == Period.of_month(2021, 4, OSH)


def test_a_year_is_a_year() -> None:
    period = read_occurred("2020", OSH)
    assert period.days == 366 and period.precision is Precision.YEAR


@pytest.mark.parametrize(
    "text",
    [
        "2021-04-29/2021-05-01",
        "2021-04-29..2021-05-01",
        "29.04.2021 - 01.05.2021",
        "29.04.2021–01.05.2021",
        "29.04.2021 по 01.05.2021",
        "2021-04-29 to 2021-05-01",
    ],
)
def test_both_ends_of_an_interval_of_days_belong_to_it(text: str) -> None:
    period = read_occurred(text, OSH)
    assert period == Period.of_days(date(2021, 4, 29), date(2021, 5, 1), OSH)
    assert period.days == 3 and period.precision is Precision.INTERVAL


def test_an_interval_of_clock_times_ends_at_the_second_and_one_of_months_with_the_month() -> None:
    shift = read_occurred("2021-04-28T22:00+06:00/2021-04-29T04:30+06:00", OSH)
    assert shift.end - shift.start == timedelta(hours=6, minutes=30)
    assert read_occurred("2021-04/2021-06", OSH).days == 30 + 31 + 30


def test_local_days_follow_the_clock_of_their_time() -> None:
    # Berlin: 28 March 2021 has 23 hours, 31 October 2021 has 25.
    berlin = ZoneInfo("Europe/Berlin")
    assert read_occurred("2021-03-28", berlin).days == 23 / 24
    assert read_occurred("2021-10-31", berlin).days == 25 / 24


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "Is empty"),
        ("2021-02-29", "no day 29 in month 2 of 2021"),
        ("2021-00-10", "no month 0"),
        ("31.04.2021", "no day 31"),
        ("05/04/2021", "Write 2021-04-05 or 2021-05-04"),
        ("05-04-2021", "Write 2021-04-05 or 2021-05-04"),
        ("28.4.21", "two digits"),
        ("2021-04-28T24:00", "no time 24:00"),
        ("2021-04-28 12:60", "no time 12:60"),
        ("2021-04-28T12:00+99:00", "no offset +99:00"),
        ("2021-05-01/2021-04-29", "Ends before"),
        ("2021-04-28T10:00Z/2021-04-28T10:00Z", "Ends before"),
        ("2021-04-29/soon", "no date that can be read"),
        ("00000", "outside 1900"),
        ("2021-04-28 12:00 12:00", "no date"),
        ("2021 12:00", "no date"),
        ("x" * 100, "no date"),
        ("٢٠٢١-٠٤-٢٨", "no date"),
    ],
)
def test_what_can_mean_nothing_or_two_things_is_refused(text: str, reason: str) -> None:
    with pytest.raises(Problem, match=re.escape(reason)):
        read_occurred(text, OSH)


@given(st.text(max_size=90))
def test_any_text_is_a_period_or_a_problem(text: str) -> None:
    try:
        assert read_occurred(text, OSH).days > 0
    except Problem as problem:
        assert problem.reason


@given(st.dates(date(1900, 1, 2), date(2199, 12, 30)))
def test_a_day_is_read_back_from_every_unambiguous_form(day: date) -> None:
    expected = Period.of_days(day, day, OSH)
    for text in (day.isoformat(), f"{day:%d.%m.%Y}", f"{day.isoformat()} 00:00:00"):
        assert read_occurred(text, OSH) == expected
