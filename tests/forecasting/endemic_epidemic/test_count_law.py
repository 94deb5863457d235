from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from kerege.forecasting.endemic_epidemic.count_law import dispersion_slopes, log_probability, mean_slopes

COUNTS = st.integers(0, 400)
MEANS = st.floats(0.01, 300.0)
PSIS = st.floats(1e-3, 20.0)


@settings(deadline=None)
@given(COUNTS, MEANS, PSIS, PSIS)
def test_it_is_the_negative_binomial_law(y: int, mean: float, first: float, second: float) -> None:
    psi = np.array([first, second])
    found = log_probability(np.full((1, 2), float(y)), np.full((1, 2), mean), psi)[0]
    np.testing.assert_allclose(found, stats.nbinom.logpmf(y, 1 / psi, 1 / (1 + psi * mean)), rtol=1e-8, atol=1e-8)


@settings(deadline=None)
@given(COUNTS, MEANS, PSIS)
def test_slopes_are_those_of_differences(y: int, mean: float, psi: float) -> None:
    def at(mu: float, log_psi: float) -> float:
        return float(log_probability(np.array([[float(y)]]), np.array([[mu]]), np.exp([log_psi]))[0, 0])

    def slope(mu: float, log_psi: float) -> float:
        return float(dispersion_slopes(np.array([[float(y)]]), np.array([[mu]]), np.exp([log_psi]))[0][0, 0])

    log_psi, step = np.log(psi), 1e-5
    arguments = np.array([[float(y)]]), np.array([[mean]]), np.array([psi])
    by_mean, (first, second) = mean_slopes(*arguments), dispersion_slopes(*arguments)
    near, far = mean * (1 - step), mean * (1 + step)
    scale = 1e-4 * (1 + y + mean)
    pull = [mean_slopes(arguments[0], np.array([[mu]]), arguments[2]).slope[0, 0] for mu in (near, far)]
    assert abs(by_mean.slope[0, 0] - (at(far, log_psi) - at(near, log_psi)) / (far - near)) < scale / mean
    assert abs(by_mean.observed[0, 0] + (pull[1] - pull[0]) / (far - near)) < scale / mean**2
    assert abs(by_mean.mixed[0, 0] + (slope(far, log_psi) - slope(near, log_psi)) / (far - near)) < scale / mean
    assert abs(first[0, 0] - (at(mean, log_psi + step) - at(mean, log_psi - step)) / (2 * step)) < scale
    assert abs(second[0, 0] - (slope(mean, log_psi + step) - slope(mean, log_psi - step)) / (2 * step)) < scale


def test_a_tiny_dispersion_is_the_poisson_law_to_the_last_digits() -> None:
    y, mean = np.array([[0.0], [3.0], [50.0]]), np.array([[0.7], [2.0], [40.0]])
    poisson = log_probability(y, mean, np.array([0.0]))
    np.testing.assert_allclose(poisson, stats.poisson.logpmf(y, mean), rtol=1e-12)
    np.testing.assert_allclose(log_probability(y, mean, np.array([1e-14])), poisson, rtol=1e-11)
    np.testing.assert_allclose(dispersion_slopes(y, mean, np.array([1e-14]))[0], 0.0, atol=1e-11)
