from __future__ import annotations

import csv
import gzip
import io
import struct
import zipfile
import zlib
from datetime import datetime

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from kerege.domain.errors import InputError
from kerege.files import tables, workbook_parts
from kerege.files import workbook as workbook_file
from kerege.files.tables import read_table
from kerege.intake.table import Table

HEADINGS = ["occurred", "place", "killed", "summary"]
ROWS = [
    ["2021-04-28", "Ак-Булак", "2", "Стреляли у канала; вода, дорога"],
    ["2021-04-29", "Заркент", "", 'Сказали: "уходите"\nи ушли'],
    ["2021-05", "Кум", "0", "таб\tи | черта"],
]


def delimited(rows: list[list[str]], delimiter: str, end: str = "\r\n") -> str:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter, lineterminator=end).writerows(rows)
    return stream.getvalue()


def cells(table: Table) -> list[list[str]]:
    return [list(row) for row in table.rows]


def workbook(sheets: dict[str, list[list[object]]], first_row: int = 0, **options: object) -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, **options})
    day, moment = book.add_format({"num_format": "dd.mm.yyyy"}), book.add_format({"num_format": "dd.mm.yyyy hh:mm"})
    for title, rows in sheets.items():
        sheet = book.add_worksheet(title)
        for number, row in enumerate(rows, first_row):
            for column, cell in enumerate(row):
                if isinstance(cell, datetime):
                    sheet.write_datetime(number, column, cell, moment if cell.hour else day)
                elif isinstance(cell, tuple):
                    sheet.write_formula(number, column, cell[0], None, cell[1])
                elif isinstance(cell, str):
                    sheet.write_string(number, column, cell)
                elif cell is not None:
                    sheet.write(number, column, cell)
    book.close()
    return stream.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1251"])
@pytest.mark.parametrize("packed", [False, True])
def test_every_encoding_and_delimiter_gives_the_same_cells(delimiter: str, encoding: str, packed: bool) -> None:
    content = delimited([HEADINGS, *ROWS], delimiter).encode(encoding)
    table = read_table(gzip.compress(content) if packed else content, "made.csv.gz" if packed else "made.csv")
    assert list(table.columns) == HEADINGS and cells(table) == ROWS and table.broken == ()


def test_a_utf16_file_with_big_endian_mark_is_read() -> None:
    assert cells(read_table(b"\xfe\xff" + delimited([HEADINGS, *ROWS], ",").encode("utf-16-be"), "a.csv")) == ROWS


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_those_of_the_file_behind_quoted_line_ends_and_empty_lines(end: str) -> None:
    text = delimited([HEADINGS, ROWS[1]], ",", end) + end + end + delimited([ROWS[0]], ",", end)
    table = read_table(text.encode(), "a.csv")
    # Line 1 headings, 2 and 3 the row with a line end inside, 4 and 5 empty, 6 the next row. A lone \n inside quotes
    # counts as a line whatever the others end with.
    assert list(table.lines or ()) == [2, 6]
    assert [line for line, _ in table] == [2, 6]


@pytest.mark.parametrize("above", ["Incidents of May\n\n", "sep=;\n", "Report;;;\nprinted 1 May;;;\n", "\n\n"])
def test_titles_may_stand_above_the_headings(above: str) -> None:
    table = read_table((above + delimited([HEADINGS, *ROWS], ";", "\n")).encode(), "a.csv")
    assert list(table.columns) == HEADINGS and cells(table) == ROWS
    assert table.first_line == above.count("\n") + 2 and (table.lines or [0])[0] == table.first_line


def test_a_broken_quote_costs_its_own_row_only() -> None:
    rows = ['2021,A,"fine"', '2021,B,"never closed', "2021,C,fine", '2021,D,"closed"too late', "2021,E,fine"]
    text = "\n".join(["occurred,place,summary", *rows])
    table = read_table(text.encode(), "a.csv")
    assert [(line, row[1]) for line, row in table] == [(2, "A"), (4, "C"), (6, "E")]
    assert [(row.line, row.reason.split(".")[0]) for row in table.broken] == [
        (3, "After a closing quote the text goes on"),
        (5, "After a closing quote the text goes on"),
    ]
    assert table.broken[0].value == '2021,B,"never closed'


def test_a_quote_that_is_open_to_the_end_of_the_file_costs_its_own_row_only() -> None:
    table = read_table(b'occurred,place\n2021,"A\n2021,B\n2021,C\n', "a.csv")
    assert [(line, row[1]) for line, row in table] == [(3, "B"), (4, "C")]
    assert [(row.line, "never closed" in row.reason) for row in table.broken] == [(2, True)]


