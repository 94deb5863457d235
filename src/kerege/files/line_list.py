"""Line lists for the nowcast: when something happened and when it was reported."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kerege.domain.errors import InputError
from kerege.files.plain_table import needed_columns, read_plain_table
from kerege.files.scan_tables import read_day


@dataclass(frozen=True, slots=True, kw_only=True)
class LineList:
    """N reports.

    Parameters
    ----------
    occurred, reported : int arrays, shape (N,)
        Days, as numbers (proleptic Gregorian ordinal).
    channel : tuple of str
        "" where the file has no such column.
    left_out : int
        Rows without one of the two dates.
    """

    occurred: NDArray[np.int64]
    reported: NDArray[np.int64]
    channel: tuple[str, ...]
    left_out: int


def read_line_list(path: Path) -> LineList:
    """The reports of a file with the columns `occurred` and `reported`, and perhaps `channel`.

    Parameters
    ----------
    path : Path
        CSV, .csv.gz or Parquet. Of a date with an hour the day is used; a report
        with an hour may stand one day before its occurrence (another zone). Rows that lack a date are left out.

    Raises
    ------
    InputError
        For a column that is missing, a cell that is no date, or a report before its occurrence.
    """
    frame = read_plain_table(path)
    needed_columns(frame, ("occurred", "reported"), str(path), "Needed are occurred and reported; channel is optional")
    channels = frame["channel"].to_list() if "channel" in frame.columns else [""] * len(frame)
    rows: list[tuple[int, int, str]] = []
    left_out = 0
    for line, (begun, told, channel) in enumerate(zip(frame["occurred"], frame["reported"], channels, strict=True), 2):
        if begun in (None, "", "NA") or told in (None, "", "NA"):
            left_out += 1
            continue
        occurred, reported = (
            read_day(
                value if not isinstance(value, str) else value[:10], f"{path}, line {line}, column {name}"
            ).toordinal()
            for name, value in (("occurred", begun), ("reported", told))
        )
        if reported == occurred - 1 and len(str(told)) > len("2021-04-28"):
            # A moment in another zone than that of the day it occurred on, told soon after midnight.
            reported = occurred
        if reported < occurred:
            raise InputError(
                f"It is reported on {told}, before it occurred on {begun}", where=f"{path}, line {line}",
                mend="Correct the dates or take the row out",
            )  # fmt: skip
        rows.append((occurred, reported, str(channel or "")))
    if not rows:
        raise InputError("The file holds no rows with both dates", where=str(path))
    begun_days, told_days, names = zip(*rows, strict=True)
    return LineList(
        occurred=np.array(begun_days, dtype=np.int64), reported=np.array(told_days, dtype=np.int64), channel=names,
        left_out=left_out,
    )  # fmt: skip
