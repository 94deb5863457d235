"""Probabilities follow from the draws by arithmetic that can be done by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta
from tests.bulletin.made_up_run import forecast
from tests.regions.synthetic import synthetic_region

from kerege.bulletin.compose.chances import (
    chance_of_incident,
    chance_of_more,
    count_interval,
    record_periods,
    with_interval,
)

FORECAST = forecast(synthetic_region())


def test_within_one_period_the_chance_is_the_share_of_draws_above_zero() -> None:
    # West draws 0, 1, 2 in turn.
    assert chance_of_incident(FORECAST, ["aa-bb.west"], 28).probability == pytest.approx(2 / 3)


def test_three_days_hold_their_share_of_the_incidents_of_a_period() -> None:
    # 1 - (1 + 25/28 + (25/28)^2) / 3 = 1 - (1 + 0.892857 + 0.797194) / 3 = 0.103316
    assert chance_of_incident(FORECAST, ["aa-bb.west"], 3).probability == pytest.approx(0.103316, abs=1e-6)


def test_units_are_counted_together_draw_by_draw() -> None:
    # West and east draw (0,0), (1,0), (2,1) in turn:
    # 1 - (1 + 25/28 + (25/28)^3) / 3 = 1 - (1 + 0.892857 + 0.711780) / 3 = 0.131788
    together = chance_of_incident(FORECAST, ["aa-bb.west", "aa-bb.east"], 3)
    assert together.probability == pytest.approx(0.131788, abs=1e-6)


def test_a_window_of_a_period_and_a_half_takes_half_of_the_second() -> None:
    # Quiet: draws 0: 1; 1: 0 * 0.5 = 0; 2: 0. The first period must be empty, so 1 - 1/3.
    assert chance_of_incident(FORECAST, ["aa-bb.west"], 42).probability == pytest.approx(2 / 3)


def test_a_window_beyond_the_forecast_is_refused() -> None:
    with pytest.raises(ValueError, match="before 85 days are over"):
        chance_of_incident(FORECAST, ["aa-bb.west"], 85)


def test_more_than_a_number_is_the_share_of_draws_above_it() -> None:
    # Over three periods west draws 0, 3, 6: above 3 in one of three.
    assert chance_of_more(FORECAST, ["aa-bb.west"], 3).probability == pytest.approx(1 / 3)


def test_the_count_has_mean_and_middle_80_percent() -> None:
    # East over two periods: 0, 0, 2 in turn: mean 2/3, tenth percentile 0, ninetieth 2.
    assert count_interval(FORECAST, ["aa-bb.east"], 2) == (pytest.approx(2 / 3), 0.0, 2.0)


def test_the_record_weighs_less_the_older_it_is() -> None:
    # The sum 1 + w + w^2 + ... with w = 2^(-28/365.25), added term by term.
    weight = 2 ** (-28 / 365.25)
    assert record_periods(28) == pytest.approx(sum(weight**i for i in range(2000)))


def test_the_interval_of_one_period_is_that_of_jeffreys() -> None:
    chance, n = with_interval(0.3, 28, 28), record_periods(28)
    spread = beta(0.3 * n + 0.5, 0.7 * n + 0.5)
    assert spread.cdf(chance.low) == pytest.approx(0.1)
    assert spread.cdf(chance.high) == pytest.approx(0.9)


@given(st.floats(0, 1), st.sampled_from([3, 7, 28, 84]))
def test_an_interval_holds_its_probability(probability: float, days: int) -> None:
    chance = with_interval(probability, days, 28)
    assert 0 <= chance.low <= probability == chance.probability <= chance.high <= 1


@given(st.floats(0.01, 0.99))
def test_the_interval_of_three_days_is_that_of_a_period_brought_to_three_days(probability: float) -> None:
    short = with_interval(1 - (1 - probability) ** (3 / 28), 3, 28)
    long = with_interval(probability, 28, 28)
    assert short.low == pytest.approx(1 - (1 - long.low) ** (3 / 28), abs=1e-9)
    assert short.high == pytest.approx(1 - (1 - long.high) ** (3 / 28), abs=1e-9)


def test_nothing_drawn_is_no_proof_of_nothing_to_come() -> None:
    never = with_interval(0.0, 28, 28)
    assert never.probability == never.low == 0
    assert 0.01 < never.high < 0.2
