"""A sequential test that may be looked at every day: evidence for a rise, added up without an end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kerege.detection.in_control import HistoryTooShortError
from kerege.detection.result import DetectionResult, blank_result, explain_missing_counts, leave_out_series
from kerege.detection.training import EXPECTATIONS, Training, expectation, training_of

Array = NDArray[np.float64]
LARGEST_COUNT = 1 << 20
# exp of more is no number; such evidence is overwhelming either way.
LARGEST_EXPONENT = 500.0


@dataclass(frozen=True, slots=True)
class EDetectorSettings:
    """Control values of the e-detector.

    Parameters
    ----------
    arl0 : float
        Periods until a false alarm, on average at least; > 1. It is also the threshold.
    smallest_ratio, largest_ratio : float
        Rises that are looked for: true mean over expected mean, 1 < smallest <= largest.
    ratios : int
        Rises between them that are tried at once, each with the same weight; >= 1.
    m : str
        What is expected: "mean" of the time before the periods judged, or "seasonal".
    trend : bool
        Whether the seasonal expectation has a trend.
    alpha : float or None
        Dispersion a of the counts, variance mu + a mu^2; None: estimated. 0 is Poisson.

    Raises
    ------
    ValueError
        For a value outside its range.
    """

    arl0: float = 520.0
    smallest_ratio: float = 1.25
    largest_ratio: float = 5.0
    ratios: int = 12
    m: str = "seasonal"
    trend: bool = False
    alpha: float | None = None

    def __post_init__(self) -> None:
        if not self.arl0 > 1:
            raise ValueError(f"arl0 is above 1 period, not {self.arl0}.")
        if not 1 < self.smallest_ratio <= self.largest_ratio or self.ratios < 1:
            raise ValueError("The rises looked for are above 1, the smallest first, and at least one is tried.")
        if self.m not in EXPECTATIONS:
            raise ValueError(f"m is one of {', '.join(EXPECTATIONS)}, not {self.m!r}.")
        if self.alpha is not None and not self.alpha >= 0:
            raise ValueError(f"alpha is at least 0, not {self.alpha}.")

    @property
    def rises(self) -> Array:
        """The ratios tried, evenly spaced on the log scale."""
        return np.geomspace(self.smallest_ratio, self.largest_ratio, self.ratios)


def evidence(counts: Array, mean: Array, dispersion: float | Array, rises: Array) -> Array:
    """How much likelier each count is after a rise: e-values, shape (..., R), of mean 1 if nothing has changed.

    Poisson: theta^y exp(-(theta - 1) mu). Negative binomial: theta^y ((1 + a mu)/(1 + a theta mu))^(y + 1/a).

    Parameters
    ----------
    counts, mean : arrays of one shape
    dispersion : float or array of that shape
        a >= 0.
    rises : array, shape (R,)
        theta > 1.

    Examples
    --------
    y = 3, mu = 1, theta = 2: 8 / e.

    >>> evidence(np.array([3.0]), np.array([1.0]), 0.0, np.array([2.0])).round(4).tolist()
    [[2.943]]
    """
    y, mu = counts[..., None], mean[..., None]
    a = np.broadcast_to(np.asarray(dispersion, dtype=float), counts.shape)[..., None]
    poisson = -(rises - 1) * mu
    overdispersed = (y + 1 / np.where(a > 0, a, 1.0)) * (np.log1p(a * mu) - np.log1p(a * rises * mu))
    exponent = y * np.log(rises) + np.where(a > 0, overdispersed, poisson)
    return np.asarray(np.exp(np.minimum(exponent, LARGEST_EXPONENT)))


def e_detector(
    counts: Array,
    *,
    frequency: int,
    settings: EDetectorSettings,
    judged: Sequence[int] | None = None,
    expected: Array | None = None,
    excluded: NDArray[np.bool_] | None = None,
) -> DetectionResult:
    """Alarm once the evidence for a rise that began at any time exceeds the wanted run length.

    With the e-value e_t(theta) of each period, the Shiryaev-Roberts sum of each rise grows as

        M_t(theta) = (M_(t-1)(theta) + 1) e_t(theta),      M_t = mean over the rises of M_t(theta)

    and M_t - t has expectation 0 or less while nothing has changed, whatever the distribution of the waiting time: so
    the average run length to a false alarm M_t >= c is at least c, and the chart may be looked at as often as one
    likes. After an alarm it begins anew.

    Parameters
    ----------
    counts, frequency, judged, expected, excluded
        See `cusum`. With `expected` the dispersion must be given.
    settings : EDetectorSettings

    Returns
    -------
    DetectionResult
        `upper`: largest count that is no alarm. P-value: 1 over the mean e-value of the period alone, at most 1: valid,
        but cautious. Score: M_t / c. `details["e_value"]`: that mean e-value, for `e_benjamini_hochberg`.

    Raises
    ------
    ValueError
        For negative counts, too short a time to learn from for every series (for some: they have no numbers and a
        reason), or a dispersion that is missing.

    Source: Shin, Ramdas, Rinaldo 2023, Sequential Analysis 42: 313-348 (e-detectors).

    Examples
    --------
    One rise, theta = 2, mean 1: counts 3, 3 give e = 2.943 each: M = 2.943, then 3.943 * 2.943 = 11.6.

    >>> control = EDetectorSettings(arl0=10, smallest_ratio=2, largest_ratio=2, ratios=1, alpha=0.0)
    >>> found = e_detector(np.array([[3.0], [3.0]]), frequency=52, settings=control, judged=[0, 1],
    ...     expected=np.ones((2, 1)))
    >>> (found.score[:, 0] * 10).round(3).tolist(), found.alarm[:, 0].tolist()
    ([2.943, 11.604], [False, True])
    """
    counts = np.asarray(counts, dtype=float)
    if (counts < 0).any():
        raise ValueError("Counts cannot be negative.")
    if expected is not None and settings.alpha is None:
        raise ValueError("With known expectations the dispersion alpha must be given.")
    training = training_of(len(counts), frequency, judged)
    result = blank_result("e_detector", counts, training.judged, "e_value")
    if not len(training.judged):
        return result
    first, last = training.length, int(training.judged.max()) + 1
    mean, dispersion = _in_control(counts[:last], expected, training, frequency, settings, excluded, result)
    _judge(counts[:last], mean, dispersion, first, settings, result)
    explain_missing_counts(result)
    return result


def _in_control(
    counts: Array,
    expected: Array | None,
    training: Training,
    frequency: int,
    settings: EDetectorSettings,
    excluded: NDArray[np.bool_] | None,
    result: DetectionResult,
) -> tuple[Array, Array]:
    """Means, shape (T, S), and dispersions, shape (S,); NaN means where history is too short, said in `result`."""
    series = counts.shape[1]
    if expected is not None:
        return np.asarray(expected[: len(counts)], dtype=float), np.full(series, settings.alpha or 0.0)
    mean, dispersion = np.full(counts.shape, np.nan), np.zeros(series)
    for s in range(series):
        try:
            learnt = expectation(
                counts[:, s], training, kind=settings.m, frequency=frequency, harmonics=1, trend=settings.trend,
                dispersion=settings.alpha, excluded=None if excluded is None else excluded[: len(counts), s],
            )  # fmt: skip
        except HistoryTooShortError as short:
            leave_out_series(result, s, short)
            continue
        mean[:, s], dispersion[s] = learnt.mean, learnt.dispersion
    return mean, dispersion


def _judge(
    counts: Array, mean: Array, dispersion: Array, first: int, settings: EDetectorSettings, result: DetectionResult
) -> None:
    rises = settings.rises
    row_of = {int(position): row for row, position in enumerate(result.judged.tolist())}
    total = np.zeros((counts.shape[1], len(rises)))
    for t in range(first, len(counts)):
        is_known = np.isfinite(counts[t]) & np.isfinite(mean[t])
        e_values = np.ones_like(total)
        e_values[is_known] = evidence(counts[t, is_known], mean[t, is_known], dispersion[is_known], rises)
        before = total + 1.0
        # A period without a count adds no evidence, and no new beginning.
        total = np.where(is_known[:, None], before * e_values, total)
        statistic = total.mean(axis=1)
        alarm = is_known & (statistic >= settings.arl0)
        if t in row_of:
            row = row_of[t]
            single = e_values.mean(axis=1)
            result.expected[row] = mean[t]
            learnt = np.isfinite(mean[t])
            result.upper[row, learnt] = _upper(before[learnt], mean[t, learnt], dispersion[learnt], settings)
            result.score[row, learnt] = statistic[learnt] / settings.arl0
            result.alarm[row] = alarm
            result.p_value[row, is_known] = 1 / np.maximum(single[is_known], 1.0)
            result.details["e_value"][row, is_known] = single[is_known]
        total[alarm] = 0.0


def _upper(before: Array, mean: Array, dispersion: Array, settings: EDetectorSettings) -> Array:
    """The largest count of each series that is no alarm; -1 where even none is one."""

    def alarms(count: NDArray[np.int64]) -> NDArray[np.bool_]:
        found = evidence(count.astype(float), mean, dispersion, settings.rises)
        return np.asarray((before * found).mean(axis=1) >= settings.arl0)

    low = np.full(len(mean), -1, dtype=np.int64)
    high = np.ones(len(mean), dtype=np.int64)
    while not (beyond := alarms(high) | (high >= LARGEST_COUNT)).all():
        low, high = np.where(beyond, low, high), np.where(beyond, high, high * 2)
    while (high - low > 1).any():
        middle = np.where(high - low > 1, (low + high) // 2, high)
        above = alarms(middle)
        low, high = np.where(above, low, middle), np.where(above, middle, high)
    return low.astype(float)
