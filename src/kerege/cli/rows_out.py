"""Tables on standard output: CSV that no spreadsheet takes for formulas."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Sequence
from typing import TextIO


def print_rows(header: Sequence[str], rows: Iterable[Sequence[object]], file: TextIO | None = None) -> None:
    """Print rows as CSV: nothing for None, 1 and 0 for truths, text guarded against formulas.

    Parameters
    ----------
    header : sequence of str
    rows : iterable of sequence
    file : text file or None
        None: standard output.

    Examples
    --------
    >>> print_rows(["unit", "alarm", "p_value"], [["=1+1", True, None]])
    unit,alarm,p_value
    '=1+1,1,
    """
    from kerege.intake.cell_text import guarded_text

    writer = csv.writer(file or sys.stdout, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow(
            [
                "" if v is None else int(v) if isinstance(v, bool) else guarded_text(v) if isinstance(v, str) else v
                for v in row
            ]
        )
