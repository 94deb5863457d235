from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kerege.domain.count_range import CountRange
from kerege.domain.errors import InputError
from kerege.domain.period import Precision
from kerege.domain.position import Position
from kerege.domain.source import Source
from kerege.files.tables import read_table
from kerege.intake.context import IntakeContext
from kerege.intake.formats import parse
from kerege.intake.parsed import ParsedReports
from kerege.linkage.match import incidents_from_reports

Read = Callable[..., ParsedReports]
FILES = {
    # file: (events, best, widened ranges, events across months, best of these)
    "ucdp_ged_19_1_myanmar_bangladesh.csv": (3194, 20936, 6, 111, 3779),
    "ucdp_candidate_events_2023_10_global.csv": (2391, 12603, 15, 64, 188),
}
# A made-up event in the layout of the yearly release.
EVENT = {
    "id": "17",
    "type_of_violence": "1",
    "side_a": "Government of Kenya",
    "gwnoa": "501.0",
    "side_b": "Hill Front",
    "gwnob": "",
    "source_office": "Daily One;Radio Two;Daily One",
    "source_date": "2021-04-30;2021-05-04;2021-05-02",
    "where_prec": "3",
    "where_coordinates": "Ridge",
    "adm_1": "North",
    "latitude": "1.25",
    "longitude": "36.5",
    "date_prec": "2",
    "date_start": "2021-04-29",
    "date_end": "2021-05-01",
    "deaths_a": "2",
    "deaths_b": "5",
    "deaths_civilians": "1",
    "deaths_unknown": "0",
    "best": "8",
    "low": "6",
    "high": "11",
}


@pytest.fixture
def context(context: IntakeContext) -> IntakeContext:
    return replace(context, countries=frozenset({"KE", "MM", "BD", "UA", "RU"}))


@pytest.mark.parametrize("name", FILES)
def test_no_death_and_no_event_is_lost(shared: Callable[[str], Path], context: IntakeContext, name: str) -> None:
    events, best, widened, across_months, best_across = FILES[name]
    content = shared(f"data/forecast/{name}").read_bytes()
    parsed = parse(read_table(content, name), "auto", context)
    assert parsed.format == "ucdp" and parsed.rejected == []
    incidents = incidents_from_reports(parsed.reports, context.catalogue)
    assert len(incidents) == events
    killed = [incident.harm.killed for incident in incidents]
    assert sum(count.best for count in killed if count) == best
    # An independent reading of the same file: plain dictionaries of the csv module.
    rows = list(csv.DictReader(content.decode("utf-8").splitlines(keepends=True)))
    lows = [min(int(row["low"]), int(row["best"]), int(row["high"])) for row in rows]
    highs = [max(int(row["low"]), int(row["best"]), int(row["high"])) for row in rows]
    assert [count.low for count in killed if count] == lows and [count.high for count in killed if count] == highs
    assert len([notice for notice in parsed.notices if "widened" in notice.text]) == widened
    zone = context.zone
    spans = [
        incident
        for incident in incidents
        if f"{incident.occurred.first_day(zone):%Y%m}" != f"{incident.occurred.last_day(zone):%Y%m}"
    ]
    assert len(spans) == across_months
    assert sum(incident.harm.killed.best for incident in spans if incident.harm.killed) == best_across
    days = [
        (incident.occurred.first_day(zone).isoformat(), incident.occurred.last_day(zone).isoformat())
        for incident in incidents
    ]
    assert days == [(row["date_start"][:10], row["date_end"][:10]) for row in rows]


def test_deaths_by_side_of_the_border_add_up_with_the_states_the_region_knows(
    shared: Callable[[str], Path], context: IntakeContext
) -> None:
    name = "ucdp_ged_19_1_myanmar_bangladesh.csv"
    content = shared(f"data/forecast/{name}").read_bytes()
    deaths: dict[tuple[str, ...], int] = defaultdict(int)
    for report in parse(read_table(content, name), "ucdp", context).reports:
        assert report.harm.killed is not None
        deaths[report.countries] += report.harm.killed.best
    expected: dict[tuple[str, ...], int] = defaultdict(int)
    for row in csv.DictReader(content.decode("utf-8").splitlines(keepends=True)):
        side = {"Government of Myanmar (Burma)": ("MM",), "Government of Bangladesh": ("BD",)}.get(row["side_a"], ())
        expected[side] += int(row["best"])
    assert deaths == expected and sum(deaths.values()) == 20936


