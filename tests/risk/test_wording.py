"""Probabilities get the word of their band, and the gaps between bands are no matter of taste."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kerege.risk.wording import Chance, Likelihood, likelihood, whole_percent

# Bands of the yardstick, in whole per cent, both ends included.
BANDS = {
    Likelihood.REMOTE_CHANCE: (0, 5),
    Likelihood.HIGHLY_UNLIKELY: (10, 20),
    Likelihood.UNLIKELY: (25, 35),
    Likelihood.REALISTIC_POSSIBILITY: (40, 50),
    Likelihood.LIKELY: (55, 75),
    Likelihood.HIGHLY_LIKELY: (80, 90),
    Likelihood.ALMOST_CERTAIN: (95, 100),
}


@pytest.mark.parametrize("percent", range(101))
def test_every_whole_percent_gets_the_nearest_band_and_no_other_is_as_near(percent: int) -> None:
    distance = {word: max(low - percent, percent - high, 0) for word, (low, high) in BANDS.items()}
    nearest = min(distance.values())
    assert [word for word, far in distance.items() if far == nearest] == [likelihood(percent / 100)]


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_higher_probability_never_gets_a_less_likely_word(first: float, second: float) -> None:
    words = list(Likelihood)
    low, high = sorted((first, second))
    assert words.index(likelihood(low)) <= words.index(likelihood(high))


@given(st.floats(0, 1))
def test_the_word_belongs_to_the_percent_that_is_printed(probability: float) -> None:
    assert likelihood(probability) is likelihood(whole_percent(probability) / 100)


def test_halves_are_rounded_up_although_binary_fractions_lie_below() -> None:
    assert 0.285 * 100 < 28.5
    assert whole_percent(0.285) == 29


@pytest.mark.parametrize("wrong", [-0.01, 1.01, math.nan, math.inf])
def test_what_is_no_probability_is_refused(wrong: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        whole_percent(wrong)


@pytest.mark.parametrize(
    ("probability", "low", "high"), [(0.4, 0.5, 0.6), (0.7, 0.5, 0.6), (0.5, -0.1, 0.6), (0.5, 0.4, 1.1)]
)
def test_a_chance_lies_within_its_interval(probability: float, low: float, high: float) -> None:
    with pytest.raises(ValueError, match="needs 0 <= low"):
        Chance(probability, low, high)
