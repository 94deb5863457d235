"""EARS C1, C2 and C3: a count against the days just before it, for series without a history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from scipy import stats

from kerege.detection.result import DetectionResult, blank_result

Array = NDArray[np.float64]
FEWEST = 3
GRID_STEP, GRID_END = 0.01, 12.0
SHORT = "history is too short: {needed} periods are needed, {there} periods are there"
FEW = "fewer than three counts were reported in the baseline"
NO_COUNT = "no count was reported"


@dataclass(frozen=True, slots=True)
class EarsSettings:
    """Control values of EARS.

    Parameters
    ----------
    baseline : int
        Periods of the baseline, >= 3.
    alpha : float or None
        One-sided level, 0..1; None means the usual one: 0.001 for C1 and C2, 0.025 for C3.
    min_sigma : float
        Least standard deviation that is assumed, >= 0. With 0 a constant baseline makes every rise an alarm.
    predictive : bool
        Take into account that mean and deviation come from a few counts only: Student's t with the error of the mean
        instead of the normal law, and a deviation of at least that of a Poisson count. For C1 and C2.
    r_compatible : bool
        Reproduce the C3 of the R implementation, whose bound rises and falls with today's count, for comparison only.

    Raises
    ------
    ValueError
        For a value outside its range.
    """

    baseline: int = 7
    alpha: float | None = None
    min_sigma: float = 0.5
    predictive: bool = False
    r_compatible: bool = False

    def __post_init__(self) -> None:
        if self.baseline < FEWEST:
            raise ValueError(f"The baseline of EARS has at least {FEWEST} periods, not {self.baseline}.")
        if self.alpha is not None and not 0 < self.alpha < 1:
            raise ValueError(f"alpha lies between 0 and 1, not {self.alpha}.")
        if not self.min_sigma >= 0:
            raise ValueError(f"min_sigma is at least 0, not {self.min_sigma}.")


def ears(
    counts: Array,
    *,
    variant: str,
    settings: EarsSettings,
    judged: Sequence[int] | None = None,
    excluded: NDArray[np.bool_] | None = None,
) -> DetectionResult:
    """Compare counts with the mean and scatter of the periods just before them.

    With the baseline y_(t-L) .. y_(t-1) for C1, and y_(t-L-2) .. y_(t-3) for C2 and C3, of mean m and sample standard
    deviation s >= min_sigma:

        C1_t, C2_t = (y_t - m) / s              alarm if above the normal quantile z of 1 - alpha
        C3_t = sum over t-2 .. t of max(0, C2 - 1)      alarm if above z, and y_t > 0

    `predictive` compares (y_t - m) / (s sqrt(1 + 1/n)) of a baseline of n counts, s >= sqrt(m), with the quantile of
    Student's t of n - 1 degrees of freedom: for normal counts the false alarms then are alpha; of the normal quantile
    they are several times as many with n = 7.

    Parameters
    ----------
    counts : float array, shape (T, S)
        Counts by period and series; NaN = not reported, and left out of baselines.
    variant : str
        "c1", "c2" or "c3".
    settings : EarsSettings
    judged : sequence of int or None
        Positions to judge; None for all with a whole baseline before them (L, L + 2, L + 4 periods).
    excluded : bool array, shape (T, S), or None
        Known outbreaks, left out of baselines.

    Returns
    -------
    DetectionResult
        Score: the statistic over z, 1 at the bound. P-value: of C1 and C2 the normal tail of the statistic; of C3
        the tail of a sum of three independent max(0, Z - 1). Both take counts for normal and successive baselines for
        independent, as the method does: read them as a ranking.

    Raises
    ------
    ValueError
        For negative counts, an unknown variant, or C3 with `predictive`.

    Source: Hutwagner, Thompson, Seeman, Treadwell 2003, Journal of Urban Health 80: i89-i96; Fricker, Hegler, Dunfee
    2008, Statistics in Medicine 27: 3407-3429.

    Examples
    --------
    Baseline 2, 4, 3: mean 3, standard deviation 1, so that 8 lies five standard deviations above.

    >>> found = ears(np.array([[2.0], [4.0], [3.0], [8.0]]), variant="c1", settings=EarsSettings(baseline=3))
    >>> float(found.expected[0, 0]), round(float(found.upper[0, 0]), 3), bool(found.alarm[0, 0])
    (3.0, 6.09, True)
    """
    if variant not in ("c1", "c2", "c3"):
        raise ValueError(f"EARS has the variants c1, c2 and c3, not {variant!r}.")
    if settings.predictive and variant == "c3":
        raise ValueError("predictive is for C1 and C2; the statistic of C3 has no such law.")
    counts = np.asarray(counts, dtype=float)
    if (counts < 0).any():
        raise ValueError("Counts cannot be negative.")
    lag = 0 if variant == "c1" else 2
    needed = history_needed(variant, settings)
    positions = np.arange(needed, len(counts)) if judged is None else np.asarray(judged, dtype=np.int64)
    result = blank_result(f"ears_{variant}", counts, positions)
    used = counts if excluded is None else np.where(excluded, np.nan, counts)
    mean, spread, number = _baselines(used, settings.baseline, lag, settings.min_sigma)
    alpha = settings.alpha or (0.025 if variant == "c3" else 0.001)
    z: float | Array = float(stats.norm.isf(alpha))
    if settings.predictive:
        spread = np.maximum(spread, np.sqrt(mean)) * np.sqrt(1 + 1 / np.maximum(number, 1))
        z = stats.t.isf(alpha, np.maximum(number - 1, 1))
    with np.errstate(divide="ignore", invalid="ignore"):
        standard = np.where(counts == mean, 0.0, (counts - mean) / spread)
    if variant == "c3":
        statistic, upper, p_value = _c3(counts, standard, mean, spread, z, r_compatible=settings.r_compatible)
    else:
        tail = stats.t.sf(standard, np.maximum(number - 1, 1)) if settings.predictive else stats.norm.sf(standard)
        statistic, upper, p_value = standard, mean + z * spread, tail
    alarm = (counts > upper) if settings.r_compatible else (statistic > z) & (counts > 0)
    _write(result, needed, counts, mean, upper, p_value, statistic / z, alarm)
    return result


def history_needed(variant: str, settings: EarsSettings) -> int:
    """Periods before one that can be judged.

    Examples
    --------
    >>> [history_needed(variant, EarsSettings()) for variant in ("c1", "c2", "c3")]
    [7, 9, 11]
    """
    return settings.baseline + {"c1": 0, "c2": 2, "c3": 4}[variant]


def _baselines(counts: Array, length: int, lag: int, min_sigma: float) -> tuple[Array, Array, Array]:
    """Mean, standard deviation and number of the baseline counts of each period; NaN with fewer than three."""
    periods, series = counts.shape
    mean, spread = np.full((periods, series), np.nan), np.full((periods, series), np.nan)
    counted = np.zeros((periods, series))
    if periods <= length + lag:
        return mean, spread, counted
    windows = sliding_window_view(counts, length, axis=0)[: periods - length - lag]
    known = np.isfinite(windows)
    number = known.sum(axis=-1)
    values = np.where(known, windows, 0.0)
    enough = number >= FEWEST
    centre = values.sum(axis=-1) / np.maximum(number, 1)
    squares = np.where(known, (values - centre[..., None]) ** 2, 0.0).sum(axis=-1)
    mean[length + lag :] = np.where(enough, centre, np.nan)
    deviation = np.sqrt(squares / np.maximum(number - 1, 1))
    spread[length + lag :] = np.where(enough, np.maximum(deviation, min_sigma), np.nan)
    counted[length + lag :] = number
    return mean, spread, counted


def _c3(
    counts: Array, standard: Array, mean: Array, spread: Array, z: float | Array, *, r_compatible: bool
) -> tuple[Array, Array, Array]:
    above = np.maximum(standard - 1.0, 0.0)
    # A day that is not known adds nothing: the sum is at least that of the others.
    before = np.full_like(above, np.nan)
    before[2:] = np.nan_to_num(above[1:-1], nan=0.0) + np.nan_to_num(above[:-2], nan=0.0)
    statistic = before + above
    if r_compatible:
        return statistic, np.maximum(counts + spread * (z - before), 0.0), _c3_tail(statistic)
    missing = z - before
    # Where the two days before are enough, any count above none is an alarm.
    with np.errstate(invalid="ignore"):
        upper = np.where(missing > 0, mean + spread * (1.0 + missing), 0.0)
    return statistic, np.where(np.isfinite(before), upper, np.nan), _c3_tail(statistic)


def _c3_tail(statistic: Array) -> Array:
    """P(X1 + X2 + X3 >= c) for independent X = max(0, Z - 1), by convolution on a grid."""
    edges = np.arange(0.0, GRID_END + GRID_STEP, GRID_STEP)
    mass = stats.norm.sf(edges[:-1] + 1.0) - stats.norm.sf(edges[1:] + 1.0)
    mass = np.concatenate([[stats.norm.cdf(1.0)], mass])
    # A cell's mass sits half a step below its upper edge; three cells sit 1.5 steps below at the most.
    total = np.convolve(np.convolve(mass, mass), mass)
    tail = np.cumsum(total[::-1])[::-1]
    known = np.where(np.isfinite(statistic), statistic, np.where(statistic > 0, np.inf, 0.0))
    cell = np.minimum(np.ceil(known / GRID_STEP), len(tail) - 1).astype(np.int64)
    return np.where(np.isnan(statistic), np.nan, np.where(known <= 0, 1.0, np.minimum(tail[cell], 1.0)))


def _write(
    result: DetectionResult,
    needed: int,
    counts: Array,
    mean: Array,
    upper: Array,
    p_value: Array,
    score: Array,
    alarm: NDArray[np.bool_],
) -> None:
    """Put what was found for all periods into the answer for those judged, with the reasons of what is missing."""
    rows = result.judged
    short = rows < needed
    known = np.isfinite(counts[rows]) & np.isfinite(mean[rows]) & np.isfinite(upper[rows]) & ~short[:, None]
    for name, values in (("expected", mean), ("upper", upper), ("p_value", p_value), ("score", score)):
        getattr(result, name)[:] = np.where(known, values[rows], np.nan)
    result.alarm[:] = known & alarm[rows]
    missing = np.where(np.isfinite(counts[rows]), FEW, NO_COUNT)
    result.reason[:] = np.where(known, "", missing)
    for row in np.flatnonzero(short):
        result.reason[row] = SHORT.format(needed=needed, there=rows[row])
