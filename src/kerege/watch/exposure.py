"""Time under watch: not reported is not zero."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

DAY = 86400.0


def under_watch(
    middle: NDArray[np.float64], edges: NDArray[np.float64], longest_silence_days: float
) -> NDArray[np.float64]:
    """Seconds of each period in which the region was under watch, shape (T,).

    Watched is the time from an incident until `longest_silence_days` after it: before the first report and after too
    long a silence nothing is known, and that is not the same as nothing having happened.

    Parameters
    ----------
    middle : array, shape (N,)
        Instants of the incidents, in seconds.
    edges : array, shape (T + 1,)
        Edges of the periods, in seconds.
    longest_silence_days : float

    Examples
    --------
    One incident at second 0, watched for one day; the last of three periods is watched for half a day of one.

    >>> under_watch(np.array([0.0]), np.array([-86400.0, 0.0, 43200.0, 129600.0]), 1.0).tolist()
    [0.0, 43200.0, 43200.0]
    """
    start, stop = _stretches(middle, longest_silence_days)
    # Time watched before each edge is a sum over the stretches; its differences belong to the periods.
    before = np.clip(np.minimum(edges[:, None], stop) - start, 0.0, None).sum(axis=1)
    return np.diff(before)


def decayed_exposure(
    middle: NDArray[np.float64], at: float, *, half_life_days: float, longest_silence_days: float
) -> float:
    """Days under watch before an instant, each weighing 0.5^(age / half-life).

    The integral over each watched stretch (a, b] before `at` is h/ln 2 (0.5^((at - b)/h) - 0.5^((at - a)/h)).

    Parameters
    ----------
    middle : array, shape (N,)
        Instants of the incidents, in seconds.
    at : float
        The instant, in seconds.
    half_life_days, longest_silence_days : float

    Examples
    --------
    Watched without end for ten half-lives of one day: (1 - 2^-10) / ln 2 days.

    >>> round(decayed_exposure(np.array([0.0]), 864000.0, half_life_days=1.0, longest_silence_days=999.0), 6)
    1.441286
    """
    start, stop = _stretches(middle, longest_silence_days)
    start, stop = np.minimum(start, at), np.minimum(stop, at)
    older = 0.5 ** ((at - start) / DAY / half_life_days)
    newer = 0.5 ** ((at - stop) / DAY / half_life_days)
    return float(half_life_days / np.log(2) * (newer - older).sum())


def watched_stretches(middle: NDArray[np.float64], longest_silence_days: float, until: float) -> NDArray[np.float64]:
    """Begin and end of each stretch under watch before an instant, in seconds, shape (W, 2); none touches another.

    Examples
    --------
    >>> watched_stretches(np.array([0.0, 43200.0, 864000.0]), 1.0, 900000.0).tolist()
    [[0.0, 129600.0], [864000.0, 900000.0]]
    """
    start, stop = _stretches(middle[middle < until], longest_silence_days)
    stop = np.minimum(stop, until)
    begins = np.flatnonzero(np.append(True, start[1:] > stop[:-1])) if len(start) else np.zeros(0, dtype=np.int64)
    ends = np.append(begins[1:] - 1, len(start) - 1) if len(start) else begins
    return np.column_stack([start[begins], stop[ends]])


def _stretches(
    middle: NDArray[np.float64], longest_silence_days: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    start = np.sort(middle)
    stop = np.minimum(start + longest_silence_days * DAY, np.append(start[1:], np.inf)[: len(start)])
    return start, stop
