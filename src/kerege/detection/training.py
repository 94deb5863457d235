"""Which periods a chart learns from, and what it expects after them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kerege.detection.in_control import InControl, fit_in_control

Array = NDArray[np.float64]
EXPECTATIONS = ("mean", "seasonal")
LEAST_CASES = 0.5


@dataclass(frozen=True, slots=True)
class Training:
    """Where the time that a chart learns from ends.

    Parameters
    ----------
    length : int
        Number of periods from the start of the series.
    judged : int array
        The periods monitored; all lie after it.
    """

    length: int
    judged: NDArray[np.int64]


def training_of(periods: int, frequency: int, judged: Sequence[int] | None) -> Training:
    """Charts learn from everything before the first period judged; half of the series where none is named.

    Examples
    --------
    >>> training_of(10, 52, [7, 9]).length, training_of(10, 52, None).length
    (7, 5)
    >>> training_of(600, 52, None).length # three years are enough
    156
    """
    if judged is None:
        length = min(periods // 2, 3 * frequency)
        return Training(length, np.arange(length, periods))
    positions = np.asarray(judged, dtype=np.int64)
    return Training(int(positions.min()) if len(positions) else periods, positions)


def expectation(
    counts: Array,
    training: Training,
    *,
    kind: str,
    frequency: int,
    harmonics: int,
    trend: bool,
    dispersion: float | None,
    excluded: NDArray[np.bool_] | None,
) -> InControl:
    """What one series would be if nothing changed: its mean ("mean") or a seasonal regression ("seasonal").

    Nothing is expected to happen less often than half a case in the whole time learnt from: no case so far does not
    mean that none ever comes.

    Raises
    ------
    ValueError
        For an unknown kind.
    HistoryTooShortError
        For too few counts to learn from.

    Examples
    --------
    >>> found = expectation(np.array([1.0, 3.0, 9.0]), training_of(3, 52, [2]), kind="mean", frequency=52,
    ...     harmonics=1, trend=False, dispersion=0.0, excluded=None)
    >>> found.mean.round(9).tolist()
    [2.0, 2.0, 2.0]
    >>> expectation(np.array([0.0, 0.0, 0.0, 1.0]), training_of(4, 52, [3]), kind="mean", frequency=52, harmonics=1,
    ...     trend=False, dispersion=0.0, excluded=None).mean.round(3).tolist()
    [0.167, 0.167, 0.167, 0.167]
    """
    if kind not in EXPECTATIONS:
        raise ValueError(f"The expectation is one of {', '.join(EXPECTATIONS)}, not {kind!r}.")
    trained = np.arange(len(counts)) < training.length
    if excluded is not None:
        trained &= ~excluded
    flat = kind == "mean"
    found = fit_in_control(
        counts,
        trained=trained,
        frequency=frequency,
        harmonics=0 if flat else harmonics,
        trend=trend and not flat,
        dispersion=dispersion,
    )
    least = LEAST_CASES / int((trained & np.isfinite(counts)).sum())
    return InControl(np.maximum(found.mean, least), found.dispersion)