def test_a_cell_without_end_is_cut_off_and_many_of_them_stop_the_reading() -> None:
    table = read_table(b"occurred,place\n2021," + b"x" * 140_000 + b"\n2021,B\n", "a.csv")
    assert [row[1] for row in table.rows] == ["B"] and "longer than 131,072" in table.broken[0].reason
    with pytest.raises(InputError, match="More than 1000 rows"):
        read_table(b"occurred,place\n" + b'2021,"a"b\n' * 1001, "a.csv")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b" \n \r\n", "is empty"),
        (b",,\n,,\n", "no row"),
        (b"%PDF-1.7 ...", "This is a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "old kind, or one with a password"),
        (b"PK\x03\x04" + bytes(30), "The workbook is damaged"),
        (b'{"occurred": 1}', "This is JSON"),
        (b"\xef\xbb\xbf<html><table>", "XML or a web page"),
        (b"\x1f\x8b\x08" + bytes(20), "damaged or cut off"),
        (gzip.compress(b"occurred,place\n" * 100, mtime=0)[:-12], "damaged or cut off"),
        (b"\xff\xfeo", "says that it is UTF-16 and is not"),
        (b"\xef\xbb\xbfa,\xff", "says that it is UTF-8 and is not"),
        ("occurred,place\n2021,Łódź żółć\n".encode("cp1250"), "neither UTF-8, UTF-16 nor Windows-1251"),
        ("occurred,place\n2021,Señor Peña\n".encode("latin-1"), "neither UTF-8"),
        ("occurred,place\n2021,Стреляли у канала\n".encode("koi8-r"), "neither UTF-8"),
        ("occurred,place\n2021,Стреляли у канала\n".encode("cp866"), "neither UTF-8"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_file_and_a_way_out(content: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        read_table(content, "a.csv")
    assert "a.csv" in caught.value.where and caught.value.mend


def test_the_line_of_the_first_byte_that_fits_no_encoding_is_named() -> None:
    with pytest.raises(InputError, match=r"a\.csv, line 3"):
        read_table("occurred,place\n2021,A\n2021,Señor\n".encode("latin-1"), "a.csv")


def test_signs_that_windows_code_pages_share_are_read() -> None:
    table = read_table("occurred,summary\n2021,“shots” – he said…\n".encode("cp1252"), "a.csv")
    assert table.rows[0][1] == "“shots” – he said…"


def test_a_packed_file_is_unpacked_within_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "LARGEST", 10_000)
    with pytest.raises(InputError, match="holds more than"):
        read_table(gzip.compress(bytes(20_000)), "bomb.csv.gz")
    with pytest.raises(InputError, match="holds more than"):
        read_table(b"x" * 10_001, "large.csv")


def test_a_workbook_gives_dates_numbers_and_text_as_text() -> None:
    rows: list[list[object]] = [
        [*HEADINGS, "latitude"],
        [datetime(2021, 4, 28), "Ак-Булак", 2, "=1+1", 39.945],  # noqa: DTZ001 - a spreadsheet knows no zones
        [datetime(2021, 4, 28, 14, 30), "Кум", None, "line\nline", -7],  # noqa: DTZ001
        [],
        [44314, ("=A1", "2021-05"), ("=1+1", 2), True, 0.1],
    ]
    table = read_table(workbook({"Sheet": rows}, first_row=3), "a.xlsx")
    assert list(table.columns) == [*HEADINGS, "latitude"]
    assert cells(table) == [
        ["2021-04-28 00:00:00", "Ак-Булак", "2", "=1+1", "39.945"],
        ["2021-04-28 14:30:00", "Кум", "", "line\nline", "-7"],
        ["44314", "2021-05", "2", "true", "0.1"],
    ]
    assert list(table.lines or ()) == [5, 6, 8]  # the numbers a spreadsheet shows beside its rows


def test_an_error_in_a_cell_stays_to_be_seen() -> None:
    rows: list[list[object]] = [
        HEADINGS,
        ["2021", "A", ("=1/0", "#DIV/0!"), "x"],
        ["2022", "B", ("=NA()", "#N/A"), "y"],
    ]
    assert [row[2] for row in read_table(workbook({"S": rows}), "a.xlsx").rows] == ["#DIV/0!", "#N/A"]


def test_the_first_sheet_with_known_headings_is_read() -> None:
    sheets: dict[str, list[list[object]]] = {
        "Notes & plans": [["Read me"], ["about the table"]],
        "Empty": [],
        "May": [["Incidents"], HEADINGS, ["2021", "A", 1, "x"]],
        "June": [HEADINGS, ["2022", "B", 1, "y"]],
    }
    table = read_table(workbook(sheets), "a.xlsx")
    assert cells(table) == [["2021", "A", "1", "x"]] and list(table.lines or ()) == [3]


def test_a_workbook_of_unknown_sheets_is_refused_with_their_names() -> None:
    with pytest.raises(InputError, match=r"None of the sheets \('Notes & plans', 'B'\)"):
        read_table(workbook({"Notes & plans": [["x"]], "B": [["y", "z"]]}), "a.xlsx")
    with pytest.raises(InputError, match="holds no row"):
        read_table(workbook({"A": []}), "a.xlsx")


def test_days_counted_from_1904_are_refused() -> None:
    with pytest.raises(InputError, match="from 1904"):
        read_table(workbook({"A": [HEADINGS]}, date_1904=True), "a.xlsx")


def test_a_cell_far_out_cannot_fill_the_memory() -> None:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADINGS)
    sheet.write(1_048_575, 16_383, "x")
    book.close()
    with pytest.raises(InputError, match="row 1,048,576, column 16,384"):
        read_table(stream.getvalue(), "a.xlsx")


def test_a_text_that_many_cells_share_cannot_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    rows: list[list[object]] = [HEADINGS, *(["2021", "A", 1, "x" * 10_000] for _ in range(30))]
    content = workbook({"A": rows})
    assert len(read_table(content, "a.xlsx")) == 30
    monkeypatch.setattr(workbook_file, "LARGEST_TEXT", 290_000)  # the 30 cells refer to one text of 10,000 letters
    with pytest.raises(InputError, match="MB of text"):
        read_table(content, "a.xlsx")


def test_a_workbook_is_unpacked_within_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    content = workbook({"A": [HEADINGS, ["2021", "A", 1, "x" * 5000]]})
    monkeypatch.setattr(workbook_parts, "LARGEST_UNPACKED", 4000)
    with pytest.raises(InputError, match="unpacks to more than"):
        read_table(content, "a.xlsx")


def test_a_zip_of_something_else_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("may.csv", "occurred,place\n")
    with pytest.raises(InputError, match="no Excel workbook"):
        read_table(stream.getvalue(), "a.zip")


def test_a_directory_that_lies_about_a_size_is_found_out() -> None:
    # One entry whose true size is 5,000 bytes and whose stated size is 10.
    body = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = body.compress(b"x" * 5000) + body.flush()
    name = b"xl/workbook.xml"
    local = (
        struct.pack("<4sHHHHHIIIHH", b"PK\x03\x04", 20, 0, 8, 0, 0, 0, len(packed), 10, len(name), 0) + name + packed
    )
    central = (
        struct.pack(
            "<4sHHHHHHIIIHHHHHII", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, 0, len(packed), 10, len(name), 0, 0, 0, 0, 0, 0
        )
        + name
    )
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 1, 1, len(central), len(local), 0)
    with pytest.raises(InputError, match="damaged"):
        read_table(local + central + end, "a.xlsx")


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_workbook_packed_as_no_spreadsheet_program_does_is_refused(packing: int) -> None:
    # Damage in such parts was an error of its own kind that nobody caught.
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(WORKBOOK)) as archive, zipfile.ZipFile(stream, "w", packing) as other:
        for name in archive.namelist():
            other.writestr(name, archive.read(name))
    with pytest.raises(InputError, match="packed in an unusual way"):
        read_table(stream.getvalue(), "a.xlsx")


