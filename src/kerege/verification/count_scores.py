"""Scores of predicted counts, the smaller, the better; and whether they are as large as the predictions say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special, stats

Array = NDArray[np.float64]
TAIL = 1e-12
CELLS = 1_000_000
SCORES = ("dawid_sebastiani", "log_score", "ranked_probability")


@dataclass(frozen=True, slots=True)
class CountScores:
    """Scores of each prediction, all of one shape.

    Parameters
    ----------
    log_score : array
        -log P(y).
    ranked_probability : array
        sum over k of (P(Y <= k) - 1{y <= k})^2.
    dawid_sebastiani : array
        2 log sigma + ((y - mu) / sigma)^2.
    squared_error : array
        (y - mu)^2.
    """

    log_score: Array
    ranked_probability: Array
    dawid_sebastiani: Array
    squared_error: Array


def count_scores(observed: Array, mean: Array, dispersion: Array) -> CountScores:
    """Scores of negative binomial predictions with mean mu and variance mu + psi mu^2; Poisson where psi is 0.

    Parameters
    ----------
    observed, mean, dispersion : arrays that broadcast to one shape
        Whole counts of at least 0.

    Source: Czado, Gneiting, Held 2009, Biometrics 65: 1254-1261.

    Examples
    --------
    Poisson with mean 1, y = 0: log score 1, squared error 1, Dawid-Sebastiani 1.

    >>> found = count_scores(np.array([0.0]), np.array([1.0]), np.array([0.0]))
    >>> found.log_score.tolist(), found.squared_error.tolist(), found.dawid_sebastiani.tolist()
    ([1.0], [1.0], [1.0])
    """
    y, mu, psi = (np.asarray(own, dtype=np.float64) for own in np.broadcast_arrays(observed, mean, dispersion))
    variance = mu + psi * mu**2
    spread = np.log(variance) + (y - mu) ** 2 / variance
    return CountScores(-_log_probability(y, mu, psi), _ranked_probability(y, mu, psi), spread, (y - mu) ** 2)


def _log_probability(y: Array, mu: Array, psi: Array) -> Array:
    size, chance = _law(mu, psi)
    return np.asarray(np.where(psi > 0, stats.nbinom.logpmf(y, size, chance), stats.poisson.logpmf(y, mu)))


def _ranked_probability(y: Array, mu: Array, psi: Array) -> Array:
    flat, answer = y.astype(np.int64).ravel(), np.empty(y.size)
    for rows, log_pmf in _tables(mu.ravel(), psi.ravel(), flat):
        answer[rows] = _ranked_probabilities(np.exp(log_pmf))[np.arange(len(rows)), flat[rows]]
    return answer.reshape(y.shape)


def _law(mu: Array, psi: Array) -> tuple[Array, Array]:
    """Size and chance of the negative binomial law; of any, where it is Poisson."""
    size = 1 / np.where(psi > 0, psi, 1.0)
    return size, size / (size + mu)


def _highest(mu: Array, psi: Array) -> Array:
    size, chance = _law(mu, psi)
    return np.asarray(np.where(psi > 0, stats.nbinom.isf(TAIL, size, chance), stats.poisson.isf(TAIL, mu)))


@dataclass(frozen=True, slots=True)
class CountCalibration:
    """Whether scores are as large as they are on average where the predictions are right.

    Parameters
    ----------
    z : float
        Of the mean score: (sum of s_i - E_i) / sqrt(sum of V_i). Above 0: scores are worse than the predictions claim.
    p_value : float
        Two-sided, by the normal law.
    z_each : float
        Sum of (s_i - E_i) / sqrt(V_i), divided by sqrt(N): every prediction counts alike, wide or narrow.
    p_value_each : float
    """

    z: float
    p_value: float
    z_each: float
    p_value_each: float


def count_calibration(
    observed: Array, mean: Array, dispersion: Array, score: str = "dawid_sebastiani"
) -> CountCalibration:
    """Test of calibration by a score s, its mean E_i and variance V_i if Y_i has the law predicted.

    The Dawid-Sebastiani score has E = 1 + log sigma^2 and V = 2 + 6 psi + 1 / sigma^2 (the excess of the fourth
    moment); E and V of the other two are sums over all counts whose distribution function is below 1 - 1e-12.

    Parameters
    ----------
    observed, mean, dispersion : arrays that broadcast to one shape
        N predictions: negative binomial, Poisson where psi is 0; means > 0.
    score : str
        One of "dawid_sebastiani", "log_score", "ranked_probability". The first is not recommended for low counts.

    Raises
    ------
    ValueError
        For another score, no prediction at all, or a mean that is not above 0.

    Source: Wei and Held 2014, Test 23: 787-805, equation 5 and discussion.

    Examples
    --------
    Mean 1 and psi 1 is P(k) = 2^-(k + 1): the log score (k + 1) log 2 has mean 2 log 2 and variance 2 (log 2)^2, so
    that one count of 3 is sqrt(2) deviations above.

    >>> one = np.array([1.0])
    >>> round(count_calibration(np.array([3.0]), one, one, "log_score").z, 6)
    1.414214
    """
    if score not in SCORES:
        raise ValueError(f"The score is one of {', '.join(SCORES)}, not {score!r}.")
    y, mu, psi = (np.asarray(own, dtype=np.float64).ravel() for own in np.broadcast_arrays(observed, mean, dispersion))
    if not len(y) or not (mu > 0).all():
        raise ValueError("A test of calibration needs at least one prediction, and means above 0.")
    if score == "dawid_sebastiani":
        variance = mu + psi * mu**2
        found, expected = np.log(variance) + (y - mu) ** 2 / variance, 1 + np.log(variance)
        spread = 2 + 6 * psi + 1 / variance
    else:
        found = -_log_probability(y, mu, psi) if score == "log_score" else _ranked_probability(y, mu, psi)
        expected, spread = _moments(mu, psi, score)
    away = found - expected
    z, z_each = float(away.sum() / np.sqrt(spread.sum())), float((away / np.sqrt(spread)).sum() / np.sqrt(len(y)))
    return CountCalibration(z, float(special.erfc(abs(z) / 2**0.5)), z_each, float(special.erfc(abs(z_each) / 2**0.5)))


def _moments(mu: Array, psi: Array, score: str) -> tuple[Array, Array]:
    """Mean and variance of the score of each law, over its own counts."""
    expected, spread = np.empty(len(mu)), np.empty(len(mu))
    for rows, log_pmf in _tables(mu, psi, np.zeros(len(mu), dtype=np.int64)):
        weight = np.exp(log_pmf)
        values = -log_pmf if score == "log_score" else _ranked_probabilities(weight)
        expected[rows] = (weight * values).sum(axis=1)
        spread[rows] = (weight * (values - expected[rows, None]) ** 2).sum(axis=1)
    return expected, spread


def _tables(mu: Array, psi: Array, least: NDArray[np.int64]) -> Iterator[tuple[NDArray[np.int64], Array]]:
    """Numbers of laws and their log probabilities of 0, 1, ... until both `least` and all but the tail are in."""
    highest = np.maximum(_highest(mu, psi).astype(np.int64), least)
    # Laws of like width together, so that a few wide ones do not make tables of all the others wide.
    order, start = np.argsort(highest, kind="stable"), 0
    while start < len(order):
        stop = start + 1
        while stop < len(order) and (stop - start + 1) * (highest[order[stop]] + 1) <= CELLS:
            stop += 1
        rows = order[start:stop]
        k = np.arange(highest[rows[-1]] + 1, dtype=np.float64)
        yield rows, _log_probability(k, mu[rows, None], psi[rows, None])
        start = stop


def _ranked_probabilities(weight: Array) -> Array:
    """The ranked probability score of every count: squares of F below it, of 1 - F from it on."""
    below = np.cumsum(weight, axis=1)
    squares, rest = below**2, np.maximum(1 - below, 0.0) ** 2
    first = np.concatenate([np.zeros((len(weight), 1)), np.cumsum(squares, axis=1)[:, :-1]], axis=1)
    return np.asarray(first + np.cumsum(rest[:, ::-1], axis=1)[:, ::-1])
