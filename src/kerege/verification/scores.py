"""Scores of forecasts that are distributions: lower is better, and honesty pays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def crps_weighted(values: Array, weights: Array, observed: Array) -> Array:
    """Continuous ranked probability score of weighted empirical distributions, shape (S,).

    CRPS = sum w_i |x_i - y| - E|X - X'| / 2, and with x ascending and W the cumulative weight
    E|X - X'| = 2 sum w_i x_i (2 W_i - w_i - 1). In the unit of the counts, >= 0; for a point forecast the absolute
    error.

    Parameters
    ----------
    values, weights : arrays, shape (D, S)
        Support and weights of S forecasts; weights >= 0 add up to 1.
    observed : array, shape (S,)

    Raises
    ------
    ValueError
        If weights do not add up to 1 or shapes differ.

    Source: Gneiting and Raftery 2007, Journal of the American Statistical Association 102: 359-378.

    Examples
    --------
    1 or 3 with equal weight, observed 2: mean distance 1, E|X - X'| = 2/2, so 1 - 1/2.

    >>> crps_weighted(np.array([[1.0], [3.0]]), np.array([[0.5], [0.5]]), np.array([2.0])).tolist()
    [0.5]
    """
    if values.shape != weights.shape or observed.shape != values.shape[1:]:
        raise ValueError("Values and weights have shape (D, S), observations (S,).")
    if not np.allclose(weights.sum(axis=0), 1.0) or (weights < 0).any():
        raise ValueError("The weights of a forecast are at least 0 and add up to 1.")
    order = np.argsort(values, axis=0, kind="stable")
    x, w = np.take_along_axis(values, order, axis=0), np.take_along_axis(weights, order, axis=0)
    spread = (w * x * (2 * np.cumsum(w, axis=0) - w - 1)).sum(axis=0)
    return np.asarray((w * np.abs(x - observed)).sum(axis=0) - spread)


def brier(probabilities: Array, happened: NDArray[np.bool_]) -> float:
    """Mean squared distance of probabilities from what happened, 0..1.

    Examples
    --------
    ((0.8 - 1)^2 + (0.3 - 0)^2) / 2 = (0.04 + 0.09) / 2

    >>> round(brier(np.array([0.8, 0.3]), np.array([True, False])), 6)
    0.065
    """
    return float(np.mean((probabilities - happened.astype(float)) ** 2))
