"""Official totals beside the incidents that are held: how much of what happened is seen here at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from kerege.bulletin.compose.material import Material
from kerege.domain.bulletin import BulletinTable
from kerege.domain.official_total import OfficialTotal

_WHOLE_OR_HALF_YEAR = re.compile(r"^(\d{4})(H[12])?$")


@dataclass(frozen=True, slots=True)
class ComparedTotal:
    """An official total with the number of incidents held for the same border and time."""

    period: str
    border: str
    scope: str
    official: int
    held: int
    publisher: str


def compared_totals(material: Material) -> list[ComparedTotal]:
    """Official totals whose year or half-year was over by the time of the run, newest first.

    Totals that are marked as not usable, that count no incidents, or whose time is no year or half-year are left out.
    """
    result = []
    for total in material.region.official_totals:
        match = _WHOLE_OR_HALF_YEAR.match(total.period)
        if match is None or total.incidents is None or not total.is_usable:
            continue
        year, half = int(match[1]), match[2]
        start = datetime(year, 7 if half == "H2" else 1, 1, tzinfo=material.region.zone)
        end = (
            datetime(year, 7, 1, tzinfo=material.region.zone)
            if half == "H1"
            else datetime(year + 1, 1, 1, tzinfo=material.region.zone)
        )
        if end > material.as_of:
            continue
        held = sum(
            start <= incident.occurred.middle < end and _belongs(incident.countries, total)
            for incident in material.incidents
        )
        result.append(ComparedTotal(total.period, total.border, total.scope, total.incidents, held, total.publisher))
    return sorted(result, key=lambda item: (item.period[:4], item.period, item.border), reverse=True)


def _belongs(countries: tuple[str, ...], total: OfficialTotal) -> bool:
    if total.border.endswith(" all"):
        return total.border.removesuffix(" all") in countries
    return set(total.border.split("-")) <= set(countries)


def official_table(material: Material, most: int = 12) -> BulletinTable | None:
    """Official totals against what is held, newest first; None where there is no total to compare with."""
    words, compared = material.words, compared_totals(material)[:most]
    if not compared:
        return None
    return BulletinTable(
        caption=words.say("Official totals against what the file holds"),
        columns=(
            words.say("Period"),
            words.say("Border"),
            words.say("Counted by"),
            words.say("Official"),
            words.say("Held"),
            words.say("Share"),
        ),
        rows=tuple(
            (
                period_words(material, total.period),
                _border_name(material, total.border),
                total.publisher,
                words.number(total.official),
                words.number(total.held),
                f"{words.number(100 * total.held / total.official)}\N{NO-BREAK SPACE}%" if total.official else "",
            )
            for total in compared
        ),
        numeric=(False, False, False, True, True, True),
        wide=2,
        note=words.say(
            "Each publisher counts by its own rules. The share says how much is seen here, not who is right; above "
            "100 % the file counts more widely than the publisher."
        ),
    )


def period_words(material: Material, period: str) -> str:
    """A year as it is, a half-year in words."""
    words = material.words
    if period.endswith("H1"):
        return words.say("{year}, first half", year=period[:4])
    if period.endswith("H2"):
        return words.say("{year}, second half", year=period[:4])
    return period


def _border_name(material: Material, border: str) -> str:
    if border.endswith(" all"):
        return material.words.say("{country}, all borders", country=material.country(border.removesuffix(" all")))
    return material.pair_name(border)