def test_an_event_becomes_the_report_it_says(read: Read) -> None:
    (report,) = read(EVENT).reports
    assert report.reference == "UCDP-17" and report.kind == "armed_clash" and report.countries == ("KE",)
    # UTC+6: 29 April begins at 18:00 UTC of the 28th; 1 May ends at 18:00 UTC of that day.
    assert report.occurred.start == datetime(2021, 4, 28, 18, tzinfo=UTC)
    assert report.occurred.end == datetime(2021, 5, 1, 18, tzinfo=UTC)
    assert report.occurred.precision is Precision.INTERVAL
    # The first source on or after the last day is of 2 May; that of 30 April could not know how it ended.
    assert report.reported_at == datetime(2021, 5, 2, 18, tzinfo=UTC)
    assert report.position == Position(1.25, 36.5, 50.0) and report.place == "Ridge"
    assert report.harm.killed == CountRange(6, 8, 11) and report.harm.injured is None
    assert report.summary == (
        "Government of Kenya against Hill Front. Deaths: Government of Kenya 2, Hill Front 5, civilians 1."
    )
    assert report.sources == (
        Source("ucdp", "UCDP GED event 17"),
        Source("media", "Daily One"),
        Source("media", "Radio Two"),
    )


def test_without_a_later_source_an_event_is_known_when_it_is_over(read: Read) -> None:
    (report,) = read(EVENT | {"source_date": "2021-04-30;soon;2021-99-99"}).reports
    assert report.reported_at == report.occurred.end


@pytest.mark.parametrize(
    ("start", "end", "code", "precision"),
    [
        ("2021-04-29", "2021-04-29", "1", Precision.DAY),
        ("2021-04-29", "2021-04-29", "2", Precision.INTERVAL),
        ("2021-02-01", "2021-02-28", "4", Precision.MONTH),
        ("2020-02-01", "2020-02-28", "4", Precision.INTERVAL),  # a leap year: one day is lacking
        ("2021-01-01", "2021-12-31", "5", Precision.YEAR),
        ("2021-01-01", "2021-12-30", "5", Precision.INTERVAL),
        ("2021-04-29 00:00:00.000", "2021-05-01 00:00:00.000", "2", Precision.INTERVAL),
    ],
)
def test_the_precision_of_a_date_follows_its_code_and_its_days(
    read: Read, start: str, end: str, code: str, precision: Precision
) -> None:
    (report,) = read(EVENT | {"date_start": start, "date_end": end, "date_prec": code}).reports
    assert report.occurred.precision is precision


@pytest.mark.parametrize(
    ("low", "best", "high", "expected"),
    [("0", "3", "0", CountRange(0, 3, 3)), ("5", "4", "9", CountRange(4, 4, 9)), ("5", "7", "4", CountRange(4, 7, 7))],
)
def test_a_best_figure_outside_its_bounds_widens_them_and_says_so(
    read: Read, low: str, best: str, high: str, expected: CountRange
) -> None:
    parsed = read(EVENT | {"low": low, "best": best, "high": high})
    assert parsed.reports[0].harm.killed == expected
    (notice,) = parsed.notices
    assert f"Low, best and high are {low}, {best} and {high}" in notice.text


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"type_of_violence": "4"}, "type_of_violence"),
        ({"where_prec": ""}, "where_prec"),
        ({"date_prec": "9"}, "date_prec"),
        ({"date_start": "2021-04"}, "date_start"),
        ({"date_end": "2021-04-28"}, "date_end"),
        ({"date_end": "2031-04-28"}, "date_end"),
        ({"best": ""}, "best"),
        ({"best": "-1"}, "best"),
        ({"latitude": "96"}, "latitude"),
        ({"id": " "}, "id"),
        ({"side_a": "\x01"}, "side_a"),
    ],
)
def test_a_broken_event_is_named(read: Read, cells: dict[str, str], column: str) -> None:
    parsed = read(EVENT, EVENT | {"id": "18"} | cells)
    assert len(parsed.reports) == 1
    assert [(row.line, row.column) for row in parsed.rejected] == [(3, column)]


def test_two_states_fighting_are_both_sides_and_a_state_the_region_does_not_know_is_none(read: Read) -> None:
    both = EVENT | {"gwnoa": "365", "gwnob": "369.0", "side_a": "Government of Russia (Soviet Union)"}
    assert read(both).reports[0].countries == ("RU", "UA")
    by_name = EVENT | {"gwnoa": "", "side_a": "Government of Myanmar (Burma)"}
    assert read(by_name).reports[0].countries == ("MM",)
    assert read(EVENT | {"gwnoa": "750.0", "side_a": "Government of India"}).reports[0].countries == ()


def test_a_missing_column_is_named(read: Read) -> None:
    with pytest.raises(InputError, match="'date_end' is missing"):
        read({column: cell for column, cell in EVENT.items() if column != "date_end"}, format_name="ucdp")
