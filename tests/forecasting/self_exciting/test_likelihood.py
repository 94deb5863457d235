from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import exp, log, pi
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.forecasting.self_exciting.imdepi import imdepi, oracle
from tests.forecasting.self_exciting.square import random_model, square_model

from kerege.forecasting.self_exciting.kernels import SpatialKernel
from kerege.forecasting.self_exciting.likelihood import log_likelihood, pair_rates, score
from kerege.forecasting.self_exciting.time_kernels import TimeKernel

TWINSTIM = "oracles/surveillance/twinstim"
SPACES = (
    SpatialKernel("gaussian"),
    SpatialKernel("exponential"),
    SpatialKernel("power-law"),
    SpatialKernel("student"),
    SpatialKernel("step", (2.0, 5.0)),
    SpatialKernel("constant"),
)
TIMES = (TimeKernel("constant"), TimeKernel("exponential"), TimeKernel("step", (4.0, 9.0)))


def test_three_events_by_hand() -> None:
    """Two western events of the first kind, one eastern of the second; the first two are 3 km and 2 days apart."""
    model = square_model(
        np.array([10.0, 12.0, 40.0]),
        np.array([5.0, 8.0, 11.0]),
        np.array([10.0, 10.0, 10.0]),
        np.array([0, 0, 1]),
        np.array([0.7, -0.4, 1.3]),
        space=SpatialKernel("gaussian"),
        time=TimeKernel("exponential"),
        reach_km=4.0,
        triggers=np.array([[1.0, 1.0], [0.0, 1.0]]),
        kind_levels=True,
    )
    b0, trend, kind2, g0, g1, sd, rate = log(0.002), 0.3, -0.2, log(0.05), 0.6, 2.0, 0.25
    west, later_east = exp(b0), exp(b0 + 0.5 + trend + kind2)
    triggered = exp(g0 + g1 * 0.7) * exp(-(3.0**2) / (2 * sd**2)) * exp(-rate * 2)
    endemic = 30 * 200 * exp(b0) * (1 + exp(0.5)) * (1 + exp(trend)) * (1 + exp(kind2))
    disc = 2 * pi * sd**2 * (1 - exp(-(4.0**2) / (2 * sd**2)))
    over_time = (1 - exp(-rate * 15)) / rate
    # The first kind sets off both, the second its own only; all have 15 days left, and their discs lie inside.
    epidemic = exp(g0) * (2 * exp(g1 * 0.7) + 2 * exp(-g1 * 0.4) + exp(g1 * 1.3)) * disc * over_time
    expected = log(west) + log(west + triggered) + log(later_east) - endemic - epidemic
    at = np.array([b0, trend, kind2, g0, g1, log(sd), log(rate)])
    assert model.names == (
        "endemic.intercept",
        "endemic.trend",
        "endemic.kind_2",
        "epidemic.intercept",
        "epidemic.mark",
        "space.log_sd",
        "time.log_rate",
    )
    assert log_likelihood(model, at) == pytest.approx(expected, abs=1e-8)
    assert pair_rates(model, at).tolist() == pytest.approx([triggered], rel=1e-12)


@given(seed=st.integers(0, 2**32 - 1), space=st.sampled_from(SPACES), time=st.sampled_from(TIMES))
@settings(max_examples=40, deadline=None)
def test_the_gradient_is_that_of_the_log_likelihood(seed: int, space: SpatialKernel, time: TimeKernel) -> None:
    rng = np.random.default_rng(seed)
    model = random_model(rng, space, time)
    theta = np.log([3.0, 1.4])[: len(space.names)] if space.shape != "step" else np.array([-0.4, -1.1])
    alpha = np.log([0.2]) if time.shape == "exponential" else np.array([-0.3, -0.8])[: len(time.names)]
    at = np.concatenate([[-6.0, 0.2, 0.3], [-4.0, 0.2], theta, alpha]) + rng.normal(
        scale=0.2, size=5 + len(theta) + len(alpha)
    )
    analytic = score(model, at).gradient
    for p, own in enumerate(analytic):
        step = np.zeros(len(at))
        step[p] = 1e-5
        numeric = (log_likelihood(model, at + step) - log_likelihood(model, at - step)) / 2e-5
        assert own == pytest.approx(numeric, rel=1e-5, abs=1e-5)


@given(seed=st.integers(0, 2**32 - 1), days=st.floats(-50, 50), east=st.floats(-1000, 1000))
@settings(max_examples=15, deadline=None)
def test_moving_the_whole_study_changes_nothing(seed: int, days: float, east: float) -> None:
    model = random_model(np.random.default_rng(seed), SpatialKernel("exponential"), TimeKernel("exponential"))
    events, grid = model.events, model.grid
    moved = replace(
        model,
        events=replace(events, time_days=events.time_days + days, x_km=events.x_km + east),
        grid=replace(grid, start_days=grid.start_days + days, stop_days=grid.stop_days + days),
    )
    at = np.array([-6.0, 0.2, 0.3, -4.0, 0.2, 1.0, -1.5])
    assert log_likelihood(moved, at) == pytest.approx(log_likelihood(model, at), abs=1e-8)


@pytest.mark.parametrize("name", ["gaussian", "exponential"])
def test_equal_to_the_reference_at_its_coefficients(shared: Callable[[str], Path], name: str) -> None:
    folder = shared(TWINSTIM)
    at = oracle(folder, name, "coef", "estimate")
    there = score(imdepi(folder, SpatialKernel(name)), at)
    assert there.log_likelihood == pytest.approx(oracle(folder, name, "fit", "loglik")[0], abs=1e-3)
    errors = np.sqrt(np.diag(np.linalg.inv(there.information)))
    assert errors == pytest.approx(oracle(folder, name, "coef", "se"), rel=1e-4)


def test_the_endemic_part_counts_its_integral_once_for_each_kind(shared: Callable[[str], Path]) -> None:
    folder = shared(TWINSTIM)
    model, at = imdepi(folder, None), oracle(folder, "endemic", "coef", "estimate")
    assert log_likelihood(model, at) == pytest.approx(oracle(folder, "endemic", "fit", "loglik")[0], abs=1e-6)
