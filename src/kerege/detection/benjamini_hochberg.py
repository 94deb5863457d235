"""False discoveries kept in check over all tests of one look."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def benjamini_hochberg(p_values: NDArray[np.float64], rate: float) -> NDArray[np.bool_]:
    """Which of m tests are discoveries when a share `rate` of false ones is accepted.

    With p sorted ascending, the k smallest are discoveries, k = max{i : p_(i) <= i q / m}. Valid for independent
    and for positively dependent tests; discrete p-values make it cautious.

    Parameters
    ----------
    p_values : array, shape (m,)
        In 0..1.
    rate : float
        q, 0..1.

    Raises
    ------
    ValueError
        For a p-value or a rate outside 0..1.

    Source: Benjamini and Hochberg 1995, Journal of the Royal Statistical Society B 57: 289-300.

    Examples
    --------
    q = 0.1 and m = 4: the bounds are 0.025, 0.05, 0.075, 0.1. 0.03 misses its own bound, but 0.04 meets the second.

    >>> benjamini_hochberg(np.array([0.04, 0.9, 0.03, 0.8]), 0.1).tolist()
    [True, False, True, False]
    """
    if not 0 <= rate <= 1 or not ((p_values >= 0) & (p_values <= 1)).all():
        raise ValueError("P-values and the rate of false discoveries lie between 0 and 1.")
    tests = len(p_values)
    if not tests:
        return np.zeros(0, dtype=np.bool_)
    ascending = np.sort(p_values)
    passing = np.flatnonzero(ascending <= rate * np.arange(1, tests + 1) / tests)
    if not len(passing):
        return np.zeros(tests, dtype=np.bool_)
    return np.asarray(p_values <= ascending[passing[-1]])
