"""How likely one more incident is, in each section and horizon, given what has just happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kerege.domain.escalation_parameters import EscalationParameters
from kerege.forecasting.self_exciting.background_rate import background_at
from kerege.forecasting.self_exciting.border_history import BorderHistory, SectionReach
from kerege.forecasting.self_exciting.escalation import EscalationModel, reach_kernel

Array = NDArray[np.float64]
INTERVAL = (0.1, 0.9)


@dataclass(frozen=True, slots=True)
class FollowOnProbability:
    """P(at least one incident) by section and horizon, shape (S, H) each.

    Parameters
    ----------
    probability : array
        Mean over what is known of the model's coefficients.
    low, high : array
        Central 80 per cent interval of the same.
    without : array
        What it would be if nothing that has happened set anything off.
    """

    probability: Array
    low: Array
    high: Array
    without: Array


def follow_on_probability(
    model: EscalationModel,
    history: BorderHistory,
    sections: SectionReach,
    parameters: EscalationParameters,
    *,
    as_of_days: float,
    horizons_days: Sequence[float],
    rng: np.random.Generator,
    draws: int = 200,
) -> FollowOnProbability:
    r"""The chance of at least one incident within each horizon after a moment.

    .. math:: P_s(h) = 1 - e^{-\Lambda_s(h)}, \quad
              \Lambda_s(h) = (1 - r) e^b \mu_s h + \sum_j w_j r
              \left(e^{-(t - t_j)/\tau} - e^{-(t + h - t_j)/\tau}\right) \sum_u p_{ju} K_{us}

    What incidents still to come would set off is not in it: with a ratio of a quarter it adds a few hundredths of the
    chance at most, since a first incident in a section is nearly always set off by one that has happened.

    Parameters
    ----------
    model, history, sections, parameters
        See `fit_escalation`. Only incidents before `as_of_days` are used.
    as_of_days : float
    horizons_days : sequence of float
        > 0.
    rng : Generator
    draws : int
        Of the coefficients.

    Raises
    ------
    ValueError
        For a horizon that is not positive.
    """
    horizons = np.asarray(horizons_days, dtype=np.float64)
    if not (horizons > 0).all():
        raise ValueError("A horizon is longer than 0 days.")
    known = history.until(as_of_days)
    rate = background_at(known, sections, parameters, as_of_days).rate
    lag = as_of_days - known.time_days
    # What an incident set off is over after many mean delays.
    recent = np.flatnonzero((lag < 20 * np.exp(model.mode[2] + 2)) & (known.shares.sum(axis=1) > 0))
    chances = np.empty((draws, len(sections), len(horizons)))
    for m, (b, logit, log_days, log_km) in enumerate(model.drawn(draws, rng)):
        ratio, days = 1 / (1 + np.exp(-logit)), np.exp(log_days)
        expected = (1 - ratio) * np.exp(b) * rate[:, None] * horizons
        if len(recent):
            left = np.exp(-lag[recent] / days)[:, None] * -np.expm1(-horizons / days)
            spread = known.shares[recent] @ reach_kernel(sections, float(np.exp(log_km)))
            expected = expected + spread.T @ (ratio * known.weight[recent, None] * left)
        chances[m] = -np.expm1(-expected)
    low, high = np.quantile(chances, INTERVAL, axis=0)
    without = -np.expm1(-(1 - model.ratio) * np.exp(model.mode[0]) * rate[:, None] * horizons)
    mean = chances.mean(axis=0)
    # The mean of a lopsided spread may lie outside its middle 80 per cent; the interval then reaches to it.
    return FollowOnProbability(mean, np.minimum(low, mean), np.maximum(high, mean), without)
