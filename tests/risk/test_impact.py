from __future__ import annotations

import numpy as np
import pytest

from kerege.risk.impact import HarmPool

UNKNOWN = np.nan


def test_the_mean_is_taken_over_what_is_known() -> None:
    pool = HarmPool(
        np.array([[1.0, 4.0, UNKNOWN, UNKNOWN], [UNKNOWN, 1.0, 90.0, UNKNOWN], [4.0, UNKNOWN, 10.0, UNKNOWN]]),
        np.array([1.0, 0.5, 0.5]),
    )
    # Killed (1 x 1 + 0.5 x 4)/1.5 = 2; injured (4 + 0.5)/1.5 = 3; displaced (45 + 5)/1 = 50; detained known of none.
    assert pool.mean().tolist() == pytest.approx([2.0, 3.0, 50.0, 0.0])
    assert pool.known.tolist() == [True, True, True, False]
    assert pool.probability_killed() == pytest.approx(1.0)


def test_draws_have_the_mean_of_what_is_known_and_never_take_unknown_for_zero() -> None:
    pool = HarmPool(np.array([[2.0, UNKNOWN, 0.0, 1.0], [UNKNOWN, 6.0, 8.0, 1.0]]), np.array([3.0, 1.0]))
    drawn = pool.draw(40_000, np.random.default_rng(1))
    # Killed known of the first only: always 2. Injured of the second only: always 6. Displaced 8 in one of four.
    assert set(drawn[:, 0].tolist()) == {2.0}
    assert set(drawn[:, 1].tolist()) == {6.0}
    assert drawn[:, 2].mean() == pytest.approx(2.0, abs=0.1)


def test_harms_of_one_incident_stay_together() -> None:
    pool = HarmPool(np.array([[0.0, 0.0, 0.0, 0.0], [30.0, 100.0, 5000.0, 2.0]]), np.array([1.0, 1.0]))
    drawn = pool.draw(1000, np.random.default_rng(2))
    assert {tuple(row) for row in drawn.tolist()} == {(0.0, 0.0, 0.0, 0.0), (30.0, 100.0, 5000.0, 2.0)}


def test_an_incident_without_weight_is_never_drawn() -> None:
    pool = HarmPool(np.array([[9.0] * 4, [1.0] * 4, [9.0] * 4]), np.array([0.0, 1.0, 0.0]))
    assert (pool.draw(500, np.random.default_rng(3)) == 1.0).all()


def test_an_empty_pool_draws_zeros_and_says_that_nothing_is_known() -> None:
    pool = HarmPool(np.zeros((0, 4)), np.zeros(0))
    assert pool.draw(3, np.random.default_rng(4)).sum() == 0
    assert not pool.known.any()


def test_negative_harms_and_weights_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        HarmPool(np.array([[-1.0, 0, 0, 0]]), np.ones(1))
    with pytest.raises(ValueError, match="shape"):
        HarmPool(np.zeros((2, 4)), np.ones(1))
