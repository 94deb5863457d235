"""Maximum likelihood of the endemic-epidemic model."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kerege.forecasting.endemic_epidemic.model import Hhh4Model

Array = NDArray[np.float64]
STEPS = 200
DIFFERENCE = 1e-4
RIDGE, MOST_IDLE = 1e-9, 30


@dataclass(frozen=True, slots=True)
class Hhh4Fit:
    """The fitted model.

    Parameters
    ----------
    model : Hhh4Model
    coefficients : array, shape (P,)
        On the scales of the model: decay, weights of orders and dispersions as logarithms.
    covariance : array, shape (P, P)
        Inverse of the observed information on these scales.
    log_likelihood : float
    converged : bool
    """

    model: Hhh4Model
    coefficients: Array
    covariance: Array
    log_likelihood: float
    converged: bool

    @property
    def aic(self) -> float:
        """2 P - 2 log likelihood."""
        return 2 * len(self.coefficients) - 2 * self.log_likelihood

    def table(self) -> list[tuple[str, float, float]]:
        """Term, coefficient and standard error; decay, order weights and dispersions on their own scale."""
        errors = np.sqrt(np.diag(self.covariance))
        rows = []
        for name, value, error in zip(self.model.names, self.coefficients, errors, strict=True):
            natural = name.startswith("dispersion") or name.startswith(("neighbours.decay", "neighbours.order"))
            scale = float(np.exp(value)) if natural else 1.0
            rows.append((name, scale if natural else float(value), float(error) * scale))
        return rows

    @property
    def epidemic_share(self) -> float:
        """Dominant eigenvalue of diag(lambda) + phi W': below 1, or counts would grow without end."""
        _, own, near, weight, _ = self.model.split(self.coefficients)
        units = self.model.counts.shape[1]
        matrix = np.diag(np.full(units, np.exp(own[0]) if len(own) else 0.0))
        if len(near):
            level = np.exp(np.tensordot(near, self.model.neighbour_design[:, -1], 1))
            matrix = matrix + level[:, None] * self.model.weights(weight)[0].T
        return float(np.abs(np.linalg.eigvals(matrix)).max())


def fit_hhh4(model: Hhh4Model) -> Hhh4Fit:
    """Fit by Fisher scoring with damping: expected information of the means, curvature of the dispersions.

    Standard errors come from the observed information, differences of the analytic gradient.

    Parameters
    ----------
    model : Hhh4Model

    Examples
    --------
    >>> from kerege.forecasting.endemic_epidemic.hhh4_settings import Hhh4Settings
    >>> from kerege.forecasting.endemic_epidemic.model import hhh4_model
    >>> counts = np.random.default_rng(1).poisson(4.0, (200, 1)).astype(float)
    >>> settings = Hhh4Settings(family="poisson", harmonics=0, trend=False, autoregressive=False)
    >>> fit = fit_hhh4(hhh4_model(counts, np.zeros((1, 1), dtype=np.int64), settings, frequency=52))
    >>> round(float(np.exp(fit.coefficients[0])), 6) == round(float(counts[1:].mean()), 6)
    True
    """
    x = _start(model)
    value, damping, converged, idle = model.log_likelihood(x), 1e-4, False, 0
    ridge = RIDGE * np.eye(len(x))
    for _ in range(STEPS):
        gradient, information = model.gradient(x)
        step = np.linalg.solve(information + damping * np.diag(np.diag(information)) + ridge, gradient)
        step = step * min(1.0, 2.0 / max(float(np.abs(step).max()), 1e-300))
        candidate = model.log_likelihood(x + step)
        if np.isfinite(candidate) and candidate >= value - 1e-12 * abs(value):
            gain = candidate - value
            x, value, damping = x + step, candidate, max(damping / 10, 1e-10)
            idle = idle + 1 if gain < 1e-11 * (1 + abs(value)) else 0
            converged = idle > 0 and float(np.abs(step).max()) < 1e-5
            # Steps that go on and gain nothing lead to a part that vanishes: its terms cannot be told apart.
            if converged or idle == MOST_IDLE:
                break
        else:
            damping = max(damping * 10, 1e-4)
            if damping > 1e12:
                break
    return Hhh4Fit(model, x, _covariance(model, x), value, converged)


def _start(model: Hhh4Model) -> Array:
    x = np.zeros(len(model.names))
    mean = max(float(model.counts[1:].mean()), 0.01) / max(float(model.offset.mean()), 1e-12)
    for i, name in enumerate(model.names):
        if name == "endemic.intercept":
            x[i] = np.log(0.5 * mean)
        elif name == "autoregressive.intercept":
            x[i] = np.log(0.3)
        elif name == "neighbours.intercept":
            x[i] = np.log(0.05)
        elif name == "neighbours.decay":
            x[i] = np.log(1.5)
        elif name.startswith("neighbours.order"):
            x[i] = -1.0
    return x


def _covariance(model: Hhh4Model, x: Array) -> Array:
    steps = DIFFERENCE * np.maximum(np.abs(x), 1.0) * np.eye(len(x))
    rows = [(model.gradient(x + step)[0] - model.gradient(x - step)[0]) / (2 * step.max()) for step in steps]
    information = -(np.array(rows) + np.array(rows).T) / 2
    values, vectors = np.linalg.eigh(information)
    # A direction that the data say nothing of has no finite error.
    inverse = np.where(values > 1e-10, 1 / np.maximum(values, 1e-10), np.inf)
    if np.isinf(inverse).any():
        return np.full_like(information, np.inf)
    return np.asarray((vectors * inverse) @ vectors.T)
