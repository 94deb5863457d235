"""Files of events in space and time: a date or a number, a place, perhaps a kind, a weight and marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from math import isfinite
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kerege.domain.errors import InputError
from kerege.files.text_columns import number_column, read_text_columns

Array = NDArray[np.float64]
DAY = 86400.0
_PLACES = (("longitude", "latitude"), ("x_km", "y_km"))


@dataclass(frozen=True, slots=True)
class PointEventFile:
    """N events in order of time, as a file holds them.

    Parameters
    ----------
    days : array, shape (N,)
        Time in days: the file's own numbers, or days since 1970 in UTC. A date without an hour means its noon.
    is_dated : bool
        Whether the file holds dates.
    x, y : arrays, shape (N,)
        Longitude and latitude in degrees, or km on a plane.
    is_on_globe : bool
        Whether places are in degrees.
    kind : tuple of str
        "" where the file has no such column.
    weight : array, shape (N,)
        1 where the file has no such column.
    columns : dict of name to tuple of str
        All cells as text.
    where : str
        Name of the file, for messages.
    """

    days: Array
    is_dated: bool
    x: Array
    y: Array
    is_on_globe: bool
    kind: tuple[str, ...]
    weight: Array
    columns: dict[str, tuple[str, ...]]
    where: str

    def __len__(self) -> int:
        return len(self.days)

    def kept(self, rows: NDArray[np.bool_]) -> PointEventFile:
        """The events of some rows."""
        index = np.flatnonzero(rows)
        return PointEventFile(
            self.days[index],
            self.is_dated,
            self.x[index],
            self.y[index],
            self.is_on_globe,
            tuple(self.kind[i] for i in index),
            self.weight[index],
            {name: tuple(cells[i] for i in index) for name, cells in self.columns.items()},
            self.where,
        )

    def mark(self, name: str) -> tuple[str, ...]:
        """The cells of a column.

        Raises
        ------
        InputError
            If there is no such column.
        """
        if name not in self.columns:
            raise InputError(
                f"The column '{name}' is missing", where=self.where, mend=f"There are {', '.join(self.columns)}"
            )
        return self.columns[name]


def read_point_events(path: Path) -> PointEventFile:
    """The events of a file with `date` (or the number `t`), a place, and perhaps `kind`, `weight` and other columns.

    Parameters
    ----------
    path : Path
        CSV in UTF-8, or .csv.gz. The place is `latitude` and `longitude`, or `x_km` and
        `y_km`. A date is 2021-04-28, with an hour 2021-04-28T14:30, in UTC where it names no zone.

    Raises
    ------
    InputError
        For a missing file or column, no rows, or a cell that is no date, number or place.
    """
    where, columns = str(path), read_text_columns(path)
    time = next((name for name in ("date", "time", "t") if name in columns), None)
    if time is None:
        raise InputError("The column 'date' is missing", where=where, mend="Name the time date, or t where it counts")
    place = next((own for own in _PLACES if set(own) <= set(columns)), None)
    if place is None:
        raise InputError(
            "The place is missing", where=where, mend="Give the columns latitude and longitude, or x_km and y_km"
        )
    is_dated = time != "t" and not _all_numbers(columns[time])
    if is_dated:
        days = np.array([_moment(cell, time, row + 2, where) for row, cell in enumerate(columns[time])])
    else:
        days = number_column(columns, time, where)
    x, y = (number_column(columns, name, where) for name in place)
    is_on_globe = place[0] == "longitude"
    if is_on_globe:
        _refuse_off_globe(x, y, where)
    weight = number_column(columns, "weight", where) if "weight" in columns else np.ones(len(days))
    if not (weight > 0).all():
        first = int((weight <= 0).argmax())
        raise InputError(f"A weight is above 0, not {weight[first]:g}", where=f"{where}, line {first + 2}, weight")
    order = np.argsort(days, kind="stable")
    return PointEventFile(
        days[order],
        is_dated,
        x[order],
        y[order],
        is_on_globe,
        tuple(columns["kind"][i] for i in order) if "kind" in columns else ("",) * len(days),
        weight[order],
        {name: tuple(cells[i] for i in order) for name, cells in columns.items()},
        where,
    )


def _all_numbers(cells: Sequence[str]) -> bool:
    try:
        return all(isfinite(float(cell)) for cell in cells)
    except ValueError:
        return False


def _moment(cell: str, column: str, line: int, where: str) -> float:
    try:
        moment = datetime.fromisoformat(cell)
    except ValueError:
        raise InputError(
            f"{cell!r} is no date", where=f"{where}, line {line}, column {column}", mend="Write 2021-04-28"
        ) from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment.timestamp() / DAY + (0.5 if len(cell) <= 10 else 0.0)


def _refuse_off_globe(longitude: Array, latitude: Array, where: str) -> None:
    wrong = (np.abs(longitude) > 180) | (np.abs(latitude) > 90)
    if wrong.any():
        raise InputError(
            "This is no place on the globe",
            where=f"{where}, line {int(wrong.argmax()) + 2}, columns latitude and longitude",
            mend="Give degrees, or km in the columns x_km and y_km",
        )
