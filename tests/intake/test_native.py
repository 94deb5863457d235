from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from kerege.domain.account import Account
from kerege.domain.count_range import CountRange
from kerege.domain.errors import InputError
from kerege.domain.grading import Credibility, Grading, Reliability
from kerege.domain.harm import Harm
from kerege.domain.marking import TLP, Marking
from kerege.domain.period import Period, Precision
from kerege.domain.position import Position
from kerege.domain.report import Report
from kerege.domain.source import Source
from kerege.intake.context import IntakeContext
from kerege.intake.formats import parse
from kerege.intake.native import MOST_SUGGESTED
from kerege.intake.parsed import ParsedReports
from kerege.intake.table import Table

Read = Callable[..., ParsedReports]
GOOD = {
    "occurred": "2021-04-28",
    "latitude": "40.25",
    "longitude": "70.5",
    "kind": "shooting",
    "side_a": "AA",
    "side_b": "BB",
}


def test_a_full_row_becomes_the_report_it_says(read: Read) -> None:
    parsed = read(
        {
            "id": "B-17",
            "occurred": "2021-04-28T14:30+06:00",
            "reported": "2021-04-28T15:10+06:00",
            "latitude": "40,25",
            "longitude": "70,5",
            "position_km": "2,5",
            "place": "Ak-Bulak",
            "kind": "Mass brawl",
            "trigger": "water",
            "side_a": "AA",
            "side_b": "bb",
            "killed": "1",
            "killed_high": "3",
            "injured_low": "4",
            "injured_high": "9",
            "displaced": "1 200",
            "summary": "A fight at the intake.",
            "account_a": "They came first.",
            "account_b": "They shut the water.",
            "response": "Border representatives met.",
            "channel": "post",
            "source": "duty log 17",
            "reliability": "В",  # Cyrillic
            "credibility": "2",
            "marking": "amber rel police",
        }
    )
    assert parsed.rejected == [] and parsed.format == "native" and parsed.lines == [2]
    assert parsed.reports == [
        Report(
            reference="B-17",
            occurred=Period(
                datetime(2021, 4, 28, 8, 30, tzinfo=UTC), datetime(2021, 4, 28, 8, 31, tzinfo=UTC), Precision.MINUTE
            ),
            reported_at=datetime(2021, 4, 28, 9, 10, tzinfo=UTC),
            kind="mass_brawl",
            trigger="water",
            countries=("AA", "BB"),
            position=Position(40.25, 70.5, 2.5),
            place="Ak-Bulak",
            harm=Harm(CountRange(1, 1, 3), CountRange(4, 6, 9), CountRange.exactly(1200), None),  # (4 + 9) // 2 = 6
            summary="A fight at the intake.",
            accounts=(Account("AA", "They came first."), Account("BB", "They shut the water.")),
            response="Border representatives met.",
            sources=(Source("post", "duty log 17"),),
            grading=Grading(Reliability.B, Credibility.PROBABLY_TRUE),
            marking=Marking(TLP.AMBER, frozenset({"police"})),
        )
    ]


def test_what_a_row_leaves_empty_stays_unknown_and_is_never_zero(read: Read) -> None:
    (report,) = read({"occurred": "2021-04", "place": "Ak-Bulak", "killed": "", "injured": "0", "kind": ""}).reports
    assert report.harm == Harm(killed=None, injured=CountRange.exactly(0), displaced=None, detained=None)
    assert (report.kind, report.trigger, report.countries, report.summary) == ("other", "", (), "")
    assert report.grading == Grading() and report.marking == Marking(TLP.GREEN)
    assert report.sources == (Source(),)


