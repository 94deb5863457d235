"""One language: its messages, plural forms, numbers and dates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from gettext import NullTranslations
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time, get_month_names
from babel.numbers import format_decimal

from kerege.domain.count_range import CountRange
from kerege.domain.period import Period, Precision
from kerege.risk.wording import Chance, likelihood, whole_percent

# English as it is written in the region: day before month, 24 hours.
_LOCALES = {"en": "en_GB", "uz": "uz_Latn"}
# Number and unit stay on one line.
_NO_BREAK = "\N{NO-BREAK SPACE}"
_EN_DASH = "\N{EN DASH}"


def message(text: str) -> str:
    """The text itself: marks a message that stands away from the call that says it, so that catalogues hold it."""
    return text


def plural_message(one: str, many: str) -> tuple[str, str]:
    """Both forms themselves: marks a message with plural forms that stands away from the call that counts with it."""
    return one, many


@dataclass(frozen=True)
class Words:
    """Says everything in one language. English is the source; what a catalogue lacks comes out in English.

    Messages are templates with named places: `words.say("{count} of {all}", count=3, all=9)`. Values are put in after
    translation and are never read as templates, so text from users may hold braces.

    Parameters
    ----------
    language : str
        Language code.
    translations : gettext.NullTranslations
        The catalogue.
    spelling : callable
        A place's name in this language's letters, or None where it is not known.

    Examples
    --------
    >>> words = Words("en")
    >>> words.say("Section {name}", name="{odd}")
    'Section {odd}'
    >>> words.count("{n} incident", "{n} incidents", 1234)
    '1,234 incidents'
    >>> words.chance(Chance(0.62, 0.48, 0.75)).replace(chr(160), " ")
    'likely, 62 %, between 48 and 75 %'
    """

    language: str
    translations: NullTranslations = field(default_factory=NullTranslations)
    spelling: Callable[[str], str | None] = lambda name: None

    @property
    def locale(self) -> Locale:
        """How numbers and dates are written."""
        return Locale.parse(_LOCALES.get(self.language, self.language))

    def say(self, message: str, /, **values: object) -> str:
        """A message in this language, with its places filled."""
        text = self.translations.gettext(message) if message else ""
        return text.format(**values) if values else text

    def count(self, one: str, many: str, n: int, /, **values: object) -> str:
        """A message in the plural form that the language has for n; "{n}" is the number itself."""
        return self.translations.ngettext(one, many, n).format(n=self.number(n), **values)

    def number(self, value: float, digits: int = 0) -> str:
        """A number with this language's separators and a fixed number of digits after the mark."""
        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        return str(format_decimal(value, format=pattern, locale=self.locale))

    def percent(self, probability: float) -> str:
        """A share or probability as whole per cent; never 0 or 100 where it is neither."""
        percent = whole_percent(probability)
        if percent == 0 and probability > 0:
            return f"<1{_NO_BREAK}%"
        if percent == 100 and probability < 1:
            return f">99{_NO_BREAK}%"
        return f"{percent}{_NO_BREAK}%"

    def chance(self, chance: Chance) -> str:
        """Word, number and interval of a probability."""
        _, low, high = chance.percents
        return self.say(
            "{word}, {percent}, between {low} and {high}",
            word=self.likelihood(chance.probability),
            percent=self.percent(chance.probability),
            low=low,
            high=f"{high}{_NO_BREAK}%",
        )

    def likelihood(self, probability: float) -> str:
        """The word for a probability."""
        return self.say(likelihood(probability).value)

    def interval(self, low: float, high: float, digits: int = 0) -> str:
        """Two bounds: "2 to 7"; one number where both are printed alike."""
        first, last = self.number(low, digits), self.number(high, digits)
        return first if first == last else self.say("{low} to {high}", low=first, high=last)

    def range(self, count: CountRange | None) -> str:
        """A count with its bounds where they differ; words where nothing was given, never a zero."""
        if count is None:
            return self.say("not given")
        if count.low == count.high:
            return self.number(count.best)
        return f"{self.number(count.best)} ({self.number(count.low)}{_EN_DASH}{self.number(count.high)})"

    def day(self, day: date) -> str:
        """A date with the month as a word."""
        return self._tied(format_date(day, "long", locale=self.locale))

    def short_day(self, day: date) -> str:
        """A date with the month shortened, for tables."""
        return str(format_date(day, "medium", locale=self.locale))

    def month(self, day: date) -> str:
        """Month and year."""
        return str(format_skeleton("yMMMM", day, locale=self.locale))

    def month_name(self, month: int) -> str:
        """Name of a month, 1..12, as it stands on its own."""
        return str(get_month_names("wide", context="stand-alone", locale=self.locale)[month])

    def short_month(self, month: int) -> str:
        """Short name of a month, 1..12."""
        return str(get_month_names("abbreviated", context="stand-alone", locale=self.locale)[month])

    def moment(self, instant: datetime, zone: ZoneInfo) -> str:
        """Date, time and the zone's distance from UTC."""
        local = instant.astimezone(zone)
        clock = format_time(local.timetz(), "HH:mm", locale=self.locale)
        return f"{self.day(local.date())}, {clock} ({_zone_name(local.tzinfo, local)})"

    def period(self, period: Period, zone: ZoneInfo) -> str:
        """When something happened, no more exactly than the source says."""
        first, last = period.first_day(zone), period.last_day(zone)
        if period.precision is Precision.MONTH:
            return self.say("{month}, day not known", month=self.month(first))
        if period.precision is Precision.YEAR:
            return self.say("{year}, month not known", year=first.year)
        if period.precision is Precision.MINUTE:
            return self.moment(period.start, zone)
        return self.day(first) if first == last else self.days(first, last)

    def days(self, first: date, last: date) -> str:
        """From a day to a day, both included."""
        return self.say("{first} to {last}", first=self.day(first), last=self.day(last))

    def place(self, name: str) -> str:
        """A place's name in this language's letters where the region knows it; else as it stands."""
        return self.spelling(name) or name

    def listing(self, items: list[str]) -> str:
        """Items joined to one phrase: "a, b and c"."""
        if len(items) < 2:
            return "".join(items)
        return self.say("{first} and {last}", first=", ".join(items[:-1]), last=items[-1])

    def _tied(self, text: str) -> str:
        """A date that is not broken between two lines after its first word."""
        head, _, tail = text.partition(" ")
        return f"{head}{_NO_BREAK}{tail}" if tail else head


def _zone_name(zone: tzinfo | None, local: datetime) -> str:
    offset = (zone.utcoffset(local) if zone else None) or timedelta()
    minutes = round(offset / timedelta(minutes=1))
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes >= 0 else "\N{MINUS SIGN}"
    return f"UTC{sign}{hours}" + (f":{rest:02d}" if rest else "")
