"""Template tags that put what the library knows into words, shapes and times."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from babel.dates import format_datetime, format_timedelta
from babel.numbers import format_decimal, format_percent
from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kerege.domain.count_range import CountRange
from kerege.domain.grading import Credibility, Reliability
from kerege.domain.marking import TLP
from kerege.domain.period import Period
from kerege.domain.risk import RiskLevel
from kerege.risk.wording import likelihood
from kerege_web.pages import vocabulary
from kerege_web.pages.time_words import (
    age_words,
    date_words,
    instant_words,
    machine_period,
    page_locale,
    period_words,
    zone_words,
)
from kerege_web.region import current_region

register = template.Library()


@register.inclusion_tag("parts/level.html")
def level(value: RiskLevel | str) -> dict[str, str]:
    """A section level as shape and word."""
    level = RiskLevel(value)
    return {"level": level.value, "word": vocabulary.level_word(level)}


@register.inclusion_tag("parts/severity.html")
def severity(value: int) -> dict[str, Any]:
    """A severity as filled steps, number and word."""
    return {"severity": value, "word": vocabulary.severity_word(value)}


@register.simple_tag
def period(value: Period) -> SafeString:
    """When something happened, with the machine's time."""
    zone = current_region().zone
    return format_html('<time datetime="{}">{}</time>', machine_period(value, zone), period_words(value, zone))


@register.simple_tag
def instant(value: datetime) -> SafeString:
    """A time by the region's clock, which it names."""
    zone = current_region().zone
    return format_html(
        '<time datetime="{}">{} <span class="faint">({})</span></time>',
        value.astimezone(zone).isoformat(timespec="seconds"),
        instant_words(value, zone),
        zone_words(zone, value),
    )


@register.simple_tag
def age(value: datetime) -> SafeString:
    """How long ago, with the full time on focus or hover."""
    zone = current_region().zone
    return format_html(
        '<time datetime="{}" title="{} ({})">{}</time>',
        value.astimezone(zone).isoformat(timespec="seconds"),
        instant_words(value, zone),
        zone_words(zone, value),
        age_words(value, datetime.now(UTC)),
    )


@register.simple_tag
def clock(value: datetime) -> SafeString:
    """A time for those who look at the clock: hours and minutes, with the day where it is not today."""
    zone = current_region().zone
    local, now = value.astimezone(zone), datetime.now(zone)
    words = format_datetime(local, "HH:mm", locale=page_locale())
    if local.date() != now.date():
        pattern = "d MMM HH:mm" if local.year == now.year else "d MMM y HH:mm"
        words = format_datetime(local, pattern, locale=page_locale())
    return format_html(
        '<time datetime="{}" title="{} ({})">{}</time>',
        local.isoformat(timespec="seconds"), instant_words(value, zone), zone_words(zone, value), words,
    )  # fmt: skip


@register.filter
def day(value: date | datetime) -> str:
    """A day in words, by the region's clock."""
    return date_words(value.astimezone(current_region().zone).date() if isinstance(value, datetime) else value)


@register.filter
def count(value: CountRange | None) -> SafeString | str:
    """A count with its bounds; what is not known is said to be so, never shown as zero."""
    if value is None:
        return format_html('<span class="unknown">{}</span>', _("not known"))
    best = format_decimal(value.best, locale=page_locale())
    if value.low == value.high:
        return best
    low, high = (format_decimal(bound, locale=page_locale()) for bound in (value.low, value.high))
    return _("%(best)s (between %(low)s and %(high)s)") % {"best": best, "low": low, "high": high}


@register.filter
def number(value: float, digits: int = 1) -> str:
    """A number as the language writes it."""
    return str(format_decimal(round(value, digits), locale=page_locale()))


@register.filter
def rate(value: float) -> str:
    """An expected count: never rounded to zero, because that would say that nothing can happen."""
    if 0 < value < 0.01:
        return f"<{number(0.01, 2)}"
    return number(value, 1 if value >= 1 else 2)


@register.filter
def likelihood_word(value: float) -> str:
    """The word that belongs to a probability."""
    return vocabulary.message(likelihood(value).value)


@register.filter
def short(digest: str) -> str:
    """The first digits of a digest: enough to compare by eye."""
    return digest[:12]


@register.filter
def percent(value: float) -> str:
    """A share as a whole percentage; very small and very large ones are not rounded to certainty."""
    if 0 < value < 0.01:
        return _("less than %s") % format_percent(0.01, "0 %", locale=page_locale())
    if 0.99 < value < 1:
        return _("more than %s") % format_percent(0.99, "0 %", locale=page_locale())
    return str(format_percent(value, "0 %", locale=page_locale()))


register.filter("kind", vocabulary.kind_word)
register.filter("harm", vocabulary.harm_word)
register.filter("trigger", vocabulary.trigger_word)
register.filter("country", vocabulary.country_word)
register.filter("pair", vocabulary.pair_words)
register.filter("role", vocabulary.role_word)
register.filter("action", vocabulary.action_words)
register.filter("gap", vocabulary.gap_words)
register.filter("caveat", vocabulary.gap_words)
register.filter("family", vocabulary.family_words)
register.filter("note", vocabulary.note_words)
register.filter("unit", vocabulary.unit_words)
register.filter("detector", vocabulary.detector_words)
register.filter("reason", vocabulary.reason_words)
register.filter("level_name", vocabulary.bulletin_level_words)
register.filter("status", vocabulary.status_words)
register.filter("word", vocabulary.message)


@register.filter
def unlocalized(value: float) -> str:
    """A number as drawings need it: a point before the decimals in every language."""
    return f"{value:g}"


@register.filter
def is_address(text: str) -> bool:
    """Whether a source can be followed as a link; only addresses of the web are."""
    return urlsplit(text).scheme in ("http", "https")


@register.filter
def shown_address(text: str) -> str:
    """An address without its scheme, as a reader knows it, not longer than a line."""
    parts = urlsplit(text)
    address = f"{parts.netloc.removeprefix('www.')}{parts.path}".rstrip("/")
    return address if len(address) <= 60 else f"{address[:59]}…"


@register.filter
def reliability(value: Reliability | str) -> str:
    """The reliability of a source in words."""
    return vocabulary.reliability_word(Reliability(value))


@register.filter
def credibility(value: Credibility | str) -> str:
    """The credibility of a report in words."""
    return vocabulary.credibility_word(Credibility(value))


@register.filter
def marking_meaning(value: TLP | str) -> str:
    """What a TLP label means; the label itself is never translated."""
    return vocabulary.marking_words(TLP(value))


@register.simple_tag
def shown_at() -> SafeString:
    """When this page was made, for whoever prints it."""
    return instant(datetime.now(UTC))


@register.filter
def years(days: float) -> str:
    """A long time in round words: "3 weeks", "2 years", "more than 100 years"."""
    if days > 36_525:
        return _("more than a hundred years")
    return str(format_timedelta(timedelta(days=days), threshold=1.5, locale=page_locale()))


@register.simple_tag
def language_name(code: str) -> str:
    """A language by its own name."""
    return dict(settings.LANGUAGES).get(code, code)


@register.filter
def of(found: Mapping[str, Any], name: str) -> Any:  # noqa: ANN401 - as it was kept
    """What a mapping holds under a name that a template knows only as a value; None where it holds nothing."""
    return found.get(name)