BROKEN = [
    ({"occurred": "2021-02-30"}, "occurred", "no day 30 in month 2"),
    ({"occurred": "2021-13-01"}, "occurred", "no month 13"),
    ({"occurred": "04/05/2021"}, "occurred", "day 4 of month 5 or day 5 of month 4"),
    ({"occurred": "2021-05-01/2021-04-29"}, "occurred", "Ends before it starts"),
    ({"occurred": "2026-12-24"}, "occurred", "Lies in the future"),
    ({"occurred": "2026-10-01/2062-10-02"}, "occurred", "Ends in the future"),
    ({"occurred": "28.04.21"}, "occurred", "two digits"),
    ({"occurred": "0021-04-28"}, "occurred", "outside 1900"),
    ({"occurred": "in spring"}, "occurred", "no date that can be read"),
    ({"occurred": ""}, "occurred", "Is empty"),
    ({"occurred": "2021-04-28 25:00"}, "occurred", "no time 25:00"),
    ({"reported": "2021-04-20"}, "reported", "before the incident"),
    ({"reported": "2027-01-01"}, "reported", "in the future"),
    ({"reported": "2021-04-28/2021-04-30"}, "reported", "stretch of time"),
    ({"latitude": "391"}, "latitude", "decimal point missing (39.1)"),
    ({"latitude": "391", "longitude": "705"}, "latitude", "decimal point missing (39.1)"),
    ({"longitude": "705"}, "longitude", "decimal point missing (70.5)"),
    ({"latitude": "170.5", "longitude": "40.25"}, "latitude", "swapped, or is there a digit too many"),
    ({"latitude": "40.25.1"}, "latitude", "Is no number"),
    ({"latitude": "40°15'"}, "latitude", "Is no number"),
    ({"longitude": ""}, "longitude", "both or neither"),
    ({"latitude": "0", "longitude": "0"}, "latitude", "in the ocean"),
    ({"latitude": "", "longitude": ""}, "place", "Neither a place nor coordinates"),
    ({"latitude": "", "longitude": "", "place": "Akt", "side_b": ""}, "place", "No place of this name"),
    ({"latitude": "", "longitude": "", "place": "Ak-", "side_b": ""}, "place", "Ak-Bulak (AA, 40.250 70.500)"),
    (
        {"latitude": "", "longitude": "", "place": "Kum", "side_a": "", "side_b": ""},
        "place",
        "Kum (AA, 40.000 70.000), Kum (BB",
    ),
    ({"position_km": "0"}, "position_km", "no distance above 0"),
    ({"position_km": "-3"}, "position_km", "no distance above 0"),
    ({"kind": "shoting"}, "kind", "Did you mean shooting?"),
    ({"kind": "zzzzzz"}, "kind", "Write one of: shooting, armed_clash"),
    ({"killed": "-2"}, "killed", "cannot be negative"),
    ({"killed": "1.5"}, "killed", "Persons are whole"),
    ({"displaced": "1,200"}, "displaced", "Persons are whole"),
    ({"killed": "two"}, "killed", "no whole number"),
    ({"killed": "2-5"}, "killed", "Write 2 in killed_low and 5 in killed_high"),
    ({"injured_low": "5", "injured_high": "2"}, "injured_low", "above injured_high = 2"),
    ({"injured": "9", "injured_high": "2"}, "injured", "above injured_high = 2"),
    ({"injured": "1", "injured_low": "2"}, "injured", "below injured_low = 2"),
    ({"detained_low": "2"}, "detained_low", "Stands alone"),
    ({"killed": "99999999999"}, "killed", "more than 10,000,000"),
    ({"side_a": "XX"}, "side_a", "no country of this region. Known are AA, BB"),
    ({"side_b": "AA"}, "side_b", "same as side_a"),
    ({"marking": "TLP:PURPLE"}, "marking", "Is no marking"),
    ({"marking": "amber rel police; drop"}, "marking", "no agency code"),
    ({"reliability": "G"}, "reliability", "Is no reliability"),
    ({"reliability": "B2"}, "reliability", "Write B here and 2 in credibility"),
    ({"credibility": "7"}, "credibility", "Is no credibility"),
    ({"summary": "a\x00b"}, "summary", "character that is no text"),
    ({"summary": "x" * 20_001}, "summary", "20,001 characters"),
    ({"summary": "#REF!"}, "summary", "error of the spreadsheet"),
    ({"killed": "#DIV/0!"}, "killed", "no whole number"),
    ({"side_b": "", "account_b": "They shot."}, "account_b", "whose account"),
    ({"channel": "media | post", "source": "a | b | c"}, "channel", "2 channels for 3 sources"),
]


@pytest.mark.parametrize(("cells", "column", "reason"), BROKEN)
def test_a_broken_cell_is_named_and_the_good_row_beside_it_stays(
    read: Read, cells: dict[str, str], column: str, reason: str
) -> None:
    parsed = read(GOOD | {"id": "good"} | dict.fromkeys(cells.keys() - GOOD.keys(), ""), GOOD | cells)
    assert [report.reference for report in parsed.reports] == ["good"]
    (rejected,) = parsed.rejected
    assert (rejected.line, rejected.column) == (3, column)
    assert reason in rejected.reason
    if column in cells and cells[column].isprintable() and len(cells[column]) < 200:
        assert rejected.value == cells[column]


def test_a_row_with_several_faults_names_them_all(read: Read) -> None:
    (rejected,) = read(GOOD | {"latitude": "391", "killed": "-1", "kind": "shoting"}).rejected
    assert rejected.column == "kind"
    assert "latitude = '391'" in rejected.reason and "killed = '-1'" in rejected.reason


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (["2021-04-28"], "Has 1 cells, the header has 2. Is the row cut off"),
        (["2021-04-28", "Ak-Bulak", "x"], "Has 3 cells, the header has 2. Put quotes"),
    ],
)
def test_rows_of_the_wrong_width_are_refused(context: IntakeContext, row: list[str], reason: str) -> None:
    parsed = parse(Table("a.csv", ("occurred", "place"), [["2021-04-28", "Ak-Bulak"], row]), "native", context)
    assert len(parsed.reports) == 1 and parsed.rejected[0].line == 3
    assert reason in parsed.rejected[0].reason


