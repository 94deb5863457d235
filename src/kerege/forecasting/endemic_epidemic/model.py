"""The endemic-epidemic model of given counts: its terms, means and likelihood."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import special

from kerege.forecasting.endemic_epidemic.hhh4_settings import Hhh4Settings

Array = NDArray[np.float64]
SMALLEST_MEAN = 1e-12


@dataclass(frozen=True, slots=True)
class Hhh4Model:
    """Terms of hhh4 on T periods and S units; the first period is only the past of the second.

    Parameters
    ----------
    counts : array, shape (T, S)
        >= 0, all reported.
    orders : int array, shape (S, S)
        Order of neighbourhood: 0 for itself, 1 for those that touch, ...
    settings : Hhh4Settings
    names : tuple of str
        Of the P coefficients.
    endemic : array, shape (K, T, S)
        Design of the endemic part; `offset` multiplies it.
    offset : array, shape (T, S)
    neighbour_design : array, shape (J, T, S)

    Notes
    -----
    mu_it = e_it nu_it + lambda Y_i,t-1 + phi_it sum over j != i of w_ji Y_j,t-1; variance mu (1 + psi mu). All of nu,
    lambda, phi are exponentials of linear predictors.
    """

    counts: Array
    orders: NDArray[np.int64]
    settings: Hhh4Settings
    names: tuple[str, ...]
    endemic: Array
    offset: Array
    neighbour_design: Array

    def split(self, coefficients: Array) -> tuple[Array, Array, Array, Array, Array]:
        """Endemic, autoregressive, neighbour, weight and log dispersion coefficients."""
        sizes = [
            len(self.endemic),
            int(self.settings.autoregressive),
            len(self.neighbour_design),
            self.weight_count,
        ]
        edges = np.cumsum([0, *sizes])
        parts = [coefficients[a:b] for a, b in pairwise(edges)]
        return parts[0], parts[1], parts[2], parts[3], coefficients[edges[-1] :]

    @property
    def weight_count(self) -> int:
        """Coefficients of the neighbours' weights."""
        if self.settings.neighbours == "power-law":
            return 1
        return self.settings.max_order - 1 if self.settings.neighbours == "orders" else 0

    def weights(self, coefficients: Array) -> tuple[Array, Array]:
        """w_ji, shape (S, S) from row to column, and its derivatives by the weight coefficients, (., S, S)."""
        orders = self.orders
        inside = (orders >= 1) & (orders <= self.settings.max_order)
        if self.settings.neighbours == "first":
            return (orders == 1).astype(np.float64), np.zeros((0, *orders.shape))
        if self.settings.neighbours == "power-law":
            decay = np.exp(coefficients[0])
            log_order = np.log(np.maximum(orders, 1))
            raw = np.where(inside, np.exp(-decay * log_order), 0.0)
            slopes = (-decay * log_order * raw)[None]
        else:
            levels = np.exp(np.concatenate([[0.0], coefficients]))
            raw = np.where(inside, levels[np.clip(orders, 1, len(levels)) - 1], 0.0)
            slopes = np.array([np.where(orders == o, raw, 0.0) for o in range(2, len(levels) + 1)])
        if not self.settings.normalise:
            return raw, slopes
        total = np.maximum(raw.sum(axis=1, keepdims=True), 1e-300)
        share = raw / total
        return share, slopes / total - share * slopes.sum(axis=2, keepdims=True) / total

    def means(self, coefficients: Array) -> tuple[Array, Array]:
        """mu, shape (T - 1, S), and its derivatives by all coefficients but the dispersion, shape (., T - 1, S)."""
        end, own, near, weight, _ = self.split(coefficients)
        past = self.counts[:-1]
        endemic = self.offset[1:] * np.exp(np.tensordot(end, self.endemic[:, 1:], 1))
        slopes = [endemic * self.endemic[:, 1:]]
        mean = endemic
        if len(own):
            part = np.exp(own[0]) * past
            mean, slopes = mean + part, [*slopes, part[None]]
        if len(near):
            level = np.exp(np.tensordot(near, self.neighbour_design[:, 1:], 1))
            weights, bends = self.weights(weight)
            part = level * (past @ weights)
            mean = mean + part
            slopes = [*slopes, part * self.neighbour_design[:, 1:]]
            slopes += [(level * (past @ bend))[None] for bend in bends]
        return np.maximum(mean, SMALLEST_MEAN), np.concatenate(slopes)

    def dispersion(self, coefficients: Array) -> Array:
        """Psi of each unit, shape (S,); 0 for Poisson."""
        log_psi = self.split(coefficients)[4]
        units = self.counts.shape[1]
        return np.zeros(units) if not len(log_psi) else np.broadcast_to(np.exp(log_psi), (units,)).copy()

    def log_likelihood(self, coefficients: Array) -> float:
        """Sum of log P(Y_it | past) over t = 2 .. T."""
        mean, _ = self.means(coefficients)
        return float(_log_pmf(self.counts[1:], mean, self.dispersion(coefficients)).sum())

    def gradient(self, coefficients: Array) -> tuple[Array, Array]:
        """Gradient, shape (P,), and information: expected for the means, minus the curvature for the dispersions."""
        mean, slopes = self.means(coefficients)
        psi, y = self.dispersion(coefficients), self.counts[1:]
        spread = 1 / (mean * (1 + psi * mean))
        count, number = len(slopes), len(coefficients)
        flat = slopes.reshape(count, -1)
        gradient, information = np.zeros(number), np.eye(number)
        gradient[:count] = flat @ ((y - mean) * spread).ravel()
        information[:count, :count] = (flat * spread.ravel()) @ flat.T
        if number > count:
            first, second = _dispersion_slopes(y, mean, psi)
            if number - count == 1:
                gradient[count], information[count, count] = first.sum(), max(-second.sum(), 1e-6)
            else:
                gradient[count:] = first.sum(axis=0)
                information[count:, count:] = np.diag(np.maximum(-second.sum(axis=0), 1e-6))
        return gradient, information


