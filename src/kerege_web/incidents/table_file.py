"""Incidents as a table file that can be read in again: the columns of the native layout, and where each lies."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

from kerege.domain.count_range import CountRange
from kerege.domain.incident import Incident
from kerege.domain.period import Period, Precision
from kerege.intake.cell_text import guarded_text
from kerege_web.incidents.known_incident import KnownIncident
from kerege_web.incidents.stored_form import HARMS

COLUMNS = (
    "id", "occurred", "reported", "kind", "trigger", "severity", "side_a", "side_b", "place", "latitude", "longitude",
    "position_km", "pair", "section", "distance_km",
    *(f"{harm}{part}" for harm in HARMS for part in ("", "_low", "_high")),
    "reliability", "credibility", "channel", "source", "summary", "account_a", "account_b", "response", "marking",
)  # fmt: skip


def occurred_text(period: Period, zone: ZoneInfo) -> str:
    """When something happened as the native layout writes it, no more exactly than it is known.

    Examples
    --------
    >>> zone = ZoneInfo("Asia/Bishkek")
    >>> occurred_text(Period.of_month(2021, 4, zone), zone)
    '2021-04'
    """
    first, last = period.first_day(zone), period.last_day(zone)
    if period.precision == Precision.YEAR:
        return f"{first.year:04d}"
    if period.precision == Precision.MONTH:
        return f"{first:%Y-%m}"
    if period.precision == Precision.MINUTE:
        return period.start.astimezone(zone).isoformat(timespec="minutes")
    return first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"


def table_lines(incidents: Iterable[KnownIncident], zone: ZoneInfo) -> Iterator[str]:
    """The lines of the file, one by one, so that a long list does not fill the memory."""
    # The mark at the front lets Excel see that the letters are UTF-8.
    yield "\ufeff" + _line(COLUMNS)
    for known in incidents:
        yield _line(_cells(known, zone))


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def _line(cells: Iterable[str]) -> str:
    return str(csv.writer(_Echo()).writerow(cells))


def _cells(known: KnownIncident, zone: ZoneInfo) -> list[str]:
    what, location, position = known.incident, known.location, known.incident.position
    sides = (*what.countries[:2], "", "")[:2]
    cells = [
        what.id,
        occurred_text(what.occurred, zone),
        what.reported_at.astimezone(zone).isoformat(timespec="seconds"),
        what.kind,
        what.trigger,
        str(what.severity),
        *sides,
        what.place,
        *(
            ("", "", "")
            if position is None
            else map(str, (position.latitude, position.longitude, position.uncertainty_km))
        ),
        known.pair,
        location.section_id if location else "",
        f"{location.distance_km:.2f}" if location else "",
        *(cell for harm in HARMS for cell in _count_cells(getattr(what.harm, harm))),
        what.grading.reliability.value,
        what.grading.credibility.value,
        " | ".join(dict.fromkeys(source.channel for source in what.sources if source.channel)),
        " | ".join(source.reference for source in what.sources if source.reference),
        what.summary,
        *(_account(what, side) for side in sides),
        what.response,
        what.marking.tlp.value,
    ]
    numbers = {COLUMNS.index("latitude"), COLUMNS.index("longitude")}
    return [cell if i in numbers else guarded_text(cell) for i, cell in enumerate(cells)]


def _count_cells(count: CountRange | None) -> tuple[str, str, str]:
    return ("", "", "") if count is None else (str(count.best), str(count.low), str(count.high))


def _account(incident: Incident, side: str) -> str:
    return "\n".join(account.text for account in incident.accounts if side and account.side == side)
