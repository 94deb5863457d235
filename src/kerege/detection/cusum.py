"""CUSUM of standardised counts: small rises that last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kerege.detection.cusum_transforms import TRANSFORMS, count_at, transformed
from kerege.detection.in_control import HistoryTooShortError
from kerege.detection.likelihood_ratio import cusum_path
from kerege.detection.result import DetectionResult, blank_result, explain_missing_counts, leave_out_series
from kerege.detection.tail import upper_tail
from kerege.detection.training import EXPECTATIONS, expectation, training_of

Array = NDArray[np.float64]
RESETS = {"none": np.nan, "zero": 0.0, "half": 0.5}


@dataclass(frozen=True, slots=True)
class CusumSettings:
    """Control values of the CUSUM.

    Parameters
    ----------
    k : float
        Reference value: half the rise that is to be found, in standard deviations.
    h : float
        Decision interval, > 0. `design_cusum` gives k and h for wanted run lengths.
    transform : str
        See `transformed`.
    m : str
        What is expected: "mean" of the time before the periods judged, or "seasonal" (one harmonic).
    alpha : float or None
        Dispersion a of the negative binomial transforms; None: estimated.
    reset : str
        After an alarm: "zero" begins anew, "half" at h / 2 (so that a lasting rise alarms again soon), "none" goes on.

    Raises
    ------
    ValueError
        For a value outside its range.
    """

    k: float = 1.04
    h: float = 2.26
    transform: str = "rossi"
    m: str = "seasonal"
    alpha: float | None = None
    reset: str = "zero"

    def __post_init__(self) -> None:
        if not self.h > 0:
            raise ValueError(f"h is above 0, not {self.h}.")
        if self.transform not in TRANSFORMS:
            raise ValueError(f"transform is one of {', '.join(TRANSFORMS)}, not {self.transform!r}.")
        if self.reset not in RESETS:
            raise ValueError(f"reset is one of {', '.join(RESETS)}, not {self.reset!r}.")
        if self.m not in EXPECTATIONS:
            raise ValueError(f"m is one of {', '.join(EXPECTATIONS)}, not {self.m!r}.")
        if self.alpha is not None and not self.alpha >= 0:
            raise ValueError(f"alpha is at least 0, not {self.alpha}.")


def cusum(
    counts: Array,
    *,
    frequency: int,
    settings: CusumSettings,
    judged: Sequence[int] | None = None,
    expected: Array | None = None,
    excluded: NDArray[np.bool_] | None = None,
) -> DetectionResult:
    """Add up what lies above the expectation: S_t = max(0, S_(t-1) + x_t - k), alarm if S_t >= h.

    x_t is the count on a standard scale (`transformed`). The chart starts at 0 with the first period judged and runs
    through every period after it.

    Parameters
    ----------
    counts : float array, shape (T, S)
        NaN = not reported; the sum then stays as it was.
    frequency : int
        Periods in a year.
    settings : CusumSettings
    judged : sequence of int or None
        The time before the first of them is learnt from; None: see `training_of`.
    expected : float array, shape (T, S), or None
        In-control means, where they are known better.
    excluded : bool array, shape (T, S), or None
        Known outbreaks, not learnt from.

    Returns
    -------
    DetectionResult
        `upper` is the count, as a real number, that brings the sum to h. The p-value is that of the single count
        given its expectation (see `upper_tail`), for ranking: the alarm is the chart's. Score: S_t / h.

    Raises
    ------
    ValueError
        For negative counts, or too short a time to learn from for every series (for some: they have no numbers and a
        reason).

    Source: Rossi, Lampugnani, Marchi 1999, Statistics in Medicine 18: 2111-2122.

    Examples
    --------
    Mean 4, standard transform: (8 - 4)/2 = 2, so the sum grows by 2 - 0.5 a period and passes 2.9 at the second.

    >>> series = np.array([3.0, 5.0, 4.0, 8.0, 8.0])[:, None]
    >>> found = cusum(series, frequency=52, judged=[3, 4],
    ...     settings=CusumSettings(k=0.5, h=2.9, transform="standard", m="mean"))
    >>> found.details["statistic"][:, 0].round(9).tolist(), found.alarm[:, 0].tolist()
    ([1.5, 3.0], [False, True])
    """
    counts = np.asarray(counts, dtype=float)
    if (counts < 0).any():
        raise ValueError("Counts cannot be negative.")
    training = training_of(len(counts), frequency, judged)
    result = blank_result("cusum", counts, training.judged, "statistic")
    if not len(training.judged):
        return result
    first, last = training.length, int(training.judged.max()) + 1
    negative_binomial = settings.transform.endswith("NegBin")
    restart = RESETS[settings.reset] * settings.h
    for series in range(counts.shape[1]):
        own = counts[:, series]
        dispersion = (settings.alpha if negative_binomial else 0.0) or 0.0
        if expected is None:
            try:
                learnt = expectation(
                    own,
                    training,
                    kind=settings.m,
                    frequency=frequency,
                    harmonics=1,
                    trend=False,
                    dispersion=settings.alpha if negative_binomial else 0.0,
                    excluded=None if excluded is None else excluded[:, series],
                )
            except HistoryTooShortError as short:
                leave_out_series(result, series, short)
                continue
            mean, dispersion = learnt.mean, learnt.dispersion
        else:
            mean = np.asarray(expected[:, series], dtype=float)
        mean_now = mean[first:last]
        scaled = transformed(own[first:last], mean_now, transform=settings.transform, dispersion=dispersion)
        statistic, alarm = cusum_path(scaled - settings.k, settings.h, restart)
        before = np.concatenate([[0.0], np.where(alarm & np.isfinite(restart), restart, statistic)[:-1]])
        upper = count_at(
            settings.h + settings.k - before, mean_now, transform=settings.transform, dispersion=dispersion
        )
        rows = training.judged - first
        result.expected[:, series], result.upper[:, series] = mean_now[rows], upper[rows]
        result.score[:, series] = statistic[rows] / settings.h
        result.details["statistic"][:, series] = statistic[rows]
        result.p_value[:, series] = upper_tail(own[first:last], mean_now, dispersion)[rows]
        result.alarm[:, series] = alarm[rows] & np.isfinite(own[training.judged])
    explain_missing_counts(result)
    return result
