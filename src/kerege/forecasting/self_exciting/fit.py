"""Twinstim fitted by maximum likelihood."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kerege.forecasting.self_exciting.likelihood import Score, Twinstim, score

Array = NDArray[np.float64]
STEPS = 200
# An epidemic part starts with this share of the events, a time of some days and a distance of some km.
STARTING_SHARE = 0.2


@dataclass(frozen=True, slots=True)
class TwinstimFit:
    """A fitted model.

    Parameters
    ----------
    names : tuple of str
        The P coefficients.
    coefficients : array, shape (P,)
    standard_errors : array, shape (P,)
        From the observed information; NaN where the data do not hold a coefficient.
    expected_errors : array, shape (P,)
        From sum_i d log lambda_i d log lambda_i', the estimate of the expected information; the R package
        surveillance prints these.
    covariance : array, shape (P, P)
        Of the observed information.
    log_likelihood : float
    aic : float
        2 P - 2 log-likelihood.
    converged : bool
    steps : int
    """

    names: tuple[str, ...]
    coefficients: Array
    standard_errors: Array
    expected_errors: Array
    covariance: Array
    log_likelihood: float
    aic: float
    converged: bool
    steps: int


def fit_twinstim(model: Twinstim, *, start: Array | None = None, tolerance: float = 1e-9) -> TwinstimFit:
    """The coefficients with the largest log-likelihood.

    Fisher scoring with a damping that grows until the likelihood rises (Levenberg, Marquardt), then Newton steps with
    the observed information, which is the numerical derivative of the analytic gradient.

    Parameters
    ----------
    model : Twinstim
    start : array, shape (P,), optional
        Where to start; None: the endemic part alone, and one event in five set off by another.
    tolerance : float
        Gain in log-likelihood that the next step still promises when the fit has converged.
    """
    at = start_of(model) if start is None else np.asarray(start, dtype=np.float64)
    now, steps, damping = score(model, at), 0, 1e-3
    if not np.isfinite(now.log_likelihood):
        raise ValueError("The model cannot be evaluated at the starting coefficients.")
    at, now, steps = _climb(model, at, now, damping, max(tolerance, 1e-4), None)
    observed = observed_information(model, at)
    converged = False
    for _ in range(STEPS):
        at_next, next_, used = _climb(model, at, now, 0.0, tolerance, observed)
        steps += used
        promise = _promise(next_.gradient, observed)
        moved, gain = at_next is not at, next_.log_likelihood - now.log_likelihood
        at, now = at_next, next_
        # Where a coefficient runs off, each step gains a little less for ever.
        if promise < tolerance or (moved and gain < tolerance):
            converged = True
            break
        if not moved:
            break
        observed = observed_information(model, at)
    covariance = _inverse(observed)
    return TwinstimFit(
        names=model.names,
        coefficients=at,
        standard_errors=np.sqrt(np.diag(covariance)),
        expected_errors=np.sqrt(np.diag(_inverse(now.information))),
        covariance=covariance,
        log_likelihood=now.log_likelihood,
        aic=2 * len(at) - 2 * now.log_likelihood,
        converged=converged,
        steps=steps,
    )


def start_of(model: Twinstim) -> Array:
    """Coefficients that a fit may start from, shape (P,)."""
    grid, count = model.grid, len(model.events)
    endemic = np.zeros(len(grid.names) + (model.events.kinds - 1 if model.kind_levels else 0))
    share = 1 - STARTING_SHARE if model.has_epidemic else 1.0
    amount = np.exp(grid.log_offset) * grid.size * (grid.stop_days - grid.start_days)
    endemic[0] = np.log(share * count / (model.events.kinds * amount.sum()))
    if model.measure is None:
        return endemic
    theta, alpha = model.space.start(model.measure.reach_km), model.time.start(model.reach_days)
    over = model.measure.integral(model.space, theta) * model.time.integral(model.left_days, alpha)
    over = over * model.triggers.sum(axis=1)[model.events.kind]
    marks = np.zeros(len(model.events.mark_names))
    marks[0] = np.log(STARTING_SHARE * count / max(float(over.sum()), 1e-300))
    return np.concatenate([endemic, marks, theta, alpha])


def observed_information(model: Twinstim, coefficients: Array) -> Array:
    """Minus the second derivatives of the log-likelihood, shape (P, P): central differences of the gradient."""
    size = len(coefficients)
    result = np.empty((size, size))
    for p in range(size):
        step = np.zeros(size)
        step[p] = 1e-4
        up, down = score(model, coefficients + step), score(model, coefficients - step)
        result[p] = (down.gradient - up.gradient) / 2e-4
    return np.asarray((result + result.T) / 2)


def _climb(
    model: Twinstim, at: Array, now: Score, damping: float, tolerance: float, fixed: Array | None
) -> tuple[Array, Score, int]:
    """Steps uphill; one only with the information `fixed`."""
    steps = 0
    for _ in range(STEPS):
        information = now.information if fixed is None else fixed
        if _promise(now.gradient, information) < tolerance:
            break
        for _ in range(40):
            move = _solve(information, now.gradient, damping)
            # Coefficients are on log scales: a longer step than this has left the neighbourhood.
            move *= min(1.0, 2.0 / max(float(np.abs(move).max()), 1e-300))
            next_ = score(model, at + move)
            if next_.log_likelihood > now.log_likelihood:
                break
            damping = max(damping * 4, 1e-3)
        else:
            break
        steps += 1
        at, now, damping = at + move, next_, damping / 8
        if fixed is not None:
            break
    return at, now, steps


def _solve(information: Array, gradient: Array, damping: float) -> Array:
    scale = np.sqrt(np.maximum(np.abs(np.diag(information)), 1e-12))
    scaled = information / np.outer(scale, scale)
    # Directions that the data do not hold, or that curve upwards, are followed as if they curved down.
    values, vectors = np.linalg.eigh(scaled)
    values = np.maximum(np.abs(values), 1e-8) + damping
    return np.asarray(vectors @ ((vectors.T @ (gradient / scale)) / values) / scale)


def _promise(gradient: Array, information: Array) -> float:
    """The gain in log-likelihood that a full step promises."""
    return float(gradient @ _solve(information, gradient, 0.0)) / 2


def _inverse(information: Array) -> Array:
    """The covariance; NaN in rows of coefficients that the data do not hold."""
    diagonal = np.diag(information)
    # A coefficient on a log scale with a standard error above a thousand has run off to zero or infinity.
    held = diagonal > 1e-6
    result = np.full(information.shape, np.nan)
    inner = np.ix_(held, held)
    scale = np.sqrt(diagonal[held])
    values, vectors = np.linalg.eigh(information[inner] / np.outer(scale, scale))
    if held.any() and values[0] > 1e-10:
        result[inner] = (vectors / values) @ vectors.T / np.outer(scale, scale)
    return result
