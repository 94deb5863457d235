"""Excel workbooks (XLSX): the first sheet with headings we know, as text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import fastexcel

from kerege.domain.errors import InputError
from kerege.files.header import find_header, is_blank
from kerege.files.workbook_parts import WorkbookParts, open_parts
from kerege.intake.table import Table

if TYPE_CHECKING:
    from fastexcel import ExcelReader

MOST_CELLS = 40_000_000
LARGEST_TEXT = 600_000_000
_SAMPLE_ROWS = 20
_ADDRESS = re.compile(rb"""\br=["']([A-Z]{1,3})([0-9]{1,7})["']""")
_FAR_ROW = re.compile(rb"""\br=["'][A-Z]{1,3}([0-9]{6,})["']""")
_FAR_COLUMN = re.compile(rb"""\br=["']([A-Z]{2,})[0-9]+["']""")
_ERROR_CELL = re.compile(rb"""<c\s((?=[^<>]*\bt=["']e["'])[^<>]*)>(.{0,10000}?)</c>""", re.DOTALL)
_SHARED_CELL = re.compile(rb"""\bt=["']s["'][^<>]*>\s*<v>([0-9]{1,9})</v>""")
_VALUE = re.compile(rb"<v>([^<]*)</v>")
_MEND = "Open it in a spreadsheet program and save it again as XLSX or as CSV UTF-8"


def read_workbook(content: bytes, name: str) -> Table:
    """The table on the first sheet whose headings we know.

    Dates arrive as text in ISO form, numbers with a decimal point, cells with an error as the error's own text.

    Raises
    ------
    InputError
        If it is no workbook, is too large when unpacked, counts its days from 1904, or has several sheets and no
        headings we know on any of them.
    """
    parts = open_parts(content, name)
    try:
        workbook = fastexcel.read_excel(content)
    except fastexcel.FastExcelError as error:
        raise InputError("The workbook cannot be read", where=name, mend=_MEND) from error
    only_one = len(parts.sheets) == 1
    for title in parts.sheets:
        rows = _rows(workbook, parts, title, name)
        header = find_header(list(enumerate(rows[:_SAMPLE_ROWS], 1)))
        if header is None or (header.known < 2 and not only_one):
            continue
        lines = [number for number, cells in enumerate(rows, 1) if number > header.line and not is_blank(cells)]
        return Table(name, tuple(header.cells), [rows[number - 1] for number in lines], header.line + 1, lines)
    if only_one:
        raise InputError("The sheet holds no row", where=name, mend="Give it a row of headings and rows below it")
    titles = ", ".join(f"'{title}'" for title in list(parts.sheets)[:5])
    raise InputError(
        f"None of the sheets ({titles}) has headings that are known",
        where=name,
        mend="Put the row of headings within the first 20 rows of a sheet, with 'occurred' and 'place' among them",
    )


def _rows(workbook: ExcelReader, parts: WorkbookParts, title: str, name: str) -> list[tuple[str, ...]]:
    # The markup is large and goes before the cells come.
    errors = _checked_errors(parts, title, name)
    try:
        # skip_rows=0 keeps empty first rows, so that a row's number is the one the spreadsheet shows.
        sheet = workbook.load_sheet(title, header_row=None, skip_rows=0, dtypes="string")
        if not sheet.height or not sheet.width:
            return []
        frame = sheet.to_polars().fill_null("")
    except fastexcel.FastExcelError as error:
        raise InputError(f"The sheet '{title}' cannot be read", where=name, mend=_MEND) from error
    del sheet
    rows: list[tuple[str, ...]] = list(frame.iter_rows())
    for (row, column), text in errors.items():
        if row <= len(rows) and column <= len(rows[row - 1]):
            rows[row - 1] = (*rows[row - 1][: column - 1], text, *rows[row - 1][column:])
    return rows


def _checked_errors(parts: WorkbookParts, title: str, name: str) -> dict[tuple[int, int], str]:
    markup = parts.read(title)
    where = f"{name}, sheet '{title}'"
    _check_extent(markup, where)
    _check_text(markup, parts.shared_lengths(), where)
    errors = {}
    for attributes, inside in _ERROR_CELL.findall(markup):
        address, value = _ADDRESS.search(b" " + attributes), _VALUE.search(inside)
        if address is not None:
            text = value[1].decode("ascii", "replace") if value else "#ERROR!"
            errors[int(address[2]), _column_number(address[1])] = text
    return errors


def _check_extent(markup: bytes, where: str) -> None:
    # The reader lays out the whole rectangle from A1 to the farthest cell, so one stray cell could cost all memory.
    deepest = max((int(row[:9]) for row in _FAR_ROW.findall(markup)), default=99_999)
    widest = max((_column_number(letters) for letters in set(_FAR_COLUMN.findall(markup))), default=26)
    if deepest * widest > MOST_CELLS:
        raise InputError(
            f"A cell stands as far out as row {deepest:,}, column {widest:,}",
            where=where,
            mend="Copy the rows that hold something to a new sheet and save that",
        )


def _check_text(markup: bytes, lengths: list[int], where: str) -> None:
    # A text is stored once and may be referred to by every cell, so a small file can hold very much text.
    if max(lengths, default=0) * markup.count(b"<v>") <= LARGEST_TEXT:
        return
    total = sum(lengths[number] for found in _SHARED_CELL.finditer(markup) if (number := int(found[1])) < len(lengths))
    if total > LARGEST_TEXT:
        raise InputError(
            f"Its cells hold more than {LARGEST_TEXT // 1_000_000} MB of text",
            where=where,
            mend="Split it into several files",
        )


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters[:8]:
        number = number * 26 + letter - 64
    return number
