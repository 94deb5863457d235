"""Synthetic incidents in words: reports that say plainly that nothing of it happened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache

from kerege.domain.account import Account
from kerege.domain.catalogue import Catalogue
from kerege.domain.count_range import CountRange
from kerege.domain.grading import Credibility, Grading, Reliability
from kerege.domain.harm import Harm
from kerege.domain.marking import TLP, Marking
from kerege.domain.period import Period, Precision
from kerege.domain.position import Position
from kerege.domain.region import Region
from kerege.domain.report import Report
from kerege.domain.section import BorderSection
from kerege.domain.source import Source
from kerege.intake.cell_text import LONGEST_NAME
from kerege.simulation.incident_columns import IncidentColumns
from kerege.simulation.reporting_channel import CHANNELS

REFERENCE = "kerege simulate"
_AT_ONCE = 10_000
_MINUTE = timedelta(minutes=1)
_CREDIBILITY = {
    "A": Credibility.CONFIRMED, "B": Credibility.PROBABLY_TRUE, "C": Credibility.POSSIBLY_TRUE,
    "D": Credibility.DOUBTFUL, "F": Credibility.CANNOT_BE_JUDGED,
}  # fmt: skip


def synthetic_id(prefix: str, number: int) -> str:
    """The id of incident number 0, 1, 2, ... in order of time.

    Examples
    --------
    >>> synthetic_id("SYN-7", 0)
    'SYN-7-0000001'
    """
    return f"{prefix}-{number + 1:07}"


def synthetic_reports(
    columns: IncidentColumns, region: Region, catalogue: Catalogue, days: Sequence[date], prefix: str
) -> Iterator[Report]:
    """One report for each synthetic incident, in their order.

    Parameters
    ----------
    columns : IncidentColumns
    region : Region
    catalogue : Catalogue
    days : sequence of date
        The local days of the history.
    prefix : str
        Of the ids.
    """
    words = _Words(region, catalogue, days)
    for first in range(0, len(columns), _AT_ONCE):
        part = columns.rows(slice(first, first + _AT_ONCE))
        harm = map(tuple, part.harm.reshape(-1, 12).tolist())
        cells = zip(
            part.started_s.tolist(), part.reported_s.tolist(), part.day.tolist(), part.gives_minute.tolist(),
            part.section.tolist(), part.kind.tolist(), part.trigger.tolist(), harm,
            part.channel.tolist(), part.reliability.tolist(), part.left_first.tolist(), part.has_accounts.tolist(),
            part.longitude.tolist(), part.latitude.tolist(), part.uncertainty_km.tolist(),
            strict=True,
        )  # fmt: skip
        for number, cell in enumerate(cells, first):
            yield words.report(synthetic_id(prefix, number), *cell)


class _Words:
    """Makes reports; what many of them share is made once."""

    def __init__(self, region: Region, catalogue: Catalogue, days: Sequence[date]) -> None:
        self._sections = region.sections
        self._kinds = list(catalogue.kinds)
        self._summaries = [
            f"Synthetic incident ({kind.label}). It did not happen." for kind in catalogue.kinds.values()
        ]
        self._triggers = [*catalogue.triggers, ""]
        self._places = [section.name[:LONGEST_NAME].strip() for section in region.sections]
        self._day = cache(lambda index: Period.of_days(days[index], days[index], region.zone))
        self._sources = [(Source(channel.id, REFERENCE),) for channel in CHANNELS]
        self._gradings = [
            [Grading(Reliability(letter), _CREDIBILITY[letter]) for letter in channel.reliability]
            for channel in CHANNELS
        ]
        self._sides = [[_sides(section, left_first=first) for first in (False, True)] for section in region.sections]
        self._accounts = [[_accounts(sides) for sides in both] for both in self._sides]
        self._marking = Marking(TLP.CLEAR)

    def report(
        self, reference: str, started_s: int, reported_s: int, day: int, gives_minute: bool, section: int, kind: int,
        trigger: int, harm: tuple[int, ...], channel: int, reliability: int, left_first: bool, has_accounts: bool,
        longitude: float, latitude: float, uncertainty_km: float,
    ) -> Report:  # fmt: skip
        if gives_minute:
            began = datetime.fromtimestamp(started_s, UTC)
            occurred = Period(began, began + _MINUTE, Precision.MINUTE)
        else:
            occurred = self._day(day)
        return Report(
            reference=reference,
            occurred=occurred,
            reported_at=datetime.fromtimestamp(reported_s, UTC),
            kind=self._kinds[kind],
            trigger=self._triggers[trigger],
            countries=self._sides[section][left_first],
            position=Position(latitude, longitude, uncertainty_km),
            place=self._places[section],
            harm=synthetic_harm(harm),
            summary=self._summaries[kind],
            accounts=self._accounts[section][left_first] if has_accounts else (),
            response="",
            sources=self._sources[channel],
            grading=self._gradings[channel][reliability],
            marking=self._marking,
        )


# Most incidents hurt nobody, so that few harms make up most rows.
@lru_cache(maxsize=4096)
def synthetic_harm(figures: tuple[int, ...]) -> Harm:
    """The harm of one row of `IncidentColumns.harm`, its twelve figures in a row.

    Examples
    --------
    >>> synthetic_harm((0, 0, 0, 2, 3, 4, -1, -1, -1, 1, 1, 1)).casualties
    CountRange(low=2, best=3, high=4)
    """
    killed, injured, displaced, detained = (
        None if figures[i + 1] < 0 else CountRange(*figures[i : i + 3]) for i in range(0, 12, 3)
    )
    return Harm(killed, injured, displaced, detained)


def _sides(section: BorderSection, *, left_first: bool) -> tuple[str, ...]:
    one, other = section.pair.split("-")
    if section.left == other:
        one, other = other, one
    return (one, other) if left_first else (other, one)


def _accounts(sides: tuple[str, ...]) -> tuple[Account, ...]:
    return tuple(Account(side, f"Made-up account of {side}.") for side in sides)
