"""Reading the days that commands are given."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kerege.domain.errors import InputError


def day_of(text: str, option: str) -> date:
    """The day a person wrote as YYYY-MM-DD.

    Raises
    ------
    InputError
        For anything else.

    Examples
    --------
    >>> day_of("2021-04-20", "--as-of")
    datetime.date(2021, 4, 20)
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(f"{text!r} is not a day", where=option, mend="Write it as YYYY-MM-DD") from None


def end_of_day(day: date, zone: ZoneInfo) -> datetime:
    """The last moment of a local day: what was known on that day was known by then."""
    return datetime.combine(day + timedelta(days=1), time(), zone)
