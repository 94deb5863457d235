from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from kerege.domain.count_range import CountRange
from kerege.domain.period import Precision
from kerege.domain.position import Position
from kerege.domain.source import Source
from kerege.intake.acled import KINDS
from kerege.intake.context import IntakeContext
from kerege.intake.parsed import ParsedReports

Read = Callable[..., ParsedReports]
# Made up; ACLED's terms forbid copying its data.
EVENT = {
    "event_id_cnty": "KEN99",
    "event_date": "28 April 2021",
    "year": "2021",
    "time_precision": "1",
    "event_type": "Battles",
    "sub_event_type": "Armed clash",
    "actor1": "Military Forces of Kenya (2013-2022)",
    "inter1": "1",
    "actor2": "Police Forces of Uganda (1986-) Border Guards",
    "country": "Kenya",
    "location": "Ridge",
    "latitude": "1.25",
    "longitude": "34.75",
    "geo_precision": "2",
    "source": "Daily One; Radio Two",
    "notes": "Shots over a well.",
    "fatalities": "3",
}


@pytest.fixture
def context(context: IntakeContext) -> IntakeContext:
    return replace(context, countries=frozenset({"KE", "UG"}))


def test_an_event_becomes_the_report_it_says(read: Read) -> None:
    parsed = read(EVENT)
    assert parsed.format == "acled" and parsed.ignored_columns == ("year", "inter1", "country")
    (report,) = parsed.reports
    assert report.reference == "ACLED-KEN99" and report.kind == "armed_clash" and report.countries == ("KE", "UG")
    assert report.occurred.start == datetime(2021, 4, 27, 18, tzinfo=UTC) and report.occurred.precision is Precision.DAY
    assert report.reported_at == datetime(2021, 4, 28, 18, tzinfo=UTC)
    assert report.position == Position(1.25, 34.75, 25.0) and report.place == "Ridge"
    assert report.harm.killed == CountRange.exactly(3) and report.harm.injured is None
    assert report.summary == (
        "Armed clash: Military Forces of Kenya (2013-2022) and Police Forces of Uganda (1986-) Border Guards. "
        "Shots over a well."
    )
    assert report.sources == (
        Source("acled", "ACLED event KEN99"),
        Source("media", "Daily One"),
        Source("media", "Radio Two"),
    )


@pytest.mark.parametrize("date", ["2021-04-28", "28-04-2021", "28/04/2021", "28 Apr 2021", "28-April-2021"])
def test_every_way_in_which_acled_has_written_a_day_means_the_same(read: Read, date: str) -> None:
    assert read(EVENT | {"event_date": date}).reports[0].occurred == read(EVENT).reports[0].occurred


def test_days_come_before_months(read: Read) -> None:
    (report,) = read(EVENT | {"event_date": "04-05-2021"}).reports
    assert report.occurred.start == datetime(2021, 5, 3, 18, tzinfo=UTC)


def test_a_week_and_a_month_are_kept_as_such(read: Read, context: IntakeContext) -> None:
    (week,) = read(EVENT | {"time_precision": "2"}).reports
    assert (week.occurred.first_day(context.zone).day, week.occurred.last_day(context.zone).isoformat()) == (
        25,
        "2021-05-01",
    )
    (month,) = read(EVENT | {"time_precision": "3"}).reports
    assert month.occurred.precision is Precision.MONTH and month.occurred.days == 30
    assert month.reported_at == month.occurred.end


def test_no_figure_is_not_zero(read: Read) -> None:
    assert read(EVENT | {"fatalities": ""}).reports[0].harm.killed is None
    assert read(EVENT | {"fatalities": "0"}).reports[0].harm.killed == CountRange.exactly(0)


def test_every_sub_event_leads_to_a_kind_of_the_catalogue(read: Read, context: IntakeContext) -> None:
    for name, kind in KINDS.items():
        (report,) = read(EVENT | {"event_type": "Strategic developments", "sub_event_type": name.title()}).reports
        assert report.kind == kind and kind in context.catalogue.kinds
    assert read(EVENT | {"sub_event_type": "Brand new"}).reports[0].kind == "armed_clash"


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"event_type": "Weather", "sub_event_type": "Rain"}, "event_type"),
        ({"event_date": "28 Foo 2021"}, "event_date"),
        ({"event_date": "2031-04-28"}, "event_date"),
        ({"event_date": "April 2021"}, "event_date"),
        ({"time_precision": "7"}, "time_precision"),
        ({"geo_precision": "9"}, "geo_precision"),
        ({"fatalities": "some"}, "fatalities"),
        ({"latitude": "1.25", "longitude": ""}, "longitude"),
        ({"event_id_cnty": ""}, "event_id_cnty"),
    ],
)
def test_a_broken_event_is_named(read: Read, cells: dict[str, str], column: str) -> None:
    parsed = read(EVENT, EVENT | {"event_id_cnty": "KEN100"} | cells)
    assert len(parsed.reports) == 1
    assert [(row.line, row.column) for row in parsed.rejected] == [(3, column)]