def _log_pmf(y: Array, mean: Array, psi: Array) -> Array:
    if (psi == 0).all():
        return np.asarray(special.xlogy(y, mean) - mean - special.gammaln(y + 1))
    size = 1 / psi
    log_choose = _looked_up(special.gammaln, y, size) - _looked_up(special.gammaln, y, np.ones_like(size))
    return np.asarray(log_choose + special.xlogy(y, psi * mean) - (y + size) * np.log1p(psi * mean))


def _looked_up(function: Callable[[Array], Array], y: Array, size: Array) -> Array:
    """f(y + size) - f(size) of whole counts, from a table over the counts that occur."""
    sizes = size[:1] if (size == size[0]).all() else size
    table = function(np.arange(y.max(initial=0.0) + 1)[:, None] + sizes)
    rows = y.astype(np.int64)
    columns = np.zeros(1, dtype=np.int64) if len(sizes) == 1 else np.arange(len(sizes))
    return np.asarray((table - table[0])[rows, columns])


def _trigamma(x: Array) -> Array:
    return np.asarray(special.polygamma(1, x))


def _dispersion_slopes(y: Array, mean: Array, psi: Array) -> tuple[Array, Array]:
    """First and second derivative of the log probabilities by log psi."""
    size = 1 / psi
    first = _looked_up(special.digamma, y, size) - np.log1p(psi * mean) + 1 - (y + size) / (size + mean)
    second = _looked_up(_trigamma, y, size) + 1 / size - 1 / (size + mean)
    second = second - (mean - y) / (size + mean) ** 2
    return -size * first, size**2 * second + size * first


def hhh4_model(
    counts: Array,
    orders: NDArray[np.int64],
    settings: Hhh4Settings,
    *,
    frequency: int,
    population: Array | None = None,
    covariates: Mapping[str, Array] | None = None,
) -> Hhh4Model:
    """The model of given counts.

    Parameters
    ----------
    counts : array, shape (T, S)
        Without gaps.
    orders : int array, shape (S, S)
    settings : Hhh4Settings
    frequency : int
        Periods in a year.
    population : array, shape (T, S), or None
        Of each unit, for its share of the whole.
    covariates : mapping of name to array, shape (T, S)
        Of the endemic part.

    Raises
    ------
    ValueError
        For counts that are missing or negative, orders that do not fit, a population that is needed and missing.

    Source: Held, Hoehle, Hofmann 2005, Statistical Modelling 5: 187-199; Meyer and Held 2014, Annals of Applied
    Statistics 8: 1612-1639.

    Examples
    --------
    >>> model = hhh4_model(np.ones((9, 2)), np.array([[0, 1], [1, 0]]), Hhh4Settings(harmonics=0), frequency=52)
    >>> model.names
    ('endemic.intercept', 'endemic.trend', 'autoregressive.intercept', 'neighbours.intercept', 'dispersion')
    """
    if not np.isfinite(counts).all() or (counts < 0).any() or (counts != np.floor(counts)).any():
        raise ValueError("hhh4 needs a whole count of at least 0 for every unit and period.")
    periods, units = counts.shape
    if orders.shape != (units, units) or (orders < 0).any() or periods < 3:
        raise ValueError(f"{units} units need {units} x {units} orders of at least 0, and at least 3 periods.")
    needs_people = settings.population_offset or settings.neighbour_population
    if needs_people and (population is None or not (population > 0).all()):
        raise ValueError("The population of every unit is needed, and above 0.")
    share = np.ones((periods, units)) if population is None else population / population.sum(axis=1, keepdims=True)
    # Time counts from 0 at the first period, as in the literature's examples.
    time = np.arange(periods, dtype=np.float64)[:, None] * np.ones(units)
    columns = {"intercept": np.ones((periods, units))}
    if settings.trend:
        columns["trend"] = time
    for wave in range(1, settings.harmonics + 1):
        columns[f"sin{wave}"] = np.sin(2 * np.pi * wave * time / frequency)
        columns[f"cos{wave}"] = np.cos(2 * np.pi * wave * time / frequency)
    columns |= {name: np.asarray(values, dtype=np.float64) for name, values in (covariates or {}).items()}
    has_neighbours = settings.neighbours != "none" and units > 1
    near = {"intercept": np.ones((periods, units))} if has_neighbours else {}
    if has_neighbours and settings.neighbour_population:
        near["log_population"] = np.log(share)
    names = [f"endemic.{name}" for name in columns]
    names += ["autoregressive.intercept"] * settings.autoregressive + [f"neighbours.{name}" for name in near]
    if has_neighbours and settings.neighbours == "power-law":
        names.append("neighbours.decay")
    if has_neighbours and settings.neighbours == "orders":
        names += [f"neighbours.order{order}" for order in range(2, settings.max_order + 1)]
    if settings.family == "negbin1":
        names.append("dispersion")
    elif settings.family == "negbin-m":
        names += [f"dispersion.{unit + 1}" for unit in range(units)]
    return Hhh4Model(
        counts=counts,
        orders=orders,
        settings=settings if has_neighbours else replace(settings, neighbours="none"),
        names=tuple(names),
        endemic=np.array(list(columns.values())),
        offset=share if settings.population_offset else np.ones((periods, units)),
        neighbour_design=np.array(list(near.values())).reshape(len(near), periods, units),
    )
