from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from kerege.detection.count_run_length import count_run_length, false_alarm_probability, threshold_of_run_length
from kerege.detection.cusum_transforms import transformed
from kerege.detection.e_detector import EDetectorSettings
from kerege.detection.glr_threshold import design_glr, largest_statistics, simulate_counts, simulate_threshold
from kerege.detection.run_length import average_run_length, design_cusum
from kerege.detection.simulated_run_length import e_detector_run_length, glr_run_length
from kerege.detection.unknown_change import DOWN

SEASON = 3 * np.exp(0.6 * np.cos(2 * np.pi * np.arange(1, 53) / 52))


def rossi_steps(counts: np.ndarray, mean: np.ndarray) -> np.ndarray:
    return transformed(counts, mean, transform="rossi") - 0.5936


def test_two_periods_of_the_chain_by_hand() -> None:
    # Increments y - 1 of Poisson counts of mean 1, alarm from 2 on; p = 1/e, p, p/2, p/6 for 0, 1, 2, 3 cases.
    # First period: alarm with 3 or more, 1 - 5p/2; sum 1 with p/2, else 0 with 2p.
    # Second period: from 0 as before; from 1 with 2 or more, 1 - 2p.
    p = np.exp(-1)
    first = 1 - 2.5 * p
    second = first + 2 * p * first + p / 2 * (1 - 2 * p)
    found = false_alarm_probability(np.ones(2), lambda y, m: y - m, 2.0, dispersion=0.0)
    assert found.tolist() == pytest.approx([first, second])


def test_the_run_length_of_whole_steps_by_hand() -> None:
    # The same chart: L0 = 1 + 2p L0 + p/2 L1 and L1 = 1 + p L0 + p L1 (1 case leaves the sum, none takes it to 0).
    p = np.exp(-1)
    matrix = np.array([[1 - 2 * p, -p / 2], [-p, 1 - p]])
    wanted = np.linalg.solve(matrix, np.ones(2))[0]
    assert count_run_length(np.ones(1), lambda y, m: y - m, 2.0, dispersion=0.0) == pytest.approx(wanted)
    # A cycle of two equal periods has the same run length.
    assert count_run_length(np.ones(2), lambda y, m: y - m, 2.0, dispersion=0.0) == pytest.approx(wanted)


@pytest.mark.parametrize(("dispersion", "rise"), [(0.0, 1.5), (0.25, 1.0)])
def test_the_run_length_under_a_season_is_that_of_simulated_charts(dispersion: float, rise: float) -> None:
    rng = np.random.default_rng(6)
    sums, lengths, running = np.zeros(4000), np.zeros(4000), np.ones(4000, dtype=bool)
    t = 0
    while running.any():
        mean = np.full(4000, SEASON[t % 52])
        counts = simulate_counts(mean * rise, dispersion, rng)
        sums = np.maximum(0, sums + rossi_steps(counts, mean))
        lengths += running
        running &= sums < 3.8
        t += 1
    found = count_run_length(SEASON, rossi_steps, 3.8, dispersion=dispersion, rise=rise)
    assert abs(found - lengths.mean()) < 4 * lengths.std() / np.sqrt(4000)


def test_the_sum_of_waiting_chances_is_the_run_length() -> None:
    # E[N] = sum over t >= 0 of P(no alarm by t).
    alarmed = false_alarm_probability(np.full(600, 4.0), lambda y, m: y - 1.5 * m, 3.0, dispersion=0.3)
    assert alarmed[-1] > 0.999999
    length = count_run_length(np.array([4.0]), lambda y, m: y - 1.5 * m, 3.0, dispersion=0.3)
    assert 1 + (1 - alarmed).sum() == pytest.approx(length, rel=1e-4)


@pytest.mark.parametrize("dispersion", [0.0, 0.2])
def test_the_threshold_found_has_the_run_length_wanted(dispersion: float) -> None:
    cycle = np.array([3.0, 5.0])
    found = threshold_of_run_length(cycle, rossi_steps, 200.0, dispersion=dispersion)
    assert count_run_length(cycle, rossi_steps, found - 0.03, dispersion=dispersion) < 206
    assert count_run_length(cycle, rossi_steps, found + 0.03, dispersion=dispersion) > 194


