"""How much of what happened in one unit reaches each other unit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kerege.forecasting.endemic_epidemic.hhh4_settings import Hhh4Settings

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class NeighbourWeights:
    """Weights w_ji from row j to column i and what changes with their W coefficients.

    Parameters
    ----------
    values : array, shape (S, S)
        w_ji >= 0; 0 on the diagonal.
    slopes : array, shape (W, S, S)
        Derivatives of w.
    log_slopes : array, shape (W, S, S)
        Of log w before the weights of a row are divided by their sum.
    log_bends : array, shape (W, S, S)
        Second derivatives of the same, each coefficient twice; the mixed ones are 0.
    normalised : bool
    """

    values: Array
    slopes: Array
    log_slopes: Array
    log_bends: Array
    normalised: bool

    def curvature(self, factor: Array) -> Array:
        """Sum over j, i of factor_ji d2 w_ji, shape (W, W).

        Parameters
        ----------
        factor : array, shape (S, S)
        """
        weights, answer = self.values, np.zeros((len(self.slopes), len(self.slopes)))
        centres = (weights * self.log_slopes).sum(axis=2, keepdims=True) if self.normalised else 0.0
        away = self.log_slopes - centres
        for k in range(len(answer)):
            for m in range(k, len(answer)):
                bend = away[k] * away[m] + (self.log_bends[k] if k == m else 0.0)
                if self.normalised:
                    bend = bend - (weights * bend).sum(axis=1, keepdims=True)
                answer[k, m] = answer[m, k] = (factor * weights * bend).sum()
        return answer


def neighbour_weights(orders: NDArray[np.int64], settings: Hhh4Settings, coefficients: Array) -> NeighbourWeights:
    """The weights of given orders of neighbourhood.

    Parameters
    ----------
    orders : int array, shape (S, S)
    settings : Hhh4Settings
    coefficients : array, shape (W,)
        Log decay, or the logs of the weights of orders 2, 3, ...

    Examples
    --------
    Three units in a row: from the first, 1 and 2^-1 divided by their sum.

    >>> orders = np.array([[0, 1, 2], [1, 0, 1], [2, 1, 0]])
    >>> found = neighbour_weights(orders, Hhh4Settings(neighbours="power-law"), np.array([0.0]))
    >>> found.values[0].round(4).tolist()
    [0.0, 0.6667, 0.3333]
    """
    inside = (orders >= 1) & (orders <= settings.max_order)
    blank = np.zeros((0, *orders.shape))
    if settings.neighbours == "none":
        return NeighbourWeights(np.zeros(orders.shape), blank, blank, blank, False)
    if settings.neighbours == "first":
        return NeighbourWeights((orders == 1).astype(np.float64), blank, blank, blank, False)
    if settings.neighbours == "power-law":
        log_weight = -np.exp(coefficients[0]) * np.log(np.maximum(orders, 1))
        raw = np.where(inside, np.exp(log_weight), 0.0)
        log_slopes = log_bends = log_weight[None]
    else:
        levels = np.exp(np.concatenate([[0.0], coefficients]))
        raw = np.where(inside, levels[np.clip(orders, 1, len(levels)) - 1], 0.0)
        log_slopes = np.array([orders == order for order in range(2, len(levels) + 1)], dtype=np.float64)
        log_bends = np.zeros_like(log_slopes)
    if not settings.normalise:
        return NeighbourWeights(raw, raw * log_slopes, log_slopes, log_bends, False)
    # A unit without neighbours sends nothing out.
    share = raw / np.maximum(raw.sum(axis=1, keepdims=True), 1e-300)
    slopes = share * (log_slopes - (share * log_slopes).sum(axis=2, keepdims=True))
    return NeighbourWeights(share, slopes, log_slopes, log_bends, True)


def spread(counts: Array, weights: Array) -> Array:
    """Sum over j of Y_tj w_ji: what reaches each unit, shape (T, S).

    Parameters
    ----------
    counts : array, shape (T, S)
    weights : array, shape (S, S)

    Examples
    --------
    >>> spread(np.array([[2.0, 4.0]]), np.array([[0.0, 1.0], [0.5, 0.0]])).tolist()
    [[2.0, 2.0]]
    """
    # The threads of a matrix product cost more than they save at such sizes.
    return np.asarray(np.einsum("tj,ji->ti", counts, weights))
