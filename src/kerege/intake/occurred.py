"""When it happened: every way of writing a time that can mean only one thing."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from kerege.domain.period import Period, Precision
from kerege.intake.problem import Problem

FIRST_YEAR, LAST_YEAR = 1900, 2199
_HOW = "Write 2021-04-28, 2021-04, 2021, 28.04.2021, 2021-04-29/2021-05-01 or 2021-04-28T14:30+06:00"
_LONGEST = 80
MINUTE = timedelta(minutes=1)
_EXCEL_EPOCH = date(1899, 12, 30)

_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_DOTTED_DAY = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
_UNCLEAR_DAY = re.compile(r"([0-9]{1,2})[/-]([0-9]{1,2})[/-]([0-9]{4})")
_SHORT_YEAR = re.compile(r"[0-9]{1,2}([./-])[0-9]{1,2}\1[0-9]{2}")
_ISO_MONTH = re.compile(r"([0-9]{4})-([0-9]{1,2})")
_DOTTED_MONTH = re.compile(r"([0-9]{1,2})[./]([0-9]{4})")
_YEAR = re.compile(r"[0-9]{4}")
_SERIAL = re.compile(r"([0-9]{5})(?:[.,]([0-9]+))?")
_TIME = re.compile(
    r"(.+?)(?:[T ]|, ?)([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]{1,6})[0-9]*)?)?\s*(Z|[+-][0-9]{2}:?[0-9]{2})?"
)
_FROM_TO = re.compile(r"\s+(?:-|–|—|to|до|по)\s+|\s*[–—]\s*|\.\.|/")


def read_occurred(text: str, zone: ZoneInfo, column: str = "occurred") -> Period:
    """The period that a cell means.

    Parameters
    ----------
    text : str
        One of: 2021-04-28 | 28.04.2021 | 28/04/2021 where only one reading is possible | 2021-04 | 04.2021 | 2021 |
        a day with a time, with or without an offset from UTC | an Excel serial date (44314) | two of these joined by
        "/", "..", a dash between spaces or an en dash, both included.
    zone : ZoneInfo
        Local time of whatever names no offset.
    column : str
        For messages.

    Returns
    -------
    Period
        A day, month, year or minute of that precision; anything longer is an interval.

    Raises
    ------
    Problem
        For a date that does not exist, can be read two ways or lies outside 1900-2199, and for an interval that ends
        before it starts.

    Examples
    --------
    >>> osh = ZoneInfo("Asia/Bishkek")
    >>> read_occurred("28.04.2021", osh).start.isoformat()
    '2021-04-27T18:00:00+00:00'
    >>> read_occurred("2021-04-29/2021-05-01", osh).days
    3.0
    >>> read_occurred("2021-04-28T14:30+06:00", osh).precision.value
    'minute'
    """
    value = text.strip()
    if not value:
        raise Problem(column, text, f"Is empty; without a time there is nothing to count. {_HOW}")
    if len(value) > _LONGEST:
        raise Problem(column, value[:40] + "…", f"Is no date that can be read. {_HOW}")
    single = _single(value, zone, column)
    if single is not None:
        return single
    ends = _FROM_TO.split(value)
    if len(ends) == 2:
        first, last = (_single(end.strip(), zone, column) for end in ends)
        if first is not None and last is not None:
            return _joined(first, last, column, value)
    if _SHORT_YEAR.fullmatch(value):
        raise Problem(column, value, "The year has two digits. Write it with four, such as 28.04.2021")
    raise Problem(column, value, f"Is no date that can be read. {_HOW}")


def _joined(first: Period, last: Period, column: str, value: str) -> Period:
    # The end of a clock time is that time; the end of a day, month or year is its last moment.
    end = last.start if last.precision is Precision.MINUTE else last.end
    if end <= first.start:
        raise Problem(column, value, "Ends before it starts. Write the earlier time first")
    if first == last:
        return first
    return Period(first.start, end, Precision.INTERVAL)


def _single(value: str, zone: ZoneInfo, column: str) -> Period | None:
    day = _day(value, column)
    if day is not None:
        return Period.of_days(day, day, zone)
    if match := _ISO_MONTH.fullmatch(value):
        return _month(match[1], match[2], zone, column, value)
    if match := _DOTTED_MONTH.fullmatch(value):
        return _month(match[2], match[1], zone, column, value)
    if _YEAR.fullmatch(value):
        year = _checked_year(value, column, value)
        return Period.of_days(date(year, 1, 1), date(year, 12, 31), zone, Precision.YEAR)
    if match := _SERIAL.fullmatch(value):
        return _serial(int(match[1]), match[2], zone, column, value)
    if match := _TIME.fullmatch(value):
        return _clock_time(match, zone, column, value)
    return None


def _day(value: str, column: str) -> date | None:
    if match := _ISO_DAY.fullmatch(value):
        return _date(match[1], match[2], match[3], column, value)
    if match := _DOTTED_DAY.fullmatch(value):
        return _date(match[3], match[2], match[1], column, value)
    if match := _UNCLEAR_DAY.fullmatch(value):
        return _unclear_day(int(match[1]), int(match[2]), match[3], column, value)
    return None


def _checked_year(digits: str, column: str, value: str) -> int:
    year = int(digits)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Problem(column, value, f"The year {year} lies outside {FIRST_YEAR} to {LAST_YEAR}. Check it")
    return year


def _date(year_digits: str, month_digits: str, day_digits: str, column: str, value: str) -> date:
    year, month, day = _checked_year(year_digits, column, value), int(month_digits), int(day_digits)
    if not 1 <= month <= 12:
        raise Problem(column, value, f"There is no month {month}. Write year-month-day, such as 2021-04-28")
    try:
        return date(year, month, day)
    except ValueError:
        raise Problem(column, value, f"There is no day {day} in month {month} of {year}. Check the date") from None


def _unclear_day(first: int, second: int, year: str, column: str, value: str) -> date:
    if first <= 12 and second <= 12 and first != second:
        raise Problem(
            column,
            value,
            f"Can mean day {first} of month {second} or day {second} of month {first}. "
            f"Write {year}-{second:02d}-{first:02d} or {year}-{first:02d}-{second:02d}",
        )
    day, month = (first, second) if second <= 12 else (second, first)
    return _date(year, str(month), str(day), column, value)


def _month(year_digits: str, month_digits: str, zone: ZoneInfo, column: str, value: str) -> Period:
    start = _date(year_digits, month_digits, "1", column, value)
    return Period.of_month(start.year, start.month, zone)


def _serial(days: int, fraction: str | None, zone: ZoneInfo, column: str, value: str) -> Period:
    on = _EXCEL_EPOCH + timedelta(days=days)
    _checked_year(str(on.year), column, value)
    if fraction is None or not int(fraction):
        return Period.of_days(on, on, zone)
    minutes = round(float(f"0.{fraction}") * 24 * 60)
    local = datetime(on.year, on.month, on.day, tzinfo=zone) + timedelta(minutes=minutes)
    return Period(local.astimezone(UTC), local.astimezone(UTC) + MINUTE, Precision.MINUTE)


def _clock_time(match: re.Match[str], zone: ZoneInfo, column: str, value: str) -> Period | None:
    day_text, hour, minute, second, fraction, offset = match.groups()
    day = _day(day_text.strip(), column)
    if day is None:
        return None
    seconds = int(second or 0)
    if int(hour) > 23 or int(minute) > 59 or seconds > 59:
        raise Problem(
            column, value, f"There is no time {hour}:{minute}. Hours run from 00 to 23, minutes from 00 to 59"
        )
    # A date cell of a spreadsheet arrives with midnight behind it, which nobody reported.
    if offset is None and second is not None and not (int(hour) or int(minute) or seconds or int(fraction or 0)):
        return Period.of_days(day, day, zone)
    microseconds = int((fraction or "0").ljust(6, "0"))
    clock = datetime(day.year, day.month, day.day, int(hour), int(minute), seconds, microseconds, tzinfo=zone)
    if offset is not None:
        try:
            clock = clock.replace(tzinfo=datetime.fromisoformat(f"2000-01-01T00:00{offset}").tzinfo)
        except ValueError:
            raise Problem(column, value, f"There is no offset {offset} from UTC. Write one such as +06:00") from None
    start = clock.astimezone(UTC)
    return Period(start, start + MINUTE, Precision.MINUTE)
