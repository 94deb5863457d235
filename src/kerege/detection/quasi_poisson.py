"""Many small quasi-Poisson regressions at once: a level for each season group and one trend."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kerege.kernel import kernel

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
    start: Array | None = None,
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
    start : array, shape (B, n), or None
        Means to begin with, as from a fit with other weights; None: from the counts.
    steps : int
        Most steps.
    """
    y = np.where(present, counts, 0.0)
    weights = np.where(present, prior_weights, 0.0)
    unit = max(float(np.abs(time).max(initial=0.0)), 1.0)
    series, rows = y.shape
    fit = QuasiPoissonFit(
        mean=np.empty((series, rows)),
        leverage=np.zeros((series, rows)),
        level=np.zeros((series, groups)),
        trend=np.zeros(series),
        dispersion=np.full(series, np.nan),
        level_variance=np.full((series, groups), np.inf),
        trend_variance=np.full(series, np.inf),
        freedom=np.zeros(series),
        converged=np.zeros(series, dtype=np.bool_),
    )
    began = np.full((1, 1), np.nan) if start is None else start
    _fit_all(
        y, present, weights, log_offset, group, time / unit, unit, began, with_trend, tolerance, lagged, steps,
        fit.mean, fit.leverage, fit.level, fit.trend, fit.dispersion, fit.level_variance, fit.trend_variance,
        fit.freedom, fit.converged,
    )  # fmt: skip
    return fit


@kernel()
def _fit_all(
    y: Array, present: NDArray[np.bool_], weights: Array, offset: Array, group: NDArray[np.int64], time: Array,
    unit: float, start: Array, with_trend: bool, tolerance: float, lagged: bool, steps: int, mean: Array,
    leverage: Array, level: Array, trend: Array, dispersion: Array, level_variance: Array, trend_variance: Array,
    freedom: Array, converged: NDArray[np.bool_],
) -> None:  # fmt: skip
    """Fit every series; `time` is scaled by 1 / `unit`, and `start` of one cell means from the counts."""
    rows = y.shape[1]
    # Most counts are small whole numbers, whose logarithms are looked up.
    log_of = np.log(np.maximum(np.arange(256.0), 1.0))
    before, log_mean, log_y = np.empty(rows), np.empty(rows), np.empty(rows)
    for b in range(len(y)):
        now = mean[b]
        for i in range(rows):
            now[i] = start[b, i] if start.size > 1 else y[b, i] + 0.1
            log_mean[i] = np.log(now[i])
            count = int(min(y[b, i], 255.0))
            log_y[i] = log_of[count] if count == y[b, i] else np.log(max(y[b, i], 1.0))
        deviance, slope = np.inf, 0.0
        for _ in range(steps):
            before[:] = now
            slope = _step(y[b], weights[b], offset[b], group, time, before, log_mean, with_trend, level[b])
            newer = 0.0
            for i in range(rows):
                log_mean[i] = max(level[b, group[i]] + slope * time[i] + offset[b, i], SMALLEST_LOG_MEAN)
                now[i] = np.exp(log_mean[i])
                newer += weights[b, i] * (y[b, i] * (log_y[i] - log_mean[i]) - y[b, i] + now[i])
            change, deviance = abs(2.0 * newer - deviance), 2.0 * newer
            if change < tolerance * (abs(deviance) + 0.1):
                converged[b] = True
                break
        trend[b] = slope / unit
        working = before if lagged else now
        _summarise(
            y[b], present[b], weights[b], working, group, time, now, with_trend, leverage[b], level_variance[b],
            trend_variance[b : b + 1], dispersion[b : b + 1], freedom[b : b + 1],
        )  # fmt: skip
        trend_variance[b] /= unit**2
        converged[b] = converged[b] and freedom[b] > 0


@kernel()
def _step(
    y: Array, weights: Array, offset: Array, group: NDArray[np.int64], time: Array, mean: Array, log_mean: Array,
    with_trend: bool, level: Array,
) -> float:  # fmt: skip
    """One step of weighted least squares: writes the levels and gives the slope."""
    groups = len(level)
    by_group, responses, times = np.zeros(groups), np.zeros(groups), np.zeros(groups)
    square, product = 0.0, 0.0
    for i in range(len(y)):
        weight = weights[i] * mean[i]
        # The working response, times its weight: no division by a mean that may be tiny.
        answered = weight * (log_mean[i] - offset[i] - 1.0) + weights[i] * y[i]
        g = group[i]
        by_group[g] += weight
        responses[g] += answered
        if with_trend:
            timed = weight * time[i]
            times[g] += timed
            square += timed * time[i]
            product += answered * time[i]
    slope = 0.0
    if with_trend:
        schur = square
        for g in range(groups):
            if by_group[g] > 0:
                schur -= times[g] ** 2 / by_group[g]
                product -= times[g] * responses[g] / by_group[g]
        if schur > 1e-12 * max(square, 1e-300):
            slope = product / schur
    for g in range(groups):
        level[g] = (responses[g] - slope * times[g]) / by_group[g] if by_group[g] > 0 else 0.0
    return slope