def test_empty_cells_behind_the_last_column_do_no_harm(context: IntakeContext) -> None:
    parsed = parse(Table("a.csv", ("occurred", "place"), [["2021-04-28", "Ak-Bulak", "", " "]]), "native", context)
    assert len(parsed.reports) == 1


def test_a_place_is_found_on_the_sides_that_are_named(read: Read) -> None:
    where = {"occurred": "2021-04-28", "place": "Kum"}
    (report,) = read(where | {"side_a": "BB"}).reports
    assert report.position == Position(40.0, 71.0, 3.0)
    (report,) = read({"occurred": "2021", "place": "Boston", "side_a": "AA", "position_km": "8"}).reports
    assert report.position == Position(42.0, 69.0, 8.0)  # one side named, the place lies in a third country


def test_an_incident_of_two_known_sides_is_kept_without_a_point(read: Read) -> None:
    parsed = read({"occurred": "2021-04-28", "place": "Kum", "side_a": "AA", "side_b": "BB"})
    assert parsed.reports[0].position is None and parsed.reports[0].place == "Kum"
    (notice,) = parsed.notices
    assert (notice.line, notice.column) == (2, "place") and "Kept without a point" in notice.text


def test_like_names_are_looked_for_a_hundred_times_at_most(read: Read) -> None:
    rows = [{"occurred": "2021-04-28", "place": f"Ak-{number}"} for number in range(MOST_SUGGESTED + 1)]
    reasons = [row.reason for row in read(*rows).rejected]
    assert all("Ak-Bulak" in reason for reason in reasons[:-1]) and "Ak-Bulak" not in reasons[-1]


def test_coordinates_go_before_the_place_name(read: Read) -> None:
    (report,) = read(GOOD | {"place": "Zarkent"}).reports
    assert report.position == Position(40.25, 70.5, 1.0) and report.place == "Zarkent"


def test_an_id_used_twice_with_other_content_is_refused_and_the_same_row_twice_is_told(read: Read) -> None:
    parsed = read(GOOD | {"id": "7"}, GOOD | {"id": "7", "kind": "mine"}, GOOD | {"id": "7"}, GOOD, GOOD)
    assert [(row.line, row.column) for row in parsed.rejected] == [(3, "id")]
    assert "id of line 2" in parsed.rejected[0].reason
    assert [(notice.line, notice.text.split(" and")[0]) for notice in parsed.notices] == [
        (4, "Says the same as line 2"),
        (6, "Says the same as line 5"),
    ]


def test_formulas_are_text(read: Read) -> None:
    (report,) = read(GOOD | {"summary": "=HYPERLINK(1)", "place": "@x", "response": "'+1"}).reports
    assert (report.summary, report.place, report.response) == ("=HYPERLINK(1)", "@x", "+1")


def test_words_for_the_trigger_are_kept_in_the_summary(read: Read) -> None:
    def trigger(text: str) -> tuple[str, str]:
        (report,) = read(GOOD | {"trigger": text, "summary": "Shots."}).reports
        return report.trigger, report.summary

    assert trigger("Water") == ("water", "Shots.")
    assert trigger("repair of a canal") == ("water", "Shots. Trigger: repair of a canal")
    assert trigger("bridge over a canal") == ("other", "Shots. Trigger: bridge over a canal")
    assert trigger("a bad dream") == ("other", "Shots. Trigger: a bad dream")


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        (("place", "kind"), "'occurred' is missing"),
        (("place", "ocurred"), "Rename 'ocurred'"),
        (("occurred", "latitude"), "no column that says where"),
        (("occurred", "place", "Place "), "'place' is there twice"),
    ],
)
def test_a_table_without_what_is_needed_is_refused(
    context: IntakeContext, columns: tuple[str, ...], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        parse(Table("a.csv", columns, []), "native", context)


def test_other_columns_are_named(read: Read) -> None:
    assert read(GOOD | {"Mood": "grim", "": ""}).ignored_columns == ("Mood", "column 8 without a heading")


def test_usual_other_headings_are_understood(read: Read) -> None:
    row = {
        "Date": "2021-04-28",
        "Lat": "40.25",
        "Lon": "70.5",
        "Type": "mine",
        "Wounded": "3",
        "Killed (high)": "2",
        "Killed": "1",
    }
    (report,) = read(row).reports
    assert report.kind == "mine" and report.position == Position(40.25, 70.5, 1.0)
    assert report.harm.injured == CountRange.exactly(3) and report.harm.killed == CountRange(1, 1, 2)
