"""Reading a table row by row: each row becomes a report or a refusal with every reason."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import ParamSpec, TypeVar

from kerege.domain.errors import RejectedRow
from kerege.domain.report import Report
from kerege.intake.heading import Layout
from kerege.intake.parsed import ParsedReports, RowNotice
from kerege.intake.problem import Problem
from kerege.intake.table import Table

P = ParamSpec("P")
T = TypeVar("T")


class RowReader:
    """The cells of the current row, and what was found wrong in it so far.

    Parameters
    ----------
    layout : Layout
        Which column holds what.
    """

    def __init__(self, layout: Layout) -> None:
        self._index = dict(layout.index)
        self.cells: Sequence[str] = ()
        self.problems: list[Problem] = []
        self.remarks: list[tuple[str, str, str]] = []

    def start(self, cells: Sequence[str]) -> None:
        """Go to the next row."""
        self.cells, self.problems, self.remarks = cells, [], []

    def text(self, column: str) -> str:
        """The cell of a column; "" where the table has no such column."""
        number = self._index.get(column)
        return "" if number is None else self.cells[number]

    def attempt(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        """What the function answers; None where it finds a problem, which is kept."""
        try:
            return function(*args, **kwargs)
        except Problem as problem:
            self.problems.append(problem)
            return None

    def remark(self, column: str, value: str, text: str) -> None:
        """Keep something the sender should know, should the row be taken."""
        self.remarks.append((column, value, text))


def remembered(function: Callable[P, T]) -> Callable[P, T]:
    """The function with its answers and problems kept: the cells of a column repeat themselves.

    Examples
    --------
    >>> asked = []
    >>> double = remembered(lambda x: asked.append(x) or 2 * x)
    >>> double(3), double(3), asked
    (6, 6, [3])
    """
    answers: dict[Hashable, T | Problem] = {}

    def remembering(*args: P.args, **kwargs: P.kwargs) -> T:
        if args in answers:
            answer = answers[args]
        else:
            try:
                answer = function(*args, **kwargs)
            except Problem as problem:
                answer = problem
            # Free text does not repeat itself; keeping all of it would only cost memory.
            if len(answers) < _MOST_REMEMBERED:
                answers[args] = answer
        if isinstance(answer, Problem):
            raise answer
        return answer

    return remembering


_MOST_REMEMBERED = 20_000


def read_rows(
    table: Table, layout: Layout, format_name: str, reader: RowReader, read: Callable[[], Report | None]
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
        Shared with `read`; holds the current row.
    read : function
        Makes a report of the reader's current row, or answers None and leaves its problems in the reader.
    """
    reports: list[Report] = []
    lines: list[int] = []
    rejected = list(table.broken)
    notices: list[RowNotice] = []
    seen = _Seen()
    for line, cells in table:
        reader.start(cells)
        report = None
        if _has_right_width(cells, layout.width, reader):
            report = read()
            if report is not None and not reader.problems:
                seen.check(report, line, reader)
        if report is None or reader.problems:
            rejected.append(_refusal(line, reader.problems))
            continue
        reports.append(report)
        lines.append(line)
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
