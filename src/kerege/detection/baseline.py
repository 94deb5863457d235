"""Farrington flexible: a count against what the same season of past years lets expect."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from kerege.detection.baseline_windows import baseline_rows, reference_points
from kerege.detection.bounds import count_bound, power_bound
from kerege.detection.farrington_settings import FarringtonSettings
from kerege.detection.quasi_poisson import QuasiPoissonFit, fit_quasi_poisson, outbreak_weights
from kerege.detection.result import DetectionResult, blank_result

Array = NDArray[np.float64]
# Series fitted together: their rows take some tens of megabytes.
BATCH = 128
# The upper end of the mean of a series that is almost empty knows no bound; more than this is no count.
LARGEST_LOG_MEAN = 20.0
NO_COUNT = "no count was reported"
NO_FIT = "no baseline could be fitted to this history"
TOO_FEW = "fewer than {cases} cases in {periods} periods: no alarm is raised"
NO_POPULATION = "the population is not known"


def farrington_flexible(
    counts: Array,
    *,
    frequency: int,
    settings: FarringtonSettings,
    judged: Sequence[int] | None = None,
    dates: Sequence[date] | None = None,
    populations: Array | None = None,
    excluded: NDArray[np.bool_] | None = None,
) -> DetectionResult:
    """Compare counts with a quasi-Poisson baseline of past years, all series and periods at once.

    Parameters
    ----------
    counts : float array, shape (T, S)
        Counts by period and series, without gaps in time; NaN = not reported.
    frequency : int
        Periods in a year: 365, 52, 12 or 1.
    settings : FarringtonSettings
    judged : sequence of int or None
        Positions of the periods to judge; None for all that have the history asked for.
    dates : sequence of date or None
        First day of each period; None for integer time. See `reference_points`.
    populations : float array, shape (T, S), or None
        Needed with `population_offset`.
    excluded : bool array, shape (T, S), or None
        Known outbreaks: they may be judged, and are no part of a baseline.

    Returns
    -------
    DetectionResult
        Where history is too short, a count is missing or no baseline can be fitted: no numbers, and a reason.

    Raises
    ------
    ValueError
        For counts that are negative, windows that overlap, or a population that is missing or not positive.

    Source: Farrington et al. 1996, Journal of the Royal Statistical Society A 159: 547-563; Noufaily et al. 2013,
    Statistics in Medicine 32: 1206-1222.

    Examples
    --------
    Six years of 4, 5 and 6 cases in turn, and 30 in the last week.

    >>> series = np.tile([4.0, 5.0, 6.0], 104)[:, None]
    >>> series[-1] = 30
    >>> found = farrington_flexible(series, frequency=52, settings=FarringtonSettings(), judged=[311])
    >>> bool(found.alarm[0, 0]), float(found.expected[0, 0].round(1)), float(found.upper[0, 0])
    (True, 5.0, 12.0)
    """
    counts = np.asarray(counts, dtype=float)
    if (counts < 0).any():
        raise ValueError("Counts cannot be negative.")
    if settings.population_offset and populations is None:
        raise ValueError("population_offset needs populations.")
    positions = np.arange(len(counts)) if judged is None else np.asarray(judged, dtype=np.int64)
    layouts = [reference_points(int(t), settings.b, frequency, dates) for t in positions]
    reach = np.array([points[-1] - settings.w for points in layouts], dtype=np.int64)
    if judged is None:
        positions, layouts, reach = (
            positions[reach >= 0],
            [p for p in layouts if p[-1] >= settings.w],
            reach[reach >= 0],
        )
    answer = blank_result("farrington_flexible", counts, positions, "dispersion", "trend", "trend_used")
    for row in np.flatnonzero(reach < 0):
        answer.reason[row] = (
            f"history is too short: {settings.b} years and {settings.w} periods are needed, "
            f"{positions[row]} periods are there"
        )
    trained = counts if excluded is None else np.where(excluded, np.nan, counts)
    alike: dict[tuple[int, ...], list[int]] = {}
    for row in np.flatnonzero(reach >= 0):
        alike.setdefault(tuple(int(p - positions[row]) for p in layouts[row]), []).append(int(row))
    for offsets, members in alike.items():
        where = np.array([(row, unit) for row in members for unit in range(counts.shape[1])])
        for start in range(0, len(where), BATCH):
            _judge(counts, trained, populations, settings, list(offsets), where[start : start + BATCH], answer)
    return answer


@dataclass(slots=True)
class _Baseline:
    """Baseline rows of a batch of B series with the same layout."""

    counts: Array
    present: NDArray[np.bool_]
    group: NDArray[np.int64]
    groups: int
    time: Array
    log_offset: Array

    def fit(
        self, rows: NDArray[np.int64], weights: Array, *, with_trend: bool, lagged: bool, start: Array | None = None
    ) -> QuasiPoissonFit:
        return fit_quasi_poisson(
            self.counts[rows],
            present=self.present[rows],
            group=self.group,
            groups=self.groups,
            time=self.time,
            log_offset=self.log_offset[rows],
            prior_weights=weights,
            with_trend=with_trend,
            # The compared implementation stops at this relative change and sums up the step before.
            tolerance=1e-8 if lagged else 1e-10,
            lagged=lagged,
            start=None if lagged else start,
        )


@dataclass(slots=True)
class _Prediction:
    """Log mean at the judged period, its standard error and the dispersion, shape (B,); NaN where no fit."""

    log_mean: Array
    log_error: Array
    dispersion: Array
    trend: Array


def _judge(
    counts: Array,
    trained: Array,
    populations: Array | None,
    settings: FarringtonSettings,
    offsets: list[int],
    where: NDArray[np.int64],
    answer: DetectionResult,
) -> None:
    """Judge a batch of (row of the answer, series) with the same layout, and write the answer."""
    row, unit = where.T
    now = answer.judged[row]
    rows, group = baseline_rows(offsets, half_window=settings.w, groups=settings.no_periods, excluded=settings.excluded)
    past = trained[now[:, None] + rows, unit[:, None]]
    offset, offset_now = np.zeros_like(past), np.zeros(len(where))
    if settings.population_offset and populations is not None:
        with np.errstate(divide="ignore", invalid="ignore"):
            offset = np.log(populations[now[:, None] + rows, unit[:, None]])
            offset_now = np.log(populations[now, unit])
    present = np.isfinite(past) & np.isfinite(offset)
    base = _Baseline(past, present, group, settings.no_periods, rows.astype(float), np.where(present, offset, 0.0))
    predicted = _predict(base, settings, offset_now)
    observed = counts[now, unit]
    fitted = np.isfinite(predicted.log_mean) & np.isfinite(observed) & np.isfinite(predicted.log_error)
    _bounds(observed, predicted, settings, fitted, row, unit, answer)
    recent = np.nansum(
        [np.where(now >= lag, counts[now - lag, unit], np.nan) for lag in range(settings.limit54[1])], axis=0
    )
    enough = recent >= settings.limit54[0]
    upper = answer.upper[row, unit]
    answer.alarm[row, unit] = fitted & enough & (observed > 0) & (observed > np.where(fitted, upper, np.inf))
    few = TOO_FEW.format(cases=settings.limit54[0], periods=settings.limit54[1])
    reason = np.where(fitted, np.where(enough, "", few), NO_FIT)
    reason = np.where(np.isfinite(offset_now), reason, NO_POPULATION)
    answer.reason[row, unit] = np.where(np.isnan(observed), NO_COUNT, reason)
    if settings.r_compatible:
        hidden = ~enough
        answer.upper[row[hidden], unit[hidden]] = np.nan
        answer.expected[row[hidden], unit[hidden]] = np.nan


def _predict(base: _Baseline, settings: FarringtonSettings, offset_now: Array) -> _Prediction:
    """Fit with trend where one is asked for, keep it by the rule, else fit without."""
    series = len(base.counts)
    nothing = np.full(series, np.nan)
    result = _Prediction(nothing.copy(), nothing.copy(), nothing.copy(), np.zeros(series))
    remaining = np.ones(series, dtype=np.bool_)
    if settings.trend:
        fit, dispersion = _fit_twice(base, np.arange(series), settings, with_trend=True)
        with np.errstate(invalid="ignore", divide="ignore"):
            statistic = np.abs(fit.trend) / np.sqrt(dispersion * fit.trend_variance)
        p_value = 2 * stats.t.sf(np.where(np.isfinite(statistic), statistic, 0.0), np.maximum(fit.freedom, 1))
        log_mean = fit.level[:, -1] + offset_now
        largest = np.where(base.present, base.counts, 0.0).max(axis=1)
        kept = (
            fit.converged
            & (settings.b >= 3)
            & (p_value < settings.p_threshold_trend)
            & (np.exp(np.minimum(log_mean, 700.0)) <= largest)
        )
        _store(result, np.flatnonzero(kept), fit, dispersion, log_mean, kept)
        remaining = ~kept
    left = np.flatnonzero(remaining)
    if len(left):
        fit, dispersion = _fit_twice(base, left, settings, with_trend=False)
        _store(result, left[fit.converged], fit, dispersion, fit.level[:, -1] + offset_now[left], fit.converged)
    return result


def _store(
    result: _Prediction,
    rows: NDArray[np.int64],
    fit: QuasiPoissonFit,
    dispersion: Array,
    log_mean: Array,
    chosen: NDArray[np.bool_],
) -> None:
    result.log_mean[rows] = log_mean[chosen]
    result.log_error[rows] = np.sqrt(dispersion[chosen] * fit.level_variance[chosen, -1])
    result.dispersion[rows] = np.maximum(fit.dispersion[chosen], 1.0)
    result.trend[rows] = fit.trend[chosen]


def _fit_twice(
    base: _Baseline, rows: NDArray[np.int64], settings: FarringtonSettings, *, with_trend: bool
) -> tuple[QuasiPoissonFit, Array]:
    """Fit, give less weight to past outbreaks and fit again; with the dispersion that standard errors use."""
    weights = np.ones_like(base.counts[rows])
    fit = base.fit(rows, weights, with_trend=with_trend, lagged=settings.r_compatible)
    if settings.reweight:
        weights = outbreak_weights(base.counts[rows], fit, base.present[rows], settings.weights_threshold)
        fit = base.fit(rows, weights, with_trend=with_trend, lagged=settings.r_compatible, start=fit.mean)
    if not settings.r_compatible:
        return fit, np.maximum(fit.dispersion, 1.0)
    if not settings.reweight:
        return fit, fit.dispersion
    # The documented defect: relative residuals, weighted, and no lower bound of 1.
    relative = np.where(base.present[rows], weights * (base.counts[rows] / fit.mean - 1) ** 2, 0.0).sum(axis=1)
    return fit, np.divide(relative, fit.freedom, out=np.full(len(rows), np.nan), where=fit.freedom > 0)


def _bounds(
    observed: Array,
    predicted: _Prediction,
    settings: FarringtonSettings,
    fitted: NDArray[np.bool_],
    row: NDArray[np.int64],
    unit: NDArray[np.int64],
    answer: DetectionResult,
) -> None:
    row, unit, y = row[fitted], unit[fitted], observed[fitted]
    log_mean, log_error = predicted.log_mean[fitted], predicted.log_error[fitted]
    dispersion, mean = predicted.dispersion[fitted], np.exp(log_mean)
    if settings.threshold_method == "delta":
        upper, p_value = power_bound(y, mean, log_error, dispersion, power=settings.power, alpha=settings.alpha)
    else:
        doubt = stats.norm.isf(settings.alpha) * log_error if settings.threshold_method == "muan" else 0.0
        upper, p_value = count_bound(
            y, np.exp(np.minimum(log_mean + doubt, LARGEST_LOG_MEAN)), dispersion, alpha=settings.alpha
        )
    # The documented defect: the score of the count laws is taken on the log scale.
    centre = log_mean if settings.r_compatible and settings.threshold_method != "delta" else mean
    room = upper - centre
    if not settings.r_compatible:
        # A mean near zero may lie above its bound of 0; the score then keeps its sign.
        room = np.where(room > 0, room, 0.5)
    score = np.divide(y - centre, room, out=np.full(len(y), np.nan), where=room != 0)
    answer.expected[row, unit], answer.upper[row, unit] = mean, upper
    answer.p_value[row, unit], answer.score[row, unit] = p_value, score
    answer.details["dispersion"][row, unit] = dispersion
    answer.details["trend"][row, unit] = predicted.trend[fitted]
    answer.details["trend_used"][row, unit] = (predicted.trend[fitted] != 0).astype(float)
