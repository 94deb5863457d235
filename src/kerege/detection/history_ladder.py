"""The right detector for the history there is: from nothing to years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from kerege.detection.baseline import farrington_flexible
from kerege.detection.baseline_windows import reference_points
from kerege.detection.ears import EarsSettings, ears
from kerege.detection.farrington_settings import FarringtonSettings
from kerege.detection.glr import GlrSettings, likelihood_ratio_chart
from kerege.detection.result import DetectionResult, blank_result

Array = NDArray[np.float64]
FEWEST_PERIODS = 8
FEWEST_YEARS = 3
RUNGS = ("none", "ears_c2", "glr_negbin", "farrington_flexible")
TOO_SHORT = "history is too short: 8 periods are needed, {there} periods are there"


@dataclass(frozen=True, slots=True)
class LadderSettings:
    """What the detectors of the ladder are set to.

    Parameters
    ----------
    alpha : float
        One-sided level of EARS and Farrington, 0..1.
    c_ar : float
        Threshold of the likelihood ratio, > 0.
    years : int
        Most years back that Farrington uses, >= 3.

    Raises
    ------
    ValueError
        For a value outside its range.
    """

    alpha: float = 0.005
    c_ar: float = 5.0
    years: int = 5

    def __post_init__(self) -> None:
        if not 0 < self.alpha < 1:
            raise ValueError(f"alpha lies between 0 and 1, not {self.alpha}.")
        if not self.c_ar > 0 or self.years < FEWEST_YEARS:
            raise ValueError(f"c_ar is above 0 and years at least {FEWEST_YEARS}.")


def judge_by_history(
    counts: Array,
    *,
    frequency: int,
    settings: LadderSettings,
    judged: Sequence[int] | None = None,
    dates: Sequence[date] | None = None,
    excluded: NDArray[np.bool_] | None = None,
) -> DetectionResult:
    """Judge each period of each series with the detector that its own history allows.

    history before it                detector
    < 8 periods                      none; the reason says so
    8 periods to a year              EARS C2 with the bound that its few counts allow (`EarsSettings.predictive`)
    1 to 3 years                     likelihood ratio (GLR) since a quarter, negative binomial, one harmonic, no trend
    >= 3 years and a half window     Farrington flexible with the whole years there are, at most `years`

    The history of a series begins with its first count. Where less than half a year of counts is left to learn a season
    from, EARS speaks instead of the likelihood ratio. A yearly series has no season and goes from none to Farrington.

    Parameters
    ----------
    counts, frequency, judged, dates, excluded
        See `detect_counts`.

    Returns
    -------
    DetectionResult
        `details["rung"]` is the index in `RUNGS` of the detector that spoke, `details["years"]` the years back that
        Farrington used, else 0.

    Examples
    --------
    >>> series = np.tile([3.0, 4.0, 5.0], 8)[:, None]
    >>> found = judge_by_history(series, frequency=12, settings=LadderSettings(), judged=[5, 10, 22])
    >>> [RUNGS[int(rung)] for rung in found.details["rung"][:, 0]]
    ['none', 'ears_c2', 'glr_negbin']
    """
    counts = np.asarray(counts, dtype=float)
    if (counts < 0).any():
        raise ValueError("Counts cannot be negative.")
    positions = np.arange(len(counts)) if judged is None else np.asarray(judged, dtype=np.int64)
    result = blank_result("history_ladder", counts, positions, "rung", "years")
    known = np.isfinite(counts)
    begins = np.where(known.any(axis=0), known.argmax(axis=0), len(counts))
    for begin in np.unique(begins).tolist():
        columns = np.flatnonzero(begins == begin)
        part = _Part(
            counts[begin:, columns],
            frequency,
            None if dates is None else dates[begin:],
            None if excluded is None else excluded[begin:, columns],
            settings,
        )
        _judge_part(part, positions - begin, columns, result)
    return result


@dataclass(frozen=True, slots=True)
class _Part:
    """Series whose first counts are of one period, from that period on."""

    counts: Array
    frequency: int
    dates: Sequence[date] | None
    excluded: NDArray[np.bool_] | None
    settings: LadderSettings

    def farrington(self, years: int) -> FarringtonSettings:
        """Its usual control values, meant for weeks, in the periods of this series."""
        weeks = self.frequency / 52
        return FarringtonSettings(
            b=years,
            w=self.half_window,
            no_periods=10 if self.frequency >= 52 else 4 if self.frequency == 12 else 1,
            past_weeks_not_included=self.frequency // 2,
            alpha=self.settings.alpha,
            limit54=(5, max(1, round(4 * weeks))),
        )

    @property
    def half_window(self) -> int:
        """Three weeks, in periods."""
        return round(3 * self.frequency / 52)

    def years_before(self, period: int) -> int:
        """Whole years that the baseline of a period can have."""
        points = reference_points(period, self.settings.years, self.frequency, self.dates)
        return sum(point >= self.half_window for point in points[1:])

    def learnt_from(self, before: int) -> NDArray[np.int64]:
        """How many counts of each series there are to learn from before a period."""
        usable = np.isfinite(self.counts[:before])
        if self.excluded is not None:
            usable &= ~self.excluded[:before]
        return np.asarray(usable.sum(axis=0), dtype=np.int64)


def _judge_part(part: _Part, history: NDArray[np.int64], columns: NDArray[np.int64], result: DetectionResult) -> None:
    enough = history >= FEWEST_PERIODS
    years = np.array([part.years_before(own) if fit else 0 for own, fit in zip(history.tolist(), enough, strict=True)])
    rung = np.select([~enough, years >= FEWEST_YEARS, history >= part.frequency], [0, 3, 2], default=1)
    rungs = np.repeat(rung[:, None], len(columns), axis=1)
    for row in np.flatnonzero(rung == 0):
        result.reason[row, columns] = TOO_SHORT.format(there=max(int(history[row]), 0))
    for own in np.flatnonzero(rung == 2).tolist():
        rungs[own] = _likelihood_ratio(part, int(history[own]), own, columns, result)
    for unit in range(len(columns)):
        _ears(part, history, np.flatnonzero(rungs[:, unit] == 1), unit, columns, result)
    for back in np.unique(years[rung == 3]).tolist():
        rows = np.flatnonzero((rung == 3) & (years == back))
        found = farrington_flexible(
            part.counts,
            frequency=part.frequency,
            settings=part.farrington(back),
            judged=history[rows].tolist(),
            dates=part.dates,
            excluded=part.excluded,
        )
        _copy(found, result, rows, columns)
    result.details["rung"][:, columns] = rungs
    result.details["years"][:, columns] = np.where(rungs == 3, years[:, None], 0)


def _ears(
    part: _Part,
    history: NDArray[np.int64],
    rows: NDArray[np.int64],
    unit: int,
    columns: NDArray[np.int64],
    result: DetectionResult,
) -> None:
    # Two periods lie between the baseline and the period judged: with eight before it the baseline has six.
    lengths = np.minimum(history[rows] - 2, EarsSettings().baseline)
    for length in np.unique(lengths).tolist():
        own = rows[lengths == length]
        found = ears(
            part.counts[:, [unit]],
            variant="c2",
            settings=EarsSettings(baseline=length, alpha=part.settings.alpha, predictive=True),
            judged=history[own].tolist(),
            excluded=None if part.excluded is None else part.excluded[:, [unit]],
        )
        _copy(found, result, own, columns[[unit]])


def _likelihood_ratio(
    part: _Part, period: int, row: int, columns: NDArray[np.int64], result: DetectionResult
) -> NDArray[np.int64]:
    """Judge one period of the series that have enough to learn a season from; the rung of each."""
    # The chart of a period learns from all before it but the newest quarter of a year, which it watches.
    first = max(period - max(part.frequency // 4, 1), FEWEST_PERIODS)
    can = part.learnt_from(first) >= max(FEWEST_PERIODS, part.frequency // 2)
    able = np.flatnonzero(can)
    if len(able):
        chart = likelihood_ratio_chart(
            part.counts[: period + 1, able],
            family="negbin",
            frequency=part.frequency,
            settings=GlrSettings(c_ar=part.settings.c_ar, max_window=part.frequency),
            judged=range(first, period + 1),
            excluded=None if part.excluded is None else part.excluded[: period + 1, able],
        )
        _copy(chart, result, np.array([row]), columns[able], last=True)
    return np.where(can, 2, 1)


def _copy(
    found: DetectionResult,
    result: DetectionResult,
    rows: NDArray[np.int64],
    columns: NDArray[np.int64],
    *,
    last: bool = False,
) -> None:
    chosen = slice(-1, None) if last else slice(None)
    for name in ("expected", "upper", "p_value", "score", "alarm", "reason"):
        getattr(result, name)[np.ix_(rows, columns)] = getattr(found, name)[chosen]
