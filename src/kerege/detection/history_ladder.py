"""The right detector for the history there is: from nothing to years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from kerege.detection.baseline import farrington_flexible
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
    """Judge each period with the detector that its own history allows.

    history before it       detector
    < 8 periods             none; the reason says so
    8 periods to a year     EARS C2
    1 to 3 years            likelihood ratio (GLR), negative binomial with one harmonic, no trend
    >= 3 years              Farrington flexible with the whole years there are, at most `years`

    Parameters
    ----------
    counts, frequency, judged, dates, excluded
        See `detect_counts`. History is counted from the first period that any series reports.

    Returns
    -------
    DetectionResult
        `details["rung"]` is the index in `RUNGS` of the detector that spoke.

    Examples
    --------
    >>> series = np.tile([3.0, 4.0, 5.0], 8)[:, None]
    >>> found = judge_by_history(series, frequency=12, settings=LadderSettings(), judged=[5, 10, 22])
    >>> [RUNGS[int(rung)] for rung in found.details["rung"][:, 0]]
    ['none', 'ears_c2', 'glr_negbin']
    """
    counts = np.asarray(counts, dtype=float)
    positions = np.arange(len(counts)) if judged is None else np.asarray(judged, dtype=np.int64)
    result = blank_result("history_ladder", counts, positions, "rung")
    reported = np.flatnonzero(np.isfinite(counts).any(axis=1))
    begins = int(reported[0]) if len(reported) else 0
    history = positions - begins
    years = np.minimum((history - 4) // frequency, settings.years) if frequency > 1 else history
    rung = np.select([history < FEWEST_PERIODS, history < frequency, years < FEWEST_YEARS], [0, 1, 2], default=3)
    result.details["rung"][:] = rung[:, None]
    for row in np.flatnonzero(rung == 0):
        result.reason[row] = TOO_SHORT.format(there=max(int(history[row]), 0))
    rows = np.flatnonzero(rung == 1)
    if len(rows):
        control = EarsSettings(alpha=settings.alpha)
        found = ears(counts, variant="c2", settings=control, judged=positions[rows].tolist(), excluded=excluded)
        _copy(found, result, rows)
    for row in np.flatnonzero(rung == 2):
        # The chart of a period learns from all before it but the newest quarter of a year, which it watches.
        first = max(int(positions[row]) - max(frequency // 4, 1), begins + FEWEST_PERIODS)
        chart = likelihood_ratio_chart(
            counts[begins : positions[row] + 1],
            family="negbin",
            frequency=frequency,
            settings=GlrSettings(c_ar=settings.c_ar),
            judged=range(first - begins, int(positions[row]) + 1 - begins),
            excluded=None if excluded is None else excluded[begins : positions[row] + 1],
        )
        _copy(chart, result, np.array([row]), last=True)
    for back in np.unique(years[rung == 3]):
        rows = np.flatnonzero((rung == 3) & (years == back))
        found = farrington_flexible(
            counts,
            frequency=frequency,
            settings=FarringtonSettings(b=int(back), alpha=settings.alpha, w=min(3, max(frequency // 12, 0))),
            judged=positions[rows].tolist(),
            dates=dates,
            excluded=excluded,
        )
        _copy(found, result, rows)
    return result


def _copy(found: DetectionResult, result: DetectionResult, rows: NDArray[np.int64], *, last: bool = False) -> None:
    chosen = slice(-1, None) if last else slice(None)
    for name in ("expected", "upper", "p_value", "score", "alarm", "reason"):
        getattr(result, name)[rows] = getattr(found, name)[chosen]
