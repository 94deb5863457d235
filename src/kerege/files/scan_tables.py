"""Cases, places, populations, expectations and edges for a scan, from plain tables."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kerege.domain.errors import InputError
from kerege.files.plain_table import needed_columns, read_plain_table

Array = NDArray[np.float64]
PRECISIONS = ("day", "month", "year")
LATEST_PERIODS = 100_000
MOST_CASES = 20_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseTable:
    """Cases as a file gives them.

    Parameters
    ----------
    location : list of str
        Place of each row.
    day : list of date
    count : int array
        Cases of each row, >= 0.
    covariates : list of tuple of str
        Values of the columns named in `covariate_names`.
    covariate_names : tuple of str
    line : list of int
        Line of the file.
    """

    location: list[str]
    day: list[date]
    count: NDArray[np.int64]
    covariates: list[tuple[str, ...]]
    covariate_names: tuple[str, ...]
    line: list[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceTable:
    """Places with their position.

    Parameters
    ----------
    ids : tuple of str
    positions : array, shape (L, 2)
        Latitude and longitude in degrees, or x and y in km.
    is_plane : bool
        Which of the two.
    """

    ids: tuple[str, ...]
    positions: Array
    is_plane: bool


def read_cases(path: Path, *, satscan: bool = False) -> CaseTable:
    """Cases: `location,date,count[,covariates...]`, or in the layout of SaTScan: location count date [covariates].

    Raises
    ------
    InputError
        For a column that is missing, a date or count that is none.
    """
    frame = _satscan_frame(path, ("location", "count", "date")) if satscan else read_plain_table(path)
    needed_columns(
        frame, ("location", "date"), str(path), "Needed are location and date; count and covariates are optional"
    )
    names = tuple(name for name in frame.columns if name not in ("location", "date", "count"))
    lines = list(range(1 if satscan else 2, len(frame) + (1 if satscan else 2)))
    counts = _numbers(frame, "count", path, lines) if "count" in frame.columns else np.ones(len(frame))
    for line, value in zip(lines, counts, strict=True):
        if value != int(value):
            raise InputError(f"{value:g} is no whole number of cases", where=f"{path}, line {line}, column count")
    if counts.sum() > MOST_CASES:
        raise InputError(f"The file holds more than {MOST_CASES:,} cases", where=str(path))
    covariates = [tuple(str(value or "") for value in row) for row in frame.select(names).iter_rows()] if names else []
    return CaseTable(
        location=[str(value) for value in frame["location"]],
        day=[
            read_day(value, f"{path}, line {line}, column date")
            for value, line in zip(frame["date"], lines, strict=True)
        ],
        count=counts.astype(np.int64),
        covariates=covariates or [()] * len(frame),
        covariate_names=names,
        line=lines,
    )


def read_places(path: Path, *, satscan: bool = False) -> PlaceTable:
    """Places: `location,latitude,longitude` or `location,x_km,y_km`, or in the layout of SaTScan.

    Raises
    ------
    InputError
        For a column that is missing, a place given twice, a position that is no number or outside its range.
    """
    frame = _satscan_frame(path, ("location", "latitude", "longitude")) if satscan else read_plain_table(path)
    is_plane = "x_km" in frame.columns
    names = ("x_km", "y_km") if is_plane else ("latitude", "longitude")
    needed_columns(
        frame, ("location", *names), str(path), "Needed are location with latitude and longitude, or with x_km and y_km"
    )
    lines = list(range(1 if satscan else 2, len(frame) + (1 if satscan else 2)))
    ids = tuple(str(value) for value in frame["location"])
    if len(set(ids)) != len(ids):
        twice = next(own for i, own in enumerate(ids) if own in ids[:i])
        raise InputError(f"The place {twice!r} is given twice", where=str(path), mend="Keep one of its rows")
    positions = np.column_stack([_numbers(frame, name, path, lines, least=-np.inf) for name in names])
    if not is_plane and len(positions):
        wrong = (np.abs(positions[:, 0]) > 90) | (np.abs(positions[:, 1]) > 180)
        if wrong.any():
            raise InputError(
                f"{positions[wrong][0].tolist()} is no latitude and longitude",
                where=f"{path}, line {lines[int(np.flatnonzero(wrong)[0])]}",
                mend="Latitudes lie within 90, longitudes within 180 degrees; swap the columns?",
            )
    return PlaceTable(ids=ids, positions=positions, is_plane=is_plane)


def read_edges(path: Path) -> list[tuple[str, str, float]]:
    """Edges of a network: `location_a,location_b,km`.

    Raises
    ------
    InputError
        For a column that is missing or a length that is not above 0.
    """
    frame = read_plain_table(path)
    needed_columns(frame, ("location_a", "location_b", "km"), str(path), "Needed are location_a, location_b and km")
    lines = list(range(2, len(frame) + 2))
    km = _numbers(frame, "km", path, lines)
    for line, value in zip(lines, km, strict=True):
        if not value > 0:
            raise InputError("A length must be above 0", where=f"{path}, line {line}, column km")
    return list(zip(map(str, frame["location_a"]), map(str, frame["location_b"]), km.tolist(), strict=True))


def read_amounts(
    path: Path, column: str, covariates: Sequence[str], *, satscan: bool = False
) -> list[tuple[int, str, date, float, tuple[str, ...]]]:
    """Populations or expectations: line, place, day, amount and covariates of each row.

    Parameters
    ----------
    path : Path
        `location,date,<column>[,the covariates of the cases...]`.
    column : str
        "population" or "expected".
    covariates : sequence of str
        Columns that must be there too.
    satscan : bool
        Rows are: location, year, population, covariates.

    Raises
    ------
    InputError
        For a column that is missing, a date or amount that is none.
    """
    frame = _satscan_frame(path, ("location", "date", column), tuple(covariates)) if satscan else read_plain_table(path)
    needed_columns(
        frame, ("location", "date", column, *covariates), str(path), "The covariates of the cases are needed too"
    )
    first = 1 if satscan else 2
    lines = list(range(first, len(frame) + first))
    amounts = _numbers(frame, column, path, lines)
    values = list(frame.select(list(covariates)).iter_rows()) if covariates else [()] * len(frame)
    return [
        (line, str(place), read_day(day, f"{path}, line {line}, column date"), float(amount), tuple(map(str, own)))
        for line, place, day, amount, own in zip(lines, frame["location"], frame["date"], amounts, values, strict=True)
    ]


def read_day(value: object, where: str) -> date:
    """A day, the first of a month (2021-04) or of a year (1985); with hyphens or slashes.

    Raises
    ------
    InputError
        For a text that is none of these.

    Examples
    --------
    >>> read_day("2001/11/22", "").isoformat(), read_day("1985", "").isoformat()
    ('2001-11-22', '1985-01-01')
    """
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    parts = str(value or "").strip().replace("/", "-").split("-")
    try:
        year, month, day = (*(int(part) for part in parts), 1, 1)[:3]
        return date(year, month, day)
    except (ValueError, TypeError):
        raise InputError(f"{value!r} is no date", where=where, mend="Write 2021-04-28, 2021-04 or 2021") from None


def period_of(day: date, first: date, precision: str) -> int:
    """Number of the day, month or year that holds `day`, counted from the one that holds `first`.

    Examples
    --------
    >>> period_of(date(2021, 3, 9), date(2021, 1, 30), "month")
    2
    """
    if precision == "day":
        return (day - first).days
    if precision == "month":
        return (day.year - first.year) * 12 + day.month - first.month
    return day.year - first.year


def period_days(number: int, first: date, precision: str) -> tuple[date, date]:
    """First and last day of a period; the inverse of `period_of`.

    Examples
    --------
    >>> [day.isoformat() for day in period_days(1, date(2021, 1, 30), "month")]
    ['2021-02-01', '2021-02-28']
    """
    if precision == "day":
        day = first + timedelta(days=number)
        return day, day
    if precision == "month":
        months = first.month - 1 + number
        year, month = first.year + months // 12, months % 12 + 1
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    return date(first.year + number, 1, 1), date(first.year + number, 12, 31)


def _satscan_frame(path: Path, names: tuple[str, ...], covariates: tuple[str, ...] = ()) -> pl.DataFrame:
    """A file without headings, blanks or commas between the cells; further columns are covariates."""
    if not path.is_file():
        raise InputError("There is no such file", where=str(path))
    try:
        rows = [line.replace(",", " ").split() for line in path.read_text("utf-8").splitlines() if line.strip()]
    except UnicodeDecodeError as error:
        raise InputError("The file is not UTF-8 text", where=str(path)) from error
    if not rows:
        raise InputError("The file holds no rows", where=str(path))
    width = len(rows[0])
    for line, row in enumerate(rows, 1):
        if len(row) != width or width < len(names):
            raise InputError(
                f"The row has {len(row)} cells", where=f"{path}, line {line}",
                mend=f"Each row has {', '.join(names)} and perhaps covariates",
            )  # fmt: skip
    extra = covariates or tuple(f"covariate_{i + 1}" for i in range(width - len(names)))
    if len(extra) != width - len(names):
        raise InputError(f"The rows have {width - len(names)} covariates, the cases have {len(extra)}", where=str(path))
    return pl.DataFrame(rows, schema=[*names, *extra], orient="row")


def _numbers(frame: pl.DataFrame, name: str, path: Path, lines: list[int], least: float = 0.0) -> Array:
    texts = frame[name].cast(pl.String)
    numbers = texts.str.strip_chars().cast(pl.Float64, strict=False)
    wrong = numbers.is_null() | ~numbers.is_finite() | (numbers < least)
    if wrong.any():
        row = int(wrong.fill_null(value=True).arg_max() or 0)
        kind = "number" if least < 0 else f"number of at least {least:g}"
        raise InputError(f"{texts[row]!r} is no {kind}", where=f"{path}, line {lines[row]}, column {name}")
    return np.asarray(numbers.to_numpy(), dtype=np.float64)
