"""Every detector of count series under its name, called in one way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kerege.detection.baseline import farrington_flexible
from kerege.detection.cusum import CusumSettings, cusum
from kerege.detection.e_detector import EDetectorSettings, e_detector
from kerege.detection.ears import EarsSettings, ears
from kerege.detection.farrington_settings import FarringtonSettings
from kerege.detection.glr import GlrSettings, likelihood_ratio_chart
from kerege.detection.history_ladder import LadderSettings, judge_by_history
from kerege.detection.result import DetectionResult

Array = NDArray[np.float64]
CLASSIC = FarringtonSettings(
    no_periods=1, past_weeks_not_included=None, weights_threshold=1.0, p_threshold_trend=0.05, alpha=0.01,
    threshold_method="delta",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Method:
    """A detector with the settings it starts from.

    Parameters
    ----------
    title : str
    defaults : object
        Its settings, a frozen dataclass.
    """

    title: str
    defaults: Any


METHODS = {
    "farrington": Method("Farrington flexible: against the same season of past years", FarringtonSettings()),
    "farrington-classic": Method("Farrington 1996: windows of past years only", CLASSIC),
    "ears-c1": Method("EARS C1: against the seven days before", EarsSettings()),
    "ears-c2": Method("EARS C2: the same, two days apart", EarsSettings()),
    "ears-c3": Method("EARS C3: three days of C2 together", EarsSettings()),
    "cusum": Method("CUSUM of standardised counts", CusumSettings()),
    "glr-poisson": Method("Likelihood ratio of a change, Poisson counts", GlrSettings()),
    "glr-negbin": Method("Likelihood ratio of a change, negative binomial counts", GlrSettings()),
    "e-detector": Method("Evidence for a rise, valid however often it is looked at", EDetectorSettings()),
    "auto": Method("By the length of the history: EARS C2, GLR or Farrington flexible", LadderSettings()),
}


def detect_counts(
    counts: Array,
    *,
    method: str,
    frequency: int,
    settings: Any = None,  # noqa: ANN401 - each method has its own
    judged: Sequence[int] | None = None,
    dates: Sequence[date] | None = None,
    populations: Array | None = None,
    excluded: NDArray[np.bool_] | None = None,
) -> DetectionResult:
    """What the named detector says of count series.

    Parameters
    ----------
    counts : float array, shape (T, S)
        Counts by period and series, without gaps in time; NaN = not reported.
    method : str
        One of `METHODS`.
    frequency : int
        Periods in a year: 365, 52, 12 or 1.
    settings : dataclass or None
        Those of the method; None: its defaults.
    judged : sequence of int or None
        Positions of the periods to judge; None: all that the method can.
    dates : sequence of date or None
        First day of each period; None for integer time.
    populations : float array, shape (T, S), or None
        For methods with a population offset.
    excluded : bool array, shape (T, S), or None
        Known outbreaks: judged, but not learnt from.

    Raises
    ------
    ValueError
        For an unknown method, or whatever the method itself refuses.

    Examples
    --------
    >>> series = np.array([4.0, 5, 3, 4, 6, 5, 4, 15])[:, None]
    >>> found = detect_counts(series, method="ears-c1", frequency=365)
    >>> found.method, found.alarm.tolist()
    ('ears_c1', [[True]])
    """
    if method not in METHODS:
        raise ValueError(f"There is no detector {method!r}; what there is: {', '.join(METHODS)}.")
    control = METHODS[method].defaults if settings is None else settings
    if method.startswith("farrington"):
        return farrington_flexible(
            counts, frequency=frequency, settings=control, judged=judged, dates=dates, populations=populations,
            excluded=excluded,
        )  # fmt: skip
    if method.startswith("ears"):
        return ears(counts, variant=method[-2:], settings=control, judged=judged, excluded=excluded)
    if method == "cusum":
        return cusum(counts, frequency=frequency, settings=control, judged=judged, excluded=excluded)
    if method == "e-detector":
        return e_detector(counts, frequency=frequency, settings=control, judged=judged, excluded=excluded)
    if method == "auto":
        return judge_by_history(
            counts, frequency=frequency, settings=control, judged=judged, dates=dates, excluded=excluded
        )
    return likelihood_ratio_chart(
        counts, family=method.removeprefix("glr-"), frequency=frequency, settings=control, judged=judged,
        excluded=excluded,
    )  # fmt: skip


def method_settings(method: str, **changes: object) -> Any:  # noqa: ANN401 - each method has its own
    """The settings a method starts from, with some changed.

    Examples
    --------
    >>> method_settings("ears-c2", baseline=14).baseline
    14
    """
    return replace(METHODS[method].defaults, **changes)
