"""What holds for any table and any report."""

from __future__ import annotations

import csv
import io
import unicodedata
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.intake.made_border import make_context

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
from kerege.files.tables import read_table
from kerege.intake.acled import ACLED_COLUMNS
from kerege.intake.cell_text import EXCEL_ERRORS
from kerege.intake.formats import FORMATS, parse
from kerege.intake.native import NATIVE_COLUMNS
from kerege.intake.native_writer import native_row, write_native
from kerege.intake.table import Table
from kerege.intake.ucdp import UCDP_COLUMNS

CONTEXT = make_context()
OSH = CONTEXT.zone
LIKELY = st.sampled_from(
    [
        *(
            "",
            " ",
            "0",
            "1",
            "2",
            "-1",
            "3.5",
            "7,0",
            "1e5",
            "391",
            "40.25",
            "70,5",
            "99999999999",
            "2021-04-28",
            "28.04.2021",
        ),
        *(
            "2021-04",
            "2021",
            "04/05/2021",
            "2021-04-29/2021-05-01",
            "2021-02-30",
            "2021-04-28T14:30+06:00",
            "44314",
            "9999",
        ),
        *(
            "2199-12-31",
            "1900-01-01",
            "2021-04-28 14:30:59,999999",
            "10000-01-01",
            "2021-04-28 1:00 1:00",
            "Kum",
            "Ak-Bulak",
        ),
        *(
            "shooting",
            "Mass brawl",
            "water",
            "AA",
            "BB",
            "ZZ",
            "КZ",
            "TLP:RED",
            "amber rel x",
            "A",
            "F",
            "6",
            "a | b",
            "|",
            "'=1",
        ),
        *(
            "=1",
            "@x",
            "\x00",
            "\ud800",
            "#N/A",
            "x" * 30_000,
            "²",
            "٣",
            "۲۰۲۱-۰۴-۲۸",
            "NaN",
            "inf",
            "--",
            "…",
            "\u202e",
        ),
    ]
)
CELL = st.one_of(LIKELY, st.text(max_size=12))


@given(data=st.data(), format_name=st.sampled_from(FORMATS))
@settings(max_examples=150, deadline=None)
def test_every_row_becomes_one_report_or_one_refusal(data: st.DataObject, format_name: str) -> None:
    known = {"native": NATIVE_COLUMNS, "acled": ACLED_COLUMNS, "ucdp": UCDP_COLUMNS}[format_name]
    columns = (*known, *data.draw(st.lists(st.text(max_size=8), max_size=2)))
    width = len(columns)
    rows = data.draw(st.lists(st.lists(CELL, min_size=max(0, width - 1), max_size=width + 1), max_size=6))
    table = Table("any.csv", columns, rows)
    try:
        parsed = parse(table, format_name, CONTEXT)
    except InputError:
        return  # a heading drawn at random may be one that is there already
    assert len(parsed.reports) + len(parsed.rejected) == len(rows) and len(parsed.lines) == len(parsed.reports)
    assert {row.line for row in parsed.rejected} | set(parsed.lines) == set(range(2, 2 + len(rows)))
    assert all(row.reason for row in parsed.rejected)


@given(
    columns=st.lists(st.one_of(st.sampled_from([*NATIVE_COLUMNS, *UCDP_COLUMNS, *ACLED_COLUMNS]), CELL), max_size=12),
    data=st.data(),
)
@settings(max_examples=150, deadline=None)
def test_any_headings_give_reports_or_an_input_error(columns: list[str], data: st.DataObject) -> None:
    rows = data.draw(st.lists(st.lists(CELL, max_size=12), max_size=3))
    try:
        parsed = parse(
            Table("any.csv", tuple(columns), rows), data.draw(st.sampled_from(["auto", *FORMATS, "none"])), CONTEXT
        )
    except InputError as error:
        assert error.mend
    else:
        assert len(parsed.reports) + len(parsed.rejected) == len(rows)


def written_text(longest: int = 60) -> st.SearchStrategy[str]:
    characters = st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cn"], include_characters="\n\t'=+-@")
    return (
        st.one_of(
            st.text(characters, max_size=longest),
            st.sampled_from(["=1+1", "'=1", "''@x", "-", "+996", "'a", "=", "＝1"]),
        )
        .map(lambda text: unicodedata.normalize("NFC", text).strip())
        .filter(lambda text: text not in EXCEL_ERRORS and len(text) <= longest)
    )


def plain_source() -> st.SearchStrategy[Source]:
    text = written_text(30).filter(lambda text: "|" not in text)
    return st.builds(Source, text, text)


@st.composite
def periods(draw: st.DrawFn) -> Period:
    first = draw(st.dates(date(1995, 1, 1), date(2026, 9, 30)))
    match draw(st.sampled_from(Precision)):
        case Precision.DAY:
            return Period.of_days(first, first, OSH)
        case Precision.MONTH:
            return Period.of_month(first.year, first.month, OSH)
        case Precision.YEAR:
            return Period.of_days(date(first.year, 1, 1), date(first.year, 12, 31), OSH, Precision.YEAR)
        case Precision.INTERVAL if draw(st.booleans()):
            last = first + timedelta(days=draw(st.integers(0, 30)))
            return Period.of_days(first, last, OSH, Precision.INTERVAL)
        case precision:
            moment = datetime(first.year, first.month, first.day, tzinfo=UTC) + timedelta(
                seconds=draw(st.integers(0, 86_399)), microseconds=draw(st.integers(0, 999_999))
            )
            longer = timedelta(minutes=1)
            if precision is Precision.INTERVAL:
                longer = timedelta(microseconds=draw(st.integers(1, 10**12)))
            return Period(moment, moment + longer, precision)


