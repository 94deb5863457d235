"""Scores of predicted counts: the smaller, the better."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Array = NDArray[np.float64]
TAIL = 1e-12


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
    size = 1 / np.where(psi > 0, psi, 1.0)
    chance = size / (size + mu)
    log_pmf = np.where(psi > 0, stats.nbinom.logpmf(y, size, chance), stats.poisson.logpmf(y, mu))
    highest = np.where(psi > 0, stats.nbinom.isf(TAIL, size, chance), stats.poisson.isf(TAIL, mu))
    ranked = np.zeros(y.shape)
    # Beyond the highest count of all both distribution functions are 1.
    for k in range(int(max(highest.max(initial=0.0), y.max(initial=0.0))) + 1):
        below = np.where(psi > 0, stats.nbinom.cdf(k, size, chance), stats.poisson.cdf(k, mu))
        ranked += (below - (y <= k)) ** 2
    return CountScores(-log_pmf, ranked, np.log(variance) + (y - mu) ** 2 / variance, (y - mu) ** 2)
