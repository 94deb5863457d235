"""Likelihood-ratio charts: CUSUM of a known change, GLR of an unknown one, for Poisson and negative binomial counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kerege.detection.in_control import HistoryTooShortError, InControl
from kerege.detection.likelihood_ratio import epidemic_path, known_change_path
from kerege.detection.result import DetectionResult, blank_result, explain_missing_counts, leave_out_series
from kerege.detection.tail import upper_tail
from kerege.detection.training import EXPECTATIONS, Training, expectation, training_of
from kerege.detection.unknown_change import DOWN, UP, unknown_change_path

Array = NDArray[np.float64]
DIRECTIONS = {"inc": UP, "dec": DOWN}
CHANGES = ("intercept", "epi")


@dataclass(frozen=True, slots=True)
class GlrSettings:
    """Control values of the likelihood-ratio charts.

    Parameters
    ----------
    c_ar : float
        Threshold of the statistic, > 0. `simulate_threshold` gives one for a wanted run length.
    theta : float or None
        Log of the change that is looked for; None: unknown, estimated anew each period (GLR).
    mu0 : str
        What is expected: "seasonal" (regression on the time before the periods judged) or its "mean".
    harmonics : int
        Waves of the season, >= 0.
    trend : bool
        Whether the regression has a trend.
    alpha : float or None
        Dispersion a of the negative binomial, variance mu + a mu^2; None: estimated. Not used for Poisson.
    direction : str
        "inc" looks for rises, "dec" for falls.
    max_window : int
        The change lies at most so many periods back; -1: anywhere since the last alarm.
    min_window : int
        Fewest periods since the change, >= 1.
    change : str
        "intercept": the mean is multiplied; "epi": each case of the period before adds theta, as in an outbreak that
        feeds itself.
    refit : bool
        Learn the expectation anew after each alarm, from all periods until then, with the first dispersion.

    Raises
    ------
    ValueError
        For a value outside its range.
    """

    c_ar: float = 5.0
    theta: float | None = None
    mu0: str = "seasonal"
    harmonics: int = 1
    trend: bool = False
    alpha: float | None = None
    direction: str = "inc"
    max_window: int = 52
    min_window: int = 1
    change: str = "intercept"
    refit: bool = False

    def __post_init__(self) -> None:
        if not 0 < self.c_ar < np.inf:
            raise ValueError(f"c_ar is a number above 0, not {self.c_ar}.")
        if self.theta is not None and self.theta == 0:
            raise ValueError("theta 0 is no change; leave it out to have it estimated.")
        if self.mu0 not in EXPECTATIONS:
            raise ValueError(f"mu0 is one of {', '.join(EXPECTATIONS)}, not {self.mu0!r}.")
        if self.direction not in DIRECTIONS:
            raise ValueError(f"direction is one of {', '.join(DIRECTIONS)}, not {self.direction!r}.")
        if self.change not in CHANGES:
            raise ValueError(f"change is one of {', '.join(CHANGES)}, not {self.change!r}.")
        if self.change == "epi" and (self.theta is not None or self.direction == "dec"):
            raise ValueError("With change=epi theta is estimated and the direction is inc.")
        if self.min_window < 1 or self.max_window < -1 or self.harmonics < 0:
            raise ValueError("min_window is at least 1, max_window at least -1, harmonics at least 0.")
        if self.alpha is not None and not self.alpha >= 0:
            raise ValueError(f"alpha is at least 0, not {self.alpha}.")


@dataclass(frozen=True, slots=True)
class _Path:
    """Statistic, count needed for an alarm and alarms of one series from the first period monitored on."""

    statistic: Array
    needed: Array
    alarm: NDArray[np.bool_]


def likelihood_ratio_chart(
    counts: Array,
    *,
    family: str,
    frequency: int,
    settings: GlrSettings,
    judged: Sequence[int] | None = None,
    expected: Array | None = None,
    excluded: NDArray[np.bool_] | None = None,
) -> DetectionResult:
    """How much likelier the newest counts are if their level has changed than if it has not.

    In control Y_t is Poisson(mu_t), or negative binomial with variance mu_t + a mu_t^2; after the change its mean is
    mu_t e^kappa (or mu_t + theta y_(t-1)). With the log likelihood ratio l_i of one period:

        theta known    S_t = max(0, S_(t-1) + l_t)                                     alarm if S_t > c
        theta unknown  G_t = max over k of sup over kappa of sum_(i = k .. t) l_i       alarm if G_t >= c

    After an alarm the chart begins anew.

    Parameters
    ----------
    counts : float array, shape (T, S)
        NaN = not reported; the chart then leaves the period out.
    family : str
        "poisson" or "negbin".
    frequency, settings, judged, expected, excluded
        See `cusum`. With `expected` the dispersion must be given for "negbin".

    Returns
    -------
    DetectionResult
        `upper` is the count of this period that would just alarm (a real number where theta is known, else whole; NaN
        for change "epi"). The p-value is that of the single count given its expectation, for ranking. Score:
        statistic / c.

    Raises
    ------
    ValueError
        For an unknown family, negative counts, too short a time to learn from for every series (for some: they have no
        numbers and a reason), or a dispersion that is missing.

    Source: Hoehle and Paul 2008, Computational Statistics and Data Analysis 52: 4357-4368.

    Examples
    --------
    Poisson, mean 2: counts 6, 6 are 12 where 4 were expected, so G = 12 log 3 - 8 = 5.18.

    >>> series = np.array([1.0, 3.0, 2.0, 6.0, 6.0])[:, None]
    >>> found = likelihood_ratio_chart(series, family="poisson", frequency=52, judged=[3, 4],
    ...     settings=GlrSettings(mu0="mean"))
    >>> found.details["statistic"][:, 0].round(2).tolist(), found.alarm[:, 0].tolist()
    ([2.59, 5.18], [False, True])
    """
    if family not in ("poisson", "negbin"):
        raise ValueError(f"The family is poisson or negbin, not {family!r}.")
    counts = np.asarray(counts, dtype=float)
    if (counts < 0).any():
        raise ValueError("Counts cannot be negative.")
    if family == "negbin" and expected is not None and settings.alpha is None:
        raise ValueError("With known expectations the dispersion alpha must be given.")
    training = training_of(len(counts), frequency, judged)
    result = blank_result(f"glr_{family}", counts, training.judged, "statistic")
    if not len(training.judged):
        return result
    first, last = training.length, int(training.judged.max()) + 1
    for series in range(counts.shape[1]):
        own = np.ascontiguousarray(counts[:last, series])
        left_out = None if excluded is None else excluded[:last, series]
        dispersion = 0.0 if family == "poisson" else settings.alpha
        if expected is None:
            try:
                known = _learnt(own, training, frequency, settings, dispersion, left_out)
            except HistoryTooShortError as short:
                leave_out_series(result, series, short)
                continue
        else:
            known = InControl(np.asarray(expected[:last, series], dtype=float), dispersion or 0.0)
        mean, path = _with_refits(own, known, training, frequency, settings, left_out, refit=expected is None)
        rows = training.judged - first
        result.expected[:, series], result.upper[:, series] = mean[training.judged], path.needed[rows]
        result.score[:, series] = path.statistic[rows] / settings.c_ar
        result.details["statistic"][:, series] = path.statistic[rows]
        result.p_value[:, series] = upper_tail(own[training.judged], mean[training.judged], known.dispersion)
        result.alarm[:, series] = path.alarm[rows] & np.isfinite(own[training.judged])
    explain_missing_counts(result)
    return result


def _learnt(
    own: Array,
    training: Training,
    frequency: int,
    settings: GlrSettings,
    dispersion: float | None,
    excluded: NDArray[np.bool_] | None,
) -> InControl:
    return expectation(
        own,
        training,
        kind=settings.mu0,
        frequency=frequency,
        harmonics=settings.harmonics,
        trend=settings.trend,
        dispersion=dispersion,
        excluded=excluded,
    )


def _with_refits(
    own: Array,
    known: InControl,
    training: Training,
    frequency: int,
    settings: GlrSettings,
    excluded: NDArray[np.bool_] | None,
    *,
    refit: bool,
) -> tuple[Array, _Path]:
    """The path, and the means it was judged by; learnt anew after each alarm where that is asked for."""
    first = training.length
    mean = known.mean.copy()
    whole = _path(own[first:], mean[first:], known.dispersion, settings)
    start = first
    while settings.refit and refit:
        ahead = np.flatnonzero(whole.alarm[start - first :])
        if not len(ahead):
            break
        start += int(ahead[0]) + 1
        if start >= len(own):
            break
        newer = Training(start, training.judged)
        mean[start:] = _learnt(own, newer, frequency, settings, known.dispersion, excluded).mean[start:]
        rest = _path(own[start:], mean[start:], known.dispersion, settings)
        for name in ("statistic", "needed", "alarm"):
            getattr(whole, name)[start - first :] = getattr(rest, name)
    return mean, whole


def _path(counts: Array, mean: Array, dispersion: float, settings: GlrSettings) -> _Path:
    shortest, longest = settings.min_window, settings.max_window
    if settings.change == "epi":
        statistic, alarm = epidemic_path(counts, mean, dispersion, settings.c_ar, shortest, longest)
        return _Path(statistic, np.full(len(counts), np.nan), alarm)
    side = DIRECTIONS[settings.direction]
    if settings.theta is not None:
        return _Path(*known_change_path(counts, mean, dispersion, side * abs(settings.theta), settings.c_ar))
    return _Path(*unknown_change_path(counts, mean, dispersion, settings.c_ar, shortest, longest, side, True))