def counts() -> st.SearchStrategy[CountRange | None]:
    return st.none() | st.lists(st.integers(0, 10_000_000), min_size=3, max_size=3).map(
        lambda three: CountRange(*sorted(three))
    )


@st.composite
def reports(draw: st.DrawFn) -> Report:
    occurred = draw(periods())
    countries = draw(st.sampled_from([(), ("AA",), ("BB",), ("AA", "BB"), ("BB", "AA")]))
    told = draw(
        st.lists(st.sampled_from(countries or ("",)), unique=True).map(
            lambda sides: sorted(sides, key=(*countries, "").index)
        )
    )
    position = draw(
        st.builds(
            Position,
            st.floats(-90, 90).filter(bool),
            st.floats(-180, 180),
            st.floats(0.001, 2000),
        )
    )
    after = timedelta(seconds=draw(st.integers(0, 2_000_000)))
    return Report(
        reference=draw(written_text()),
        occurred=occurred,
        reported_at=min(occurred.start + after, CONTEXT.imported_at),
        kind=draw(st.sampled_from(list(CONTEXT.catalogue.kinds))),
        trigger=draw(st.sampled_from(["", *CONTEXT.catalogue.triggers])),
        countries=countries,
        position=position,
        place=draw(written_text()),
        harm=Harm(*(draw(counts()) for _ in range(4))),
        summary=draw(written_text(200)),
        accounts=tuple(Account(side, draw(written_text().filter(bool))) for side in told),
        response=draw(written_text()),
        sources=tuple(draw(st.lists(plain_source(), min_size=1, max_size=3))),
        grading=Grading(draw(st.sampled_from(Reliability)), draw(st.sampled_from(Credibility))),
        marking=Marking(
            draw(st.sampled_from(TLP)),
            draw(st.frozensets(st.sampled_from(["police", "customs", "border-guard", "x_1"]))),
        ),
    )


@given(report=reports())
@settings(max_examples=150, deadline=None)
def test_a_written_report_is_read_back_as_it_was(report: Report) -> None:
    rows = write_native([report], OSH)
    parsed = parse(Table("back.csv", NATIVE_COLUMNS, rows), "auto", CONTEXT)
    assert parsed.rejected == [] and parsed.reports == [report]
    assert parsed.reports[0].content_digest == report.content_digest
    for column, cell in zip(NATIVE_COLUMNS, rows[0], strict=True):
        assert column in ("latitude", "longitude") or not cell.startswith(("=", "+", "-", "@")), column


@given(written=st.lists(reports(), min_size=1, max_size=3, unique_by=lambda report: report.reference), data=st.data())
@settings(max_examples=50, deadline=None)
def test_the_digest_does_not_depend_on_the_order_of_columns_the_delimiter_or_the_encoding(
    written: list[Report], data: st.DataObject
) -> None:
    rows = write_native(written, OSH)
    order = data.draw(st.permutations(range(len(NATIVE_COLUMNS))))
    delimiter = data.draw(st.sampled_from(",;\t|"))
    encoding = data.draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32"]))
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter, lineterminator=data.draw(st.sampled_from(["\n", "\r\n"])))
    writer.writerows([row[column] for column in order] for row in [list(NATIVE_COLUMNS), *rows])
    parsed = parse(read_table(stream.getvalue().encode(encoding), "a.csv"), "auto", CONTEXT)
    assert parsed.rejected == []
    assert [report.content_digest for report in parsed.reports] == [report.content_digest for report in written]


def test_what_the_layout_cannot_say_is_refused_when_writing() -> None:
    base = parse(
        Table("a.csv", ("occurred", "place", "side_a", "side_b"), [["2021-04-28", "Ak-Bulak", "AA", "BB"]]),
        "native",
        CONTEXT,
    ).reports[0]
    with pytest.raises(InputError, match="does not begin and end with one in Asia/Tokyo"):
        native_row(base, ZoneInfo("Asia/Tokyo"))

    def changed(**fields: object) -> Report:
        return Report(**{name: getattr(base, name) for name in Report.__dataclass_fields__} | fields)

    with pytest.raises(InputError, match="two sides"):
        native_row(changed(countries=("AA", "BB", "CC")), OSH)
    with pytest.raises(InputError, match="account of 'CC'"):
        native_row(changed(accounts=(Account("CC", "x"),)), OSH)
    with pytest.raises(InputError, match=r"holds ' \| '"):
        native_row(changed(sources=(Source("media", "a | b"),)), OSH)


def test_a_report_without_a_point_is_read_back_by_its_place_and_sides() -> None:
    table = Table("a.csv", ("occurred", "place", "side_a", "side_b"), [["2021", "Kum", "AA", "BB"]])
    (report,) = parse(table, "native", CONTEXT).reports
    assert report.position is None
    again = parse(Table("b.csv", NATIVE_COLUMNS, write_native([report], OSH)), "native", CONTEXT)
    assert again.reports == [report]
