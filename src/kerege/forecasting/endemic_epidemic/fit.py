"""Maximum likelihood of the endemic-epidemic model."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kerege.forecasting.endemic_epidemic.likelihood import derivatives
from kerege.forecasting.endemic_epidemic.model import PARTS, Hhh4Model
from kerege.forecasting.endemic_epidemic.penalised_maximum import PenalisedMaximum, penalised_maximum
from kerege.forecasting.endemic_epidemic.random_intercepts import RandomIntercepts, fit_random_intercepts

Array = NDArray[np.float64]
UNKNOWN, SINGULAR, VANISHED = 1e-8, 1e-12, 1e-3


@dataclass(frozen=True, slots=True)
class Hhh4Fit:
    """The fitted model.

    Parameters
    ----------
    model : Hhh4Model
    coefficients : array, shape (P,)
        On the scales of the model: decay, weights of orders and dispersions as logarithms.
    covariance : array, shape (P, P)
        Of the coefficients: from the inverse of the observed information on these scales, with random intercepts
        that of coefficients and deviations together. Infinite on the diagonal for terms that the data say nothing of.
    log_likelihood : float
        Given the deviations, where there are any.
    converged : bool
    random : RandomIntercepts or None
    """

    model: Hhh4Model
    coefficients: Array
    covariance: Array
    log_likelihood: float
    converged: bool
    random: RandomIntercepts | None = None

    @property
    def aic(self) -> float:
        """2 P - 2 log likelihood; with random intercepts the marginal one, and every sigma counts as a coefficient."""
        if self.random is None:
            return 2 * len(self.coefficients) - 2 * self.log_likelihood
        return 2 * (len(self.coefficients) + len(self.random.sigma)) - 2 * self.random.marginal_log_likelihood

    @property
    def deviations(self) -> Array:
        """B of each part and unit on the log scale, shape (3, S); 0 where the model has none."""
        answer = np.zeros((3, self.model.counts.shape[1]))
        if self.random is not None:
            answer[[PARTS.index(part) for part in self.random.parts]] = self.random.deviations
        return answer

    def table(self) -> list[tuple[str, float, float]]:
        """Term, coefficient and standard error; decay, order weights and dispersions on their own scale.

        A sigma of random intercepts has no standard error (NaN).
        """
        errors = np.sqrt(np.diag(self.covariance))
        rows = []
        for name, value, error in zip(self.model.names, self.coefficients, errors, strict=True):
            natural = name.startswith("dispersion") or name.startswith(("neighbours.decay", "neighbours.order"))
            scale = float(np.exp(value)) if natural else 1.0
            rows.append((name, scale if natural else float(value), float(error) * scale))
        if self.random is not None:
            rows += [
                (f"{p}.sigma", float(s), np.nan) for p, s in zip(self.random.parts, self.random.sigma, strict=True)
            ]
        return rows

    @property
    def epidemic_share(self) -> float:
        """Dominant eigenvalue of diag(lambda) + phi W' in the last period: below 1, or counts grow without end."""
        _, own, near = self.model.levels(self.coefficients, self.deviations)[:, -1]
        matrix = np.diag(own) + near[:, None] * self.model.weights(self.coefficients).values.T
        return float(np.abs(np.linalg.eigvals(matrix)).max())


def fit_hhh4(model: Hhh4Model) -> Hhh4Fit:
    """Fit by damped Newton steps on the analytic derivatives; random intercepts as `fit_random_intercepts` says.

    Standard errors come from the observed information.

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
    top = penalised_maximum(model, _start(model), np.zeros((3, model.counts.shape[1])), (), np.zeros(0))
    random = None
    if model.random_parts:
        top, random = fit_random_intercepts(model, _revived(model, top.coefficients))
    return Hhh4Fit(model, top.coefficients, _covariance(model, top, random), top.log_likelihood, top.converged, random)


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


def _revived(model: Hhh4Model, coefficients: Array) -> Array:
    """Where to begin with deviations: a part that vanished, as all units are alike, may live in some of them."""
    parts, start, x = model.parts(coefficients).sum(axis=(1, 2)), _start(model), coefficients.copy()
    for part, amount in zip(PARTS, parts, strict=True):
        if amount < VANISHED * parts.sum():
            own = [i for i, name in enumerate(model.names) if name.startswith(f"{part}.")]
            x[own] = start[own]
    return x


def _covariance(model: Hhh4Model, top: PenalisedMaximum, random: RandomIntercepts | None) -> Array:
    sigma = np.zeros(0) if random is None else random.sigma[random.sigma > 0]
    effects = () if random is None else tuple(np.array(model.random_parts)[random.sigma > 0].tolist())
    arrow = derivatives(model, top.coefficients, top.deviations, effects=effects).information
    information = arrow.with_diagonal(sigma**-2).schur()
    number = len(information)
    answer, seen = np.diag(np.full(number, np.inf)), np.diag(information) > UNKNOWN
    scale = np.sqrt(np.diag(information)[seen])
    values, vectors = np.linalg.eigh(information[np.ix_(seen, seen)] / np.outer(scale, scale))
    told = values > SINGULAR
    inverse = (vectors[:, told] / values[told]) @ vectors[:, told].T / np.outer(scale, scale)
    # Terms that take part in a direction of which the data say nothing have no finite error; the others have.
    confused = (vectors[:, ~told] ** 2).sum(axis=1) > UNKNOWN
    inverse[confused] = inverse[:, confused] = 0.0
    inverse[confused, confused] = np.inf
    answer[np.ix_(seen, seen)] = inverse
    return np.asarray(answer)
