"""The export of the Armed Conflict Location and Event Data project (ACLED)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from kerege.domain.count_range import CountRange
from kerege.domain.grading import Grading
from kerege.domain.harm import Harm
from kerege.domain.period import Period, Precision
from kerege.domain.position import Position
from kerege.domain.report import Report
from kerege.domain.source import Source
from kerege.intake.cell_text import LONGEST_NAME, clean_text
from kerege.intake.context import IntakeContext
from kerege.intake.coordinates import read_coordinates
from kerege.intake.counts import read_count
from kerege.intake.heading import Layout, find_columns
from kerege.intake.occurred import read_occurred
from kerege.intake.parsed import ParsedReports
from kerege.intake.problem import Problem
from kerege.intake.rows import RowReader, read_rows, remembered
from kerege.intake.states import state_in_name
from kerege.intake.table import Table

REQUIRED = (
    "event_id_cnty",
    "event_date",
    "event_type",
    "sub_event_type",
    "actor1",
    "latitude",
    "longitude",
    "fatalities",
)
OPTIONAL = ("time_precision", "geo_precision", "actor2", "location", "source", "notes")
ACLED_COLUMNS = REQUIRED + OPTIONAL

# Sub-events, then event types for sub-events that are not listed.
KINDS = {
    "armed clash": "armed_clash",
    "government regains territory": "armed_conflict",
    "non-state actor overtakes territory": "armed_conflict",
    "abduction/forced disappearance": "hostage_taking",
    "attack": "attack_on_civilians",
    "sexual violence": "attack_on_civilians",
    "air/drone strike": "armed_conflict",
    "shelling/artillery/missile attack": "armed_conflict",
    "suicide bomb": "mine",
    "remote explosive/landmine/ied": "mine",
    "grenade": "mine",
    "chemical weapon": "armed_conflict",
    "mob violence": "mass_brawl",
    "violent demonstration": "riot_internal",
    "peaceful protest": "protest",
    "protest with intervention": "protest",
    "excessive force against protesters": "attack_on_civilians",
    "excessive force against protestors": "attack_on_civilians",
    "arrests": "detention",
    "looting/property destruction": "property_destruction",
    "battles": "armed_clash",
    "explosions/remote violence": "mine",
    "violence against civilians": "attack_on_civilians",
    "riots": "riot_internal",
    "protests": "protest",
    "strategic developments": "other",
    "strategic development": "other",
}
# geo_precision: 1 the named town, 2 its surroundings, 3 the region. The radii are ours.
UNCERTAINTY_KM = {"": 5.0, "1": 5.0, "2": 25.0, "3": 100.0}
# Written out: the calendar module's names follow the locale of the process.
_MONTHS = {
    **{"january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6},
    **{"july": 7, "august": 8, "september": 9, "october": 10, "november": 11, "december": 12},
}
_WORD_DATE = re.compile(r"([0-9]{1,2})[ -]([a-z]{3,9})[ -]([0-9]{4})")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[-/]([0-9]{1,2})[-/]([0-9]{4})")
_MOST_SOURCES = 20


def parse_acled(table: Table, context: IntakeContext) -> ParsedReports:
    """Reports of an ACLED export: one event, one report.

    An event of time_precision 2 becomes the week around its date, of 3 its month. `fatalities` becomes killed as it
    stands; ACLED writes 0 also where no number was reported. The sides are the countries that the names of both main
    actors speak of and the region knows. An event counts as known when its day, week or month is over.

    Raises
    ------
    InputError
        If a column of `REQUIRED` is missing.

    References
    ----------
    Raleigh, Linke, Hegre and Karlsen (2010), "Introducing ACLED", Journal of Peace Research 47(5).
    """
    layout = find_columns(table.columns, ACLED_COLUMNS, {}, where=table.name, required=REQUIRED)
    reader = _AcledReader(layout, context)
    return read_rows(table, layout, "acled", reader, reader.report)


class _AcledReader(RowReader):
    def __init__(self, layout: Layout, context: IntakeContext) -> None:
        super().__init__()
        self._context = context
        self._pick = layout.picker(ACLED_COLUMNS)
        self._cells: dict[str, str] = {}
        self._side = remembered(state_in_name)

    def text(self, column: str) -> str:
        return self._cells[column]

    def report(self, row: Sequence[str]) -> Report | None:
        self._cells = dict(zip(ACLED_COLUMNS, self._pick(row), strict=True))
        text, attempt = self.text, self.attempt
        identifier = attempt(self._identifier)
        occurred = attempt(self._occurred)
        kind = attempt(_kind, text("event_type"), text("sub_event_type"))
        position = attempt(self._position)
        killed = attempt(read_count, "fatalities", text("fatalities"))
        place = attempt(clean_text, "location", text("location"), LONGEST_NAME)
        summary = attempt(self._summary)
        sources = attempt(self._sources)
        if (
            self.problems
            or identifier is None
            or occurred is None
            or kind is None
            or place is None
            or summary is None
            or sources is None
        ):
            return None
        sides = dict.fromkeys(self._side(text(actor), self._context.countries) for actor in ("actor1", "actor2"))
        return Report(
            reference=f"ACLED-{identifier}",
            occurred=occurred,
            reported_at=occurred.end,
            kind=kind,
            trigger="",
            countries=tuple(side for side in sides if side),
            position=position,
            place=place,
            harm=Harm(killed=None if killed is None else CountRange.exactly(killed)),
            summary=summary,
            accounts=(),
            response="",
            sources=(Source("acled", f"ACLED event {identifier}"), *sources),
            grading=Grading(),
            marking=self._context.default_marking,
        )

    def _identifier(self) -> str:
        identifier = clean_text("event_id_cnty", self.text("event_id_cnty"), LONGEST_NAME)
        if not identifier:
            raise Problem(
                "event_id_cnty", "", "Is empty. Every ACLED event has one; take the row from the source again"
            )
        return identifier

    def _occurred(self) -> Period:
        text, zone = self.text("event_date"), self._context.zone
        day = read_occurred(_iso_date(text), zone, "event_date")
        if day.precision is not Precision.DAY:
            raise Problem("event_date", text, "Is no day. Write it as 2021-04-28")
        if day.start > self._context.imported_at:
            raise Problem("event_date", text, "Lies in the future. Check the date")
        on = day.first_day(zone)
        match self.text("time_precision").strip():
            case "" | "1":
                return day
            case "2":
                return Period.of_days(on - timedelta(days=3), on + timedelta(days=3), zone)
            case "3":
                return Period.of_month(on.year, on.month, zone)
            case other:
                raise Problem("time_precision", other, "Is no precision of a date. ACLED writes 1 to 3")

    def _position(self) -> Position | None:
        precision = self.text("geo_precision").strip()
        if precision not in UNCERTAINTY_KM:
            raise Problem("geo_precision", precision, "Is no precision of a place. ACLED writes 1 to 3")
        coordinates = read_coordinates(self.text("latitude"), self.text("longitude"))
        if coordinates is None:
            self.remark("latitude", "", "No coordinates are given. Kept without a point")
            return None
        return Position(*coordinates, UNCERTAINTY_KM[precision])

    def _summary(self) -> str:
        columns = ("sub_event_type", "actor1", "actor2", "notes")
        kind, actor1, actor2, notes = (clean_text(column, self.text(column)) for column in columns)
        actors = " and ".join(actor for actor in (actor1, actor2) if actor)
        return clean_text("notes", ". ".join(part for part in (f"{kind}: {actors}", notes) if part))

    def _sources(self) -> tuple[Source, ...]:
        names = dict.fromkeys(
            name.strip() for name in clean_text("source", self.text("source")).split(";") if name.strip()
        )
        return tuple(Source("media", name) for name in list(names)[:_MOST_SOURCES])


def _kind(event_type: str, sub_event_type: str) -> str:
    for text in (sub_event_type, event_type):
        kind = KINDS.get(text.strip().casefold())
        if kind is not None:
            return kind
    raise Problem("event_type", event_type, "Is no event type of ACLED. Take the row from the source again")


def _iso_date(text: str) -> str:
    # ACLED has written "28 April 2021", "28-04-2021" and "2021-04-28"; its days always come before its months.
    value = text.strip().casefold()
    if match := _WORD_DATE.fullmatch(value):
        for name, number in _MONTHS.items():
            if name.startswith(match[2]):
                return f"{match[3]}-{number:02d}-{int(match[1]):02d}"
    if match := _DAY_FIRST.fullmatch(value):
        return f"{match[3]}-{match[2]}-{match[1]}"
    return text
