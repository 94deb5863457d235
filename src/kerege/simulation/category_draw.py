"""One category for each of many rows, by the weights of the row's own class."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Indices = NDArray[np.int64]


def draw_categories(weights: Array, row: Indices, rng: np.random.Generator) -> Indices:
    """A category for each case: category k of class r with the chance weights[r, k] / sum of weights[r].

    Parameters
    ----------
    weights : array, shape (R, K)
        >= 0; each row with a sum above 0.
    row : int array, shape (N,)
        Class of each case.
    rng : Generator

    Returns
    -------
    int array, shape (N,)

    Raises
    ------
    ValueError
        For a negative weight, or a row without any.

    Examples
    --------
    >>> weights = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 2.0]])
    >>> draw_categories(weights, np.array([0, 1, 0]), np.random.Generator(np.random.PCG64(1))).tolist()
    [0, 2, 0]
    """
    total = weights.sum(axis=1, keepdims=True)
    if (weights < 0).any() or not (total > 0).all():
        raise ValueError("Weights are at least 0, and each row needs one above 0.")
    classes, categories = weights.shape
    # Class r takes the stretch r..r + 1 of one axis, so that one search answers for all classes.
    edges = np.cumsum(weights, axis=1) / total + np.arange(classes)[:, None]
    found = np.searchsorted(edges.ravel(), row + rng.uniform(size=len(row)), side="right") - row * categories
    return np.asarray(np.clip(found, 0, categories - 1))
