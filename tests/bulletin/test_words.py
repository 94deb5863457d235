"""Numbers, dates and plural forms come out as people write them; text from users is never a template."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from kerege.bulletin.words import Words
from kerege.domain.count_range import CountRange
from kerege.domain.period import Period, Precision
from kerege.files.catalogues import read_words
from kerege.risk.wording import Chance

OSH = ZoneInfo("Asia/Bishkek")


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("n", "expected"),
    [(1, "1 инцидент"), (2, "2 инцидента"), (5, "5 инцидентов"), (11, "11 инцидентов"), (21, "21 инцидент")],
)
def test_russian_has_three_plural_forms(n: int, expected: str) -> None:
    assert (
        read_words("ru").count("{n} incident in 24 months", "{n} incidents in 24 months", n)
        == f"{expected} за 24 месяца"
    )


@pytest.mark.parametrize(
    ("n", "expected"), [(0, "0 sources"), (1, "1 source"), (2, "2 sources"), (1234, "1,234 sources")]
)
def test_english_has_two_plural_forms(n: int, expected: str) -> None:
    assert Words("en").count("{n} source", "{n} sources", n) == expected


def test_a_value_with_braces_is_not_read_as_a_template() -> None:
    assert Words("en").say("{side} says", side="{0.__class__} {n}") == "{0.__class__} {n} says"


@pytest.mark.parametrize(
    ("probability", "expected"),
    [(0, "0 %"), (0.004, "<1 %"), (0.005, "1 %"), (0.62, "62 %"), (0.999, ">99 %"), (1, "100 %")],
)
def test_a_percent_is_never_0_or_100_where_it_is_neither(probability: float, expected: str) -> None:
    assert plain(Words("en").percent(probability)) == expected


def test_a_chance_is_a_word_a_number_and_an_interval() -> None:
    chance = Chance(0.62, 0.48, 0.75)
    assert plain(Words("en").chance(chance)) == "likely, 62 %, between 48 and 75 %"
    assert plain(read_words("ru").chance(chance)) == "вероятно, 62 %, от 48 до 75 %"


def test_numbers_have_the_separators_of_the_language() -> None:
    assert Words("en").number(1234.5, 1) == "1,234.5"
    assert plain(read_words("ru").number(1234.5, 1)) == "1 234,5"


def test_what_was_not_given_is_words_and_not_zero() -> None:
    assert Words("en").range(None) == "not given"
    assert Words("en").range(CountRange.exactly(0)) == "0"
    assert Words("en").range(CountRange(2, 3, 5)) == "3 (2–5)"


def test_a_time_is_told_no_more_exactly_than_its_source_tells_it() -> None:
    words = Words("en")
    day = Period.of_days(date(2021, 4, 28), date(2021, 4, 28), OSH)
    days = Period.of_days(date(2021, 4, 29), date(2021, 5, 1), OSH)
    year = Period.of_days(date(2021, 1, 1), date(2021, 12, 31), OSH, Precision.YEAR)
    minute = Period(
        datetime(2021, 4, 28, 8, 30, tzinfo=UTC), datetime(2021, 4, 28, 8, 31, tzinfo=UTC), Precision.MINUTE
    )
    assert plain(words.period(day, OSH)) == "28 April 2021"
    assert plain(words.period(days, OSH)) == "29 April 2021 to 1 May 2021"
    assert plain(words.period(Period.of_month(2021, 4, OSH), OSH)) == "April 2021, day not known"
    assert plain(words.period(year, OSH)) == "2021, month not known"
    assert plain(words.period(minute, OSH)) == "28 April 2021, 14:30 (UTC+6)"


@pytest.mark.parametrize(
    ("zone", "expected"), [("Asia/Kathmandu", "UTC+5:45"), ("America/Lima", "UTC−5"), ("Asia/Dushanbe", "UTC+5")]
)
def test_the_zone_is_named_by_its_distance_from_utc(zone: str, expected: str) -> None:
    moment = Words("en").moment(datetime(2021, 4, 20, 12, tzinfo=UTC), ZoneInfo(zone))
    assert moment.endswith(f"({expected})")


def test_items_are_joined_to_a_phrase() -> None:
    words = Words("en")
    assert [words.listing(items) for items in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]
