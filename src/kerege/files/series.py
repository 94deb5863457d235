"""Count series as plain files: CSV (also gzipped) and Parquet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kerege.domain.errors import InputError
from kerege.files.plain_table import read_plain_table

LONGEST_SERIES = 200_000
FREQUENCIES = (365, 52, 12, 1)


@dataclass(frozen=True, slots=True)
class CountSeries:
    """Counts by period and unit, without gaps in time.

    Parameters
    ----------
    unit_ids : tuple of str
        The S units, in the order of the file.
    times : tuple of int or tuple of date
        The T periods: integers, or the first day of each.
    frequency : int
        Periods in a year: 365, 52, 12 or 1.
    counts : float array, shape (T, S)
        NaN = not reported: the file has no row, or an empty cell.
    populations : float array, shape (T, S), or None
        None where the file has no such column.
    """

    unit_ids: tuple[str, ...]
    times: tuple[int, ...] | tuple[date, ...]
    frequency: int
    counts: NDArray[np.float64]
    populations: NDArray[np.float64] | None

    @property
    def dates(self) -> tuple[date, ...] | None:
        """The periods' first days; None where time is a number."""
        return tuple(t for t in self.times if isinstance(t, date)) or None

    @property
    def time_name(self) -> str:
        """Name of the time column: "date" or "t"."""
        return "t" if self.dates is None else "date"


def read_series(path: Path, *, frequency: int | None = None) -> CountSeries:
    """The count series of a file with the columns `unit`, `date` or `t`, `count` and perhaps `population`.

    A day or a month (2021-04) or a year (1985) is a date. Without `unit` there is one series named "all". Periods
    missing in the file are not reported, not zero. Other columns are not read.

    Parameters
    ----------
    path : Path
        .csv, .csv.gz or .parquet.
    frequency : int or None
        365, 52, 12 or 1; None: from the dates' least distance, and 52 for integer time.

    Raises
    ------
    InputError
        For a file that is missing or of another format, a column that is missing, a value that is no count or no
        date, a period given twice, dates that do not fit the frequency.
    """
    where = str(path)
    frame = read_plain_table(path)
    time_column = "date" if "date" in frame.columns else "t"
    for name in (time_column, "count"):
        if name not in frame.columns:
            raise InputError(
                f"The column '{name}' is missing",
                where=where,
                mend="Needed are unit, date (or the integer t) and count; population is optional",
            )
    if frame.is_empty():
        raise InputError("The file holds no rows", where=where)
    units = frame["unit"].cast(pl.String).fill_null("").to_list() if "unit" in frame.columns else ["all"] * len(frame)
    times: tuple[int, ...] | tuple[date, ...]
    if time_column == "date":
        days = [_day(value, line, where) for line, value in enumerate(frame["date"].to_list(), 2)]
        frequency = frequency or _frequency_of(days, where)
        if frequency not in FREQUENCIES:
            raise InputError(f"A frequency is one of {', '.join(map(str, FREQUENCIES))}, not {frequency}")
        times, row = _date_axis(days, frequency, where)
    else:
        numbers = [_integer(value, line, where) for line, value in enumerate(frame["t"].to_list(), 2)]
        frequency = frequency or 52
        times, row = _number_axis(numbers, where)
    names = tuple(dict.fromkeys(units))
    index = {name: i for i, name in enumerate(names)}
    column = np.array([index[unit] for unit in units])
    _refuse_twice(row, column, len(names), where)
    shape = (len(times), len(names))
    counts = np.full(shape, np.nan)
    counts[row, column] = _numbers(frame, "count", where, least=0.0)
    populations = None
    if "population" in frame.columns:
        populations = np.full(shape, np.nan)
        populations[row, column] = _numbers(frame, "population", where, least=0.0)
    return CountSeries(names, times, frequency, counts, populations)


def _day(value: object, line: int, where: str) -> date:
    if isinstance(value, date):
        # A Parquet date-time is a date too, but carries hours.
        return date(value.year, value.month, value.day)
    text = str(value).strip() if value is not None else ""
    parts = text.split("-")
    if all(part.isdigit() for part in parts) and len(parts[0]) == 4 and len(parts) <= 3:
        try:
            return date(*(int(part) for part in (*parts, "1", "1")[:3]))
        except ValueError:
            pass
    raise InputError(
        f"{text!r} is no date", where=f"{where}, line {line}, column date", mend="Write 2021-04-28, 2021-04 or 2021"
    )


