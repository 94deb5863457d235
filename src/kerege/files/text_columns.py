"""A plain CSV file as columns of text, for analysis commands that name their columns themselves."""

from __future__ import annotations

import gzip
import zlib
from math import isfinite
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kerege.domain.errors import InputError

LARGEST_BYTES = 2_000_000_000


def read_text_columns(path: Path) -> dict[str, tuple[str, ...]]:
    """The cells of a .csv or .csv.gz file in UTF-8 by column, "" where empty.

    Raises
    ------
    InputError
        For a file that is missing, too large or no CSV, or one without rows.
    """
    where = str(path)
    if not path.is_file():
        raise InputError("There is no such file", where=where)
    if path.stat().st_size > LARGEST_BYTES:
        raise InputError(f"The file is larger than {LARGEST_BYTES:,} bytes", where=where)
    try:
        content = path.read_bytes()
        if path.suffix == ".gz":
            with gzip.open(path) as packed:
                content = packed.read(LARGEST_BYTES)
        frame = pl.read_csv(content, infer_schema=False, encoding="utf8")
    except (pl.exceptions.PolarsError, OSError, EOFError, zlib.error) as error:
        sentence = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise InputError(
            f"The file cannot be read ({sentence.rstrip('.')})", where=where, mend="Give CSV in UTF-8, or .csv.gz"
        ) from error
    if frame.is_empty():
        raise InputError("The file holds no rows", where=where)
    return {
        name.strip().removeprefix("\ufeff"): tuple((cell or "").strip() for cell in frame[name].to_list())
        for name in frame.columns
    }


def number_column(columns: dict[str, tuple[str, ...]], name: str, where: str) -> NDArray[np.float64]:
    """A column as numbers.

    Raises
    ------
    InputError
        If it is missing, or a cell is no finite number; line 2 is the first below the header.
    """
    if name not in columns:
        raise InputError(f"The column '{name}' is missing", where=where, mend=f"There are {', '.join(columns)}")
    result = np.empty(len(columns[name]))
    for row, cell in enumerate(columns[name]):
        try:
            result[row] = float(cell)
        except ValueError:
            result[row] = np.nan
        if not isfinite(result[row]):
            raise InputError(f"{cell!r} is no number", where=f"{where}, line {row + 2}, column {name}")
    return result
