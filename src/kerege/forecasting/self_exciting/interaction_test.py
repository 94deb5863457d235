"""Whether events set off others at all: the likelihood ratio against what happens by itself alone."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kerege.forecasting.self_exciting.endemic_grid import cells_of
from kerege.forecasting.self_exciting.events import pairs_within
from kerege.forecasting.self_exciting.fit import TwinstimFit, fit_twinstim
from kerege.forecasting.self_exciting.likelihood import Twinstim

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class InteractionTest:
    """The test of interaction.

    Parameters
    ----------
    statistic : float
        Twice the gain in log-likelihood over the endemic part alone, >= 0.
    p_value : float or None
        Share of shuffles, the data counted as one, with at least this statistic; None where none was made.
    permutations : int
        Shuffles that could be fitted.
    """

    statistic: float
    p_value: float | None
    permutations: int


def interaction_test(
    model: Twinstim, fit: TwinstimFit, *, permutations: int, rng: np.random.Generator
) -> InteractionTest:
    """Twice the gain in log-likelihood, and its place among those of shuffled times.

    Without interaction the power of events is zero, which is the edge of its range, and the kernels mean nothing:
    no table of chi-squared holds. So times are shuffled among the places (marks and kinds stay with these), and each
    shuffle is fitted anew.

    Parameters
    ----------
    model : Twinstim
        With an epidemic part on the plane.
    fit : TwinstimFit
        Its fit.
    permutations : int
        0 for the statistic alone.
    rng : Generator

    Source: Meyer, Warnke, Roessler, Hoehle 2016, Spatial and Spatio-temporal Epidemiology 19: 103-114.
    """
    statistic = _gain(model, fit.log_likelihood)
    reached = 0
    fitted = 0
    for _ in range(permutations):
        shuffled = shuffle_times(model, rng)
        other = fit_twinstim(shuffled)
        if other.converged:
            fitted += 1
            reached += _gain(shuffled, other.log_likelihood) >= statistic
    return InteractionTest(statistic, (1 + reached) / (1 + fitted) if permutations else None, fitted)


def shuffle_times(model: Twinstim, rng: np.random.Generator) -> Twinstim:
    """The model with its times shuffled among the places of its events."""
    if model.measure is None:
        raise ValueError("A model without an epidemic part has no interaction to be tested.")
    events = model.events
    # Which event each of the ascending times falls to.
    place = rng.permutation(len(events))
    shuffled = replace(
        events, x_km=events.x_km[place], y_km=events.y_km[place], kind=events.kind[place], marks=events.marks[place]
    )
    tile = model.grid.tile[model.cell][place]
    measure = replace(model.measure, weights=model.measure.weights[place], inside=model.measure.inside[place])
    return replace(
        model,
        events=shuffled,
        cell=cells_of(model.grid, shuffled.time_days, tile),
        pairs=pairs_within(shuffled, reach_km=measure.reach_km, reach_days=model.reach_days),
        measure=measure,
    )


def _gain(model: Twinstim, log_likelihood: float) -> float:
    alone = fit_twinstim(replace(model, measure=None))
    return max(0.0, 2 * (log_likelihood - alone.log_likelihood))
