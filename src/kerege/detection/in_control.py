"""What is to be expected when nothing has changed: a seasonal regression of the time before the monitored one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, special

Array = NDArray[np.float64]
STEPS = 100
SMALLEST_MEAN = 1e-8
# Below this the likelihood cannot be told from the Poisson one in double precision.
SMALLEST_DISPERSION, LARGEST_DISPERSION = 1e-5, 1e4


class HistoryTooShortError(ValueError):
    """Fewer counts are known than the expectation has coefficients."""


@dataclass(frozen=True, slots=True)
class InControl:
    """Means of one series when nothing has changed.

    Parameters
    ----------
    mean : array, shape (T,)
        mu_t > 0, for all periods.
    dispersion : float
        a >= 0: variance mu + a mu^2. 0 is Poisson.
    """

    mean: Array
    dispersion: float


def fit_in_control(
    counts: Array, *, trained: NDArray[np.bool_], frequency: int, harmonics: int, trend: bool, dispersion: float | None
) -> InControl:
    """Fit log mu_t = b0 (+ b1 t) + sum_s [g_s cos(2 pi s t/f) + d_s sin(2 pi s t/f)] by maximum likelihood.

    The variance is mu + a mu^2. Where a is not given it is estimated too, alternating between the mean
    (iteratively reweighted least squares) and a (its likelihood in one dimension); a is 0 where the counts scatter no
    more than Poisson.

    Parameters
    ----------
    counts : array, shape (T,)
        NaN = not reported.
    trained : bool array, shape (T,)
        Periods that the fit may use: before the monitored ones, without known outbreaks.
    frequency : int
        Periods in a year.
    harmonics : int
        S >= 0.
    trend : bool
    dispersion : float or None
        a; 0 is Poisson, None is estimated.

    Raises
    ------
    HistoryTooShortError
        If no more counts are known than the model has coefficients.

    Examples
    --------
    >>> fitted = fit_in_control(np.array([2.0, 4.0, 3.0, 9.0]), trained=np.array([True, True, True, False]),
    ...     frequency=52, harmonics=0, trend=False, dispersion=0.0)
    >>> fitted.mean.round(6).tolist(), fitted.dispersion
    ([3.0, 3.0, 3.0, 3.0], 0.0)
    """
    design = _design(len(counts), frequency, harmonics, trend=trend)
    use = trained & np.isfinite(counts)
    if int(use.sum()) <= design.shape[1]:
        raise HistoryTooShortError(
            f"history is too short: the expectation has {design.shape[1]} coefficients and only {int(use.sum())} "
            "counts to learn them from"
        )
    y, rows = counts[use], design[use]
    found = dispersion or 0.0
    coefficients = _fit_mean(y, rows, found, None)
    for _ in range(STEPS if dispersion is None else 0):
        mean = np.maximum(np.exp(rows @ coefficients), SMALLEST_MEAN)
        newer = _fit_dispersion(y, mean)
        coefficients = _fit_mean(y, rows, newer, coefficients)
        change, found = abs(newer - found), newer
        if change <= 1e-12 * (1 + found):
            break
    return InControl(np.maximum(np.exp(np.minimum(design @ coefficients, 700.0)), SMALLEST_MEAN), found)


def _design(periods: int, frequency: int, harmonics: int, *, trend: bool) -> Array:
    # Time is counted from 1, in years, so that all columns have like size.
    time = np.arange(1, periods + 1) / frequency
    columns = [np.ones(periods)]
    if trend:
        columns.append(time)
    for wave in range(1, harmonics + 1):
        columns += [np.cos(2 * np.pi * wave * time), np.sin(2 * np.pi * wave * time)]
    return np.column_stack(columns)


def _fit_mean(y: Array, rows: Array, dispersion: float, start: Array | None) -> Array:
    eta = np.log(y + 0.1) if start is None else rows @ start
    coefficients = np.zeros(rows.shape[1]) if start is None else start
    for _ in range(STEPS):
        mean = np.maximum(np.exp(np.clip(eta, -30.0, 30.0)), SMALLEST_MEAN)
        weights = mean / (1 + dispersion * mean)
        root = np.sqrt(weights)
        response = eta + (y - mean) / mean
        newer = np.linalg.lstsq(root[:, None] * rows, root * response, rcond=None)[0]
        change, coefficients = np.abs(newer - coefficients).max(), newer
        eta = rows @ coefficients
        if change < 1e-13 * (1 + np.abs(coefficients).max()):
            break
    return coefficients


def _fit_dispersion(y: Array, mean: Array) -> float:
    """The a that makes counts of known means most likely; 0 where the likelihood only falls."""
    # The slope of the likelihood at a = 0 says whether there is any extra scatter; counts without a case tell nothing.
    if not y.any() or ((y - mean) ** 2 - y).sum() <= 0:
        return 0.0

    def slope(log_dispersion: float) -> float:
        size = np.exp(-log_dispersion)
        terms = special.digamma(y + size) - special.digamma(size) + np.log(size / (size + mean))
        return float((terms + 1 - (y + size) / (size + mean)).sum())

    low, high = np.log(SMALLEST_DISPERSION), np.log(LARGEST_DISPERSION)
    if slope(low) * slope(high) > 0:
        return 0.0 if slope(low) > 0 else LARGEST_DISPERSION
    return float(np.exp(optimize.brentq(slope, low, high, xtol=1e-13)))
