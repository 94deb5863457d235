"""Times and periods in the words of a language, by the region's clocks, no more exact than they are known."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime, format_interval, get_timezone_location
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kerege.domain.period import Period, Precision


def page_locale() -> Locale:
    """The locale of the page's language; English as it is written in the region, the day before the month."""
    language = get_language() or "en"
    return Locale.parse("en_GB" if language == "en" else language, sep="_")


def zone_words(zone: ZoneInfo, at: datetime) -> str:
    """Whose clock it is: "Bishkek time, UTC+6"."""
    city = get_timezone_location(zone, locale=page_locale(), return_city=True)
    offset = at.astimezone(zone).utcoffset() or timedelta()
    hours, minutes = divmod(round(abs(offset).total_seconds() / 60), 60)
    sign = "-" if offset < timedelta() else "+"
    text = f"UTC{sign}{hours}" + (f":{minutes:02d}" if minutes else "")
    return _("%(city)s time, %(offset)s") % {"city": city, "offset": text}


def date_words(day: date) -> str:
    """A day in words: "28 April 2021"."""
    return format_date(day, "long", locale=page_locale())


def instant_words(at: datetime, zone: ZoneInfo) -> str:
    """A time by the region's clock: "28 April 2021, 14:30"."""
    local = at.astimezone(zone)
    return f"{date_words(local.date())}, {format_datetime(local, 'HH:mm', locale=page_locale())}"


def period_words(period: Period, zone: ZoneInfo) -> str:
    """When something happened, as exactly as it is known.

    A month stays a month and a year a year: no day is made up.
    """
    locale = page_locale()
    first, last = period.first_day(zone), period.last_day(zone)
    if period.precision == Precision.YEAR and first.year == last.year:
        return str(first.year)
    if period.precision == Precision.MONTH and (first.year, first.month) == (last.year, last.month):
        return format_date(first, "LLLL y", locale=locale)
    if period.precision == Precision.MINUTE:
        return instant_words(period.start, zone)
    if first == last:
        return date_words(first)
    return str(format_interval(first, last, "yMMMd", locale=locale))


def machine_period(period: Period, zone: ZoneInfo) -> str:
    """The start of a period for machines: "2021-04", "2021-04-28", or an instant with its offset."""
    first = period.first_day(zone)
    if period.precision == Precision.YEAR:
        return f"{first.year:04d}"
    if period.precision == Precision.MONTH:
        return f"{first:%Y-%m}"
    if period.precision == Precision.MINUTE:
        return period.start.astimezone(zone).isoformat(timespec="minutes")
    return first.isoformat()


def age_words(at: datetime, now: datetime) -> str:
    """How long ago: "3 hours ago"."""
    from babel.dates import format_timedelta

    # A clock that runs a little ahead must not say "in one second".
    gone = min(at.astimezone(UTC) - now.astimezone(UTC), timedelta())
    return str(format_timedelta(gone, add_direction=True, locale=page_locale()))


def hours_words(hours: int) -> str:
    """A length of time: "4 hours", "3 days"."""
    from babel.dates import format_timedelta

    return str(format_timedelta(timedelta(hours=hours), threshold=1.0, locale=page_locale()))


def duration_words(minutes: float) -> str:
    """How long: "15 minutes", "2 hours", "3 days"; in the largest unit of which there are two."""
    from babel.dates import format_timedelta

    whole = next(unit for unit in (1440, 60, 1) if minutes >= 2 * unit or unit == 1)
    rounded = timedelta(minutes=max(1, round(minutes / whole)) * whole)
    # The threshold keeps 90 minutes from becoming two hours, and 10 days from becoming a week.
    if whole == 1:
        return str(format_timedelta(rounded, granularity="minute", threshold=2.0, locale=page_locale()))
    if whole == 60:
        return str(format_timedelta(rounded, granularity="hour", threshold=2.0, locale=page_locale()))
    return str(format_timedelta(rounded, granularity="day", threshold=10.0, locale=page_locale()))


def day_word(day: int) -> str:
    """A day of the week, 0 for Monday."""
    from babel.dates import get_day_names

    return str(get_day_names("wide", context="stand-alone", locale=page_locale())[day])
