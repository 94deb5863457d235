from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kerege.domain.risk import RiskLevel
from kerege.files.watch_parameters import read_watch_parameters
from kerege.risk.level import LevelState, level_of, next_level

RISK = replace(
    read_watch_parameters().risk,
    medium_probability=0.02,
    high_probability=0.1,
    critical_probability=0.05,
    margin=0.2,
    reviews_before_lowering=2,
)
probability = st.floats(0, 1)


@settings(deadline=None)
@given(probability, probability, probability, probability)
def test_a_level_never_falls_when_a_probability_rises(a: float, b: float, more_a: float, more_b: float) -> None:
    low = level_of(a, b, RISK)
    assert level_of(max(a, more_a), max(b, more_b), RISK).rank >= low.rank


# P(harm > tolerance) at successive reviews, and the level in force after each.
HYSTERESIS = [
    ([0.01, 0.02, 0.1], ["low", "medium", "high"]),  # up at once, at the threshold
    ([0.1, 0.09, 0.09, 0.09], ["high", "high", "high", "high"]),  # within the margin: 0.09 / 0.8 is above 0.1
    ([0.1, 0.07, 0.07], ["high", "high", "medium"]),  # below 0.08 twice
    ([0.1, 0.07, 0.1, 0.07], ["high", "high", "high", "high"]),  # the count of reviews starts anew
    ([0.1, 0.07, 0.09, 0.07], ["high", "high", "high", "high"]),  # a review within the margin does too
    ([0.1, 0.001, 0.001], ["high", "high", "low"]),  # two steps down when both reviews allow it
    ([0.1, 0.001, 0.07], ["high", "high", "medium"]),  # the last review decides how far
]


@pytest.mark.parametrize(("reviews", "levels"), HYSTERESIS)
def test_hysteresis(reviews: list[float], levels: list[str]) -> None:
    state = LevelState(RiskLevel.LOW)
    found = []
    for value in reviews:
        state = next_level(state, value, 0.0, RISK)
        found.append(state.level.value)
    assert found == levels


def test_critical_comes_from_grave_harm_and_goes_like_the_others() -> None:
    state = next_level(LevelState(RiskLevel.LOW), 0.06, 0.05, RISK)
    assert state.level is RiskLevel.CRITICAL
    state = next_level(next_level(state, 0.06, 0.01, RISK), 0.06, 0.01, RISK)
    assert state.level is RiskLevel.MEDIUM


@settings(deadline=None)
@given(st.lists(st.tuples(probability, probability), min_size=1, max_size=8))
def test_the_level_in_force_is_never_below_the_proposed_one(reviews: list[tuple[float, float]]) -> None:
    state = LevelState(RiskLevel.LOW)
    for tolerance, critical in reviews:
        state = next_level(state, tolerance, critical, RISK)
        assert state.level.rank >= level_of(tolerance, critical, RISK).rank
