"""How many further events an event is expected to set off."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kerege.forecasting.self_exciting.likelihood import Twinstim

Array = NDArray[np.float64]


def expected_follow_ons(model: Twinstim, coefficients: Array, *, within_study: bool = False) -> Array:
    r"""R_j, the expected number of events that event j sets off directly, shape (N,).

    .. math:: R_j = e^{\gamma' m_j} \left(\sum_k q_{k_j, k}\right) F_j \, G(\epsilon_t)

    with F_j taken over the part of the region within reach. The process dies out if the mean of R is below 1.

    Parameters
    ----------
    model : Twinstim
    coefficients : array, shape (P,)
    within_study : bool
        Whether only follow-ons before the end of the study count.
    """
    if model.measure is None:
        return np.zeros(len(model.events))
    _, marks, theta, alpha = model.parts(coefficients)
    until = model.left_days if within_study else np.full(len(model.events), model.reach_days)
    reached = model.force(marks) * model.triggers.sum(axis=1)[model.events.kind]
    return np.asarray(reached * model.measure.integral(model.space, theta) * model.time.integral(until, alpha))
