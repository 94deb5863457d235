"""False discoveries kept in check by e-values: valid for tests that depend on each other in any way."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def e_benjamini_hochberg(e_values: NDArray[np.float64], rate: float) -> NDArray[np.bool_]:
    """Which of m tests are discoveries when a share `rate` of false ones is accepted.

    With e sorted descending, the k largest are discoveries, k = max{i : e_(i) >= m / (i q)}.

    Parameters
    ----------
    e_values : array, shape (m,)
        >= 0, of expectation at most 1 where nothing has changed.
    rate : float
        q, above 0 and at most 1.

    Raises
    ------
    ValueError
        For a value outside its range.

    Source: Wang and Ramdas 2022, Journal of the Royal Statistical Society B 84: 822-852.

    Examples
    --------
    m = 4, q = 0.2: the bounds are 20, 10, 6.67, 5. 9 misses its own bound, 8 meets the third.

    >>> e_benjamini_hochberg(np.array([8.0, 0.5, 9.0, 30.0]), 0.2).tolist()
    [True, False, True, True]
    """
    if not 0 < rate <= 1 or not (e_values >= 0).all():
        raise ValueError("E-values are at least 0, and the rate of false discoveries lies in (0, 1].")
    tests = len(e_values)
    descending = np.sort(e_values)[::-1]
    passing = np.flatnonzero(descending >= tests / (np.arange(1, tests + 1) * rate))
    if not len(passing):
        return np.zeros(tests, dtype=np.bool_)
    return np.asarray(e_values >= descending[passing[-1]])