def _integer(value: object, line: int, where: str) -> int:
    try:
        return int(str(value))
    except ValueError:
        raise InputError(f"{str(value)!r} is no whole number", where=f"{where}, line {line}, column t") from None


def _numbers(frame: pl.DataFrame, name: str, where: str, *, least: float) -> NDArray[np.float64]:
    texts = frame[name].cast(pl.String).str.strip_chars()
    missing = texts.is_null() | texts.is_in(["", "NA"])
    numbers = texts.cast(pl.Float64, strict=False)
    wrong = ~missing & (numbers.is_null() | ~numbers.is_finite() | (numbers < least)).fill_null(value=True)
    if name == "count":
        wrong |= ~missing & (numbers != numbers.floor()).fill_null(value=True)
    if wrong.any():
        first = int(wrong.arg_max() or 0)
        kind = "whole number of at least 0" if name == "count" else "number of at least 0"
        raise InputError(
            f"{texts[first]!r} is no {kind}",
            where=f"{where}, line {first + 2}, column {name}",
            mend="Leave the cell empty where nothing was reported",
        )
    return np.asarray(numbers.to_numpy(), dtype=np.float64)


def _frequency_of(days: Sequence[date], where: str) -> int:
    distinct = sorted(set(days))
    if len(distinct) < 2:
        raise InputError("One date alone has no frequency", where=where, mend="Give --frequency 365, 52, 12 or 1")
    least = min((later - earlier).days for earlier, later in pairwise(distinct))
    for frequency, low, high in ((365, 1, 1), (52, 7, 7), (12, 28, 31), (1, 365, 366)):
        if low <= least <= high:
            return frequency
    raise InputError(
        f"Dates {least} days apart are neither daily, weekly, monthly nor yearly", where=where, mend="Give --frequency"
    )


def _date_axis(days: Sequence[date], frequency: int, where: str) -> tuple[tuple[date, ...], NDArray[np.int64]]:
    first, last = min(days), max(days)
    if frequency in (365, 52):
        step = 1 if frequency == 365 else 7
        position = np.array([(day - first).days for day in days], dtype=np.int64)
        for day, distance in zip(days, position, strict=True):
            if distance % step:
                raise InputError(
                    f"{day} is not a whole number of weeks after {first}",
                    where=where,
                    mend="Date each week by one weekday",
                )
        row = position // step
        _refuse_long(int(row.max()) + 1, where)
        return tuple(first + timedelta(days=step * i) for i in range(int(row.max()) + 1)), row
    months = 12 if frequency == 1 else 1
    position = np.array([(day.year - first.year) * 12 + day.month - first.month for day in days], dtype=np.int64)
    if (position % months).any():
        raise InputError("Yearly dates must fall in the same month", where=where)
    row = position // months
    count = ((last.year - first.year) * 12 + last.month - first.month) // months + 1
    _refuse_long(count, where)
    starts = [first.month - 1 + months * i for i in range(count)]
    return tuple(date(first.year + start // 12, start % 12 + 1, 1) for start in starts), row


def _number_axis(numbers: Sequence[int], where: str) -> tuple[tuple[int, ...], NDArray[np.int64]]:
    first, last = min(numbers), max(numbers)
    _refuse_long(last - first + 1, where)
    return tuple(range(first, last + 1)), np.array([number - first for number in numbers], dtype=np.int64)


def _refuse_long(periods: int, where: str) -> None:
    if periods > LONGEST_SERIES:
        raise InputError(
            f"The series spans {periods:,} periods, more than {LONGEST_SERIES:,}",
            where=where,
            mend="Look for a mistyped date",
        )


def _refuse_twice(row: NDArray[np.int64], column: NDArray[np.int64], units: int, where: str) -> None:
    _, first, times = np.unique(row * units + column, return_index=True, return_counts=True)
    if (times > 1).any():
        line = int(first[times > 1].min()) + 2
        raise InputError(
            "A unit and period are given twice", where=f"{where}, first at line {line}", mend="Add them up"
        )
