"""How likely a count at least as large is, if nothing has changed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Array = NDArray[np.float64]


def upper_tail(counts: Array, mean: Array, dispersion: float) -> Array:
    """P(Y >= y) for a Poisson (a = 0) or negative binomial count of mean mu and variance mu + a mu^2.

    Parameters
    ----------
    counts, mean : arrays of one shape
        NaN gives NaN.
    dispersion : float
        a >= 0.

    Examples
    --------
    Negative binomial with mu = 1, a = 1 is geometric: P(Y >= 2) = 1/4. Poisson: 1 - 2/e.

    >>> upper_tail(np.array([2.0]), np.array([1.0]), 1.0).round(6).tolist()
    [0.25]
    >>> upper_tail(np.array([2.0]), np.array([1.0]), 0.0).round(6).tolist()
    [0.264241]
    """
    below = counts - 1
    if dispersion > 0:
        size = 1 / dispersion
        tail = stats.nbinom.sf(below, size, size / (size + mean))
    else:
        tail = stats.poisson.sf(below, mean)
    return np.where(np.isnan(counts), np.nan, np.where(counts <= 0, 1.0, tail))
