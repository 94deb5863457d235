"""Files of reports for record linkage, and files of decisions about pairs of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kerege.domain.catalogue import Catalogue
from kerege.domain.errors import InputError
from kerege.files.plain_table import needed_columns, read_plain_table
from kerege.intake.occurred import read_occurred
from kerege.intake.problem import Problem
from kerege.linkage.decisions import LinkDecisions
from kerege.linkage.report_columns import ReportColumns
from kerege.linkage.source_numbers import publisher, source_numbers
from kerege.linkage.text_terms import text_terms

Array = NDArray[np.float64]
COUNTS = ("killed", "injured", "displaced", "detained", "people")
_NAMES = {"id": "report", "unique_id": "report", "date": "occurred", "uncertainty_km": "position_km", "lat": "latitude",
          "lon": "longitude"}  # fmt: skip
_PLACES = (("longitude", "latitude"), ("x_km", "y_km"))
_MEND = "Needed are report, occurred (or date, or t in days), and latitude and longitude (or x_km and y_km)"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EMPTY = ("", "NA", "None")


def read_link_reports(path: Path, catalogue: Catalogue, zone: ZoneInfo) -> ReportColumns:
    """The reports of a file, as linkage compares them.

    Parameters
    ----------
    path : Path
        CSV, .csv.gz or Parquet in Kerege's own layout, or with the columns `report`, `occurred` (also `date`; or the
        number `t` in days), `latitude` and `longitude` (or `x_km` and `y_km`), and perhaps `position_km`, `channel`,
        `source`, `kind`, `killed`, `injured`, `displaced`, `detained`, `people`, `place`, `summary`.
    catalogue : Catalogue
        Families of kinds; a kind it does not hold is a family of its own.
    zone : ZoneInfo
        Local time of whatever names no offset.

    Raises
    ------
    InputError
        For a column that is missing, or a cell that cannot be used.
    """
    where = str(path)
    frame = read_plain_table(path)
    frame = frame.rename({old: new for old, new in _NAMES.items() if old in frame.columns and new not in frame.columns})
    has_numbers = "t" in frame.columns and "occurred" not in frame.columns
    needed_columns(frame, ("report", "t" if has_numbers else "occurred"), where, _MEND)
    place = next((own for own in _PLACES if set(own) <= set(frame.columns)), None)
    if place is None:
        raise InputError("The place is missing", where=where, mend=_MEND)
    if frame.is_empty():
        raise InputError("The file holds no rows", where=where)
    x, y = (_numbers(frame, name, where) for name in place)
    if place == _PLACES[0] and bool(((np.abs(x) > 180) | (np.abs(y) > 90)).any()):
        line = int(((np.abs(x) > 180) | (np.abs(y) > 90)).argmax()) + 2
        raise InputError("This is no place on the globe", where=f"{where}, line {line}", mend="Give degrees")
    middle, half = (_counted_days if has_numbers else _moments)(frame, zone, where)
    channel_words, source_words = _words(frame, "channel"), [publisher(text) for text in _words(frame, "source")]
    channels = tuple(sorted(set(channel_words)))
    number = {name: i for i, name in enumerate(channels)}
    source, origin = source_numbers(channel_words, source_words)
    kind, family = _kinds(_words(frame, "kind"), catalogue)
    counts = [name for name in COUNTS if name in frame.columns]
    uncertainty = _numbers(frame, "position_km", where)
    if bool((uncertainty <= 0).any()):
        line = int((uncertainty <= 0).argmax()) + 2
        raise InputError("A radius is above 0 km", where=f"{where}, line {line}, column position_km")
    try:
        return ReportColumns(
            reference=tuple(_words(frame, "report")),
            middle_days=middle,
            half_days=half,
            x=x,
            y=y,
            is_on_globe=place == _PLACES[0],
            uncertainty_km=uncertainty,
            channel=np.array([number[name] for name in channel_words], dtype=np.int64),
            channels=channels,
            source=source,
            origin=origin,
            kind=kind,
            family=family,
            counts=np.stack([_whole(frame, name, where) for name in counts], axis=1)
            if counts
            else np.empty((len(frame), 0), np.int64),
            count_names=tuple(counts),
            text=text_terms(
                [f"{a} {b}".strip() for a, b in zip(_words(frame, "place"), _words(frame, "summary"), strict=True)]
            ),
        )
    except ValueError as error:
        raise InputError(str(error).removesuffix("."), where=where) from error


def read_decisions(path: Path, reports: Sequence[str]) -> LinkDecisions:
    """The decisions of a file with the columns `report`, `other` and `decision` (`link` or `unlink`).

    Raises
    ------
    InputError
        For a column that is missing, another word, a report that is not among these, or decisions that contradict
        each other.
    """
    where, frame = str(path), read_plain_table(path)
    needed_columns(frame, ("report", "other", "decision"), where, "Needed are report, other, decision")
    known = set(reports)
    pairs: dict[str, list[tuple[str, str]]] = {"link": [], "unlink": []}
    rows = zip(_words(frame, "report"), _words(frame, "other"), _words(frame, "decision"), strict=True)
    for line, (one, other, decision) in enumerate(rows, 2):
        if decision not in pairs:
            raise InputError(f"{decision!r} is no decision", where=f"{where}, line {line}", mend="Write link or unlink")
        for name in (one, other):
            if name not in known:
                raise InputError(f"There is no report {name!r}", where=f"{where}, line {line}")
        pairs[decision].append((one, other))
    try:
        return LinkDecisions(tuple(pairs["link"]), tuple(pairs["unlink"]))
    except ValueError as error:
        raise InputError(str(error).removesuffix("."), where=where) from error


def _words(frame: pl.DataFrame, name: str) -> list[str]:
    if name not in frame.columns:
        return [""] * len(frame)
    return [("" if cell is None else str(cell)).strip() for cell in frame[name].to_list()]


def _numbers(frame: pl.DataFrame, name: str, where: str) -> Array:
    """A column as numbers, NaN where empty or absent."""
    if name not in frame.columns:
        return np.full(len(frame), np.nan)
    column = frame[name].cast(pl.String).str.strip_chars()
    is_empty = column.is_null() | column.is_in(list(_EMPTY))
    values = column.cast(pl.Float64, strict=False).to_numpy()
    wrong = ~is_empty.to_numpy() & ~np.isfinite(values)
    if wrong.any():
        row = int(wrong.argmax())
        raise InputError(f"{column[row]!r} is no number", where=f"{where}, line {row + 2}, column {name}")
    return np.where(is_empty.to_numpy(), np.nan, values)


def _whole(frame: pl.DataFrame, name: str, where: str) -> NDArray[np.int64]:
    """A column of counts, -1 where empty."""
    values = _numbers(frame, name, where)
    wrong = (values < 0) | (values % 1 > 0)
    if wrong.any():
        row = int(wrong.argmax())
        raise InputError(f"{values[row]:g} is no count", where=f"{where}, line {row + 2}, column {name}")
    return np.where(np.isnan(values), -1, values).astype(np.int64)


def _counted_days(frame: pl.DataFrame, _: ZoneInfo, where: str) -> tuple[Array, Array]:
    days = _numbers(frame, "t", where)
    if np.isnan(days).any():
        raise InputError("The time is missing", where=f"{where}, line {int(np.isnan(days).argmax()) + 2}, column t")
    return days, np.zeros(len(days))


def _moments(frame: pl.DataFrame, zone: ZoneInfo, where: str) -> tuple[Array, Array]:
    """Middle in days since 1970 and half length of each time."""

    @lru_cache(maxsize=100_000)
    def read(text: str) -> tuple[float, float]:
        period = read_occurred(text, zone)
        half = period.days / 2
        return (period.start - _EPOCH).total_seconds() / 86400 + half, half

    middle, half = np.empty(len(frame)), np.empty(len(frame))
    for row, text in enumerate(_words(frame, "occurred")):
        try:
            middle[row], half[row] = read(text)
        except Problem as problem:
            raise InputError(
                f"{text!r}: {problem.reason}", where=f"{where}, line {row + 2}, column occurred"
            ) from problem
    return middle, half


def _kinds(words: Sequence[str], catalogue: Catalogue) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Kind of each report, -1 where none is given, and the family of each kind."""
    names = sorted(set(words) - {""})
    families = [catalogue.kinds[name].group if name in catalogue.kinds else f"{name} alone" for name in names]
    order = {family: i for i, family in enumerate(dict.fromkeys(families))}
    number = {name: i for i, name in enumerate(names)} | {"": -1}
    return (
        np.array([number[word] for word in words], dtype=np.int64),
        np.array([order[family] for family in families], dtype=np.int64),
    )
