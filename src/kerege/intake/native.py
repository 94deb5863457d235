"""Kerege's own table of incidents (docs/reference/native-format.md)."""

from __future__ import annotations

import re

from kerege.domain.account import Account
from kerege.domain.count_range import CountRange
from kerege.domain.errors import InputError
from kerege.domain.harm import Harm
from kerege.domain.period import Period, Precision
from kerege.domain.position import Position
from kerege.domain.report import Report
from kerege.domain.source import Source
from kerege.intake.cell_text import LONGEST_NAME, clean_text
from kerege.intake.context import IntakeContext
from kerege.intake.coordinates import read_coordinates, read_uncertainty
from kerege.intake.counts import read_count_range
from kerege.intake.grading import read_grading
from kerege.intake.heading import Layout, find_columns
from kerege.intake.marking import read_marking
from kerege.intake.occurred import read_occurred
from kerege.intake.parsed import ParsedReports
from kerege.intake.place_search import find_place, why_not_placed
from kerege.intake.problem import Problem
from kerege.intake.reported import read_reported
from kerege.intake.rows import RowReader, read_rows, remembered
from kerege.intake.side import read_side
from kerege.intake.table import Table
from kerege.intake.terms import read_term, read_trigger

HARMS = ("killed", "injured", "displaced", "detained")
NATIVE_COLUMNS = (
    "id",
    "occurred",
    "reported",
    "latitude",
    "longitude",
    "position_km",
    "place",
    "kind",
    "trigger",
    "side_a",
    "side_b",
    *(f"{harm}{bound}" for harm in HARMS for bound in ("", "_low", "_high")),
    "summary",
    "account_a",
    "account_b",
    "response",
    "channel",
    "source",
    "reliability",
    "credibility",
    "marking",
)
ALIASES = {
    "date": "occurred",
    "lat": "latitude",
    "lon": "longitude",
    "lng": "longitude",
    "long": "longitude",
    "type": "kind",
    "wounded": "injured",
    "reference": "id",
}
FROM_PLACE_KM = 3.0
FROM_COORDINATES_KM = 1.0
SOURCE_BREAK = re.compile(r"(?:^|(?<=\s))\|(?=\s|$)")


def parse_native(table: Table, context: IntakeContext) -> ParsedReports:
    """Reports of a table in Kerege's own layout.

    Raises
    ------
    InputError
        If `occurred` is missing, or neither `place` nor both `latitude` and `longitude` are there, or a column is
        there twice.
    """
    layout = find_columns(table.columns, NATIVE_COLUMNS, ALIASES, where=table.name, required=("occurred",))
    if "place" not in layout.index and not {"latitude", "longitude"} <= set(layout.index):
        raise InputError(
            "There is no column that says where",
            where=table.name,
            mend="Add 'latitude' and 'longitude' in degrees, or 'place' with the name of a village or town",
        )
    reader = _NativeReader(layout, context)
    return read_rows(table, layout, "native", reader, reader.report)


