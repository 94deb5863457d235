from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kerege.verification.scores import brier, crps_weighted


def test_crps_hand_worked_with_unequal_weights() -> None:
    # 1, 2, 6 with 0.5, 0.25, 0.25; observed 3. Distances 2, 1, 3: 1 + 0.25 + 0.75 = 2.
    # E|X - X'| = 2 (0.5 x 0.25 x 1 + 0.5 x 0.25 x 5 + 0.25 x 0.25 x 4) = 2 (0.125 + 0.625 + 0.25) = 2. CRPS 2 - 1 = 1.
    score = crps_weighted(np.array([[6.0], [1.0], [2.0]]), np.array([[0.25], [0.5], [0.25]]), np.array([3.0]))
    assert score.tolist() == [1.0]


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 20), st.floats(0.05, 1)), min_size=1, max_size=8), st.integers(0, 25))
def test_crps_equals_its_double_sum(forecast: list[tuple[int, float]], observed: int) -> None:
    x = np.array([float(value) for value, _ in forecast])
    w = np.array([weight for _, weight in forecast])
    w /= w.sum()
    wanted = (w * np.abs(x - observed)).sum() - (w[:, None] * w * np.abs(x[:, None] - x)).sum() / 2
    assert crps_weighted(x[:, None], w[:, None], np.array([float(observed)]))[0] == pytest.approx(wanted, abs=1e-9)


def test_crps_refuses_weights_that_do_not_add_up() -> None:
    with pytest.raises(ValueError, match="add up"):
        crps_weighted(np.ones((2, 1)), np.array([[0.5], [0.4]]), np.ones(1))


def test_brier_hand_worked() -> None:
    # (0.3^2 + 0.6^2 + 0.9^2)/3 = (0.09 + 0.36 + 0.81)/3
    assert brier(np.array([0.7, 0.6, 0.1]), np.array([True, False, True])) == pytest.approx(0.42)
