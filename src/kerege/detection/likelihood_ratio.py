"""Paths of likelihood-ratio charts: how much likelier the newest counts are if the level has changed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kerege.kernel import kernel

Array = NDArray[np.float64]


@kernel()
def cusum_path(steps: Array, threshold: float, restart: float) -> tuple[Array, NDArray[np.bool_]]:
    """S_t = max(0, S_(t-1) + x_t) and where it reaches the threshold.

    Parameters
    ----------
    steps : array, shape (T,)
        x_t; NaN leaves the sum as it was.
    threshold : float
    restart : float
        What the sum becomes after an alarm; NaN: it goes on.
    """
    statistic, alarm = np.zeros(len(steps)), np.zeros(len(steps), dtype=np.bool_)
    total = 0.0
    for t in range(len(steps)):
        if np.isnan(steps[t]):
            statistic[t] = total
            continue
        total = max(0.0, total + steps[t])
        statistic[t] = total
        if total >= threshold:
            alarm[t] = True
            if not np.isnan(restart):
                total = restart
    return statistic, alarm


@kernel()
def known_change_path(
    counts: Array, mean: Array, dispersion: float, kappa: float, threshold: float
) -> tuple[Array, Array, NDArray[np.bool_]]:
    """CUSUM of the log likelihood ratio of a known change mu -> mu e^kappa, and the real count that would alarm.

    Poisson: l = kappa y + (1 - e^kappa) mu.
    Negative binomial: l = kappa y + (y + 1/a) log((1 + a mu)/(1 + a mu e^kappa)).
    An alarm is a sum above the threshold; the chart then begins anew.
    """
    periods = len(counts)
    statistic, needed = np.zeros(periods), np.full(periods, np.nan)
    alarm = np.zeros(periods, dtype=np.bool_)
    total = 0.0
    for t in range(periods):
        if dispersion > 0:
            log_ratio = np.log((1 + dispersion * mean[t]) / (1 + dispersion * mean[t] * np.exp(kappa)))
            slope, constant = kappa + log_ratio, log_ratio / dispersion
        else:
            slope, constant = kappa, (1 - np.exp(kappa)) * mean[t]
        needed[t] = (threshold - total - constant) / slope
        if not np.isnan(counts[t]):
            total = max(0.0, total + slope * counts[t] + constant)
        statistic[t] = total
        if total > threshold:
            alarm[t] = True
            total = 0.0
    return statistic, needed, alarm


@kernel()
def epidemic_path(
    counts: Array, mean: Array, dispersion: float, threshold: float, shortest: int, longest: int
) -> tuple[Array, NDArray[np.bool_]]:
    """GLR of an outbreak that feeds itself: mean mu_t + theta y_(t-1) with theta >= 0 unknown, against mu_t.

    The first period has y_(t-1) = 0; after an alarm the chart begins anew and its first period has the last count.
    """
    periods = len(counts)
    statistic, alarm = np.zeros(periods), np.zeros(periods, dtype=np.bool_)
    start = 0
    for t in range(periods):
        oldest = start if longest < 0 else max(start, t - longest)
        best = 0.0
        for k in range(t - shortest + 1, oldest - 1, -1):
            best = max(best, _best_theta(counts, mean, dispersion, k, t))
        statistic[t] = best
        if best >= threshold:
            alarm[t] = True
            start = t + 1
    return statistic, alarm


@kernel()
def _epidemic_terms(
    counts: Array, mean: Array, dispersion: float, first: int, last: int, theta: float
) -> tuple[float, float]:
    """Log likelihood ratio and its slope in theta."""
    value, slope = 0.0, 0.0
    for i in range(first, last + 1):
        fed = counts[i - 1] if i > 0 and not np.isnan(counts[i - 1]) else 0.0
        if np.isnan(counts[i]) or fed == 0.0:
            continue
        changed = mean[i] + theta * fed
        if dispersion > 0:
            value += counts[i] * np.log(changed / mean[i])
            value -= (counts[i] + 1 / dispersion) * np.log((1 + dispersion * changed) / (1 + dispersion * mean[i]))
            slope += fed * (counts[i] - changed) / (changed * (1 + dispersion * changed))
        else:
            value += counts[i] * np.log(changed / mean[i]) - theta * fed
            slope += fed * (counts[i] / changed - 1)
    return value, slope


@kernel()
def _best_theta(counts: Array, mean: Array, dispersion: float, first: int, last: int) -> float:
    if _epidemic_terms(counts, mean, dispersion, first, last, 0.0)[1] <= 0:
        return 0.0
    low, high = 0.0, 1.0
    while _epidemic_terms(counts, mean, dispersion, first, last, high)[1] > 0 and high < 1e6:
        high *= 2
    for _ in range(60):
        middle = (low + high) / 2
        if _epidemic_terms(counts, mean, dispersion, first, last, middle)[1] > 0:
            low = middle
        else:
            high = middle
    return max(_epidemic_terms(counts, mean, dispersion, first, last, low)[0], 0.0)
