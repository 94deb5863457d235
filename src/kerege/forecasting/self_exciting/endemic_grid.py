"""The rate of what happens by itself: constant on tiles of ground or border within blocks of time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class EndemicGrid:
    """C cells of the study: a tile within a block of time (start, stop].

    The rate of each kind in a cell is exp(offset + covariates @ beta), in events per day and km^2 (or km of border).

    Parameters
    ----------
    start_days, stop_days : arrays, shape (C,)
        The block of each cell, in days since the beginning of the study.
    size : array, shape (C,)
        km^2 or km of its tile, > 0.
    tile : int array, shape (C,)
        Index of its tile.
    log_offset : array, shape (C,)
        A term without coefficient, such as the log of the population density.
    covariates : array, shape (C, P)
        The first column is 1.
    names : tuple of str
        Names of the P coefficients.

    Raises
    ------
    ValueError
        For a block that does not last, a size that is not positive, or numbers that are not finite.
    """

    start_days: Array
    stop_days: Array
    size: Array
    tile: Indices
    log_offset: Array
    covariates: Array
    names: tuple[str, ...]

    def __post_init__(self) -> None:
        if not (self.stop_days > self.start_days).all():
            raise ValueError("A block of the endemic grid ends before it starts.")
        if not (self.size > 0).all():
            raise ValueError("A tile of the endemic grid has no size.")
        if not (np.isfinite(self.log_offset).all() and np.isfinite(self.covariates).all()):
            raise ValueError("An offset or covariate of the endemic grid is not a finite number.")
        if self.covariates.shape != (len(self.size), len(self.names)):
            raise ValueError("The covariates of the endemic grid do not fit their names.")

    @property
    def begin_days(self) -> float:
        """When the study begins."""
        return float(self.start_days.min())

    @property
    def end_days(self) -> float:
        """When the study ends."""
        return float(self.stop_days.max())

    def log_rate(self, beta: Array) -> Array:
        """Log rate of a cell's kind, per day and unit of size, shape (C,)."""
        return np.asarray(self.log_offset + self.covariates @ beta)

    def until(self, days: Array, rates: Array) -> Array:
        """The integral, until each of these days, of rates per day that hold in the cells; shape of `days`."""
        edges = np.unique(np.concatenate([self.start_days, self.stop_days]))
        first, stop = (np.searchsorted(edges, own) for own in (self.start_days, self.stop_days))
        change = np.bincount(first, rates, len(edges)) - np.bincount(stop, rates, len(edges))
        whole = np.concatenate([[0.0], np.cumsum(np.cumsum(change)[:-1] * np.diff(edges))])
        return np.asarray(np.interp(days, edges, whole))


def cells_of(grid: EndemicGrid, time_days: Array, tile: Indices) -> Indices:
    """The cell of each event, shape (N,).

    Raises
    ------
    ValueError
        If an event lies in no cell; blocks are (start, stop], but the first block of all holds its start too.

    Examples
    --------
    >>> grid = EndemicGrid(
    ...     start_days=np.array([0.0, 5.0]), stop_days=np.array([5.0, 9.0]), size=np.ones(2),
    ...     tile=np.zeros(2, dtype=np.int64), log_offset=np.zeros(2), covariates=np.ones((2, 1)), names=("level",),
    ... )
    >>> cells_of(grid, np.array([0.0, 5.0, 5.1]), np.zeros(3, dtype=np.int64)).tolist()
    [0, 0, 1]
    """
    order = np.lexsort((grid.stop_days, grid.tile))
    # The stop is part of the block: the cell sought is the first of its tile that stops at the event or later.
    ranks = np.concatenate([grid.stop_days, time_days])
    _, rank = np.unique(ranks, return_inverse=True)
    count = len(grid.stop_days)
    width = int(rank.max()) + 1
    keys = grid.tile[order] * width + rank[:count][order]
    wanted = tile * width + rank[count:]
    place = np.minimum(np.searchsorted(keys, wanted, side="left"), count - 1)
    cell = order[place]
    opened = (grid.start_days[cell] < time_days) | (grid.start_days[cell] == grid.begin_days)
    wrong = (grid.tile[cell] != tile) | ~opened | (grid.stop_days[cell] < time_days)
    if wrong.any():
        first = int(wrong.argmax())
        raise ValueError(f"The event at day {time_days[first]:g} lies in no cell of the endemic grid.")
    return np.asarray(cell, dtype=np.int64)


def season_and_trend(
    start_days: Array, *, trend_centre_days: float | None, harmonics: int, period_days: float
) -> tuple[Array, tuple[str, ...]]:
    """Covariates 1, (t - centre)/period and sines and cosines of a year, taken at the start of each block.

    Parameters
    ----------
    start_days : array, shape (C,)
    trend_centre_days : float or None
        Where the trend is 0; None for no trend.
    harmonics : int
        Pairs of sine and cosine, >= 0.
    period_days : float
        Days of a year.

    Returns
    -------
    covariates : array, shape (C, P)
    names : tuple of str

    Examples
    --------
    >>> values, names = season_and_trend(np.array([30.0]), trend_centre_days=0.0, harmonics=1, period_days=360.0)
    >>> names, values.round(3).tolist()
    (('endemic.intercept', 'endemic.trend', 'endemic.sin_1', 'endemic.cos_1'), [[1.0, 0.083, 0.5, 0.866]])
    """
    columns, names = [np.ones_like(start_days)], ["endemic.intercept"]
    if trend_centre_days is not None:
        columns.append((start_days - trend_centre_days) / period_days)
        names.append("endemic.trend")
    for h in range(1, harmonics + 1):
        angle = 2 * np.pi * h * start_days / period_days
        columns += [np.sin(angle), np.cos(angle)]
        names += [f"endemic.sin_{h}", f"endemic.cos_{h}"]
    return np.column_stack(columns), tuple(names)
