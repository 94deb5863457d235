"""The one form in which every detector answers."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectionResult:
    """What a detector says of J judged periods of S series.

    Parameters
    ----------
    method : str
    judged : int array, shape (J,)
        Positions of the periods judged.
    observed, expected, upper, p_value, score : float arrays, shape (J, S)
        Count, expectation, bound, P(a count at least as large), (observed - expected)/(upper - expected); NaN where
        there is none.
    alarm : bool array, shape (J, S)
    reason : str array, shape (J, S)
        Why something is missing or no alarm was possible; "" where all is there.
    details : mapping of name to array
        What else the method knows: dispersion, trend.
    """

    method: str
    judged: NDArray[np.int64]
    observed: Array
    expected: Array
    upper: Array
    p_value: Array
    score: Array
    alarm: NDArray[np.bool_]
    reason: NDArray[np.object_]
    details: dict[str, Array] = field(default_factory=dict)
