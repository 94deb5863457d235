"""From probable pairs to incidents: groups whose members fit each other on the average, never a mere chain."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kerege.kernel import kernel

Array = NDArray[np.float64]
Indices = NDArray[np.int64]
_FORBIDDEN, _FORCED = -1e9, 1e9
_PASSES = 3


def clusters(
    count: int, first: Indices, second: Indices, logit: Array, *, threshold_logit: float, far_logit: float,
    must: Indices, cannot: Indices,
) -> Indices:  # fmt: skip
    """The incident of each report.

    Pairs are taken from the most probable downwards. Two groups become one where the log-odds between their members,
    those of pairs too far apart to be compared included, are on the average at least the threshold's. Pairs that must
    be one are joined before all others; groups with a pair that cannot be one are never joined.

    Parameters
    ----------
    count : int
        N.
    first, second : int arrays, shape (P,)
        first < second; ascending.
    logit : array, shape (P,)
        Log-odds of each pair.
    threshold_logit : float
        Also the least of the pair that brings two groups together.
    far_logit : float
        Of pairs that are not in the list.
    must, cannot : int arrays, shape (D, 2)
        Decided pairs; no chain of `must` holds a pair of `cannot`.

    Returns
    -------
    int array, shape (N,)
        Smallest report of the same incident.

    Examples
    --------
    >>> nothing = np.empty((0, 2), np.int64)
    >>> pairs = np.array([0, 1]), np.array([1, 2]), np.array([4.0, 3.0])
    >>> clusters(4, *pairs, threshold_logit=0.0, far_logit=-6.0, must=nothing, cannot=nothing).tolist()
    [0, 0, 2, 3]
    >>> clusters(4, *pairs, threshold_logit=0.0, far_logit=-2.0, must=nothing, cannot=nothing).tolist()
    [0, 0, 0, 3]
    """
    decided = np.concatenate([must, cannot]).reshape(-1, 2)
    first = np.concatenate([first, decided.min(axis=1)])
    second = np.concatenate([second, decided.max(axis=1)])
    logit = np.concatenate([logit, np.full(len(must), _FORCED), np.full(len(cannot), _FORBIDDEN)])
    # Of a pair that stands there twice the decision is the one that counts.
    order = np.lexsort((-np.abs(logit), second, first))
    key = (first * count + second)[order]
    order = order[np.concatenate([[True], key[1:] != key[:-1]])[: len(order)]]
    first, second, logit = first[order], second[order], logit[order]
    begins = np.searchsorted(first, np.arange(count + 1))
    chosen = np.flatnonzero(logit >= threshold_logit)
    chosen = chosen[np.argsort(-logit[chosen], kind="stable")]
    return _join(count, begins, first, second, logit, chosen, threshold_logit, far_logit, _PASSES)


@kernel()
def _pair_logit(begins: Indices, second: Indices, logit: Array, a: int, b: int, far: float) -> float:
    if a > b:
        a, b = b, a
    low, high = begins[a], begins[a + 1]
    while low < high:
        middle = (low + high) // 2
        if second[middle] < b:
            low = middle + 1
        else:
            high = middle
    if low < begins[a + 1] and second[low] == b:
        return float(logit[low])
    return far


@kernel()
def _join(
    count: int, begins: Indices, first: Indices, second: Indices, logit: Array, chosen: Indices, threshold: float,
    far: float, passes: int,
) -> Indices:  # fmt: skip
    group = np.arange(count)
    following = np.full(count, -1)
    last = np.arange(count)
    size = np.ones(count, np.int64)
    for _ in range(passes):
        joined = 0
        for p in chosen:
            a, b = group[first[p]], group[second[p]]
            if a == b:
                continue
            total, is_forbidden = 0.0, False
            i = a
            while i >= 0 and not is_forbidden:
                j = b
                while j >= 0:
                    own = _pair_logit(begins, second, logit, i, j, far)
                    is_forbidden = is_forbidden or own < -1e8
                    total += own
                    j = following[j]
                i = following[i]
            if is_forbidden or total < threshold * size[a] * size[b]:
                continue
            if a > b:
                a, b = b, a
            j = b
            while j >= 0:
                group[j] = a
                j = following[j]
            following[last[a]] = b
            last[a] = last[b]
            size[a] += size[b]
            joined += 1
        if joined == 0:
            break
    return group