def test_a_workbook_with_a_password_is_refused() -> None:
    content = bytearray(WORKBOOK)
    first = content.index(b"PK\x01\x02")
    content[first + 8] |= 1  # the flag of the directory that says so
    with pytest.raises(InputError, match="needs a password"):
        read_table(bytes(content), "a.xlsx")


@given(content=st.binary(max_size=400))
@settings(max_examples=300, deadline=None)
def test_any_bytes_give_a_table_or_an_input_error(content: bytes) -> None:
    try:
        table = read_table(content, "any")
    except InputError as error:
        assert error.mend
    else:
        assert all(isinstance(cell, str) for row in table.rows for cell in row)


@given(position=st.integers(0, 10_000), value=st.integers(0, 255), cut=st.integers(0, 10_000))
@settings(max_examples=200, deadline=None)
def test_a_damaged_workbook_gives_a_table_or_an_input_error(position: int, value: int, cut: int) -> None:
    content = bytearray(WORKBOOK)
    content[position % len(content)] = value
    try:
        read_table(bytes(content[: len(content) - (cut % len(content) if cut % 3 == 0 else 0)]), "any.xlsx")
    except InputError as error:
        assert error.mend


@given(data=st.data())
@settings(max_examples=100, deadline=None)
def test_damage_inside_the_parts_of_a_workbook_gives_a_table_or_an_input_error(data: st.DataObject) -> None:
    parts = {
        name: archive.read(name) for archive in [zipfile.ZipFile(io.BytesIO(WORKBOOK))] for name in archive.namelist()
    }
    name = data.draw(st.sampled_from(sorted(parts)))
    at = data.draw(st.integers(0, len(parts[name])))
    parts[name] = (
        parts[name][:at] + data.draw(st.binary(max_size=20)) + parts[name][at + data.draw(st.integers(0, 40)) :]
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    try:
        read_table(stream.getvalue(), "any.xlsx")
    except InputError as error:
        assert error.mend


WORKBOOK = workbook({"A": [list(HEADINGS), ["2021", "A", 1, "x"]], "B": [["y", ("=1/0", "#DIV/0!")]]})
