from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from kerege.detection.bounds import count_bound, power_bound


@settings(deadline=None)
@given(st.floats(0.05, 200), st.floats(1.0, 30), st.floats(0.001, 0.4))
def test_the_count_law_has_the_mean_and_variance_asked_for(mean: float, dispersion: float, alpha: float) -> None:
    bound, _ = count_bound(np.array([0.0]), np.array([mean]), np.array([dispersion]), alpha=alpha)
    law = stats.nbinom(mean / (dispersion - 1), 1 / dispersion) if dispersion > 1 else stats.poisson(mean)
    if dispersion > 1:
        assert law.mean() == pytest.approx(mean)
        assert law.var() == pytest.approx(dispersion * mean)
    assert law.cdf(bound[0]) >= 1 - alpha - 1e-12
    assert bound[0] == 0 or law.cdf(bound[0] - 1) < 1 - alpha


def test_a_count_of_zero_is_never_unusual() -> None:
    _, p_value = count_bound(np.array([0.0]), np.array([4.0]), np.array([2.0]), alpha=0.05)
    assert p_value[0] == 1.0


@pytest.mark.parametrize("power", [2 / 3, 1 / 2, 1.0])
def test_the_p_value_at_the_bound_is_alpha(power: float) -> None:
    mean, error, dispersion = np.array([5.0]), np.array([0.1]), np.array([1.7])
    bound, _ = power_bound(np.array([5.0]), mean, error, dispersion, power=power, alpha=0.01)
    _, at_bound = power_bound(bound, mean, error, dispersion, power=power, alpha=0.01)
    assert at_bound[0] == pytest.approx(0.01)
