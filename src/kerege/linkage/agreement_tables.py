"""What agreement is expected of reports of one incident before any are seen, and what is learnt from them."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from kerege.linkage.comparison import SPACE_EDGES, TIME_EDGES

Array = NDArray[np.float64]

# Real errors are these multiples of the stated ones, with these shares before anything is learnt.
_SPREADS = np.array([0.15, 0.3, 0.5, 0.75, 1.0, 1.5, 2.0, 2.75])
_SPREAD_SHARES = np.array([0.03, 0.05, 0.12, 0.2, 0.3, 0.17, 0.08, 0.05])
# Days by which one channel is late or wrong, in quarters of max_days: half normal to either side, or around a shift.
_ONE_SIDED = np.array([0.08, 0.25, 0.5, 1.0, 1.75])
_ONE_SIDED_SHARES = np.array([0.15, 0.25, 0.25, 0.2, 0.07])
_SHIFTS = ((-1.0, 0.4), (-0.5, 0.25), (0.5, 0.25), (1.0, 0.4))
_SHIFT_SHARE = 0.02
# How often a level of kind, counts and text is met by chance, and how much oftener in one incident, before anything is
# learnt; the last of the odds is for "not given".
KIND_CHANCE = np.array([0.2, 0.3, 0.5])
COUNT_CHANCE = np.array([0.5, 0.12, 0.05, 0.12, 0.08, 0.06, 0.07])
TEXT_CHANCE = np.array([0.7, 0.2, 0.07, 0.02, 0.01])
KIND_ODDS = np.array([4.0, 1.2, 0.15, 1.0])
COUNT_ODDS = np.array([1.5, 4.0, 8.0, 2.0, 1.0, 0.4, 0.12, 1.0])
TEXT_ODDS = np.array([0.5, 1.2, 3.0, 8.0, 20.0, 1.0])


def space_components() -> tuple[Array, Array]:
    """Chance of each level of distance under each spread of errors, shape (J, Z), and the shares before learning.

    Errors are normal in both directions, so that the distance d follows 1 - exp(-d^2 / 2 s^2).
    """
    cumulated = 1 - np.exp(-((SPACE_EDGES[None, :] / _SPREADS[:, None]) ** 2) / 2)
    return np.diff(cumulated, axis=1), _SPREAD_SHARES


def time_components(*, is_one_channel: bool) -> tuple[Array, Array]:
    """Chance of each stretch of the time axis under each law of lateness, shape (J, B), and shares before learning.

    Parameters
    ----------
    is_one_channel : bool
        Whether both reports are of one channel: then neither side is the later one.
    """
    late = 2 * np.maximum(ndtr(TIME_EDGES[None, :] / _ONE_SIDED[:, None]) - 0.5, 0.0)
    after = np.diff(late, axis=1)
    before = after[:, ::-1]
    if is_one_channel:
        return (after + before) / 2, _ONE_SIDED_SHARES / _ONE_SIDED_SHARES.sum()
    shifted = np.array([np.diff(ndtr((TIME_EDGES - shift) / spread)) for shift, spread in _SHIFTS])
    shares = np.concatenate([_ONE_SIDED_SHARES / 2, _ONE_SIDED_SHARES / 2, np.full(len(_SHIFTS), _SHIFT_SHARE)])
    return np.concatenate([after, before, shifted]), shares / shares.sum()


@dataclass(frozen=True, slots=True)
class MixtureShares:
    """Shares of the components of a law, learnt from how often each level was met.

    Parameters
    ----------
    components : array, shape (J, B)
    anchor, shares : arrays, shape (J,)
        Before learning, and now.
    """

    components: Array
    anchor: Array
    shares: Array

    @property
    def law(self) -> Array:
        """Chance of each level."""
        return self.shares @ self.components

    def learnt(self, met: Array, anchor_pairs: float, rounds: int = 5) -> MixtureShares:
        """The shares after levels were met so often, the anchor counting for so many pairs."""
        shares = self.shares
        for _ in range(rounds):
            expected = np.maximum(shares @ self.components, 1e-300)
            taken = shares * (self.components @ (met / expected))
            shares = taken + anchor_pairs * self.anchor
            shares = shares / shares.sum()
        return MixtureShares(self.components, self.anchor, shares)


def learning_scale(matches: float, anchor_pairs: float) -> float:
    """For how many pairs an anchor counts beside so many matches: never a share that vanishes at once.

    Examples
    --------
    >>> learning_scale(0.0, 30.0), learning_scale(10_000.0, 30.0)
    (30.0, 80.0)
    """
    return anchor_pairs + 0.5 * sqrt(matches)
