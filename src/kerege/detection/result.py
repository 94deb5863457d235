"""The one form in which every detector answers."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
NO_COUNT = "no count was reported"


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectionResult:
    """What a detector says of J judged periods of S series.

    Parameters
    ----------
    method : str
    judged : int array, shape (J,)
        Positions of the periods judged.
    observed, expected, upper, p_value, score : float arrays, shape (J, S)
        Count, expectation, bound, P(a count at least as large), and how near to an alarm it is, 1 at the bound:
        (observed - expected)/(upper - expected), for charts statistic / threshold. NaN where there is none.
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


def blank_result(method: str, counts: Array, judged: NDArray[np.int64], *details: str) -> DetectionResult:
    """An answer that says nothing yet: the counts judged, and NaN, no alarm and no reason for all else.

    Parameters
    ----------
    method : str
    counts : array, shape (T, S)
    judged : int array, shape (J,)
    details : str
        Names of further arrays of shape (J, S).

    Examples
    --------
    >>> answer = blank_result("none", np.array([[3.0], [4.0]]), np.array([1]), "statistic")
    >>> answer.observed.tolist(), answer.alarm.tolist(), list(answer.details)
    ([[4.0]], [[False]], ['statistic'])
    """
    shape = (len(judged), counts.shape[1])
    return DetectionResult(
        method=method,
        judged=judged,
        observed=np.asarray(counts[judged], dtype=np.float64),
        alarm=np.zeros(shape, dtype=np.bool_),
        reason=np.full(shape, "", dtype=object),
        details={name: np.full(shape, np.nan) for name in details},
        **{name: np.full(shape, np.nan) for name in ("expected", "upper", "p_value", "score")},
    )


def explain_missing_counts(result: DetectionResult) -> None:
    """Write the reason where no count was reported and nothing else explains what is missing.

    Examples
    --------
    >>> answer = blank_result("none", np.array([[np.nan], [4.0]]), np.array([0, 1]))
    >>> explain_missing_counts(answer)
    >>> answer.reason[:, 0].tolist()
    ['no count was reported', '']
    """
    result.reason[~np.isfinite(result.observed) & (result.reason == "")] = NO_COUNT


def leave_out_series(result: DetectionResult, series: int, short: ValueError) -> None:
    """Write why one series has no numbers; where none of them has any, raise it instead.

    Examples
    --------
    >>> answer = blank_result("none", np.array([[3.0, 4.0]]), np.array([0]))
    >>> leave_out_series(answer, 1, ValueError("history is too short"))
    >>> answer.reason.tolist()
    [['', 'history is too short']]
    """
    result.reason[:, series] = str(short)
    if (result.reason != "").all():
        raise short
