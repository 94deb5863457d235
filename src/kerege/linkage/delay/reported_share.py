"""Which share of what happened so many days ago is reported by now."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class ReportedShare:
    """Share of incidents that is reported, by their age.

    Parameters
    ----------
    by_age : float array, shape (D + 1,)
        F_a, share reported of what happened a = 0 .. D days ago; in (0, 1], never falling, and F_D = 1.
    incidents : float
        Decayed number of incidents it was learnt from.
    capped : int
        Incidents with a delay above D, counted at D.
    """

    by_age: Array
    incidents: float
    capped: int

    def mean(self, youngest: int, oldest: int) -> float:
        """Mean share of the days of age `youngest` to `oldest`, both included; 1 from D on.

        Raises
        ------
        ValueError
            For ages below 0 or in the wrong order.

        Examples
        --------
        (1/2 + 3/4 + 1 + 1) / 4:

        >>> ReportedShare(np.array([0.5, 0.75, 1.0]), 9.0, 0).mean(0, 3)
        0.8125
        """
        if not 0 <= youngest <= oldest:
            raise ValueError(f"Ages run from 0 upwards, not from {youngest} to {oldest}.")
        return float(self.by_age[np.minimum(np.arange(youngest, oldest + 1), len(self.by_age) - 1)].mean())


def estimate_reported_share(
    delays: Whole, ages: Whole, *, longest: int, half_life_days: float, prompt_incidents: float
) -> ReportedShare:
    """F_a from the delays known so far, corrected for those that cannot be known yet.

    An incident of age A is in the record only if its delay is at most A, so the delays seen are too short. The reverse
    hazard g_x = P(delay = x | delay <= x) is not bent by that, if it is taken from incidents of age x or more:

        n_x = sum of w_i over delay_i = x, age_i >= x        N_x = sum of w_i over delay_i <= x, age_i >= x
        g_x = n_x / (N_x + kappa)                            F_a = product over x = a + 1 .. D of (1 - g_x)

    with w_i = 0.5^(age_i / half-life). With kappa = 0 and no decay this is the product-limit estimate of a right-
    truncated distribution (Lynden-Bell). kappa stands for incidents reported on their own day: the limit of the prior
    g_x ~ Beta(0, kappa) of a generalised Dirichlet distribution. It keeps F above 0 where all that is seen of an age
    came late, and where nothing came late at all, F is 1 exactly.

    Parameters
    ----------
    delays, ages : int arrays, shape (N,)
        Whole days from happening to report, and from happening until now, of the incidents reported by now.
    longest : int
        D >= 0, in days. Longer delays count as D; with 0 there is no delay to learn.
    half_life_days : float
        > 0.
    prompt_incidents : float
        kappa > 0.

    Raises
    ------
    ValueError
        For a delay below 0 or above its incident's age, or a setting outside its range.

    Source: Lynden-Bell 1971, Monthly Notices of the Royal Astronomical Society 155: 95-118; Lawless 1994, Canadian
    Journal of Statistics 22: 15-31; Hoehle and an der Heiden 2014, Biometrics 70: 993-1002.

    Examples
    --------
    Three incidents 9 days old, with delays 0, 1 and 3, and one each of (age, delay) = (2, 2), (1, 0), (0, 0); kappa 1
    and hardly any decay: g_3 = 1 / (3 + 1), g_2 = 1 / (3 + 1) and g_1 = 1 / (3 + 1).

    >>> found = estimate_reported_share(np.array([0, 1, 3, 2, 0, 0]), np.array([9, 9, 9, 2, 1, 0]), longest=3,
    ...     half_life_days=1e12, prompt_incidents=1.0)
    >>> found.by_age.round(6).tolist()
    [0.421875, 0.5625, 0.75, 1.0]
    """
    if longest < 0 or not half_life_days > 0 or not prompt_incidents > 0:
        raise ValueError("longest is at least 0; half_life_days and prompt_incidents are above 0.")
    if (delays < 0).any() or (delays > ages).any():
        raise ValueError("A delay lies between 0 and the age of its incident.")
    weight = 0.5 ** (ages / half_life_days)
    capped = np.minimum(delays, longest)
    # Ages above D tell no more than D; an incident is in N_x for x = delay .. min(age, D).
    until = np.minimum(ages, longest)
    at = np.bincount(capped, weight, longest + 1)
    leaves = np.bincount(until + 1, weight, longest + 2)[: longest + 1]
    # A difference of sums may miss n_x by rounding; it is at least n_x in truth.
    up_to = np.maximum(np.cumsum(at - leaves), at)
    kept = 1 - at[1:] / (up_to[1:] + prompt_incidents)
    by_age = np.append(np.cumprod(kept[::-1])[::-1], 1.0)
    return ReportedShare(by_age, float(weight.sum()), int((delays > longest).sum()))
