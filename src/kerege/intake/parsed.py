"""What became of a table: the reports, the rows that were refused, and what the sender should know."""

from __future__ import annotations

from dataclasses import dataclass, field

from kerege.domain.errors import RejectedRow
from kerege.domain.report import Report


@dataclass(frozen=True, slots=True)
class RowNotice:
    """Something about a row that was taken, which its sender should know.

    Parameters
    ----------
    line : int
        Line in the file, counted from 1.
    column, value : str
        The cell; empty where the whole row is meant.
    text : str
        What was done with it.

    Examples
    --------
    >>> print(RowNotice(7, "best", "3", "The range was widened to hold it"))
    line 7, best = '3': The range was widened to hold it
    """

    line: int
    column: str
    value: str
    text: str

    def __str__(self) -> str:
        return str(RejectedRow(self.line, self.column, self.value, self.text))


@dataclass(frozen=True, slots=True)
class ParsedReports:
    """Reports and refused rows of one table; together they are as many as its rows.

    Parameters
    ----------
    reports : list of Report
        In the order of the file.
    rejected : list of RejectedRow
        In the order of the file; one for each row, with everything that is wrong with it.
    format : str
        How it was read: "native", "acled", "ucdp".
    lines : list of int
        Line of each report.
    ignored_columns : tuple of str
        Columns that were not read.
    notices : list of RowNotice
        What was done with rows that were taken.
    """

    reports: list[Report]
    rejected: list[RejectedRow]
    format: str
    lines: list[int] = field(default_factory=list)
    ignored_columns: tuple[str, ...] = ()
    notices: list[RowNotice] = field(default_factory=list)
