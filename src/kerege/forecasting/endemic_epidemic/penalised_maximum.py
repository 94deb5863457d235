"""Coefficients and deviations at which likelihood less penalty is highest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kerege.forecasting.endemic_epidemic.arrow_matrix import ArrowInverse
from kerege.forecasting.endemic_epidemic.likelihood import Hhh4Derivatives, derivatives, log_likelihood
from kerege.forecasting.endemic_epidemic.model import Hhh4Model

Array = NDArray[np.float64]
STEPS, MOST_IDLE = 200, 10


@dataclass(frozen=True, slots=True)
class PenalisedMaximum:
    """Where l(beta, b) - 1/2 sum over c, i of b_ci^2 / sigma_c^2 is highest.

    Parameters
    ----------
    coefficients : array, shape (P,)
    deviations : array, shape (3, S)
    log_likelihood : float
        l, without the penalty.
    penalised : float
    converged : bool
    """

    coefficients: Array
    deviations: Array
    log_likelihood: float
    penalised: float
    converged: bool


def penalised_maximum(
    model: Hhh4Model, coefficients: Array, deviations: Array, effects: tuple[int, ...], sigma: Array
) -> PenalisedMaximum:
    """Newton steps with damping; where the observed information is not positive definite, with the expected one.

    Parameters
    ----------
    model : Hhh4Model
    coefficients : array, shape (P,)
    deviations : array, shape (3, S)
        Where to begin.
    effects : tuple of int
        The C parts whose deviations are free; the others stay.
    sigma : array, shape (C,)
        > 0.
    """
    x, b, own, precision = coefficients, deviations.copy(), list(effects), sigma**-2

    def worth(common: Array, free: Array) -> tuple[float, float]:
        value = log_likelihood(model, common, free)
        return value, value - 0.5 * float((precision[:, None] * free[own] ** 2).sum())

    (plain, value), damping, converged, idle = worth(x, b), 1e-4, False, 0
    slopes: Hhh4Derivatives | None = None
    for _ in range(STEPS):
        slopes = slopes or derivatives(model, x, b, effects=effects)
        inverse = usable_inverse(model, x, b, effects, precision, slopes, damping)
        if inverse is None:
            damping = max(damping * 10, 1e-4)
        else:
            pull = slopes.effects - precision[:, None] * b[own]
            step, shift = inverse.times(slopes.common, pull)
            largest = max(float(np.abs(step).max()), float(np.abs(shift).max(initial=0.0)), 1e-300)
            shrink = min(1.0, 2.0 / largest)
            trial = b.copy()
            trial[own] += shrink * shift
            found, candidate = worth(x + shrink * step, trial)
            if np.isfinite(candidate) and candidate >= value - 1e-12 * abs(value):
                idle = idle + 1 if candidate - value < 1e-11 * (1 + abs(value)) else 0
                x, b, plain, value, slopes = x + shrink * step, trial, found, candidate, None
                damping = max(damping / 10, 1e-10)
                converged = idle > 0 and shrink * largest < 1e-5
                # Steps that go on and gain nothing lead to a part that vanishes: its terms cannot be told apart.
                if converged or idle == MOST_IDLE:
                    break
            else:
                damping = max(damping * 10, 1e-4)
        if damping > 1e12:
            break
    return PenalisedMaximum(x, b, plain, value, converged)


def usable_inverse(
    model: Hhh4Model,
    coefficients: Array,
    deviations: Array,
    effects: tuple[int, ...],
    precision: Array,
    slopes: Hhh4Derivatives,
    damping: float = 0.0,
) -> ArrowInverse | None:
    """Inverse of the penalised information: of the observed one, else of the expected one, else None.

    Parameters
    ----------
    model : Hhh4Model
    coefficients : array, shape (P,)
    deviations : array, shape (3, S)
    effects : tuple of int
    precision : array, shape (C,)
        sigma^-2.
    slopes : Hhh4Derivatives
        With the observed information.
    damping : float
    """
    try:
        return slopes.information.with_diagonal(precision, damping).inverse()
    except np.linalg.LinAlgError:
        expected = derivatives(model, coefficients, deviations, effects=effects, observed=False)
    try:
        return expected.information.with_diagonal(precision, damping).inverse()
    except np.linalg.LinAlgError:
        return None
