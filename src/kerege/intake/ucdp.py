"""UCDP Georeferenced Event Dataset, as released each year and as candidate events each month."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

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
from kerege.intake.states import state_in_name, state_of_number
from kerege.intake.table import Table

REQUIRED = (
    "id",
    "type_of_violence",
    "side_a",
    "side_b",
    "where_prec",
    "latitude",
    "longitude",
    "date_prec",
    "date_start",
    "date_end",
    "best",
    "low",
    "high",
)
OPTIONAL = (
    "gwnoa",
    "gwnob",
    "source_office",
    "source_date",
    "where_coordinates",
    "adm_1",
    "adm_2",
    "country",
    "deaths_a",
    "deaths_b",
    "deaths_civilians",
    "deaths_unknown",
)
UCDP_COLUMNS = REQUIRED + OPTIONAL

# type_of_violence: 1 state-based conflict, 2 non-state conflict, 3 one-sided violence.
KINDS = {"1": "armed_clash", "2": "armed_clash", "3": "attack_on_civilians"}
# where_prec: 1 the exact place, 2 within about 25 km of it, 3 the district, 4 the province, 5 a line or area that is no
# administrative unit, 6 the country, 7 sea or air. Radii for 3 to 7 are ours: usual sizes of such units, rounded up.
UNCERTAINTY_KM = {"1": 3.0, "2": 25.0, "3": 50.0, "4": 150.0, "5": 100.0, "6": 500.0, "7": 500.0}
_DAY, _MONTH, _YEAR = "1", "4", "5"  # date_prec; 2 and 3 are some days and a week
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOST_SOURCES = 20

T = TypeVar("T")


def parse_ucdp(table: Table, context: IntakeContext) -> ParsedReports:
    """Reports of a table of UCDP GED events: one event, one report, no death lost.

    An event keeps its whole interval, across months too. Killed are `low`, `best` and `high`; where `best` lies outside
    the other two in the source, the range is widened to hold all three and a notice says so. The sides are the states
    among the actors that the region knows. An event counts as known at the end of the day of the first source that is
    dated on or after its last day; without such a source, at the end of its last day.

    Raises
    ------
    InputError
        If a column of `REQUIRED` is missing.

    References
    ----------
    Sundberg and Melander (2013), "Introducing the UCDP Georeferenced Event Dataset", Journal of Peace Research 50(4).
    """
    layout = find_columns(table.columns, UCDP_COLUMNS, {}, where=table.name, required=REQUIRED)
    reader = _UcdpReader(layout, context)
    return read_rows(table, layout, "ucdp", reader, reader.report)


class _UcdpReader(RowReader):
    def __init__(self, layout: Layout, context: IntakeContext) -> None:
        super().__init__()
        self._context = context
        self._pick = layout.picker(UCDP_COLUMNS)
        self._cells: dict[str, str] = {}
        self._sides = remembered(_sides)

    def text(self, column: str) -> str:
        return self._cells[column]

    def report(self, row: Sequence[str]) -> Report | None:
        self._cells = dict(zip(UCDP_COLUMNS, self._pick(row), strict=True))
        text, attempt = self.text, self.attempt
        identifier = attempt(self._identifier)
        kind = attempt(_coded, "type_of_violence", text("type_of_violence"), KINDS)
        occurred = attempt(self._occurred)
        position = attempt(self._position)
        killed = attempt(self._killed)
        place = attempt(self._place)
        summary = attempt(self._summary)
        sources = attempt(self._sources)
        if (
            self.problems
            or identifier is None
            or kind is None
            or occurred is None
            or killed is None
            or place is None
            or summary is None
            or sources is None
        ):
            return None
        return Report(
            reference=f"UCDP-{identifier}",
            occurred=occurred,
            reported_at=_known_at(occurred, text("source_date"), self._context.zone),
            kind=kind,
            trigger="",
            countries=self._sides(
                ((text("gwnoa"), text("side_a")), (text("gwnob"), text("side_b"))), self._context.countries
            ),
            position=position,
            place=place,
            harm=Harm(killed=killed),
            summary=summary,
            accounts=(),
            response="",
            sources=(Source("ucdp", f"UCDP GED event {identifier}"), *sources),
            grading=Grading(),
            marking=self._context.default_marking,
        )

    def _identifier(self) -> str:
        identifier = clean_text("id", self.text("id"), LONGEST_NAME)
        if not identifier:
            raise Problem("id", "", "Is empty. Every UCDP event has a number; take the row from the source again")
        return identifier

    def _occurred(self) -> Period:
        start_text, end_text = self.text("date_start"), self.text("date_end")
        start = read_occurred(start_text, self._context.zone, "date_start")
        end = read_occurred(end_text, self._context.zone, "date_end")
        for column, value, period in (("date_start", start_text, start), ("date_end", end_text, end)):
            if period.precision is not Precision.DAY:
                raise Problem(column, value, "Is no day. Write it as 2021-04-28")
        if end.start < start.start:
            raise Problem(
                "date_end", end_text, f"Lies before date_start = {start_text}. Check which of the two is wrong"
            )
        if end.start > self._context.imported_at:
            raise Problem("date_end", end_text, "Lies in the future. Check the date")
        precision = self.text("date_prec").strip()
        if precision not in {"1", "2", "3", "4", "5"}:
            raise Problem("date_prec", precision, "Is no precision of a date. UCDP writes 1 to 5")
        return Period(start.start, end.end, _precision(start, end, precision, self._context.zone))

    def _position(self) -> Position | None:
        uncertainty = _coded("where_prec", self.text("where_prec"), UNCERTAINTY_KM)
        coordinates = read_coordinates(self.text("latitude"), self.text("longitude"))
        if coordinates is None:
            self.remark("latitude", "", "No coordinates are given. Kept without a point")
            return None
        return Position(*coordinates, uncertainty)

    def _killed(self) -> CountRange:
        low, best, high = (read_count(name, self.text(name)) for name in ("low", "best", "high"))
        if best is None:
            raise Problem("best", self.text("best"), "Is empty. UCDP gives a figure for every event")
        figures = [figure for figure in (low, best, high) if figure is not None]
        killed = CountRange(min(figures), best, max(figures))
        if killed.low != (best if low is None else low) or killed.high != (best if high is None else high):
            self.remark(
                "best",
                str(best),
                f"Low, best and high are {low}, {best} and {high}; the range was widened to hold them all",
            )
        return killed

    def _place(self) -> str:
        names = (clean_text(name, self.text(name)) for name in ("where_coordinates", "adm_2", "adm_1", "country"))
        return next((name[:LONGEST_NAME] for name in names if name), "")

    def _summary(self) -> str:
        side_a, side_b = (clean_text(name, self.text(name)) for name in ("side_a", "side_b"))
        parts = (
            (side_a, "deaths_a"),
            (side_b, "deaths_b"),
            ("civilians", "deaths_civilians"),
            ("not known whose", "deaths_unknown"),
        )
        counted = [(name, self.text(column).strip()) for name, column in parts]
        deaths = ", ".join(f"{name} {count}" for name, count in counted if count.strip("0"))
        return clean_text("side_a", f"{side_a} against {side_b}." + (f" Deaths: {deaths}." if deaths else ""))

    def _sources(self) -> tuple[Source, ...]:
        offices = clean_text("source_office", self.text("source_office")).split(";")
        names = dict.fromkeys(office.strip() for office in offices if office.strip())
        return tuple(Source("media", name) for name in list(names)[:_MOST_SOURCES])


def _coded(column: str, text: str, codes: Mapping[str, T]) -> T:
    code = text.strip().removesuffix(".0")
    if code not in codes:
        raise Problem(column, text, f"Is no code of UCDP. Known are {', '.join(codes)}")
    return codes[code]


def _precision(start: Period, end: Period, code: str, zone: ZoneInfo) -> Precision:
    if start == end:
        return Precision.DAY if code == _DAY else Precision.INTERVAL
    first, last = start.first_day(zone), end.first_day(zone)
    whole_month = (first.year, first.month, 1) == (last.year, last.month, first.day)
    if code == _MONTH and whole_month and last.day == calendar.monthrange(last.year, last.month)[1]:
        return Precision.MONTH
    if code == _YEAR and (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
        return Precision.YEAR
    return Precision.INTERVAL


def _known_at(occurred: Period, source_dates: str, zone: ZoneInfo) -> datetime:
    last_day = occurred.last_day(zone)
    later = []
    for text in _DATE.findall(source_dates):
        try:
            day = date.fromisoformat(text)
        except ValueError:
            continue
        if day >= last_day:
            later.append(day)
    known = min(later, default=last_day)
    return Period.of_days(known, known, zone).end


def _sides(actors: tuple[tuple[str, str], ...], countries: frozenset[str]) -> tuple[str, ...]:
    codes: dict[str, None] = {}
    for number, name in actors:
        digits = number.strip().removesuffix(".0")
        code = state_of_number(int(digits)) if digits.isdecimal() and digits.isascii() and len(digits) < 6 else ""
        if code not in countries and name.startswith("Government of "):
            code = state_in_name(name, countries)
        if code in countries:
            codes[code] = None
    return tuple(codes)
