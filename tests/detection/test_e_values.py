from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from kerege.detection.e_benjamini_hochberg import e_benjamini_hochberg
from kerege.detection.e_detector import EDetectorSettings, e_detector, evidence


@pytest.mark.parametrize("dispersion", [0.0, 0.3])
def test_evidence_has_mean_1_if_nothing_has_changed(dispersion: float) -> None:
    y = np.arange(4000.0)
    mean = 4.0
    law = stats.nbinom.pmf(y, 1 / dispersion, 1 / (1 + dispersion * mean)) if dispersion else stats.poisson.pmf(y, mean)
    rises = np.array([1.2, 2.0])
    found = evidence(y[:300], np.full(300, mean), dispersion, rises)
    assert (law[:300, None] * found).sum(axis=0) == pytest.approx([1.0, 1.0], abs=1e-6)


@pytest.mark.parametrize("dispersion", [0.0, 0.25])
def test_the_run_length_to_a_false_alarm_is_at_least_the_one_wanted(dispersion: float) -> None:
    rng = np.random.default_rng(3)
    mean, wanted, periods = 2.0, 50.0, 400
    rate = np.full((periods, 200), mean)
    if dispersion:
        rate = rng.gamma(1 / dispersion, dispersion * mean, (periods, 200))
    counts = rng.poisson(rate).astype(float)
    found = e_detector(
        counts, frequency=52, settings=EDetectorSettings(arl0=wanted, alpha=dispersion), judged=range(periods),
        expected=np.full((periods, 200), mean),
    )  # fmt: skip
    first = np.where(found.alarm.any(axis=0), found.alarm.argmax(axis=0) + 1, periods)
    # The mean of 200 run lengths has a standard error of about a fourteenth of itself.
    assert first.mean() > wanted * 0.9


def test_a_lasting_rise_is_found_soon() -> None:
    rng = np.random.default_rng(4)
    counts = np.concatenate([rng.poisson(3.0, (150, 40)), rng.poisson(6.0, (30, 40))]).astype(float)
    found = e_detector(counts, frequency=52, settings=EDetectorSettings(m="mean", alpha=0.0), judged=range(150, 180))
    assert found.alarm.any(axis=0).mean() > 0.95
    assert np.median(found.alarm.argmax(axis=0)) <= 6


def test_the_bound_is_the_largest_count_that_is_no_alarm() -> None:
    counts = np.array([2.0, 3, 2, 1, 4, 2, 9, 3, 2])[:, None]
    control = EDetectorSettings(arl0=40, m="mean", alpha=0.0)
    found = e_detector(counts, frequency=52, settings=control, judged=range(4, 9))
    for row, t in enumerate(range(4, 9)):
        for count, is_alarm in ((found.upper[row, 0], False), (found.upper[row, 0] + 1, True)):
            other = counts.copy()
            other[t] = count
            again = e_detector(other, frequency=52, settings=control, judged=range(4, 9))
            if not found.alarm[:row, 0].any():
                assert bool(again.alarm[row, 0]) is is_alarm


def test_a_period_without_a_count_adds_no_evidence() -> None:
    counts = np.array([2.0, 2, 2, 2, 6, np.nan, 6])[:, None]
    control = EDetectorSettings(m="mean", alpha=0.0)
    found = e_detector(counts, frequency=52, settings=control, judged=range(4, 7))
    without = e_detector(np.delete(counts, 5, axis=0), frequency=52, settings=control, judged=range(4, 6))
    assert found.score[1, 0] == found.score[0, 0]
    assert found.score[2, 0] == pytest.approx(without.score[1, 0])
    assert found.reason[1, 0] == "no count was reported"


def test_false_discoveries_stay_below_the_rate_even_when_tests_depend() -> None:
    rng = np.random.default_rng(5)
    shares = []
    for _ in range(400):
        common = rng.standard_normal()
        z = 0.8 * common + 0.6 * rng.standard_normal(50)
        z[:10] += 4.0
        e_values = np.exp(3.0 * z - 4.5)  # of mean 1 for a standard normal z
        found = e_benjamini_hochberg(e_values, 0.2)
        shares.append(found[10:].sum() / max(found.sum(), 1))
    assert np.mean(shares) <= 0.2


@settings(max_examples=50, deadline=None)
@given(st.lists(st.floats(0, 200), min_size=1, max_size=20), st.floats(0.01, 1))
def test_more_evidence_never_takes_a_discovery_away(values: list[float], rate: float) -> None:
    e_values = np.array(values)
    found = e_benjamini_hochberg(e_values, rate)
    more = e_benjamini_hochberg(e_values * 1.5, rate)
    assert (more | ~found).all()


def test_values_that_cannot_be_are_refused() -> None:
    with pytest.raises(ValueError, match="arl0"):
        EDetectorSettings(arl0=1)
    with pytest.raises(ValueError, match="rises looked for"):
        EDetectorSettings(smallest_ratio=0.9)
    with pytest.raises(ValueError, match="at least 0"):
        e_benjamini_hochberg(np.array([-1.0]), 0.1)
    with pytest.raises(ValueError, match="dispersion alpha"):
        e_detector(np.ones((3, 1)), frequency=52, settings=EDetectorSettings(), expected=np.ones((3, 1)))


def test_overwhelming_evidence_stays_a_number() -> None:
    found = e_detector(
        np.array([[1e6], [1.0]]), frequency=52, settings=EDetectorSettings(alpha=0.0), judged=[0, 1],
        expected=np.ones((2, 1)),
    )  # fmt: skip
    assert found.alarm[:, 0].tolist() == [True, False]
    assert np.isfinite(found.score).all()
