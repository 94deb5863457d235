from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from tests.forecasting.self_exciting.imdepi import imdepi, oracle
from tests.forecasting.self_exciting.square import random_model

from kerege.forecasting.self_exciting.kernels import SpatialKernel
from kerege.forecasting.self_exciting.likelihood import score
from kerege.forecasting.self_exciting.reproduction import expected_follow_ons
from kerege.forecasting.self_exciting.residuals import cumulative_intensity, uniform_residuals
from kerege.forecasting.self_exciting.time_kernels import TimeKernel

TWINSTIM = "oracles/surveillance/twinstim"


@pytest.mark.parametrize("name", ["gaussian", "exponential"])
def test_equal_to_the_reference(shared: Callable[[str], Path], name: str) -> None:
    folder = shared(TWINSTIM)
    model, at = imdepi(folder, SpatialKernel(name)), oracle(folder, name, "coef", "estimate")
    assert cumulative_intensity(model, at) == pytest.approx(oracle(folder, name, "residuals", "residual"), abs=1e-4)
    ours = expected_follow_ons(model, at, within_study=True)
    assert ours == pytest.approx(oracle(folder, name, "R0_per_event", "R0"), abs=1e-6)
    assert ours.mean() == pytest.approx(oracle(folder, name, "fit", "meanR0_all")[0], abs=1e-6)
    assert (expected_follow_ons(model, at) >= ours).all()


def test_the_endemic_model_sets_off_nothing(shared: Callable[[str], Path]) -> None:
    folder = shared(TWINSTIM)
    model, at = imdepi(folder, None), oracle(folder, "endemic", "coef", "estimate")
    assert not expected_follow_ons(model, at).any()
    gaps = np.diff(cumulative_intensity(model, at), prepend=0.0)
    assert (gaps > 0).all()
    assert gaps.mean() == pytest.approx(1, abs=0.05)


@pytest.mark.parametrize("time", [TimeKernel("exponential"), TimeKernel("constant"), TimeKernel("step", (3.0,))])
def test_the_last_value_is_the_integral_of_the_likelihood(time: TimeKernel) -> None:
    model = random_model(np.random.default_rng(2), SpatialKernel("exponential"), time)
    at = np.array([-6.0, 0.2, 0.3, -7.0, 0.2, 1.0, *(-1.5,) * len(time.names)])
    there = score(model, at)
    integral = np.log(there.rate).sum() - there.log_likelihood
    assert cumulative_intensity(model, at)[-1] == pytest.approx(integral, rel=1e-10)
    assert ((uniform_residuals(model, at) > 0) & (uniform_residuals(model, at) < 1)).all()
