"""The row of headings among the first rows of a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kerege.intake.formats import known_columns


@dataclass(frozen=True, slots=True)
class Header:
    """A row of headings.

    Parameters
    ----------
    line : int
        Line of the file it starts on.
    cells : sequence of str
        The headings.
    known : int
        How many of them a known layout has.
    """

    line: int
    cells: Sequence[str]
    known: int


def is_blank(cells: Sequence[str]) -> bool:
    """Whether a row holds nothing."""
    return not any(cells) or not any(cell.strip() for cell in cells)


def find_header(rows: Iterable[tuple[int, Sequence[str]]]) -> Header | None:
    """The row whose headings are known best, so that titles may stand above it; else the first that says anything.

    Examples
    --------
    >>> find_header([(1, ["Incidents in May", ""]), (3, ["occurred", "place"])]).line
    3
    >>> find_header([(1, [""])]) is None
    True
    """
    best: Header | None = None
    for line, cells in rows:
        # Delimiters of another kind are no heading.
        if not any(character.isalnum() for cell in cells for character in cell):
            continue
        known = known_columns(cells)
        if best is None or known > best.known:
            best = Header(line, cells, known)
    return best
