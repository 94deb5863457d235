from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kerege.domain.period import Period, Precision

OSH = ZoneInfo("Asia/Bishkek")  # UTC+6
DAYS = st.dates(date(1995, 1, 1), date(2040, 12, 31))


def test_a_local_day_is_stored_in_utc() -> None:
    day = Period.of_days(date(2021, 4, 28), date(2021, 4, 28), OSH)
    assert day.start == datetime(2021, 4, 27, 18, tzinfo=UTC)  # midnight at UTC+6
    assert day.end - day.start == timedelta(hours=24)
    assert day.precision is Precision.DAY


def test_december_ends_with_the_year() -> None:
    december = Period.of_month(2021, 12, OSH)
    assert december.last_day(OSH) == date(2021, 12, 31)
    assert december.days == 31


def test_the_middle_of_three_days_is_noon_of_the_second() -> None:
    period = Period.of_days(date(2021, 4, 29), date(2021, 5, 1), OSH)
    assert period.middle.astimezone(OSH) == datetime(2021, 4, 30, 12, tzinfo=OSH)
    assert period.precision is Precision.INTERVAL


@given(first=DAYS, length=st.integers(0, 400))
def test_the_days_that_made_a_period_can_be_read_from_it(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    period = Period.of_days(first, last, OSH)
    assert (period.first_day(OSH), period.last_day(OSH)) == (first, last)


def test_a_period_without_zone_or_without_length_cannot_exist() -> None:
    naive = datetime(2021, 4, 28)  # noqa: DTZ001 - the naive time is what is tested
    with pytest.raises(ValueError, match="zone"):
        Period(naive, naive + timedelta(days=1))
    with pytest.raises(ValueError, match="after it starts"):
        Period(datetime(2021, 4, 28, tzinfo=UTC), datetime(2021, 4, 28, 6, tzinfo=timezone(timedelta(hours=6))))
