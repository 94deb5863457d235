from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kerege.detection.exceedance import decayed_dispersion, predictive_exceedance


def one(observed: int, counts: float, exposure: float, dispersion: float, prior: float = 0.5) -> tuple[float, float]:
    found = predictive_exceedance(
        np.array([observed]),
        decayed_counts=np.array([counts]),
        prior_counts=np.array([prior]),
        exposure=exposure,
        dispersion=dispersion,
        alpha=0.02,
    )
    return float(found.expected[0]), float(found.p_value[0])


def test_hand_worked() -> None:
    # a = 0.5, n = 1.5, E = 4: mu = 0.5. phi = 2: variance 2 x 0.5 + 0.25/2 = 1.125.
    # Negative binomial: size = 0.25/(1.125 - 0.5) = 0.4, probability = 0.4/0.9 = 4/9.
    # P(Y >= 1) = 1 - (4/9)^0.4.
    expected, p_value = one(1, 1.5, 4.0, 2.0)
    assert expected == 0.5
    assert p_value == pytest.approx(1 - (4 / 9) ** 0.4)


@settings(deadline=None)
@given(st.integers(0, 8), st.floats(0, 20), st.floats(1, 30), st.floats(1, 4))
def test_p_values_fall_with_the_count_and_rise_with_the_record(
    observed: int, counts: float, exposure: float, dispersion: float
) -> None:
    _, p_value = one(observed, counts, exposure, dispersion)
    assert one(observed + 1, counts, exposure, dispersion)[1] <= p_value
    assert one(observed, counts + 1, exposure, dispersion)[1] >= p_value - 1e-12
    assert 0 <= p_value <= 1


@pytest.mark.parametrize("counts", [2.0, 8.0])
def test_without_a_change_it_speaks_no_oftener_than_its_p_value_says(counts: float) -> None:
    # Rates drawn from Gamma(a + n, E), counts from Poisson: exactly what the test assumes.
    rng = np.random.default_rng(11)
    rate = rng.gamma(0.5 + counts, 1 / 10.0, 20_000)
    drawn = rng.poisson(rate)
    p_value = np.array([one(value, counts, 10.0, 1.0)[1] for value in range(drawn.max() + 1)])[drawn]
    for level in (0.01, 0.05, 0.2):
        assert (p_value <= level).mean() <= level + 3 * (level / 20_000) ** 0.5


def test_dispersion_of_poisson_counts_is_about_one_and_of_bursts_above() -> None:
    rng = np.random.default_rng(12)
    even = rng.poisson(0.5, (4000, 1))
    bursts = np.where(rng.random((4000, 1)) < 0.1, rng.poisson(5.0, (4000, 1)), 0)
    seen = np.ones((4000, 1), bool)
    assert decayed_dispersion(even, seen, half_life_periods=1e9, floor=0.0) == pytest.approx(1.0, abs=0.1)
    # Variance of a burst: E Var + Var E = 0.5 + 25 x 0.09 = 2.75, over a mean of 0.5: 5.5.
    assert decayed_dispersion(bursts, seen, half_life_periods=1e9, floor=1.0) == pytest.approx(5.5, rel=0.15)
    assert decayed_dispersion(even, ~seen, half_life_periods=13.0, floor=1.0) == 1.0


def test_values_outside_their_range_are_refused() -> None:
    with pytest.raises(ValueError, match="exposure"):
        one(1, 1.0, 0.0, 1.0)
    with pytest.raises(ValueError, match="dispersion"):
        one(1, 1.0, 1.0, 0.9)
    with pytest.raises(ValueError, match="prior"):
        one(1, 1.0, 1.0, 1.0, prior=0.0)
