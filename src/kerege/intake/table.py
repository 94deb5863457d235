"""A table of text, as any file of rows is before anybody reads meaning into it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kerege.domain.errors import RejectedRow


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text cells under named columns, with the line of the file each row starts on.

    Parameters
    ----------
    name : str
        Name of the file, for messages only.
    columns : tuple of str
        The header's cells, as they stand in the file.
    rows : sequence of sequence of str
        Cells as text, "" where empty. A row may be longer or shorter than the header. Tuples cost least: the garbage
        collector need not look into a tuple of texts again.
    first_line : int
        Line of the first row, counted from 1.
    lines : sequence of int or None
        Line on which each row starts; None where the rows follow each other line by line from `first_line`.
    broken : tuple of RejectedRow
        Rows that could not be cut into cells.

    Raises
    ------
    ValueError
        If there are not as many lines as rows.

    Examples
    --------
    >>> table = Table("a.csv", ("occurred", "place"), [["2021-04-28", "A"], ["2021-05", "B"]], 2)
    >>> [(line, cells[0]) for line, cells in table]
    [(2, '2021-04-28'), (3, '2021-05')]
    """

    name: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[str]]
    first_line: int = 2
    lines: Sequence[int] | None = None
    broken: tuple[RejectedRow, ...] = ()

    def __post_init__(self) -> None:
        if self.lines is not None and len(self.lines) != len(self.rows):
            raise ValueError(f"A table of {len(self.rows)} rows needs as many line numbers, not {len(self.lines)}.")

    def __iter__(self) -> Iterator[tuple[int, Sequence[str]]]:
        lines = self.lines if self.lines is not None else range(self.first_line, self.first_line + len(self.rows))
        return zip(lines, self.rows, strict=True)

    def __len__(self) -> int:
        return len(self.rows)
