"""Plain tables for the analysis commands: CSV (also gzipped) and Parquet."""

from __future__ import annotations

import gzip
import zlib
from io import BytesIO
from pathlib import Path

import polars as pl

from kerege.domain.errors import InputError

LARGEST_BYTES = 2_000_000_000


def read_plain_table(path: Path) -> pl.DataFrame:
    """The rows of a file for the analysis commands: every cell of CSV as text, Parquet with its own types.

    Parameters
    ----------
    path : Path
        .csv, .csv.gz or .parquet.

    Raises
    ------
    InputError
        For a file that is missing, too large, damaged or of another format.
    """
    where = str(path)
    if not path.is_file():
        raise InputError("There is no such file", where=where)
    if path.stat().st_size > LARGEST_BYTES:
        raise InputError(f"The file is larger than {LARGEST_BYTES:,} bytes", where=where)
    try:
        if path.suffix == ".parquet":
            return pl.read_parquet(path)
        content = path.read_bytes()
        if path.suffix == ".gz":
            with gzip.open(BytesIO(content)) as packed:
                content = packed.read(LARGEST_BYTES + 1)
            if len(content) > LARGEST_BYTES:
                raise InputError(f"The file unpacks to more than {LARGEST_BYTES:,} bytes", where=where)
        frame = pl.read_csv(content, infer_schema=False, encoding="utf8")
    except (pl.exceptions.PolarsError, OSError, EOFError, zlib.error) as error:
        sentence = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise InputError(
            f"The file cannot be read ({sentence.rstrip('.')})",
            where=where,
            mend="Give CSV in UTF-8, .csv.gz or Parquet",
        ) from error
    return frame.rename({name: name.strip().removeprefix("\ufeff") for name in frame.columns})


def needed_columns(frame: pl.DataFrame, names: tuple[str, ...], where: str, mend: str) -> None:
    """Refuse a table that lacks one of the columns.

    Raises
    ------
    InputError
        Naming the column.

    Examples
    --------
    >>> needed_columns(pl.DataFrame({"date": []}), ("date",), "x.csv", "")
    """
    for name in names:
        if name not in frame.columns:
            raise InputError(f"The column {name!r} is missing", where=where, mend=mend)
