from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from kerege.verification.count_scores import SCORES, CountCalibration, count_calibration, count_scores

Array = NDArray[np.float64]
OBSERVED = np.array([0.0, 1.0, 3.0, 2.0, 7.0, 0.0, 4.0, 12.0])
MEAN = np.array([0.5, 1.2, 2.0, 3.0, 4.0, 0.8, 6.0, 5.0])
DISPERSION = np.array([0.2, 0.5, 1.0, 0.3, 0.4, 2.0, 0.1, 0.7])


def test_scores_by_hand() -> None:
    # Mean 1 and psi 1: P(k) = 2^-(k + 1), variance 2; for a count of 3 the ranked probability score is
    # (1/2)^2 + (3/4)^2 + (7/8)^2 + 4^-4 (1 + 1/4 + ...) = 19/12.
    one = np.array([1.0])
    found = count_scores(np.array([3.0]), one, one)
    assert found.log_score[0] == pytest.approx(4 * np.log(2))
    assert found.ranked_probability[0] == pytest.approx(19 / 12)
    assert found.dawid_sebastiani[0] == pytest.approx(np.log(2) + 2)
    assert found.squared_error[0] == pytest.approx(4)


@pytest.mark.parametrize(
    ("score", "z", "z_each"),
    [
        # Mean 1 and psi 1 twice, counts of 3 and 1. Scores less their means: 2 log 2 and 0, variance 2 (log 2)^2.
        ("log_score", 1.0, 1.0),
        # log 2 + 4/2 and log 2, mean log 2 + 1, variance 2 + 6 + 1/2: 1 - 1 = 0.
        ("dawid_sebastiani", 0.0, 0.0),
        # k - 5/3 + 2^(1 - k) has mean 2/3 and variance 46/63: 19/12 - 2/3 and 1/3 - 2/3.
        ("ranked_probability", (11 / 12 - 1 / 3) / np.sqrt(92 / 63), (11 / 12 - 1 / 3) / np.sqrt(92 / 63)),
    ],
)
def test_calibration_by_hand(score: str, z: float, z_each: float) -> None:
    found = count_calibration(np.array([3.0, 1.0]), np.ones(2), np.ones(2), score)
    assert (found.z, found.z_each) == (pytest.approx(z, abs=1e-9), pytest.approx(z_each, abs=1e-9))


@pytest.mark.parametrize(
    ("score", "poisson", "expected"),
    [
        # calibrationTest of R surveillance 1.20.3, methods 1 and 2.
        ("dawid_sebastiani", False, (-0.480049702081, 0.631192052041, -0.528281716479, 0.597303819708)),
        ("dawid_sebastiani", True, (1.48334840729, 0.137981867347, 1.71542250924, 0.0862677914436)),
        ("log_score", False, (-0.102422739978, 0.918421134694, -0.127867190669, 0.898254075917)),
        ("log_score", True, (1.1870612921, 0.23520344503, 1.18296493873, 0.23682304315)),
        ("ranked_probability", False, (0.165161404416, 0.868816942825, -0.474428205568, 0.635194583529)),
        ("ranked_probability", True, (2.01914874208, 0.0434717620451, 1.24098171091, 0.214612505236)),
    ],
)
def test_calibration_equals_the_oracle(score: str, poisson: bool, expected: tuple[float, ...]) -> None:
    found = count_calibration(OBSERVED, MEAN, np.zeros(8) if poisson else DISPERSION, score)
    for ours, theirs in zip((found.z, found.p_value, found.z_each, found.p_value_each), expected, strict=True):
        assert ours == pytest.approx(theirs, abs=1e-8)


def simulated(score: str, runs: int, stretch: float) -> list[CountCalibration]:
    """Tests of predictions whose dispersion is `stretch` times what it should be."""
    rng = np.random.default_rng(11)
    answer = []
    for _ in range(runs):
        mean, psi = np.exp(rng.normal(0.7, 0.7, 60)), rng.uniform(0.1, 0.8, 60)
        observed = rng.poisson(rng.gamma(1 / psi, psi * mean)).astype(float)
        answer.append(count_calibration(observed, mean, psi * stretch, score))
    return answer


@pytest.mark.parametrize("score", SCORES)
def test_right_predictions_have_a_standard_normal_z(score: str) -> None:
    found = simulated(score, 120, 1.0)
    for z in (np.array([test.z for test in found]), np.array([test.z_each for test in found])):
        # The error of a mean of 120 is 0.09, of a standard deviation 0.065.
        assert abs(z.mean()) < 0.32
        assert 0.77 < z.std() < 1.23


@pytest.mark.parametrize("score", SCORES)
def test_predictions_too_narrow_have_large_scores(score: str) -> None:
    assert np.mean([test.z for test in simulated(score, 20, 0.05)]) > 1.0


def test_laws_of_very_unlike_width_together_are_as_one_by_one() -> None:
    mean, psi = np.array([0.3, 2000.0, 4.0, 900.0]), np.array([0.0, 1.5, 0.5, 0.0])
    y = np.array([1.0, 150.0, 9.0, 930.0])
    each = [count_calibration(y[i : i + 1], mean[i : i + 1], psi[i : i + 1], "log_score").z for i in range(4)]
    assert count_calibration(y, mean, psi, "log_score").z_each == pytest.approx(sum(each) / 2, rel=1e-9)


def test_bad_input_is_refused() -> None:
    with pytest.raises(ValueError, match="score is one of"):
        count_calibration(np.ones(2), np.ones(2), np.ones(2), "squared_error")
    with pytest.raises(ValueError, match="at least one prediction"):
        count_calibration(np.array([]), np.array([]), np.array([]))
    with pytest.raises(ValueError, match="means above 0"):
        count_calibration(np.ones(2), np.array([1.0, 0.0]), np.ones(2))
