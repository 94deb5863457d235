"""The twinstim model: what happens by itself, and what events set off; its log-likelihood and score."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from kerege.forecasting.self_exciting.endemic_grid import EndemicGrid
from kerege.forecasting.self_exciting.events import EventPairs, PointEvents
from kerege.forecasting.self_exciting.kernels import SpatialKernel
from kerege.forecasting.self_exciting.radial_measure import RadialMeasure
from kerege.forecasting.self_exciting.time_kernels import TimeKernel

Array = NDArray[np.float64]
Indices = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Twinstim:
    r"""A two-component space-time intensity model with its data.

    .. math::

        \lambda_k(s, t) = \rho(s, t) e^{\beta_k + \beta' z(s, t)}
            + \sum_{j: t_j < t} q_{k_j, k} e^{\gamma' m_j} f(|s - s_j|) g(t - t_j)

    Parameters
    ----------
    events : PointEvents
        With marks m.
    grid : EndemicGrid
        With offsets log rho and covariates z.
    cell : int array, shape (N,)
        The cell of each event.
    pairs : EventPairs
        Within reach in space and time; empty for a model without the second part.
    measure : RadialMeasure or None
        What lies within reach of each event; None for a model without the second part.
    reach_days : float
    space : SpatialKernel
    time : TimeKernel
    triggers : array, shape (K, K)
        q: whether an event of the first kind can set off one of the second.
    kind_levels : bool
        Whether each kind but the first has its own level beta_k of the first part.

    Source: Meyer, Elias, Hoehle 2012, Biometrics 68: 607-616.
    """

    events: PointEvents
    grid: EndemicGrid
    cell: Indices
    pairs: EventPairs
    measure: RadialMeasure | None
    reach_days: float
    space: SpatialKernel
    time: TimeKernel
    triggers: Array
    kind_levels: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the coefficients: endemic, epidemic, kernel in space, kernel in time."""
        levels = [f"endemic.kind_{k + 1}" for k in range(1, self.events.kinds)] if self.kind_levels else []
        if self.measure is None:
            return (*self.grid.names, *levels)
        epidemic = [f"epidemic.{name}" for name in self.events.mark_names]
        return (*self.grid.names, *levels, *epidemic, *self.space.names, *self.time.names)

    @property
    def has_epidemic(self) -> bool:
        """Whether the model has its second part."""
        return self.measure is not None

    def parts(self, coefficients: Array) -> tuple[Array, Array, Array, Array]:
        """The coefficients of the endemic part, the marks, the kernel in space and the kernel in time."""
        endemic = len(self.grid.names) + (self.events.kinds - 1 if self.kind_levels else 0)
        marks = endemic + (len(self.events.mark_names) if self.has_epidemic else 0)
        space = marks + (len(self.space.names) if self.has_epidemic else 0)
        return coefficients[:endemic], coefficients[endemic:marks], coefficients[marks:space], coefficients[space:]

    @property
    def left_days(self) -> Array:
        """Days for which each event can set off others before the study ends, shape (N,)."""
        return np.asarray(np.clip(self.grid.end_days - self.events.time_days, 0.0, self.reach_days))

    @cached_property
    def adds_up(self) -> sparse.csr_matrix:
        """The matrix that adds values of pairs to the later event, shape (N, P)."""
        bounds = np.searchsorted(self.pairs.later, np.arange(len(self.events) + 1))
        count = len(self.pairs.later)
        return sparse.csr_matrix((np.ones(count), np.arange(count), bounds), shape=(len(self.events), count))

    @cached_property
    def pair_triggers(self) -> Array:
        """Q of each pair, shape (P,)."""
        kind = self.events.kind
        return np.asarray(self.triggers[kind[self.pairs.earlier], kind[self.pairs.later]], dtype=np.float64)

    def kind_log_levels(self, endemic: Array) -> Array:
        """beta_k of each kind, shape (K,)."""
        levels = np.zeros(self.events.kinds)
        if self.kind_levels:
            levels[1:] = endemic[len(self.grid.names) :]
        return levels

    def force(self, marks: Array) -> Array:
        """exp(gamma' m), shape (N,)."""
        return np.asarray(np.exp(self.events.marks @ marks))


@dataclass(frozen=True, slots=True)
class Score:
    """The log-likelihood at some coefficients and what an optimiser needs of it.

    Parameters
    ----------
    log_likelihood : float
    gradient : array, shape (P,)
    information : array, shape (P, P)
        sum_i d log lambda_i d log lambda_i': the estimate of the expected information that needs no second derivative.
    rate : array, shape (N,)
        lambda at each event.
    endemic_rate : array, shape (N,)
        Its first part.
    """

    log_likelihood: float
    gradient: Array
    information: Array
    rate: Array
    endemic_rate: Array


def score(model: Twinstim, coefficients: Array) -> Score:
    r"""Log-likelihood, gradient and information.

    .. math::

        \ell = \sum_i \log \lambda_{k_i}(s_i, t_i) - \sum_k \int \rho e^{\beta_k + \beta' z}
            - \sum_j e^{\gamma' m_j} \left(\sum_k q_{k_j, k}\right) F_j \, G(\min(T - t_j, \epsilon_t))

    The second part of the integral is taken over the whole study for every kind, also where kinds share all
    coefficients.
    """
    endemic, marks, theta, alpha = model.parts(coefficients)
    rate_slopes, integral_slopes, endemic_rate, integral = _endemic(model, endemic)
    rate = endemic_rate
    if model.measure is not None:
        more, more_slopes, expected, expected_slopes = _epidemic(model, model.measure, marks, theta, alpha)
        rate = endemic_rate + more
        integral += expected
        rate_slopes = np.hstack([rate_slopes, more_slopes])
        integral_slopes = np.concatenate([integral_slopes, expected_slopes])
    if not (rate > 0).all() or not np.isfinite(integral):
        size = len(coefficients)
        return Score(-np.inf, np.full(size, np.nan), np.full((size, size), np.nan), rate, endemic_rate)
    relative = rate_slopes / rate[:, None]
    return Score(
        float(np.log(rate).sum() - integral),
        relative.sum(axis=0) - integral_slopes,
        relative.T @ relative,
        rate,
        endemic_rate,
    )


def log_likelihood(model: Twinstim, coefficients: Array) -> float:
    """The log-likelihood alone; -inf where the intensity of an event is not positive."""
    return score(model, coefficients).log_likelihood


def pair_rates(model: Twinstim, coefficients: Array) -> Array:
    """What each earlier event adds to the rate at the later one, shape (P,)."""
    _, marks, theta, alpha = model.parts(coefficients)
    pairs = model.pairs
    return np.asarray(
        model.pair_triggers
        * model.force(marks)[pairs.earlier]
        * model.space.value(pairs.distance_km, theta)
        * model.time.value(pairs.lag_days, alpha)
    )


def _endemic(model: Twinstim, endemic: Array) -> tuple[Array, Array, Array, float]:
    """Slopes of the rates (N, P) and of the integral (P,), the rates (N,) and the integral."""
    grid, kind = model.grid, model.events.kind
    levels = model.kind_log_levels(endemic)
    log_rate = grid.log_rate(endemic[: len(grid.names)])
    amount = np.exp(log_rate) * grid.size * (grid.stop_days - grid.start_days)
    by_kind = np.exp(levels) * amount.sum()
    rate = np.exp(log_rate[model.cell] + levels[kind])
    rate_slopes, integral_slopes = grid.covariates[model.cell], np.exp(levels).sum() * (amount @ grid.covariates)
    if model.kind_levels:
        own = (kind[:, None] == np.arange(1, model.events.kinds)).astype(float)
        rate_slopes, integral_slopes = np.hstack([rate_slopes, own]), np.concatenate([integral_slopes, by_kind[1:]])
    return rate_slopes * rate[:, None], integral_slopes, rate, float(by_kind.sum())


def _epidemic(
    model: Twinstim, measure: RadialMeasure, marks: Array, theta: Array, alpha: Array
) -> tuple[Array, Array, float, Array]:
    """Rates (N,) and their slopes (N, P), the integral and its slopes (P,) of the second part."""
    pairs, design = model.pairs, model.events.marks
    f, g = model.space.value(pairs.distance_km, theta), model.time.value(pairs.lag_days, alpha)
    force = model.force(marks)
    scale = model.pair_triggers * force[pairs.earlier]
    of_pair = scale * f * g
    columns = [of_pair[:, None] * design[pairs.earlier]]
    columns += [(scale * g * slope)[:, None] for slope in model.space.slopes(pairs.distance_km, theta)]
    columns += [(scale * f * slope)[:, None] for slope in model.time.slopes(pairs.lag_days, alpha)]
    added = model.adds_up @ np.hstack([of_pair[:, None], *columns])
    reached = force * model.triggers.sum(axis=1)[model.events.kind]
    left = model.left_days
    over_space, over_time = measure.integral(model.space, theta), model.time.integral(left, alpha)
    expected = reached * over_space * over_time
    slopes = [
        expected @ design,
        measure.integral_slopes(model.space, theta) @ (reached * over_time),
        model.time.integral_slopes(left, alpha) @ (reached * over_space),
    ]
    return added[:, 0], added[:, 1:], float(expected.sum()), np.concatenate(slopes)
