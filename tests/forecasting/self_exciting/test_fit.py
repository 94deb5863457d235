from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from tests.forecasting.self_exciting.imdepi import imdepi, oracle
from tests.forecasting.self_exciting.square import random_model

from kerege.forecasting.self_exciting.fit import fit_twinstim, observed_information
from kerege.forecasting.self_exciting.kernels import SpatialKernel
from kerege.forecasting.self_exciting.likelihood import score
from kerege.forecasting.self_exciting.time_kernels import TimeKernel

TWINSTIM = "oracles/surveillance/twinstim"


@pytest.mark.parametrize("name", ["endemic", "gaussian", "exponential"])
def test_a_fit_reaches_the_reference(shared: Callable[[str], Path], name: str) -> None:
    folder = shared(TWINSTIM)
    model = imdepi(folder, None if name == "endemic" else SpatialKernel(name))
    fit = fit_twinstim(model)
    assert fit.converged
    assert fit.log_likelihood >= oracle(folder, name, "fit", "loglik")[0] - 1e-3
    errors = oracle(folder, name, "coef", "se")
    # The reference stops a little early: some coefficients are a tenth of a standard error from the maximum.
    assert np.abs((fit.coefficients - oracle(folder, name, "coef", "estimate")) / errors).max() < 0.16
    assert fit.expected_errors == pytest.approx(errors, rel=0.05)
    assert np.abs(score(model, fit.coefficients).gradient * errors).max() < 1e-4


def test_a_power_law_fits_better_and_its_maximum_is_one(shared: Callable[[str], Path]) -> None:
    model = imdepi(shared(TWINSTIM), SpatialKernel("power-law"))
    fit = fit_twinstim(model)
    assert fit.converged
    assert fit.log_likelihood > -9455
    assert (np.linalg.eigvalsh(observed_information(model, fit.coefficients)) > 0).all()
    assert fit.aic == pytest.approx(2 * 10 - 2 * fit.log_likelihood)


def test_the_start_does_not_matter() -> None:
    rng = np.random.default_rng(5)
    model = random_model(rng, SpatialKernel("exponential"), TimeKernel("constant"), events=150)
    one = fit_twinstim(model)
    other = fit_twinstim(model, start=one.coefficients + rng.normal(scale=0.3, size=len(one.coefficients)))
    assert other.log_likelihood == pytest.approx(one.log_likelihood, abs=1e-3)


def test_a_coefficient_that_runs_off_has_no_standard_error() -> None:
    """No event lies within half a kilometre and 4 km of another later one but nearer ones: the far level has no end."""
    from tests.forecasting.self_exciting.square import square_model

    time = np.array([1.0, 2.0, 20.0, 21.0, 40.0, 41.0])
    model = square_model(
        time,
        np.array([3.0, 3.2, 15.0, 15.2, 3.0, 3.2]),
        np.array([3.0, 3.2, 15.0, 15.2, 15.0, 15.2]),
        np.zeros(6),
        np.array([0.1, 0.0, -0.1, 0.1, 0.0, -0.1]),
        space=SpatialKernel("step", (1.0,)),
        time=TimeKernel("constant"),
    )
    fit = fit_twinstim(model)
    assert np.isnan(fit.standard_errors[fit.names.index("space.log_level_2")])
