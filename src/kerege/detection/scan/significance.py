"""How much chance alone can do: p-values, their tail, and recurrence intervals."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
EULER = 0.5772156649015329
# Statistics that are equal in theory may differ in their last digits.
EQUAL = 1e-9


def monte_carlo_p_value(statistic: float, maxima: Array) -> float:
    """Rank of a statistic among the largest statistics of S replications: (1 + those at least as large) / (S + 1).

    Examples
    --------
    >>> monte_carlo_p_value(3.0, np.array([1.0, 3.0, 2.0]))
    0.5
    """
    return float((1 + (maxima >= statistic - EQUAL).sum()) / (len(maxima) + 1))


def sequential_p_value(statistic: float, maxima: Array, enough: int) -> float:
    """The p-value of Besag and Clifford: h / l where the h-th replication at least as large was the l-th of all.

    With fewer than h = `enough` it is `monte_carlo_p_value`.

    Source: Besag and Clifford 1991, Biometrika 78: 301-304.

    Examples
    --------
    >>> sequential_p_value(3.0, np.array([1.0, 3.0, 2.0, 4.0, 9.0]), 2)
    0.5
    """
    reached = np.flatnonzero(maxima >= statistic - EQUAL)
    if len(reached) < enough:
        return monte_carlo_p_value(statistic, maxima)
    return float(enough / (reached[enough - 1] + 1))


def gumbel_p_value(statistic: float, maxima: Array) -> float:
    """P(largest statistic >= x) from a Gumbel law with the mean and deviation of the replications.

    beta = sd sqrt(6) / pi, mu = mean - 0.5772 beta, p = 1 - exp(-exp((mu - x) / beta)). It reaches below 1/(S + 1).

    Source: Abrams, Kulldorff, Kleinman 2010, International Journal of Health Geographics 9: 61.

    Examples
    --------
    Mean 2 and deviation 1: beta = 0.7797, mu = 1.5500, exp((mu - 4)/beta) = 0.04321.

    >>> round(gumbel_p_value(4.0, np.array([1.0, 2.0, 3.0])), 5)
    0.04226
    """
    if len(maxima) < 2 or maxima.std() == 0:
        return float("nan")
    beta = maxima.std(ddof=1) * np.sqrt(6) / np.pi
    centre = maxima.mean() - EULER * beta
    return float(-np.expm1(-np.exp((centre - statistic) / beta)))


def recurrence_interval_days(p_value: float, days_between: float, earlier_analyses: int) -> float:
    """How often chance alone would give such a p-value, in days.

    D / p; after A - 1 earlier analyses D / (1 - (1 - p)^(1/A)), as if the p-value had been the smallest of A.

    Examples
    --------
    >>> recurrence_interval_days(0.01, 7.0, 0), round(recurrence_interval_days(0.19, 1.0, 1), 6)
    (700.0, 10.0)
    """
    looks = earlier_analyses + 1
    chance = p_value if looks == 1 else -np.expm1(np.log1p(-min(p_value, 1 - 1e-16)) / looks)
    return float(days_between / max(chance, 1e-300))
