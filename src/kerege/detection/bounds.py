"""Upper bounds of a count and the probability of one at least as large."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Array = NDArray[np.float64]


def power_bound(
    observed: Array, mean: Array, log_error: Array, dispersion: Array, *, power: float, alpha: float
) -> tuple[Array, Array]:
    """Bound and p-value from a normal law of the count raised to a power (method "delta").

    With Var(mu) = (mu se)^2, tau = phi + Var(mu)/mu and sd = sqrt(e^2 mu^(2e - 1) tau):
    U = (mu^e + z sd)^(1/e) and p = 1 - Phi((y^e - mu^e)/sd), z the normal quantile of 1 - alpha.

    Parameters
    ----------
    observed, mean, log_error, dispersion : arrays of one shape
        y, mu > 0, standard error of log mu, phi.
    power : float
        e: 2/3 (skewness removed), 1/2 (variance made even) or 1.
    alpha : float

    Examples
    --------
    e = 1/2, mu = 4, se = 0.5, phi = 1: Var = 4, tau = 2, sd = sqrt(1/4 * 2) = 0.7071; y = 9 lies sqrt 2 above.

    >>> bound, p = power_bound(*(np.array([v]) for v in (9.0, 4.0, 0.5, 1.0)), power=0.5, alpha=0.025)
    >>> bound.round(4).tolist(), p.round(4).tolist()
    ([11.4643], [0.0786])
    """
    tau = dispersion + mean * log_error**2
    spread = np.sqrt(power**2 * mean ** (2 * power - 1) * tau)
    centre = mean**power
    bound = (centre + stats.norm.isf(alpha) * spread) ** (1 / power)
    return bound, stats.norm.sf((observed**power - centre) / spread)


def count_bound(observed: Array, mean: Array, dispersion: Array, *, alpha: float) -> tuple[Array, Array]:
    """Bound and p-value from a count law of given mean q and variance phi q.

    Negative binomial with size q/(phi - 1) and probability 1/phi; Poisson where phi is 1.

    Examples
    --------
    Poisson with mean 1: P(Y <= 3) = 0.981, so 3 is the 97.5 % bound; P(Y >= 2) = 1 - 2/e.

    >>> bound, p = count_bound(np.array([2.0]), np.array([1.0]), np.array([1.0]), alpha=0.025)
    >>> bound.tolist(), p.round(6).tolist()
    ([3.0], [0.264241])
    """
    scattered = dispersion > 1
    bound, p_value = np.empty_like(mean), np.empty_like(mean)
    below = observed - 1
    q, phi = mean[scattered], dispersion[scattered]
    bound[scattered] = stats.nbinom.ppf(1 - alpha, q / (phi - 1), 1 / phi)
    p_value[scattered] = stats.nbinom.sf(below[scattered], q / (phi - 1), 1 / phi)
    bound[~scattered] = stats.poisson.ppf(1 - alpha, mean[~scattered])
    p_value[~scattered] = stats.poisson.sf(below[~scattered], mean[~scattered])
    return bound, np.where(observed <= 0, 1.0, p_value)
