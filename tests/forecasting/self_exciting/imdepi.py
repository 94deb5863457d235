"""The reference data: cases of invasive meningococcal disease in Germany, with what R surveillance makes of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

from kerege.forecasting.self_exciting.endemic_grid import EndemicGrid, cells_of, season_and_trend
from kerege.forecasting.self_exciting.events import PointEvents, pairs_within
from kerege.forecasting.self_exciting.kernels import SpatialKernel
from kerege.forecasting.self_exciting.likelihood import Twinstim
from kerege.forecasting.self_exciting.region_integral import oriented_rings, region_measure
from kerege.forecasting.self_exciting.time_kernels import TimeKernel

CONSTANT = TimeKernel("constant")


def column(frame: pl.DataFrame, name: str) -> np.ndarray:
    return frame[name].cast(pl.Float64).to_numpy()


def imdepi_events(folder: Path) -> pl.DataFrame:
    """The 635 events whose age group is known."""
    frame = pl.read_csv(folder / "imdepi_untied_events.csv", infer_schema=False, null_values=["NA"])
    return frame.filter(pl.col("agegrp").is_not_null())


def imdepi_rings(folder: Path) -> list[np.ndarray]:
    frame = pl.read_csv(folder / "imdepi_W_polygon.csv", infer_schema=False)
    assert set(frame["hole"]) == {"FALSE"}
    rings = [
        np.column_stack([column(own, "x"), column(own, "y")])
        for _, own in frame.group_by(["poly", "ring"], maintain_order=True)
    ]
    return oriented_rings([(ring, []) for ring in rings])


def imdepi(folder: Path, space: SpatialKernel | None, time: TimeKernel = CONSTANT) -> Twinstim:
    """The reference model; without a kernel in space its endemic part alone."""
    frame, cells = imdepi_events(folder), pl.read_csv(folder / "imdepi_stgrid.csv", infer_schema=False)
    index = {tile: i for i, tile in enumerate(cells["tile"].unique(maintain_order=True))}
    covariates, names = season_and_trend(
        column(cells, "start"), trend_centre_days=3.5 * 365, harmonics=1, period_days=365.0
    )
    grid = EndemicGrid(
        start_days=column(cells, "start"),
        stop_days=column(cells, "stop"),
        size=column(cells, "area"),
        tile=np.array([index[tile] for tile in cells["tile"]]),
        log_offset=np.log(column(cells, "popdensity")),
        covariates=covariates,
        names=names,
    )
    kind = (frame["type"] == "C").to_numpy().astype(np.int64)
    marks = [np.ones(len(frame)), kind, *((frame["agegrp"] == age).to_numpy() for age in ("[3,19)", "[19,Inf)"))]
    events = PointEvents(
        time_days=column(frame, "time"),
        x_km=column(frame, "x"),
        y_km=column(frame, "y"),
        kind=kind,
        kinds=2,
        marks=np.column_stack(marks).astype(float),
        mark_names=("intercept", "typeC", "agegrp[3,19)", "agegrp[19,Inf)"),
    )
    measure = None
    if space is not None:
        measure = region_measure(
            events.x_km, events.y_km, imdepi_rings(folder), reach_km=200.0, radii_km=space.breaks_km
        )
    return Twinstim(
        events=events,
        grid=grid,
        cell=cells_of(grid, events.time_days, np.array([index[tile] for tile in frame["tile"]])),
        pairs=pairs_within(events, reach_km=200.0, reach_days=30.0),
        measure=measure,
        reach_days=30.0,
        space=space or SpatialKernel("constant"),
        time=time,
        triggers=np.eye(2),
    )


def oracle(folder: Path, model: str, part: str, name: str) -> np.ndarray:
    return column(pl.read_csv(folder / f"imd_{model}__{part}.csv", infer_schema=False), name)
