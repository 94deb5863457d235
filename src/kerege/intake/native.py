"""Kerege's own table of incidents (docs/reference/native-format.md)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from kerege.domain.account import Account
from kerege.domain.errors import InputError
from kerege.domain.harm import Harm
from kerege.domain.period import Period, Precision
from kerege.domain.place import Place
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
from kerege.intake.reported import reported_moment
from kerege.intake.rows import RowReader, read_rows, remembered
from kerege.intake.side import read_sides
from kerege.intake.table import Table
from kerege.intake.terms import read_term, read_trigger

HARMS = ("killed", "injured", "displaced", "detained")


class NativeCells(NamedTuple):
    """The cells of one row; the names are the columns of the layout, in the order in which they are written."""

    id: str
    occurred: str
    reported: str
    latitude: str
    longitude: str
    position_km: str
    place: str
    kind: str
    trigger: str
    side_a: str
    side_b: str
    killed: str
    killed_low: str
    killed_high: str
    injured: str
    injured_low: str
    injured_high: str
    displaced: str
    displaced_low: str
    displaced_high: str
    detained: str
    detained_low: str
    detained_high: str
    summary: str
    account_a: str
    account_b: str
    response: str
    channel: str
    source: str
    reliability: str
    credibility: str
    marking: str


NATIVE_COLUMNS = NativeCells._fields
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
MOST_SUGGESTED = 100
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
    """Makes a report of a row."""

    def __init__(self, layout: Layout, context: IntakeContext) -> None:
        super().__init__()
        self._context = context
        self._pick = layout.picker(NATIVE_COLUMNS)
        self._explained = 0
        catalogue = context.catalogue
        self._occurred = remembered(self._read_occurred)
        self._reported = remembered(self._read_reported)
        self._kind = remembered(lambda text: read_term("kind", text, catalogue.kinds) or "other")
        self._trigger = remembered(lambda text: read_trigger(clean_text("trigger", text), catalogue.triggers))
        self._sides = remembered(lambda side_a, side_b: read_sides(side_a, side_b, context.countries))
        self._count = remembered(read_count_range)
        self._grading = remembered(read_grading)
        self._marking = remembered(lambda text: read_marking(text, context.default_marking))
        self._place = remembered(lambda text: clean_text("place", text, LONGEST_NAME))
        self._find = remembered(self._find_place)
        self._why = remembered(self._why_not_placed)

    def report(self, row: Sequence[str]) -> Report | None:
        cells = NativeCells._make(self._pick(row))
        attempt = self.attempt
        reference = attempt(clean_text, "id", cells.id, LONGEST_NAME)
        occurred = attempt(self._occurred, cells.occurred)
        reported = None if occurred is None else attempt(self._known_at, cells.reported, occurred)
        kind = attempt(self._kind, cells.kind)
        trigger = attempt(self._trigger, cells.trigger)
        sides = attempt(self._sides, cells.side_a, cells.side_b)
        place = attempt(self._place, cells.place)
        position = attempt(self._position, cells, place or "", sides or ("", ""))
        harm = self._harm(cells)
        summary = attempt(clean_text, "summary", cells.summary)
        accounts = self._accounts(cells, sides)
        response = attempt(clean_text, "response", cells.response)
        sources = attempt(read_sources, cells.channel, cells.source)
        grading = attempt(self._grading, cells.reliability, cells.credibility)
        marking = attempt(self._marking, cells.marking)
        if (
            self.problems
            or reference is None
            or occurred is None
            or reported is None
            or kind is None
            or trigger is None
            or sides is None
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
            countries=_named(sides),
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

    def _read_occurred(self, text: str) -> Period:
        occurred, now = read_occurred(text, self._context.zone), self._context.imported_at
        if occurred.start > now:
            raise Problem("occurred", text, "Lies in the future. Check the date")
        if occurred.precision is Precision.INTERVAL and (occurred.end - now).days >= 1:
            raise Problem("occurred", text, "Ends in the future. Check the date, or write the time until now")
        return occurred

    def _read_reported(self, text: str) -> Period | None:
        return read_occurred(text, self._context.zone, "reported") if text.strip() else None

    def _find_place(self, text: str, sides: tuple[str, str]) -> Place | None:
        return find_place(text, _named(sides), self._context.places)

    def _why_not_placed(self, text: str) -> str:
        # Looking for like names is slow, and after so many of them nobody reads the next.
        self._explained += 1
        return why_not_placed(text, self._context.places if self._explained <= MOST_SUGGESTED else None)

    def _known_at(self, text: str, occurred: Period) -> datetime:
        return reported_moment(self._reported(text), text, occurred, self._context.zone, self._context.imported_at)

    def _position(self, cells: NativeCells, place: str, sides: tuple[str, str]) -> Position | None:
        coordinates = read_coordinates(cells.latitude, cells.longitude)
        uncertainty = read_uncertainty(cells.position_km)
        if coordinates is not None:
            return Position(*coordinates, uncertainty or FROM_COORDINATES_KM)
        if not place:
            raise Problem("place", "", "Neither a place nor coordinates are given. Write one of them")
        found = self._find(place, sides)
        if found is not None:
            return Position(found.latitude, found.longitude, uncertainty or FROM_PLACE_KM)
        why = self._why(place)
        if all(sides):
            border = f"{sides[0]} and {sides[1]}"
            self.remark("place", place, f"{why}. Kept without a point: it counts for the border of {border} only")
            return None
        raise Problem("place", place, f"{why}. Write latitude and longitude, the usual spelling, or both sides")

    def _harm(self, cells: NativeCells) -> Harm:
        count, attempt = self._count, self.attempt
        return Harm(
            attempt(count, "killed", cells.killed, cells.killed_low, cells.killed_high),
            attempt(count, "injured", cells.injured, cells.injured_low, cells.injured_high),
            attempt(count, "displaced", cells.displaced, cells.displaced_low, cells.displaced_high),
            attempt(count, "detained", cells.detained, cells.detained_low, cells.detained_high),
        )

    def _accounts(self, cells: NativeCells, sides: tuple[str, str] | None) -> tuple[Account, ...]:
        if not (cells.account_a or cells.account_b):
            return ()
        accounts = []
        told = (("a", cells.account_a), ("b", cells.account_b))
        for (letter, text), side in zip(told, sides or ("", ""), strict=True):
            words = self.attempt(clean_text, f"account_{letter}", text)
            if not words:
                continue
            if sides and not side and any(sides):
                self.problems.append(
                    Problem(
                        f"account_{letter}",
                        words[:80],
                        f"Nobody knows whose account it is. Write the country in side_{letter}",
                    )
                )
            accounts.append(Account(side, words))
        return tuple(accounts)


def _named(sides: tuple[str, str]) -> tuple[str, ...]:
    return tuple(side for side in sides if side)


def with_trigger_words(summary: str, words: str) -> str:
    """The summary, with the reporter's own words for the trigger where they say more than its term.

    Examples
    --------
    >>> with_trigger_words("Stones were thrown.", "pump at the canal")
    'Stones were thrown. Trigger: pump at the canal'
    """
    if not words:
        return summary
    return f"{summary} Trigger: {words}" if summary else f"Trigger: {words}"


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
    channel, reference = clean_text("channel", channel_text), clean_text("source", source_text)
    if "|" not in channel and "|" not in reference:
        return (Source(channel, reference),)
    channels = [part.strip() for part in SOURCE_BREAK.split(channel)]
    references = [part.strip() for part in SOURCE_BREAK.split(reference)]
    if len(channels) == 1:
        channels *= len(references)
    if len(channels) != len(references):
        raise Problem(
            "channel",
            channel_text,
            f"Names {len(channels)} channels for {len(references)} sources. Write one, or as many",
        )
    return tuple(Source(channel, reference) for channel, reference in zip(channels, references, strict=True))
