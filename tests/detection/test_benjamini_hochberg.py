from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kerege.detection.benjamini_hochberg import benjamini_hochberg


@settings(deadline=None)
@given(st.lists(st.floats(0, 1), max_size=30), st.floats(0.01, 0.5))
def test_it_finds_what_the_definition_finds(p_values: list[float], rate: float) -> None:
    found = benjamini_hochberg(np.array(p_values), rate)
    ordered = sorted(p_values)
    largest = max((i for i, p in enumerate(ordered, 1) if p <= rate * i / len(ordered)), default=0)
    bound = ordered[largest - 1] if largest else -1.0
    assert found.tolist() == [p <= bound for p in p_values]


def test_false_discoveries_stay_within_the_rate() -> None:
    # 40 tests, 10 of them real and plain; share of false ones among the discoveries, mean over 400 runs.
    rng = np.random.default_rng(1)
    shares = []
    for _ in range(400):
        p_values = rng.random(40)
        p_values[:10] = rng.random(10) * 1e-4
        found = benjamini_hochberg(p_values, 0.1)
        shares.append(found[10:].sum() / max(1, found.sum()))
    # Expected 0.1 x 30/40 = 0.075.
    assert np.mean(shares) == pytest.approx(0.075, abs=0.015)


def test_values_that_are_no_probabilities_are_refused() -> None:
    for p_values, rate in (([1.2], 0.1), ([float("nan")], 0.1), ([0.5], 1.1)):
        with pytest.raises(ValueError, match="between 0 and 1"):
            benjamini_hochberg(np.array(p_values), rate)
