"""What comes next: one period exactly, several by simulation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kerege.forecasting.endemic_epidemic.fit import Hhh4Fit
from kerege.forecasting.endemic_epidemic.model import Hhh4Model

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class OneStep:
    """Predictive laws of one period each, negative binomial with mean mu and variance mu + psi mu^2.

    Parameters
    ----------
    mean : array, shape (K, S)
    dispersion : array, shape (S,)
        psi; 0 is Poisson.
    """

    mean: Array
    dispersion: Array


def one_step_ahead(fit: Hhh4Fit, model: Hhh4Model, first: int) -> OneStep:
    """The law of each period from `first` on, given the counts of the period before it.

    Parameters
    ----------
    fit : Hhh4Fit
        Fitted to the time before, or to all of it.
    model : Hhh4Model
        The model on all periods, with the same terms.
    first : int
        Number of the first period predicted, >= 1.

    Raises
    ------
    ValueError
        If the terms differ or the period has no past.
    """
    same = fit.model.names == model.names and fit.model.counts.shape[1] == model.counts.shape[1]
    if not same or not 1 <= first < len(model.counts):
        raise ValueError(
            "The model predicted must have the terms and units of the one fitted, and the first period a past."
        )
    mean = model.means(fit.coefficients, fit.deviations)
    return OneStep(mean[first - 1 :], model.dispersion(fit.coefficients))


def simulated_paths(
    fit: Hhh4Fit, model: Hhh4Model, *, start: int, rng: np.random.Generator, draws: int
) -> NDArray[np.int64]:
    """Equally likely courses of the periods from `start` on, shape (H, S, M), given the counts until then.

    Parameters
    ----------
    fit : Hhh4Fit
    model : Hhh4Model
        On T periods; H = T - start. Its counts from `start` on are not used.
    start : int
        >= 1.
    rng : Generator
    draws : int
        M.
    """
    psi = model.dispersion(fit.coefficients)
    endemic, own, near = model.levels(fit.coefficients, fit.deviations)
    weights = model.weights(fit.coefficients).values
    periods, units = model.counts.shape
    answer = np.empty((periods - start, units, draws), dtype=np.int64)
    last = np.repeat(model.counts[start - 1][None, :], draws, axis=0)
    for t in range(start, periods):
        mean = endemic[t] + own[t] * last + near[t] * (last @ weights)
        scattered = psi > 0
        rate = mean.copy()
        if scattered.any():
            rate[:, scattered] = rng.gamma(1 / psi[scattered], psi[scattered] * mean[:, scattered])
        counts = rng.poisson(rate)
        answer[t - start] = counts.T
        last = counts.astype(np.float64)
    return answer