def test_a_sum_that_drifts_upwards_has_no_threshold() -> None:
    with pytest.raises(ValueError, match="too many steps"):
        threshold_of_run_length(np.array([3.0]), lambda y, m: y + m, 1e7, dispersion=0.0)
    with pytest.raises(ValueError, match="even the lowest is longer"):
        threshold_of_run_length(np.array([3.0]), lambda y, m: y - 20.0, 2.0, dispersion=0.0)


def test_a_chart_that_never_alarms_says_so() -> None:
    with pytest.raises(ValueError, match="as good as never"):
        average_run_length(1.0, 40.0)
    with pytest.raises(ValueError, match="as good as never"):
        count_run_length(np.array([1.0]), lambda y, m: y - 5 * m, 200.0, dispersion=0.0)
    with pytest.raises(ValueError, match="above the one with it"):
        design_cusum(5, 7)


def test_a_single_period_has_the_threshold_of_its_count() -> None:
    # Of one period of mean 2 the statistic is y log(y/2) - (y - 2) above 2; P(Y >= 5) = 0.0527, P(Y >= 4) = 0.143.
    found = simulate_threshold(
        np.array([2.0]), dispersion=0.0, probability=0.1, rng=np.random.default_rng(2), replicates=4000
    )
    assert float(stats.poisson.sf(4, 2)) < 0.1 < float(stats.poisson.sf(3, 2))
    assert 4 * np.log(2) - 2 < found < 5 * np.log(2.5) - 3


def test_the_threshold_keeps_its_chance_even_where_values_repeat() -> None:
    # Falls of Poisson counts: n periods without a case give n mu, a value that many replicates share.
    found = design_glr(
        np.full(52, 3.0), dispersion=0.0, probability=0.1, rng=np.random.default_rng(3), side=DOWN, replicates=600
    )
    assert found.realised <= 0.1 + 3 * np.sqrt(0.09 / 600)
    assert found.lower <= found.threshold <= found.upper


def test_the_interval_holds_the_threshold_of_many_more_replicates() -> None:
    rng = np.random.default_rng(4)
    found = design_glr(np.full(26, 4.0), dispersion=0.3, probability=0.2, rng=rng, replicates=600)
    many = largest_statistics(np.full(26, 4.0), dispersion=0.3, rng=rng, replicates=4000)
    assert found.lower < np.quantile(many, 0.8) < found.upper
    assert found.realised == pytest.approx(0.2, abs=0.05)


def test_replicates_that_cannot_tell_a_small_chance_are_refused() -> None:
    with pytest.raises(ValueError, match="99 replicates are too few"):
        design_glr(np.full(5, 4.0), dispersion=0.0, probability=0.001, rng=np.random.default_rng(1), replicates=99)


@pytest.mark.parametrize("dispersion", [0.0, 0.4])
def test_the_e_detector_waits_at_least_as_long_as_wanted_and_a_rise_shortens_it(dispersion: float) -> None:
    control = EDetectorSettings(arl0=60)
    quiet, raised = (
        e_detector_run_length(
            SEASON, dispersion=dispersion, settings=control, rng=np.random.default_rng(5), rise=rise, replicates=300
        )
        for rise in (1.0, 2.0)
    )
    assert quiet.average > 60 + 2 * quiet.standard_error
    assert raised.average < 20
    assert (quiet.stopped, raised.stopped) == (0, 0)


def test_charts_stopped_before_their_alarm_are_counted() -> None:
    control = EDetectorSettings(arl0=1e6)
    found = e_detector_run_length(
        np.array([3.0]), dispersion=0.0, settings=control, rng=np.random.default_rng(5), replicates=20, longest=10
    )
    assert (found.average, found.stopped) == (10.0, 20)
    glr = glr_run_length(
        np.array([3.0]), dispersion=0.0, threshold=50.0, rng=np.random.default_rng(5), replicates=20, longest=10
    )
    assert (glr.average, glr.stopped) == (10.0, 20)


def test_one_waits_for_a_poisson_count_of_five_as_long_as_its_chance_says() -> None:
    # With a window of the newest period alone the chart waits for the first count of at least 5: 1 / 0.0527 = 18.99.
    found = glr_run_length(
        np.array([2.0]), dispersion=0.0, threshold=1.5, rng=np.random.default_rng(7), max_window=0, replicates=3000
    )
    assert 4 * np.log(2) - 2 < 1.5 < 5 * np.log(2.5) - 3
    assert abs(found.average - 1 / float(stats.poisson.sf(4, 2))) < 4 * found.standard_error
