"""Thresholds of the generalised likelihood ratio for a wanted chance of a false alarm, by simulation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from kerege.detection.unknown_change import UP, unknown_change_path

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class GlrThreshold:
    """A threshold found by simulation, and how well it is known.

    Parameters
    ----------
    threshold, lower, upper : float
        See `simulate_threshold`, and its 95 % interval by the ranks of the replicates.
    realised : float
        Share of as many new replicates that reach it: the chance of a false alarm, estimated independently.
    """

    threshold: float
    lower: float
    upper: float
    realised: float


def simulate_counts(mean: Array, dispersion: float, rng: np.random.Generator) -> Array:
    """One draw of counts with variance mu + a mu^2.

    Examples
    --------
    >>> simulate_counts(np.full(4, 3.0), 0.5, np.random.default_rng(1)).shape
    (4,)
    """
    rate = mean if dispersion == 0 else rng.gamma(1 / dispersion, dispersion * mean)
    return rng.poisson(rate).astype(float)


def largest_statistics(
    mean: Array, *, dispersion: float, rng: np.random.Generator, max_window: int = 52, min_window: int = 1,
    side: int = UP, replicates: int = 999,
) -> Array:  # fmt: skip
    """Largest statistic within the periods of `mean` of each replicate, when nothing has changed.

    Parameters
    ----------
    mean : array, shape (T,)
        In-control means mu_t > 0.
    dispersion : float
        a >= 0.
    rng : Generator
    max_window, min_window, side, replicates : int
        See `GlrSettings`; side is `UP` or `DOWN`.

    Examples
    --------
    >>> largest_statistics(np.full(52, 3.0), dispersion=0.0, rng=np.random.default_rng(1), replicates=9).shape
    (9,)
    """
    highest = np.empty(replicates)
    for number in range(replicates):
        counts = simulate_counts(mean, dispersion, rng)
        statistic, _, _ = unknown_change_path(counts, mean, dispersion, np.inf, min_window, max_window, side, False)
        highest[number] = statistic.max()
    return highest


def simulate_threshold(
    mean: Array, *, dispersion: float, probability: float, rng: np.random.Generator, max_window: int = 52,
    replicates: int = 999,
) -> float:  # fmt: skip
    """The GLR threshold that is reached with a given probability within the periods of `mean` if nothing has changed.

    Counts are drawn from the in-control law, and the threshold is the least that at most this share of replicates
    reaches. Statistics of counts are discrete: it lies halfway between two values that occurred.

    Parameters
    ----------
    mean : array, shape (T,)
    dispersion : float
        a >= 0.
    probability : float
        0..1: of at least one false alarm in T periods.
    rng : Generator
    max_window, replicates : int

    Examples
    --------
    >>> low, high = (simulate_threshold(np.full(52, 3.0), dispersion=0.0, probability=p, replicates=199,
    ...     rng=np.random.default_rng(1)) for p in (0.5, 0.05))
    >>> bool(low < high)
    True
    """
    _refuse_probability(probability)
    highest = largest_statistics(mean, dispersion=dispersion, rng=rng, max_window=max_window, replicates=replicates)
    return _threshold(highest, probability)


def design_glr(
    mean: Array, *, dispersion: float, probability: float, rng: np.random.Generator, max_window: int = 52,
    min_window: int = 1, side: int = UP, replicates: int = 999,
) -> GlrThreshold:  # fmt: skip
    """`simulate_threshold` with the interval of the threshold, and the chance of a false alarm in new replicates.

    Parameters
    ----------
    mean, dispersion, probability, rng, max_window, min_window, side, replicates
        See `simulate_threshold` and `largest_statistics`.

    Raises
    ------
    ValueError
        For a probability outside 0..1, or so few replicates that the threshold has no interval.

    Examples
    --------
    >>> found = design_glr(np.full(52, 3.0), dispersion=0.0, probability=0.5, rng=np.random.default_rng(1),
    ...     replicates=199)
    >>> found.lower < found.threshold < found.upper
    True
    """
    _refuse_probability(probability)
    first, second = (
        largest_statistics(
            mean, dispersion=dispersion, rng=rng, max_window=max_window, min_window=min_window, side=side,
            replicates=replicates,
        )
        for _ in range(2)
    )  # fmt: skip
    ordered = np.sort(first)
    # The number of replicates below the true threshold is binomial.
    below, above = stats.binom.ppf([0.025, 0.975], replicates, 1 - probability).astype(np.int64)
    if below < 1 or above >= replicates:
        raise ValueError(f"{replicates} replicates are too few for a false alarm with probability {probability:g}.")
    threshold = _threshold(first, probability)
    lower, upper = min(float(ordered[below - 1]), threshold), max(float(ordered[above]), threshold)
    return GlrThreshold(threshold, lower, upper, float((second >= threshold).mean()))


def _threshold(highest: Array, probability: float) -> float:
    values, times = np.unique(highest, return_counts=True)
    reaching = len(highest) - np.concatenate([[0], np.cumsum(times)[:-1]])
    enough = np.flatnonzero(reaching <= probability * len(highest))
    if not len(enough):
        raise ValueError(f"{len(highest)} replicates are too few for a false alarm with probability {probability:g}.")
    chosen = int(enough[0])
    # Halfway, so that rounding does not decide whether a value is reached.
    return float((values[chosen] + values[chosen - 1]) / 2) if chosen else float(values[0])


def _refuse_probability(probability: float) -> None:
    if not 0 < probability < 1:
        raise ValueError(f"The probability of a false alarm lies between 0 and 1, not {probability}.")
