"""Is a sparse count more than its decayed past lets expect? A predictive test that needs no long history."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats


@dataclass(frozen=True, slots=True)
class Exceedance:
    """What the predictive test found for each unit, all of shape (S,).

    Parameters
    ----------
    expected : float array
        Predictive mean of the count.
    upper : float array
        Largest count that is not yet surprising at the level asked for.
    p_value : float array
        P(count >= observed).
    score : float array
        (observed - expected) / (upper - expected); 1 at the bound.
    """

    expected: NDArray[np.float64]
    upper: NDArray[np.float64]
    p_value: NDArray[np.float64]
    score: NDArray[np.float64]


def predictive_exceedance(
    observed: NDArray[np.int64],
    *,
    decayed_counts: NDArray[np.float64],
    prior_counts: NDArray[np.float64],
    exposure: float,
    dispersion: float,
    alpha: float,
    reported_share: NDArray[np.float64] | float = 1.0,
) -> Exceedance:
    """Probability of a count at least as large as the observed one, from a decay-weighted gamma-Poisson forecast.

    A unit credited with a incidents before its record is looked at, and a decayed record of n incidents in exposure E
    (in windows), give its rate the gamma distribution of shape a + n and rate E. The count of the next window is then
    negative binomial with mean mu = F (a + n) / E and variance phi mu + mu^2 / (a + n): the rate's own doubt, and the
    scatter phi >= 1 that incidents have because they come in bursts. F is the share of the window's incidents that is
    reported by now: the count is compared with what should be known of it. phi is left as it is, since a
    burst is reported as one (reports that are late on their own would have 1 + F (phi - 1), which is less).

    Parameters
    ----------
    observed : int array, shape (S,)
        Count of the window judged.
    decayed_counts : float array, shape (S,)
        n, from before the window.
    prior_counts : float array, shape (S,)
        a > 0: the share of the region's prior incidents that belongs to the unit's length.
    exposure : float
        E > 0, in windows.
    dispersion : float
        phi >= 1.
    alpha : float
        Level of the bound, 0..1.
    reported_share : float or float array, shape (S,)
        F in (0, 1].

    Raises
    ------
    ValueError
        For a value outside its range.

    Examples
    --------
    a = 1, n = 1, E = 4: mu = 2 / 4 = 0.5 and, with phi = 1, P(Y >= 1) = 1 - (4/5)^2 = 0.36.

    >>> found = predictive_exceedance(np.array([1]), decayed_counts=np.array([1.0]),
    ...     prior_counts=np.array([1.0]), exposure=4.0, dispersion=1.0, alpha=0.05)
    >>> float(found.expected[0]), round(float(found.p_value[0]), 10), float(found.upper[0])
    (0.5, 0.36, 2.0)

    If half of the window is reported, mu = 1/4 and P(Y >= 1) = 1 - (8/9)^2 = 17/81.

    >>> found = predictive_exceedance(np.array([1]), decayed_counts=np.array([1.0]), prior_counts=np.array([1.0]),
    ...     exposure=4.0, dispersion=1.0, alpha=0.05, reported_share=0.5)
    >>> float(found.expected[0]), round(float(found.p_value[0]) * 81, 10)
    (0.25, 17.0)
    """
    if not (exposure > 0 and dispersion >= 1 and 0 < alpha < 1):
        raise ValueError("The test needs exposure > 0, dispersion >= 1 and 0 < alpha < 1.")
    if (decayed_counts < 0).any() or not (prior_counts > 0).all():
        raise ValueError("Decayed counts are at least 0, prior counts above 0.")
    if not (np.greater(reported_share, 0) & np.less_equal(reported_share, 1)).all():
        raise ValueError("The share reported lies in (0, 1].")
    shape = prior_counts + decayed_counts
    expected = shape / exposure * reported_share
    size = expected / (dispersion - 1 + expected / shape)
    probability = size / (size + expected)
    p_value = np.where(observed > 0, stats.nbinom.sf(observed - 1, size, probability), 1.0)
    upper = stats.nbinom.ppf(1 - alpha, size, probability)
    # A bound below the mean can only come from a mean close to zero; the score stays finite and keeps its order.
    room = np.maximum(upper - expected, 0.5)
    return Exceedance(expected, upper, p_value, (observed - expected) / room)


def decayed_dispersion(
    counts: NDArray[np.int64], reported: NDArray[np.bool_], *, half_life_periods: float, floor: float
) -> float:
    """Ratio of variance to mean of past counts, decay-weighted and pooled over units.

    With weights w = 0.5^(age/h) and each unit's decayed mean m: phi = sum w (y - m)^2 / sum w m, at least `floor`.

    Parameters
    ----------
    counts, reported : arrays, shape (T, S)
        Past counts, oldest first, and which of them mean something.
    half_life_periods : float
    floor : float
        >= 1.

    Examples
    --------
    One unit, without decay to speak of: mean 1, squared deviations 1, 1, 1, 1 + 4 = 8 in 5 periods of mean 1.

    >>> counts = np.array([[0], [0], [2], [0], [3]])
    >>> round(decayed_dispersion(counts, np.ones((5, 1), bool), half_life_periods=1e12, floor=1.0), 6)
    1.6
    """
    age = np.arange(len(counts) - 1, -1, -1, dtype=float)
    weights = np.where(reported, 0.5 ** (age / half_life_periods)[:, None], 0.0)
    total = weights.sum(axis=0)
    mean = np.divide((weights * counts).sum(axis=0), total, out=np.zeros(counts.shape[1]), where=total > 0)
    below = float((weights * mean).sum())
    if below <= 0:
        return floor
    return max(floor, float((weights * (counts - mean) ** 2).sum()) / below)
