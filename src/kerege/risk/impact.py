"""What an incident does to people: known harms to draw from, and their points."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

HARMS = ("killed", "injured", "displaced", "detained")


@dataclass(frozen=True, slots=True)
class HarmPool:
    """Past incidents whose harm stands for that of a coming one.

    Parameters
    ----------
    harm : float array, shape (D, 4)
        Persons killed, injured, displaced, detained; NaN where not known.
    weights : float array, shape (D,)
        Weight of each past incident, >= 0.
    """

    harm: NDArray[np.float64]
    weights: NDArray[np.float64]

    def __post_init__(self) -> None:
        if self.harm.shape != (len(self.weights), len(HARMS)):
            raise ValueError(f"A pool of {len(self.weights)} incidents has harms of shape {self.harm.shape}.")
        if (self.weights < 0).any() or (self.harm < 0).any():
            raise ValueError("Weights and harms cannot be negative.")

    @property
    def known(self) -> NDArray[np.bool_]:
        """Which of the four harms is known of at least one incident of weight, shape (4,)."""
        return np.asarray((~np.isnan(self.harm) & (self.weights[:, None] > 0)).any(axis=0))

    def mean(self) -> NDArray[np.float64]:
        """Mean of each harm over the incidents of which it is known, shape (4,); 0 where it is known of none.

        Examples
        --------
        Killed 2 and unknown: the mean of what is known is 2, not 1.

        >>> pool = HarmPool(np.array([[2.0, 0, 0, 0], [np.nan, 1, 0, 0]]), np.array([1.0, 1.0]))
        >>> pool.mean().tolist()
        [2.0, 0.5, 0.0, 0.0]
        """
        weights = np.where(np.isnan(self.harm), 0.0, self.weights[:, None])
        total = weights.sum(axis=0)
        summed = (weights * np.nan_to_num(self.harm)).sum(axis=0)
        return np.asarray(np.divide(summed, total, out=np.zeros(len(HARMS)), where=total > 0))

    def probability_killed(self) -> float:
        """Probability that a coming incident kills, from those of which it is known; 0 where it is known of none."""
        weights = np.where(np.isnan(self.harm[:, 0]), 0.0, self.weights)
        total = weights.sum()
        return float((weights * (np.nan_to_num(self.harm[:, 0]) >= 1)).sum() / total) if total > 0 else 0.0

    def draw(self, size: int, rng: np.random.Generator) -> NDArray[np.float64]:
        """Harms of `size` coming incidents, shape (size, 4).

        A past incident is drawn by weight with all its harms together; what is not known of it is drawn from those
        incidents of which it is known, never set to zero. A harm known of no incident at all stays 0 and must be
        named as a gap by the caller (`known`).
        """
        result = np.zeros((size, len(HARMS)))
        if size == 0 or not self.weights.sum() > 0:
            return result
        result = self.harm[_choose(self.weights, size, rng)]
        for column in range(len(HARMS)):
            unknown = np.isnan(result[:, column])
            if not unknown.any():
                continue
            weights = np.where(np.isnan(self.harm[:, column]), 0.0, self.weights)
            if weights.sum() > 0:
                result[unknown, column] = self.harm[_choose(weights, int(unknown.sum()), rng), column]
            else:
                result[unknown, column] = 0.0
        return result


def _choose(weights: NDArray[np.float64], size: int, rng: np.random.Generator) -> NDArray[np.int64]:
    cumulative = np.cumsum(weights)
    chosen = np.searchsorted(cumulative, rng.random(size) * cumulative[-1], side="right")
    # Rounding may carry a draw past the end; the last incident that has weight takes it.
    return np.asarray(np.minimum(chosen, np.flatnonzero(weights)[-1]))
