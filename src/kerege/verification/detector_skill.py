"""How good are detectors where the truth is known: what they found, how soon, and how often they cried wolf."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectorSkill:
    """Skill of a detector on series with planted outbreaks.

    Parameters
    ----------
    false_positive_rate : float
        Share of quiet periods with an alarm, 0..1.
    false_positive_error : float
        Its standard error, series being independent.
    detected_share : float
        Share of outbreaks with an alarm while they last, 0..1; NaN without outbreaks.
    detected_error : float
        Its standard error.
    delay : float
        Mean periods from the beginning of an outbreak to its first alarm, of those detected; NaN if none is.
    sensitivity : float
        Share of outbreak periods with an alarm; NaN without any.
    predictive_value : float
        Share of alarms that fall into an outbreak; NaN without alarms.
    negative_value : float
        Share of periods without alarm that are quiet; NaN if all have alarms.
    outbreaks : int
    """

    false_positive_rate: float
    false_positive_error: float
    detected_share: float
    detected_error: float
    delay: float
    sensitivity: float
    predictive_value: float
    negative_value: float
    outbreaks: int


def detector_skill(alarm: Flags, outbreak: Flags) -> DetectorSkill:
    """Compare alarms with planted outbreaks.

    Parameters
    ----------
    alarm, outbreak : bool arrays, shape (J, S)
        Of the same periods and series. An unbroken run of outbreak periods of a series is one outbreak.

    Raises
    ------
    ValueError
        If the shapes differ or there is no quiet period.

    Examples
    --------
    Two series of five periods. The first has an outbreak in periods 2 and 3 with an alarm in 3, and a false alarm in
    5; the second is quiet without alarm: 1 false alarm in 8 quiet periods, delay 1.

    >>> outbreak = np.array([[0, 1, 1, 0, 0], [0, 0, 0, 0, 0]], dtype=bool).T
    >>> alarm = np.array([[0, 0, 1, 0, 1], [0, 0, 0, 0, 0]], dtype=bool).T
    >>> found = detector_skill(alarm, outbreak)
    >>> found.false_positive_rate, found.detected_share, found.delay, found.sensitivity, found.predictive_value
    (0.125, 1.0, 1.0, 0.5, 0.5)
    """
    if alarm.shape != outbreak.shape:
        raise ValueError(f"Alarms of shape {alarm.shape} do not fit outbreaks of shape {outbreak.shape}.")
    quiet = ~outbreak
    if not quiet.any():
        raise ValueError("Without a quiet period there is no rate of false alarms.")
    delays = _delays(alarm, outbreak)
    found = delays >= 0
    share = _ratio(int(found.sum()), len(delays))
    false, hits = int((alarm & quiet).sum()), int((alarm & outbreak).sum())
    return DetectorSkill(
        false_positive_rate=false / int(quiet.sum()),
        false_positive_error=_clustered_error((alarm & quiet).sum(axis=0), quiet.sum(axis=0)),
        detected_share=share,
        detected_error=float(np.sqrt(share * (1 - share) / len(delays))) if len(delays) else float("nan"),
        delay=float(delays[found].mean()) if found.any() else float("nan"),
        sensitivity=_ratio(hits, int(outbreak.sum())),
        predictive_value=_ratio(hits, hits + false),
        negative_value=_ratio(int((quiet & ~alarm).sum()), int((~alarm).sum())),
        outbreaks=len(delays),
    )


def run_length(alarm: Flags) -> float:
    """Mean periods until the first alarm, ARL, of series in which nothing happens; infinite without any alarm.

    Runs that end without an alarm count with all their periods: exposure over alarms, the estimate of maximum
    likelihood if alarms come at a constant rate.

    Parameters
    ----------
    alarm : bool array, shape (J, S)

    Examples
    --------
    The first alarms come in periods 3 and 1; one series of 4 periods stays silent: (3 + 1 + 4) / 2.

    >>> run_length(np.array([[0, 0, 1, 1], [1, 0, 0, 0], [0, 0, 0, 0]], dtype=bool).T)
    4.0
    """
    speaks = alarm.any(axis=0)
    periods = np.where(speaks, alarm.argmax(axis=0) + 1, len(alarm))
    return float(periods.sum() / speaks.sum()) if speaks.any() else float("inf")


def _delays(alarm: Flags, outbreak: Flags) -> NDArray[np.int64]:
    """Periods to the first alarm of each outbreak; -1 where there is none."""
    found = []
    for own, truth in zip(alarm.T, outbreak.T, strict=True):
        edges = np.diff(np.concatenate([[0], truth.astype(np.int8), [0]]))
        for begin, end in zip(np.flatnonzero(edges == 1), np.flatnonzero(edges == -1), strict=True):
            inside = own[begin:end]
            found.append(int(inside.argmax()) if inside.any() else -1)
    return np.array(found, dtype=np.int64)


def _clustered_error(alarms: NDArray[np.int64], periods: NDArray[np.int64]) -> float:
    """Standard error of sum(alarms) / sum(periods), series being the independent units."""
    series = len(alarms)
    if series < 2:
        return float("nan")
    rest = alarms - alarms.sum() / periods.sum() * periods
    return float(np.sqrt(series / (series - 1) * (rest**2).sum()) / periods.sum())


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else float("nan")
