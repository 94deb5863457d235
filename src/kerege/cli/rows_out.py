"""Tables on standard output: CSV that no spreadsheet takes for formulas."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Sequence


def print_rows(header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows as CSV: nothing for None, 1 and 0 for truths, text guarded against formulas.

    Examples
    --------
    >>> print_rows(["unit", "alarm", "p_value"], [["=1+1", True, None]])
    unit,alarm,p_value
    '=1+1,1,
    """
    from kerege.intake.cell_text import guarded_text

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow(
            [
                "" if v is None else int(v) if isinstance(v, bool) else guarded_text(v) if isinstance(v, str) else v
                for v in row
            ]
        )
