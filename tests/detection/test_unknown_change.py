from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize

from kerege.detection.unknown_change import DOWN, UP, unknown_change_path


def log_ratio(counts: np.ndarray, mean: np.ndarray, dispersion: float, kappa: float) -> float:
    """As published, term by term."""
    if dispersion == 0:
        return float((kappa * counts + (1 - np.exp(kappa)) * mean).sum())
    changed = 1 + dispersion * mean * np.exp(kappa)
    return float((kappa * counts + (counts + 1 / dispersion) * np.log((1 + dispersion * mean) / changed)).sum())


def largest(counts: np.ndarray, mean: np.ndarray, dispersion: float, t: int, longest: int, side: int) -> float:
    """The statistic of period t by a search over every segment."""
    best = 0.0
    for k in range(max(0, t - longest), t + 1):
        known = np.isfinite(counts[k : t + 1])
        own = counts[k : t + 1][known], mean[k : t + 1][known], dispersion
        if len(own[0]):
            ends = (0, 12) if side == UP else (-40, 0)
            found = optimize.minimize_scalar(
                lambda kappa, own=own: -log_ratio(*own, kappa),  # type: ignore[misc]
                bounds=ends,
                method="bounded",
                options={"xatol": 1e-9},
            )
            best = max(best, -float(found.fun))
    return best


counts_of = st.lists(st.one_of(st.integers(0, 30), st.just(None)), min_size=1, max_size=12)


@settings(max_examples=40, deadline=None)
@given(counts_of, st.sampled_from([0.0, 1e-6, 0.3, 2.0]), st.sampled_from([UP, DOWN]), st.integers(1, 12))
def test_the_statistic_is_the_maximum_over_all_beginnings_and_sizes(
    values: list[int | None], dispersion: float, side: int, longest: int
) -> None:
    counts = np.array([np.nan if value is None else value for value in values])
    mean = 6 + 4 * np.sin(np.arange(len(values)))
    statistic, _, _ = unknown_change_path(counts, mean, dispersion, 1e6, 1, longest, side, True)
    for t in range(len(values)):
        wanted = 0.0 if np.isnan(counts[t]) else largest(counts, mean, dispersion, t, longest, side)
        assert statistic[t] == pytest.approx(wanted, rel=1e-6, abs=1e-6)


@settings(max_examples=60, deadline=None)
@given(
    counts_of, st.sampled_from([0.0, 0.3, 2.0]), st.sampled_from([UP, DOWN]), st.sampled_from([0.3, 2.0, 6.0]),
    st.integers(1, 3),
)  # fmt: skip
def test_the_count_needed_is_the_first_that_alarms(
    values: list[int | None], dispersion: float, side: int, threshold: float, shortest: int
) -> None:
    counts = np.array([np.nan if value is None else value for value in values])
    mean = 6 + 4 * np.sin(np.arange(len(values)))
    settings_of = (mean, dispersion, threshold, shortest, 8, side)
    _, needed, alarm = unknown_change_path(counts, *settings_of, True)
    last = len(values) - 1
    if np.isnan(needed[last]):
        return  # the chart began anew less than `shortest` periods ago

    def alarms(count: float) -> bool:
        other = counts.copy()
        other[last] = count
        return bool(unknown_change_path(other, *settings_of, False)[2][last])

    if needed[last] >= 0:
        assert alarms(needed[last])
    if needed[last] - side >= 0:
        assert not alarms(needed[last] - side)
    if not np.isnan(counts[last]):
        assert alarm[last] == (side * counts[last] >= side * needed[last])


def test_two_counts_of_nine_where_two_and_three_were_expected_by_hand() -> None:
    # a = 1. The best change of the last period alone makes its mean the count: 9 log(9/3) + 10 log(4/10) = 0.7246.
    # Of both: x = e^kappa with (9 - 2x)/(1 + 2x) + (9 - 3x)/(1 + 3x) = 0, so 12 x^2 - 40 x - 18 = 0 and x = 3.73495;
    # 18 log x + 10 log(3/8.46989) + 10 log(4/12.20484) = 23.71920 - 10.37905 - 11.15538 = 2.18477.
    statistic, _, _ = unknown_change_path(np.array([9.0, 9.0]), np.array([2.0, 3.0]), 1.0, 1e6, 1, -1, UP, False)
    assert statistic[1] == pytest.approx(2.18477, abs=1e-5)
    alone, _, _ = unknown_change_path(np.array([9.0, 9.0]), np.array([2.0, 3.0]), 1.0, 1e6, 1, 0, UP, False)
    assert alone[1] == pytest.approx(9 * np.log(3) + 10 * np.log(0.4))


def test_counts_in_the_millions_are_weighed_as_well() -> None:
    counts, mean = np.array([1e6, 1.2e6, 1.3e6]), np.full(3, 1e6)
    statistic, needed, alarm = unknown_change_path(counts, mean, 0.01, 4.0, 1, 10, UP, True)
    assert statistic[2] == pytest.approx(largest(counts, mean, 0.01, 2, 10, UP), rel=1e-9)
    assert alarm.tolist() == [False, False, True]
    assert 1.2e6 < needed[2] < 1.3e6


def test_a_series_of_no_periods_has_no_statistic() -> None:
    nothing = np.zeros(0)
    statistic, needed, alarm = unknown_change_path(nothing, nothing, 0.1, 5.0, 1, 52, UP, True)
    assert len(statistic) == len(needed) == len(alarm) == 0
