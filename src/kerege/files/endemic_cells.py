"""The endemic grid of a twinstim fit as a file: one row for each tile and block of time."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from kerege.domain.errors import InputError
from kerege.files.text_columns import number_column, read_text_columns
from kerege.forecasting.self_exciting.endemic_grid import EndemicGrid, season_and_trend
from kerege.forecasting.self_exciting.twinstim_settings import TwinstimSettings


def read_endemic_grid(
    path: Path, settings: TwinstimSettings, *, trend_centre_days: float
) -> tuple[EndemicGrid, dict[str, int]]:
    """The grid of a file with `start`, `stop` (days of the study), `tile`, `area` (km^2) and perhaps covariates.

    Parameters
    ----------
    path : Path
    settings : TwinstimSettings
        Which columns are offset and covariates, and the terms of trend and season.
    trend_centre_days : float
        Where the trend is 0.

    Returns
    -------
    grid : EndemicGrid
    tiles : dict of tile name to index

    Raises
    ------
    InputError
        For a missing column, a cell that is no number, a block that does not last, an offset that has no log.
    """
    where, columns = str(path), read_text_columns(path)
    if "tile" not in columns:
        raise InputError("The column 'tile' is missing", where=where, mend="Needed are start, stop, tile and area")
    tiles = {name: i for i, name in enumerate(dict.fromkeys(columns["tile"]))}
    start = number_column(columns, "start", where)
    covariates, names = season_and_trend(
        start,
        trend_centre_days=trend_centre_days if settings.trend else None,
        harmonics=settings.harmonics,
        period_days=settings.period_days,
    )
    wanted = [name for name in settings.covariates.split("/") if name]
    offset = np.ones(len(start)) if not settings.offset else number_column(columns, settings.offset, where)
    if not (offset > 0).all():
        row = int((offset <= 0).argmax())
        raise InputError(
            f"The offset {offset[row]:g} has no logarithm", where=f"{where}, line {row + 2}, column {settings.offset}"
        )
    try:
        grid = EndemicGrid(
            start_days=start,
            stop_days=number_column(columns, "stop", where),
            size=number_column(columns, "area", where),
            tile=np.array([tiles[name] for name in columns["tile"]]),
            log_offset=np.log(offset),
            covariates=np.column_stack([covariates, *(number_column(columns, name, where) for name in wanted)]),
            names=(*names, *(f"endemic.{name}" for name in wanted)),
        )
    except ValueError as error:
        raise InputError(str(error).removesuffix("."), where=where) from error
    return grid, tiles
