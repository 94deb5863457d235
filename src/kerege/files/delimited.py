"""Text files of rows with a delimiter, cut into cells by the rules of CSV."""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from kerege.domain.errors import InputError, RejectedRow
from kerege.files.encoding import recognise_encoding
from kerege.files.header import Header, find_header, is_blank
from kerege.intake.table import Table

DELIMITERS = (",", ";", "\t", "|")
MOST_BROKEN = 1000
_SAMPLE_ROWS = 20


def read_delimited(content: bytes, name: str) -> Table:
    r"""The table that a text file holds.

    The delimiter is the one of comma, semicolon, tab and bar under which the headings are known best. A row that cannot
    be cut into cells is kept aside, and reading goes on with the next line.

    Raises
    ------
    InputError
        If the encoding is not recognised, there is no row, or more than 1,000 rows cannot be cut.

    Examples
    --------
    >>> table = read_delimited(b"occurred;place\n2021-04-28;'A'\n", "a.csv")
    >>> table.columns, table.rows, table.first_line
    (('occurred', 'place'), [('2021-04-28', "'A'")], 2)
    """
    encoding = recognise_encoding(content, name)
    delimiter, header = _recognise_delimiter(content, encoding, name)
    rows: list[tuple[str, ...]] = []
    lines: list[int] = []
    broken: list[RejectedRow] = []
    for record in _records(content, encoding, delimiter):
        if record.line <= header.line:
            continue
        if record.complaint:
            broken.append(RejectedRow(record.line, "", record.start, record.complaint))
            if len(broken) > MOST_BROKEN:
                raise InputError(
                    f"More than {MOST_BROKEN} rows cannot be cut into cells",
                    where=f"{name}, line {record.line}",
                    mend=record.complaint,
                )
        elif not is_blank(record.cells):
            rows.append(tuple(record.cells))
            lines.append(record.line)
    return Table(name, tuple(header.cells), rows, header.line + 1, lines, tuple(broken))


@dataclass(frozen=True, slots=True)
class _Record:
    line: int
    cells: list[str]
    start: str = ""
    complaint: str = ""


class _Lines:
    """Lines of a stream; those of the current record can be given back."""

    def __init__(self, stream: io.TextIOWrapper) -> None:
        self._stream = stream
        self._given_back: deque[str] = deque()
        self.current: list[str] = []
        self.count = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._given_back.popleft() if self._given_back else next(self._stream)
        self.current.append(line)
        self.count += 1
        return line

    def give_back(self) -> str:
        first, *rest = self.current
        self._given_back.extendleft(reversed(rest))
        self.count -= len(rest)
        return first


def _records(content: bytes, encoding: str, delimiter: str) -> Iterator[_Record]:
    stream = io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline="")
    lines = _Lines(stream)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        lines.current.clear()
        line = lines.count + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            first = lines.give_back() if lines.current else ""
            yield _Record(line, [], first.strip()[:80], _complaint(str(error)))
            continue
        yield _Record(line, cells)


def _complaint(error: str) -> str:
    if "field larger" in error:
        return f"A cell is longer than {csv.field_size_limit():,} characters. Is a quote opened here and never closed?"
    if "unexpected end of data" in error:
        return "A quote is opened here and never closed. Close it, or write it twice if it belongs to the text"
    return "After a closing quote the text goes on. Write a quote that belongs to the text twice"


def _recognise_delimiter(content: bytes, encoding: str, name: str) -> tuple[str, Header]:
    best: tuple[tuple[int, int], str, Header] | None = None
    for delimiter in DELIMITERS:
        header = find_header(_sample(content, encoding, delimiter))
        if header is None:
            continue
        score = (header.known, len(header.cells))
        if best is None or score > best[0]:
            best = (score, delimiter, header)
    if best is None:
        raise InputError("The file holds no row", where=name, mend="Give it a row of headings and rows below it")
    return best[1], best[2]


def _sample(content: bytes, encoding: str, delimiter: str) -> list[tuple[int, list[str]]]:
    sample = []
    for record in _records(content, encoding, delimiter):
        if not record.complaint:
            sample.append((record.line, record.cells))
        if record.line >= _SAMPLE_ROWS:
            break
    return sample
