from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from tests.forecasting.self_exciting.square import SIDE_KM, random_model, square_model

from kerege.forecasting.self_exciting.fit import fit_twinstim
from kerege.forecasting.self_exciting.interaction_test import interaction_test
from kerege.forecasting.self_exciting.kernels import SpatialKernel
from kerege.forecasting.self_exciting.likelihood import Twinstim
from kerege.forecasting.self_exciting.reproduction import expected_follow_ons
from kerege.forecasting.self_exciting.residuals import uniform_residuals
from kerege.forecasting.self_exciting.simulate import SimulatedEvents, draw_distances, draw_lags, simulate_twinstim
from kerege.forecasting.self_exciting.time_kernels import TimeKernel

SPACE, TIME = SpatialKernel("exponential"), TimeKernel("exponential")
#: endemic level, trend, level of the second kind, power, effect of the mark, log sd, log rate
TRUTH = np.array([-5.2, 0.4, -0.5, -3.4, 0.4, np.log(0.8), np.log(0.4)])


def place_in_tile(tile: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    return np.column_stack([tile + rng.uniform(size=len(tile)), 2 * rng.uniform(size=len(tile))]) * SIDE_KM / 2


def is_inside(place: np.ndarray) -> np.ndarray:
    return np.asarray(((place >= 0) & (place <= SIDE_KM)).all(axis=1))


def history(seed: int, at: np.ndarray = TRUTH) -> SimulatedEvents:
    rng = np.random.default_rng(seed)
    return simulate_twinstim(
        random_model(rng, SPACE, TIME), at, place_in_tile=place_in_tile, is_inside=is_inside, rng=rng
    )


def model_of(events: SimulatedEvents) -> Twinstim:
    return square_model(
        events.time_days,
        events.x_km,
        events.y_km,
        events.kind,
        events.marks[:, 1],
        space=SPACE,
        time=TIME,
        triggers=np.array([[1.0, 0.5], [1.0, 1.0]]),
        kind_levels=True,
    )


def test_a_fit_finds_what_was_simulated() -> None:
    fits = [fit_twinstim(model_of(history(seed))) for seed in range(12)]
    assert all(fit.converged for fit in fits)
    errors = np.array([(fit.coefficients - TRUTH) / fit.standard_errors for fit in fits])
    # Twelve histories: means within 4 standard errors of a mean, and errors of the size that is stated.
    assert np.abs(errors.mean(axis=0) * np.sqrt(len(fits))).max() < 4
    assert 0.6 < np.sqrt((errors**2).mean()) < 1.4


def test_every_follow_on_is_near_its_parent_and_their_number_is_that_expected() -> None:
    events = history(3)
    child = np.flatnonzero(events.parent >= 0)
    parent = events.parent[child]
    assert (events.time_days[child] > events.time_days[parent]).all()
    assert np.hypot(events.x_km[child] - events.x_km[parent], events.y_km[child] - events.y_km[parent]).max() <= 8
    expected = expected_follow_ons(model_of(events), TRUTH, within_study=True)
    assert len(child) == pytest.approx(expected.sum(), abs=5 * np.sqrt(expected.sum()))


def test_residuals_of_the_true_model_are_uniform_and_of_a_wrong_one_not() -> None:
    model = model_of(history(4))
    assert stats.kstest(uniform_residuals(model, TRUTH), "uniform").pvalue > 0.01
    wrong = TRUTH.copy()
    wrong[3] -= 6
    assert stats.kstest(uniform_residuals(model, wrong), "uniform").pvalue < 1e-6


def test_the_interaction_is_found_where_there_is_one_only() -> None:
    rng = np.random.default_rng(8)
    model = model_of(history(5))
    found = interaction_test(model, fit_twinstim(model), permutations=9, rng=rng)
    assert found.statistic > 50
    assert found.p_value == pytest.approx(1 / (1 + found.permutations))
    quiet = TRUTH.copy()
    quiet[0], quiet[3] = -5.0, -30.0
    alone = model_of(history(6, quiet))
    none = interaction_test(alone, fit_twinstim(alone), permutations=9, rng=rng)
    assert none.statistic < 15
    assert none.p_value is not None
    assert none.p_value > 0.1


@pytest.mark.parametrize(
    ("kernel", "theta"),
    [(SPACE, np.log([0.8])), (SpatialKernel("step", (2.0,)), np.log([0.3])), (SpatialKernel("constant"), np.empty(0))],
)
def test_distances_follow_their_kernel(kernel: SpatialKernel, theta: np.ndarray) -> None:
    rng = np.random.default_rng(1)
    drawn, area = draw_distances(kernel, theta, reach_km=8.0, count=20_000, rng=rng)
    fine = (np.arange(80_000) + 0.5) / 10_000
    density = fine * kernel.value(fine, theta)
    assert area == pytest.approx(2 * np.pi * density.sum() / 10_000, rel=1e-3)
    until = np.cumsum(density) / density.sum()
    assert stats.kstest(drawn, lambda r: np.interp(r, fine, until)).pvalue > 0.01


def test_lags_follow_their_kernel() -> None:
    drawn, days = draw_lags(TIME, np.log([0.4]), reach_days=15.0, count=20_000, rng=np.random.default_rng(2))
    assert days == pytest.approx((1 - np.exp(-6)) / 0.4)
    assert stats.kstest(drawn, lambda t: (1 - np.exp(-0.4 * t)) / (1 - np.exp(-6))).pvalue > 0.01


def test_an_explosion_is_told() -> None:
    loud = TRUTH.copy()
    loud[3] = 1.0
    rng = np.random.default_rng(1)
    with pytest.raises(ValueError, match="explodes"):
        simulate_twinstim(
            random_model(rng, SPACE, TIME),
            loud,
            place_in_tile=place_in_tile,
            is_inside=is_inside,
            rng=rng,
            most_events=20_000,
        )
