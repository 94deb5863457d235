"""Reading a table row by row: each row becomes a report or a refusal with every reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TypeVar, TypeVarTuple, cast

from kerege.domain.errors import RejectedRow
from kerege.domain.report import Report
from kerege.intake.heading import Layout
from kerege.intake.parsed import ParsedReports, RowNotice
from kerege.intake.problem import Problem
from kerege.intake.table import Table

T = TypeVar("T")
Ts = TypeVarTuple("Ts")
F = TypeVar("F", bound=Callable[..., object])


class RowReader:
    """What was found wrong in the current row so far, and what its sender should know."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.remarks: list[tuple[str, str, str]] = []

    def start(self) -> None:
        """Go to the next row."""
        if self.problems:
            self.problems = []
        if self.remarks:
            self.remarks = []

    def attempt(self, function: Callable[[*Ts], T], *args: *Ts) -> T | None:
        """What the function answers; None where it finds a problem, which is kept."""
        try:
            return function(*args)
        except Problem as problem:
            self.problems.append(problem)
            return None

    def remark(self, column: str, value: str, text: str) -> None:
        """Keep something the sender should know, should the row be taken."""
        self.remarks.append((column, value, text))


def remembered(function: F) -> F:
    """The function with its latest 20,000 answers kept: the cells of a column repeat themselves.

    Examples
    --------
    >>> asked = []
    >>> double = remembered(lambda x: asked.append(x) or 2 * x)
    >>> double(3), double(3), asked
    (6, 6, [3])
    """
    return cast(F, lru_cache(maxsize=20_000)(function))


def read_rows(
    table: Table, layout: Layout, format_name: str, reader: RowReader, read: Callable[[Sequence[str]], Report | None]
) -> ParsedReports:
    """Every row of the table as a report or a refusal; never neither, never both.

    Parameters
    ----------
    table : Table
        The rows.
    layout : Layout
        Which column holds what.
    format_name : str
        Name of the format, for the result.
    reader : RowReader
        Shared with `read`; holds the problems of the current row.
    read : function
        Makes a report of the cells of a row, or answers None and leaves its problems in the reader.
    """
    reports: list[Report] = []
    lines: list[int] = []
    rejected = list(table.broken)
    notices: list[RowNotice] = []
    seen = _Seen()
    for line, cells in table:
        reader.start()
        report = None
        if _has_right_width(cells, layout.width, reader):
            report = read(cells)
            if report is not None and not reader.problems:
                seen.check(report, line, reader)
        if report is None or reader.problems:
            rejected.append(_refusal(line, reader.problems))
            continue
        reports.append(report)
        lines.append(line)
        if reader.remarks:
            notices += (RowNotice(line, *remark) for remark in reader.remarks)
    rejected.sort(key=lambda row: row.line)
    return ParsedReports(reports, rejected, format_name, lines, layout.ignored, notices)


def _has_right_width(cells: Sequence[str], width: int, reader: RowReader) -> bool:
    if len(cells) == width:
        return True
    if len(cells) < width:
        reason = f"Has {len(cells)} cells, the header has {width}. Is the row cut off, or a line break without quotes?"
    elif not any(cell.strip() for cell in cells[width:]):
        return True
    else:
        reason = f"Has {len(cells)} cells, the header has {width}. Put quotes around text that holds the delimiter"
    reader.problems.append(Problem("", "", reason))
    return False


def _refusal(line: int, problems: Sequence[Problem]) -> RejectedRow:
    first, *others = problems
    also = "".join(f". Also {other.column} = {other.value[:80]!r}: {other.reason}" for other in others)
    return RejectedRow(line, first.column, first.value[:200], first.reason + also)


class _Seen:
    """Finds the same identifier, or the same report, a second time in one file."""

    def __init__(self) -> None:
        self._by_reference: dict[str, tuple[Report, int]] = {}
        self._without: dict[Report, int] = {}

    def check(self, report: Report, line: int, reader: RowReader) -> None:
        if report.reference:
            earlier, first = self._by_reference.setdefault(report.reference, (report, line))
            if earlier is report:
                return
            if earlier != report:
                reader.problems.append(
                    Problem(
                        "id",
                        report.reference,
                        f"Is also the id of line {first}, which says something else. Give each happening its own id, "
                        "or keep the newer row",
                    )
                )
                return
        else:
            first = self._without.setdefault(report, line)
            if first == line:
                return
        hint = "" if report.reference else ". Give each its own id if two things happened"
        reader.remark("", "", f"Says the same as line {first} and counts once with it{hint}")
