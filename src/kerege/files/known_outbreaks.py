"""Known outbreaks: stretches of count series that nothing should be learnt from."""

from __future__ import annotations

from pathlib import Path

from kerege.domain.errors import InputError
from kerege.files.plain_table import needed_columns, read_plain_table


def read_known_outbreaks(path: Path) -> list[tuple[int, str, str, str]]:
    """Line number, unit ("" for all), first and last period of each known outbreak, as they stand in the file.

    Parameters
    ----------
    path : Path
        CSV with the columns `from`, `to` and perhaps `unit`.

    Raises
    ------
    InputError
        For a file or column that is missing, or an empty cell.
    """
    frame = read_plain_table(path)
    needed_columns(frame, ("from", "to"), str(path), "Needed are from and to; unit is optional")
    units = frame["unit"].to_list() if "unit" in frame.columns else [None] * len(frame)
    found = []
    for line, (unit, first, last) in enumerate(zip(units, frame["from"], frame["to"], strict=True), 2):
        if not first or not last:
            raise InputError("from or to is empty", where=f"{path}, line {line}", mend="Fill it in")
        found.append((line, str(unit or "").strip(), str(first).strip(), str(last).strip()))
    return found
