from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.forecasting.self_exciting.square import random_model, square_grid

from kerege.forecasting.self_exciting.endemic_grid import cells_of
from kerege.forecasting.self_exciting.events import pairs_within
from kerege.forecasting.self_exciting.kernels import SpatialKernel
from kerege.forecasting.self_exciting.time_kernels import TimeKernel


def test_pairs_are_those_of_a_plain_search() -> None:
    events = random_model(np.random.default_rng(1), SpatialKernel("constant"), TimeKernel("constant")).events
    events = replace(events, time_days=np.round(events.time_days))
    lag = events.time_days[:, None] - events.time_days
    distance = np.hypot(events.x_km[:, None] - events.x_km, events.y_km[:, None] - events.y_km)
    later, earlier = np.nonzero((lag > 0) & (lag <= 15) & (distance <= 8))
    for pairs in (
        pairs_within(events, reach_km=8, reach_days=15),
        pairs_within(events, reach_km=8, reach_days=15, distances_km=distance),
    ):
        assert pairs.later.tolist() == later.tolist()
        assert pairs.earlier.tolist() == earlier.tolist()
        assert pairs.distance_km == pytest.approx(distance[later, earlier])
        assert (pairs.lag_days == lag[later, earlier]).all()


def test_events_that_cannot_be_are_refused() -> None:
    events = random_model(np.random.default_rng(1), SpatialKernel("constant"), TimeKernel("constant")).events
    for change, words in (
        ({"time_days": events.time_days[::-1]}, "order"),
        ({"x_km": np.where(np.arange(60) == 3, np.nan, events.x_km)}, "finite"),
        ({"kind": events.kind + 1}, "kinds"),
        ({"y_km": events.y_km[:5]}, "length"),
    ):
        with pytest.raises(ValueError, match=words):
            replace(events, **change)


def test_the_grid_adds_up_rates_over_time() -> None:
    grid = square_grid()
    rates = np.array([1.0, 2.0, 5.0, 7.0])
    assert grid.until(np.array([0.0, 10.0, 30.0, 40.0, 60.0]), rates).tolist() == [0.0, 30.0, 90.0, 210.0, 450.0]


def test_an_event_outside_the_grid_is_refused() -> None:
    with pytest.raises(ValueError, match="day 61 lies in no cell"):
        cells_of(square_grid(), np.array([1.0, 61.0]), np.array([0, 1]))
    with pytest.raises(ValueError, match="lies in no cell"):
        cells_of(square_grid(), np.array([1.0]), np.array([2]))
