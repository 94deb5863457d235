"""One p-value for many tests: whether there is anything at all among them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def simes_p_value(p_values: NDArray[np.float64]) -> float:
    """P-value of "none of the m tests has anything": min over i of m p_(i) / i; 1 without tests.

    Benjamini-Hochberg at a level finds something exactly if this p-value is at most that level; so a look with many
    tests becomes one test of `online_discoveries`. Valid for independent and for positively dependent tests.

    Raises
    ------
    ValueError
        For a p-value outside 0..1.

    Source: Simes 1986, Biometrika 73: 751-754.

    Examples
    --------
    >>> round(simes_p_value(np.array([0.04, 0.9, 0.03, 0.8])), 9) # 4 * 0.04 / 2 is less than 4 * 0.03
    0.08
    """
    if not ((p_values >= 0) & (p_values <= 1)).all():
        raise ValueError("P-values lie between 0 and 1.")
    tests = len(p_values)
    if not tests:
        return 1.0
    return float((tests * np.sort(p_values) / np.arange(1, tests + 1)).min())