@kernel()
def _summarise(
    y: Array, present: NDArray[np.bool_], weights: Array, working: Array, group: NDArray[np.int64], time: Array,
    mean: Array, with_trend: bool, leverage: Array, level_variance: Array, trend_variance: Array, dispersion: Array,
    freedom: Array,
) -> None:  # fmt: skip
    """Standard errors for dispersion 1, leverages and the dispersion of one fitted series."""
    groups = len(level_variance)
    by_group, times = np.zeros(groups), np.zeros(groups)
    filled = np.zeros(groups)
    square, pearson, rows = 0.0, 0.0, 0
    for i in range(len(y)):
        weight, g = weights[i] * working[i], group[i]
        by_group[g] += weight
        times[g] += weight * time[i]
        square += weight * time[i] ** 2
        pearson += weight * (y[i] / mean[i] - 1.0) ** 2
        if present[i]:
            rows += 1
            filled[g] = 1.0
    schur = square
    for g in range(groups):
        if by_group[g] > 0:
            level_variance[g] = 1.0 / by_group[g]
            schur -= times[g] ** 2 / by_group[g]
    curved = 1.0 / schur if with_trend and schur > 0 else 0.0
    for g in range(groups):
        if curved > 0 and by_group[g] > 0:
            level_variance[g] += (times[g] / by_group[g]) ** 2 * curved
    for i in range(len(y)):
        g = group[i]
        if by_group[g] > 0:
            centred = time[i] - times[g] / by_group[g]
            leverage[i] = weights[i] * working[i] * (1.0 / by_group[g] + centred**2 * curved)
    if curved > 0:
        trend_variance[0] = curved
    freedom[0] = rows - filled.sum() - (1 if with_trend else 0)
    if freedom[0] > 0:
        dispersion[0] = pearson / freedom[0]


def outbreak_weights(counts: Array, fit: QuasiPoissonFit, present: NDArray[np.bool_], threshold: float) -> Array:
    """Weights that fall where a past count was far above its fit, shape (B, n).

    With the Anscombe residual s_t = 1.5 (y^(2/3) mu^(-1/6) - mu^(1/2)) / sqrt(phi (1 - h_t)) and phi >= 1 the weight
    is c / s_t^2 above the threshold and c below it; c makes the weights of a series add up to its rows.

    Source: Farrington et al. 1996, Journal of the Royal Statistical Society A 159: 547-563; the threshold 2.58 from
    Noufaily et al. 2013.
    """
    weights = np.ones_like(fit.mean)
    y = np.where(present, counts, 0.0)
    _weigh_outbreaks(y, present, fit.mean, fit.leverage, fit.dispersion, threshold, weights)
    return weights


@kernel()
def _weigh_outbreaks(
    y: Array, present: NDArray[np.bool_], mean: Array, leverage: Array, dispersion: Array, threshold: float,
    weights: Array,
) -> None:  # fmt: skip
    for b in range(len(y)):
        phi = max(dispersion[b], 1.0) if dispersion[b] == dispersion[b] else 1.0
        total, rows = 0.0, 0
        for i in range(y.shape[1]):
            weight = 1.0
            if present[b, i]:
                rows += 1
                scale = np.sqrt(phi * max(1.0 - leverage[b, i], 1e-10))
                excess = (y[b, i] - mean[b, i]) / np.sqrt(mean[b, i])
                # The power is concave, so the Pearson residual is never below the Anscombe one: most rows stop here.
                # A row that alone decides its group's level fits itself; its residual says nothing.
                if excess > threshold * scale and leverage[b, i] < 1 - 1e-8:
                    residual = 1.5 * (y[b, i] ** (2 / 3) * mean[b, i] ** (-1 / 6) - np.sqrt(mean[b, i])) / scale
                    if residual > threshold:
                        weight = 1.0 / residual**2
                total += weight
            weights[b, i] = weight
        if total > 0:
            weights[b] *= rows / total
