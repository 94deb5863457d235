from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kerege.domain.panel import CountPanel, Frequency, PeriodGrid
from kerege.forecasting.reference import (
    coming_periods,
    decayed_distribution,
    reference_forecast,
    stratified_quantiles,
)
from kerege.verification.scores import crps_weighted

# Mean CRPS of deaths by country and month, origin October of the year before, targets January to December.
PUBLISHED = {2019: 7.82, 2020: 21.00, 2021: 76.53, 2022: 122.94, 2023: 44.32}


def country_months(shared: Callable[[str], Path]) -> np.ndarray:
    frame = pl.read_csv(shared("data/forecast/views_cm_actuals_ged_sb_2018_2024.csv"))
    wide = frame.pivot(on="country_id", index="month_id", values="outcome").sort("month_id")
    return wide.drop("month_id").to_numpy().astype(float)


def mean_crps(outcomes: np.ndarray, year: int, global_share: float) -> float:
    january = (year - 2018) * 12
    past = outcomes[: january - 2]
    values, weights = decayed_distribution(
        np.nan_to_num(past), np.isfinite(past), half_life_periods=12.0, global_share=global_share
    )
    return float(np.mean([crps_weighted(values, weights, outcomes[january + month]).mean() for month in range(12)]))


def test_the_published_scores_of_the_decayed_benchmark_come_out(shared: Callable[[str], Path]) -> None:
    outcomes = country_months(shared)
    assert outcomes.shape[1] == 191
    found = {year: mean_crps(outcomes, year, 0.0) for year in PUBLISHED}
    assert found == pytest.approx(PUBLISHED, abs=0.005)
    # The mean over the windows: 54.52 without and 54.43 with one per cent of all countries' positive counts.
    assert np.mean(list(found.values())) == pytest.approx(54.52, abs=0.005)
    mixed = np.mean([mean_crps(outcomes, year, 0.01) for year in PUBLISHED])
    assert mixed == pytest.approx(54.43, abs=0.02)


def test_weights_hand_worked_with_a_gap_and_a_global_share() -> None:
    # Half-life one period. Ages 2, 1, 0; age 1 not reported: 0.25, 0, 1 over 1.25, times 0.9.
    # Positive counts of all units: 3, 2, 8 -> quantiles at 10, 30, 50, 70, 90 %: 2.2, 2.6, 3, 5, 7; 0.02 each.
    counts = np.array([[3.0, 0.0], [9.0, 2.0], [0.0, 8.0]])
    reported = np.array([[True, True], [False, True], [True, True]])
    values, weights = decayed_distribution(counts, reported, half_life_periods=1.0, global_share=0.1)
    assert weights[:3, 0].tolist() == pytest.approx([0.9 * 0.2, 0.0, 0.9 * 0.8])
    assert values[4:, 0].tolist() == pytest.approx([2.2, 2.6, 3.0, 5.0, 7.0])
    assert weights[4:, 0].tolist() == pytest.approx([0.02] * 5)
    assert weights.sum(axis=0).tolist() == pytest.approx([1.0, 1.0])


def test_a_unit_that_never_reported_is_taken_at_zero_but_for_the_global_share() -> None:
    values, weights = decayed_distribution(
        np.array([[0.0, 4.0]]), np.array([[False, True]]), half_life_periods=5.0, global_share=0.01
    )
    assert (values[:, 0] * weights[:, 0]).sum() == pytest.approx(0.04)


def panel(counts: list[list[int]]) -> CountPanel:
    start = datetime(2020, 1, 1, tzinfo=UTC)
    grid = PeriodGrid(tuple(start + timedelta(days=28 * i) for i in range(len(counts) + 1)), Frequency.FOUR_WEEKS)
    array = np.array(counts)
    names = tuple("abcdef"[: array.shape[1]])
    return CountPanel(counts=array, reported=np.ones(array.shape, bool), grid=grid, unit_ids=names, kind="all")


def test_draws_have_the_distribution_and_follow_the_panel() -> None:
    past = panel([[0, 2], [0, 0], [3, 0]])
    made = reference_forecast(
        past, half_life_periods=2.0, global_share=0.05, horizon=2, draws=4000, rng=np.random.default_rng(1)
    )
    assert made.draws.shape == (2, 2, 4000)
    assert made.grid.edges[0] == past.grid.edges[-1] == made.origin
    values, weights = decayed_distribution(
        past.counts.astype(float), past.reported, half_life_periods=2.0, global_share=0.05
    )
    mean = (np.rint(values) * weights).sum(axis=0)
    # Stratified: the mean errs by at most the largest count over the number of draws, times the steps.
    assert made.draws.mean(axis=2) == pytest.approx(np.broadcast_to(mean, (2, 2)), abs=0.005)
    # The periods' draws come in different order.
    assert (made.draws[0, 0] != made.draws[1, 0]).any()


def test_the_same_generator_makes_the_same_draws_and_another_only_another_order() -> None:
    past = panel([[1, 0], [0, 2], [0, 5]])
    first, again, other = (
        reference_forecast(
            past, half_life_periods=13.0, global_share=0.01, horizon=1, draws=500, rng=np.random.default_rng(seed)
        )
        for seed in (1, 1, 2)
    )
    assert (first.draws == again.draws).all()
    assert (first.draws != other.draws).any()
    assert (np.sort(first.draws, axis=2) == np.sort(other.draws, axis=2)).all()


@settings(deadline=None)
@given(st.lists(st.integers(0, 9), min_size=2, max_size=12), st.integers(0, 11))
def test_one_more_incident_never_lowers_a_units_own_distribution(past: list[int], where: int) -> None:
    counts = np.array(past, dtype=float)[:, None]
    more = counts.copy()
    more[where % len(past)] += 1
    before, after = (
        stratified_quantiles(*decayed_distribution(x, np.ones(x.shape, bool), half_life_periods=3.0), draws=200)
        for x in (counts, more)
    )
    assert (after >= before).all()


def test_weeks_follow_weeks() -> None:
    start = datetime(2021, 3, 1, tzinfo=UTC)
    grid = PeriodGrid((start, start + timedelta(days=7)), Frequency.WEEK)
    assert coming_periods(grid, 2).edges[-1] == start + timedelta(days=21)


@pytest.mark.parametrize(("half_life", "share"), [(0.0, 0.1), (1.0, 1.0), (1.0, -0.1)])
def test_values_outside_their_range_are_refused(half_life: float, share: float) -> None:
    with pytest.raises(ValueError, match=r"half-life|share"):
        decayed_distribution(np.ones((2, 1)), np.ones((2, 1), bool), half_life_periods=half_life, global_share=share)