class _NativeReader(RowReader):
    """Makes a report of the current row."""

    def __init__(self, layout: Layout, context: IntakeContext) -> None:
        super().__init__(layout)
        self._context = context
        catalogue, zone = context.catalogue, context.zone
        self._occurred = remembered(lambda text: read_occurred(text, zone))
        self._reported = remembered(
            lambda text, occurred: read_reported(text, occurred, zone, imported_at=context.imported_at)
        )
        self._kind = remembered(lambda text: read_term("kind", text, catalogue.kinds) or "other")
        self._trigger = remembered(lambda text: read_trigger(clean_text("trigger", text), catalogue.triggers))
        self._side = remembered(lambda column, text: read_side(column, text, context.countries))
        self._count = remembered(read_count_range)
        self._harm = remembered(Harm)
        self._grading = remembered(read_grading)
        self._marking = remembered(lambda text: read_marking(text, context.default_marking))
        self._sources = remembered(read_sources)
        self._find = remembered(lambda text, countries: find_place(text, countries, context.places))
        self._why = remembered(lambda text: why_not_placed(text, context.places))

    def report(self) -> Report | None:
        text, attempt = self.text, self.attempt
        reference = attempt(clean_text, "id", text("id"), LONGEST_NAME)
        occurred = attempt(self._when)
        reported = None
        if occurred is not None:
            reported = attempt(self._reported, text("reported"), occurred)
        kind = attempt(self._kind, text("kind"))
        trigger = attempt(self._trigger, text("trigger"))
        sides = self._sides()
        place = attempt(clean_text, "place", text("place"), LONGEST_NAME)
        position = attempt(self._position, place or "", sides)
        harm = self._harm(*(self._harm_count(name) for name in HARMS))
        summary = attempt(clean_text, "summary", text("summary"))
        accounts = self._accounts(sides)
        response = attempt(clean_text, "response", text("response"))
        sources = attempt(self._sources, text("channel"), text("source"))
        grading = attempt(self._grading, text("reliability"), text("credibility"))
        marking = attempt(self._marking, text("marking"))
        if (
            self.problems
            or reference is None
            or occurred is None
            or reported is None
            or kind is None
            or trigger is None
            or place is None
            or summary is None
            or response is None
            or sources is None
            or grading is None
            or marking is None
        ):
            return None
        trigger_id, trigger_words = trigger
        return Report(
            reference=reference,
            occurred=occurred,
            reported_at=reported,
            kind=kind,
            trigger=trigger_id,
            countries=tuple(side for side in sides if side),
            position=position,
            place=place,
            harm=harm,
            summary=with_trigger_words(summary, trigger_words),
            accounts=accounts,
            response=response,
            sources=sources,
            grading=grading,
            marking=marking,
        )

    def _when(self) -> Period:
        text = self.text("occurred")
        occurred = self._occurred(text)
        now = self._context.imported_at
        if occurred.start > now:
            raise Problem("occurred", text, "Lies in the future. Check the date")
        if occurred.precision is Precision.INTERVAL and (occurred.end - now).days >= 1:
            raise Problem("occurred", text, "Ends in the future. Check the date, or write the time until now")
        return occurred

    def _sides(self) -> tuple[str, str]:
        side_a = self.attempt(self._side, "side_a", self.text("side_a")) or ""
        side_b = self.attempt(self._side, "side_b", self.text("side_b")) or ""
        if side_a and side_a == side_b:
            self.problems.append(
                Problem(
                    "side_b",
                    self.text("side_b"),
                    "Is the same as side_a. Leave it empty where one side alone is concerned",
                )
            )
        return side_a, side_b

    def _position(self, place: str, sides: tuple[str, str]) -> Position | None:
        coordinates = read_coordinates(self.text("latitude"), self.text("longitude"))
        uncertainty = read_uncertainty(self.text("position_km"))
        if coordinates is not None:
            return Position(*coordinates, uncertainty or FROM_COORDINATES_KM)
        if not place:
            raise Problem("place", "", "Neither a place nor coordinates are given. Write one of them")
        found = self._find(place, tuple(side for side in sides if side))
        if found is not None:
            return Position(found.latitude, found.longitude, uncertainty or FROM_PLACE_KM)
        why = self._why(place)
        if all(sides):
            self.remark(
                "place",
                place,
                f"{why}. Kept without a point: it counts for the border of {sides[0]} and {sides[1]} only",
            )
            return None
        raise Problem("place", place, f"{why}. Write latitude and longitude, the usual spelling, or both sides")

    def _harm_count(self, name: str) -> CountRange | None:
        return self.attempt(self._count, name, self.text(name), self.text(f"{name}_low"), self.text(f"{name}_high"))

    def _accounts(self, sides: tuple[str, str]) -> tuple[Account, ...]:
        accounts = []
        for column, side_column, side in zip(("account_a", "account_b"), ("side_a", "side_b"), sides, strict=True):
            words = self.attempt(clean_text, column, self.text(column))
            if not words:
                continue
            if not side and any(sides):
                self.problems.append(
                    Problem(
                        column, words[:80], f"Nobody knows whose account it is. Write the country code in {side_column}"
                    )
                )
            accounts.append(Account(side, words))
        return tuple(accounts)


def with_trigger_words(summary: str, words: str) -> str:
    """The summary, with the reporter's own words for the trigger where they say more than its term.

    Examples
    --------
    >>> with_trigger_words("Stones were thrown.", "pump at the canal")
    'Stones were thrown. Trigger: pump at the canal'
    """
    return " ".join(part for part in (summary, f"Trigger: {words}" if words else "") if part)


def read_sources(channel_text: str, source_text: str) -> tuple[Source, ...]:
    """The sources that two cells name; several stand with " | " between them.

    One channel goes for all sources.

    Raises
    ------
    Problem
        If there are several channels, but not as many as sources.

    Examples
    --------
    >>> read_sources("media", "https://example.org/1 | https://example.org/2")[1]
    Source(channel='media', reference='https://example.org/2')
    >>> read_sources("", "")
    (Source(channel='', reference=''),)
    """
    channels = [part.strip() for part in SOURCE_BREAK.split(clean_text("channel", channel_text))]
    references = [part.strip() for part in SOURCE_BREAK.split(clean_text("source", source_text))]
    if len(channels) == 1:
        channels *= len(references)
    if len(channels) != len(references):
        raise Problem(
            "channel",
            channel_text,
            f"Names {len(channels)} channels for {len(references)} sources. Write one, or as many",
        )
    return tuple(Source(channel, reference) for channel, reference in zip(channels, references, strict=True))
