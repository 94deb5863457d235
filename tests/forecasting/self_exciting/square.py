"""A small made-up study: a square of 20 km, two tiles, two blocks of time, events of two kinds."""

from __future__ import annotations

import numpy as np

from kerege.forecasting.self_exciting.endemic_grid import EndemicGrid, cells_of
from kerege.forecasting.self_exciting.events import PointEvents, pairs_within
from kerege.forecasting.self_exciting.kernels import SpatialKernel
from kerege.forecasting.self_exciting.likelihood import Twinstim
from kerege.forecasting.self_exciting.region_integral import region_measure
from kerege.forecasting.self_exciting.time_kernels import TimeKernel

SIDE_KM, END_DAYS = 20.0, 60.0
SQUARE = np.array([[0.0, 0.0], [SIDE_KM, 0.0], [SIDE_KM, SIDE_KM], [0.0, SIDE_KM]])


def square_grid() -> EndemicGrid:
    """Western and eastern half, first and second half of the time; the east has the offset 0.5, trend in the second."""
    return EndemicGrid(
        start_days=np.array([0.0, 0.0, 30.0, 30.0]),
        stop_days=np.array([30.0, 30.0, 60.0, 60.0]),
        size=np.full(4, SIDE_KM**2 / 2),
        tile=np.array([0, 1, 0, 1]),
        log_offset=np.array([0.0, 0.5, 0.0, 0.5]),
        covariates=np.array([[1.0, 0.0], [1.0, 0.0], [1.0, 1.0], [1.0, 1.0]]),
        names=("endemic.intercept", "endemic.trend"),
    )


def square_model(
    time_days: np.ndarray,
    x_km: np.ndarray,
    y_km: np.ndarray,
    kind: np.ndarray,
    mark: np.ndarray,
    *,
    space: SpatialKernel,
    time: TimeKernel,
    reach_km: float = 8.0,
    reach_days: float = 15.0,
    triggers: np.ndarray | None = None,
    kind_levels: bool = False,
) -> Twinstim:
    events = PointEvents(
        time_days=time_days,
        x_km=x_km,
        y_km=y_km,
        kind=kind.astype(np.int64),
        kinds=2,
        marks=np.column_stack([np.ones(len(mark)), mark]),
        mark_names=("intercept", "mark"),
    )
    grid = square_grid()
    return Twinstim(
        events=events,
        grid=grid,
        cell=cells_of(grid, time_days, (x_km > SIDE_KM / 2).astype(np.int64)),
        pairs=pairs_within(events, reach_km=reach_km, reach_days=reach_days),
        measure=region_measure(x_km, y_km, [SQUARE], reach_km=reach_km, radii_km=space.breaks_km),
        reach_days=reach_days,
        space=space,
        time=time,
        triggers=np.eye(2) if triggers is None else triggers,
        kind_levels=kind_levels,
    )


def random_model(rng: np.random.Generator, space: SpatialKernel, time: TimeKernel, events: int = 60) -> Twinstim:
    """A model whose events lie anywhere, the last at the very end; every kind can set off both."""
    return square_model(
        np.append(np.sort(rng.uniform(0.1, END_DAYS, events - 1)), END_DAYS),
        rng.uniform(0, SIDE_KM, events),
        rng.uniform(0, SIDE_KM, events),
        rng.integers(0, 2, events),
        rng.normal(size=events),
        space=space,
        time=time,
        triggers=np.array([[1.0, 0.5], [1.0, 1.0]]),
        kind_levels=True,
    )
