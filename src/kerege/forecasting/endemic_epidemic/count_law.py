"""Log probabilities of negative binomial counts, and how they change with the mean and the dispersion."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class MeanSlopes:
    """Derivatives of log P(y) by the mean mu, each of the shape of the counts.

    Parameters
    ----------
    slope : array
        d/dmu = (y - mu) / (mu (1 + psi mu)).
    observed : array
        -d2/dmu2 = y/mu^2 - psi (1 + psi y) / (1 + psi mu)^2.
    expected : array
        Its mean over y, 1 / (mu (1 + psi mu)).
    mixed : array
        -d2/dmu dlog psi = psi (y - mu) / (1 + psi mu)^2; its mean is 0.
    """

    slope: Array
    observed: Array
    expected: Array
    mixed: Array


def log_probability(y: Array, mean: Array, psi: Array) -> Array:
    """Log P(y) for mean mu and variance mu (1 + psi mu); Poisson where every psi is 0.

    Parameters
    ----------
    y, mean : arrays, shape (T, S)
        Whole counts; means > 0.
    psi : array, shape (S,)

    Examples
    --------
    Mean 1 and psi 1 is the geometric law: P(2) = 1/8.

    >>> round(float(np.exp(log_probability(np.array([[2.0]]), np.array([[1.0]]), np.array([1.0])))[0, 0]), 12)
    0.125
    """
    if (psi == 0).all():
        return np.asarray(special.xlogy(y, mean) - mean - special.gammaln(y + 1))
    # Sums over 0 .. y - 1 in place of gamma functions of 1/psi, which leave no digit where psi is tiny.
    rising = _summed(np.log1p, y, psi)
    return np.asarray(rising + special.xlogy(y, mean) - (y + 1 / psi) * np.log1p(psi * mean) - special.gammaln(y + 1))


def mean_slopes(y: Array, mean: Array, psi: Array) -> MeanSlopes:
    """Derivatives of `log_probability` by the mean.

    Parameters
    ----------
    y, mean : arrays, shape (T, S)
    psi : array, shape (S,)

    Examples
    --------
    y = 2, mu = 1, psi = 1: slope 1/2, curvature 2 - 3/4.

    >>> found = mean_slopes(np.array([[2.0]]), np.array([[1.0]]), np.array([1.0]))
    >>> float(found.slope[0, 0]), float(found.observed[0, 0]), float(found.mixed[0, 0])
    (0.5, 1.25, 0.25)
    """
    wide = 1 + psi * mean
    expected = 1 / (mean * wide)
    above = y - mean
    return MeanSlopes(above * expected, y / mean**2 - psi * (1 + psi * y) / wide**2, expected, psi * above / wide**2)


def dispersion_slopes(y: Array, mean: Array, psi: Array) -> tuple[Array, Array]:
    """First and second derivative of `log_probability` by log psi, each of shape (T, S).

    Parameters
    ----------
    y, mean : arrays, shape (T, S)
    psi : array, shape (S,)
        > 0.

    Examples
    --------
    y = 1, mu = 1, psi = 1: P = psi^0 (1 + psi)^(-1 - 1/psi), so log 2 - 1 by log psi.

    >>> first, _ = dispersion_slopes(np.array([[1.0]]), np.array([[1.0]]), np.array([1.0]))
    >>> round(float(first[0, 0] - (np.log(2) - 1)), 12)
    0.0
    """
    part = psi * mean / (1 + psi * mean)
    level = np.log1p(psi * mean) / psi - mean / (1 + psi * mean)
    first = _summed(lambda x: x / (1 + x), y, psi) + level - y * part
    second = _summed(lambda x: x / (1 + x) ** 2, y, psi) - level + part**2 / psi - y * part / (1 + psi * mean)
    return first, second


def _summed(function: Callable[[Array], Array], y: Array, psi: Array) -> Array:
    """Sum over k < y of f(psi k), from a table over the counts that occur."""
    own = psi[:1] if (psi == psi[0]).all() else psi
    terms = function(np.arange(y.max(initial=0.0))[:, None] * own)
    table = np.concatenate([np.zeros((1, len(own))), np.cumsum(terms, axis=0)])
    columns = np.zeros(1, dtype=np.int64) if len(own) == 1 else np.arange(len(own))
    return np.asarray(table[y.astype(np.int64), columns])
