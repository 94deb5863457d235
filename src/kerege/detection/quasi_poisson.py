"""Many small quasi-Poisson regressions at once: a level for each season group and one trend."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
SMALLEST_LOG_MEAN = -30.0


@dataclass(frozen=True, slots=True)
class QuasiPoissonFit:
    """B fitted regressions with n rows and p season groups.

    Parameters
    ----------
    mean : array, shape (B, n)
        Fitted means.
    leverage : array, shape (B, n)
    level : array, shape (B, p)
        Log mean of each group at time 0, without offset.
    trend : array, shape (B,)
        Change of the log mean per unit of time; 0 where none was fitted.
    dispersion : array, shape (B,)
        Pearson dispersion, not yet bounded below by 1.
    level_variance : array, shape (B, p)
        Variance of `level` for dispersion 1.
    trend_variance : array, shape (B,)
        Variance of `trend` for dispersion 1; infinite where none was fitted.
    freedom : array, shape (B,)
        Rows less coefficients.
    converged : bool array, shape (B,)
    """

    mean: Array
    leverage: Array
    level: Array
    trend: Array
    dispersion: Array
    level_variance: Array
    trend_variance: Array
    freedom: Array
    converged: NDArray[np.bool_]


def fit_quasi_poisson(
    counts: Array,
    *,
    present: NDArray[np.bool_],
    group: NDArray[np.int64],
    groups: int,
    time: Array,
    log_offset: Array,
    prior_weights: Array,
    with_trend: bool,
    tolerance: float,
    lagged: bool = False,
    steps: int = 60,
) -> QuasiPoissonFit:
    """Fit log E(y_t) = level_g(t) + trend t + offset_t, Var(y_t) = phi E(y_t) / weight_t, for B series at once.

    Iteratively reweighted least squares. One-hot groups and one trend make the normal equations an arrow matrix:
    with weights W, working response z and group sums W_g, Z_g = sum W z, C_g = sum W t,

        s = sum W t^2 - sum_g C_g^2 / W_g          trend = (sum W t z - sum_g C_g Z_g / W_g) / s
        level_g = (Z_g - trend C_g) / W_g          h_t = W_t (1 / W_g + (t - C_g / W_g)^2 / s)
        Var(level_g) = 1 / W_g + (C_g / W_g)^2 / s  Var(trend) = 1 / s

    so that each step is linear in the number of rows.

    Parameters
    ----------
    counts : array, shape (B, n)
        Counts >= 0; any number where not present.
    present : bool array, shape (B, n)
        Rows that count.
    group : int array, shape (n,)
        Season group of each row, 0..groups - 1.
    groups : int
        p.
    time : array, shape (n,)
        Time of each row; the judged period is time 0.
    log_offset : array, shape (B, n)
    prior_weights : array, shape (B, n)
        omega > 0; Pearson residuals carry it too.
    with_trend : bool
    tolerance : float
        Relative change of the deviance at which a series has converged.
    lagged : bool
        Take dispersion, leverage and variances from the weights of the last step but one, as programs do that stop at
        a coarse tolerance; for comparison with them only.
    steps : int
        Most steps.
    """
    onehot = np.zeros((len(group), groups))
    onehot[np.arange(len(group)), group] = 1.0
    y = np.where(present, counts, 0.0)
    weights = np.where(present, prior_weights, 0.0)
    scaled = time / max(float(np.abs(time).max(initial=0.0)), 1.0)
    series = len(y)
    level, slope = np.zeros((series, groups)), np.zeros(series)
    mean, mean_before = np.empty_like(y), np.empty_like(y)
    converged = np.zeros(series, dtype=np.bool_)
    log_y = np.log(np.maximum(y, 1.0))
    # The series that have not converged yet, and their rows.
    left, deviance = np.arange(series), np.full(series, np.inf)
    rows = (y, weights, log_offset, log_y)
    after, log_after = y + 0.1, np.log(y + 0.1)
    for step in range(steps):
        count, weight, offset, log_count = rows
        before = after
        level_now, slope_now = _solve(
            weight * before, log_after - offset + count / before - 1.0, onehot, scaled, with_trend
        )
        fitted = level_now @ onehot.T + slope_now[:, None] * scaled + offset
        log_after = np.maximum(fitted, SMALLEST_LOG_MEAN)
        after = np.exp(log_after)
        now = 2 * (weight * (count * (log_count - log_after) - count + after)).sum(axis=1)
        done = np.abs(now - deviance) < tolerance * (np.abs(now) + 0.1)
        ready = done if step < steps - 1 else np.ones_like(done)
        deviance = now
        if not ready.any():
            continue
        into = left[ready]
        level[into], slope[into], mean[into], mean_before[into] = (
            level_now[ready], slope_now[ready], after[ready], before[ready]
        )  # fmt: skip
        converged[into] = done[ready]
        if ready.all():
            break
        left, deviance, after, log_after = left[~ready], deviance[~ready], after[~ready], log_after[~ready]
        rows = tuple(own[~ready] for own in rows)
    working = weights * (mean_before if lagged else mean)
    return _summary(y, working, present, mean, level, slope, onehot, scaled, time, with_trend, converged)


def _solve(weights: Array, response: Array, onehot: Array, time: Array, with_trend: bool) -> tuple[Array, Array]:
    weighted = weights * response
    by_group, responses = weights @ onehot, weighted @ onehot
    safe = np.where(by_group > 0, by_group, 1.0)
    if not with_trend:
        return responses / safe, np.zeros(len(weights))
    timed = weights * time
    times = timed @ onehot
    left = timed @ time - (times**2 / safe).sum(axis=1)
    right = weighted @ time - (times * responses / safe).sum(axis=1)
    slope = np.divide(right, left, out=np.zeros_like(right), where=left > 1e-12 * np.maximum(timed @ time, 1e-300))
    return (responses - slope[:, None] * times) / safe, slope


def _summary(
    y: Array,
    working: Array,
    present: NDArray[np.bool_],
    mean: Array,
    level: Array,
    slope: Array,
    onehot: Array,
    scaled: Array,
    time: Array,
    with_trend: bool,
    converged: NDArray[np.bool_],
) -> QuasiPoissonFit:
    """Standard errors for dispersion 1, leverages and the dispersion of fitted series."""
    unit = max(float(np.abs(time).max(initial=0.0)), 1.0)
    by_group = working @ onehot
    filled = by_group > 0
    safe = np.where(filled, by_group, 1.0)
    inverse = np.where(filled, 1 / safe, 0.0)
    leverage = working * (inverse @ onehot.T)
    level_variance = np.where(filled, inverse, np.inf)
    trend_variance = np.full(len(y), np.inf)
    if with_trend:
        timed = working * scaled
        centre = (timed @ onehot) / safe
        schur = timed @ scaled - (centre**2 * by_group).sum(axis=1)
        curved = np.divide(1.0, schur, out=np.zeros_like(schur), where=schur > 0)
        leverage += working * (scaled - centre @ onehot.T) ** 2 * curved[:, None]
        level_variance += centre**2 * curved[:, None]
        trend_variance = np.where(schur > 0, curved, np.inf) / unit**2
    freedom = present.sum(axis=1) - (present.astype(float) @ onehot > 0).sum(axis=1) - int(with_trend)
    pearson = (working * (y / mean - 1) ** 2).sum(axis=1)
    dispersion = np.divide(pearson, freedom, out=np.full(len(y), np.nan), where=freedom > 0)
    return QuasiPoissonFit(
        mean=mean,
        leverage=leverage,
        level=level,
        trend=slope / unit,
        dispersion=dispersion,
        level_variance=level_variance,
        trend_variance=trend_variance,
        freedom=freedom.astype(float),
        converged=converged & (freedom > 0),
    )


def outbreak_weights(counts: Array, fit: QuasiPoissonFit, present: NDArray[np.bool_], threshold: float) -> Array:
    """Weights that fall where a past count was far above its fit, shape (B, n).

    With the Anscombe residual s_t = 1.5 (y^(2/3) mu^(-1/6) - mu^(1/2)) / sqrt(phi (1 - h_t)) and phi >= 1 the weight
    is c / s_t^2 above the threshold and c below it; c makes the weights of a series add up to its rows.

    Source: Farrington et al. 1996, Journal of the Royal Statistical Society A 159: 547-563; the threshold 2.58 from
    Noufaily et al. 2013.
    """
    phi = np.maximum(np.nan_to_num(fit.dispersion, nan=1.0), 1.0)
    y = np.where(present, counts, 0.0)
    free = np.maximum(1.0 - fit.leverage, 1e-10)
    residual = 1.5 * (y ** (2 / 3) * fit.mean ** (-1 / 6) - np.sqrt(fit.mean)) / np.sqrt(phi[:, None] * free)
    # A row that alone decides its group's level fits itself; its residual says nothing.
    outlying = present & (residual > threshold) & (fit.leverage < 1 - 1e-8)
    weights = np.where(outlying, 1 / np.maximum(residual, threshold) ** 2, 1.0)
    total = np.where(present, weights, 0.0).sum(axis=1)
    return np.asarray(weights * (present.sum(axis=1) / np.maximum(total, 1e-300))[:, None])
