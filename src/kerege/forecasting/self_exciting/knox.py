"""Knox's test of whether events that are near each other in space are also near in time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import spatial

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class KnoxResult:
    """The number of pairs near in both, and what chance would give.

    Parameters
    ----------
    pairs : int
        Pairs near in space and time.
    expected : float
        Mean of that number when the times are shuffled among the places.
    p_value : float
        Share of shuffles, the data counted as one, with at least as many pairs.
    """

    pairs: int
    expected: float
    p_value: float


def knox_test(
    time_days: Array,
    x_km: Array,
    y_km: Array,
    *,
    near_days: float,
    near_km: float,
    permutations: int,
    rng: np.random.Generator,
) -> KnoxResult:
    """Knox's test of interaction of space and time.

    The statistic is the number of pairs with |t - t'| <= `near_days` and |s - s'| <= `near_km`. Its null distribution
    is that of shuffled times, so that neither a season nor crowded places make a finding.

    Parameters
    ----------
    time_days, x_km, y_km : arrays, shape (N,)
    near_days, near_km : float
    permutations : int
    rng : Generator

    Source: Knox 1964, Applied Statistics 13: 25-29; Besag, Diggle 1977, Applied Statistics 26: 327-333.

    Examples
    --------
    Two pairs of neighbours, each at one time: 2 near pairs, while 1 in 3 shuffles brings them together.

    >>> result = knox_test(np.array([0.0, 0, 9, 9]), np.array([0.0, 1, 50, 51]), np.zeros(4), near_days=1, near_km=2,
    ...     permutations=999, rng=np.random.default_rng(1))
    >>> result.pairs, bool(0.28 < result.p_value < 0.39), bool(0.56 < result.expected < 0.78)
    (2, True, True)
    """
    points = np.column_stack([x_km, y_km])
    near = spatial.cKDTree(points).query_pairs(near_km, output_type="ndarray")
    one, other = near[:, 0], near[:, 1]

    def count(times: Array) -> int:
        return int((np.abs(times[one] - times[other]) <= near_days).sum())

    observed = count(time_days)
    counts = np.array([count(rng.permutation(time_days)) for _ in range(permutations)], dtype=np.int64)
    return KnoxResult(
        observed,
        float(counts.mean()) if permutations else float("nan"),
        float((1 + (counts >= observed).sum()) / (1 + permutations)),
    )
