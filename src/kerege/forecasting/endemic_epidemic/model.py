"""The endemic-epidemic model of given counts: its terms and means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from kerege.forecasting.endemic_epidemic.hhh4_settings import Hhh4Settings
from kerege.forecasting.endemic_epidemic.neighbour_weights import NeighbourWeights, neighbour_weights, spread

Array = NDArray[np.float64]
SMALLEST_MEAN = 1e-12
PARTS = ("endemic", "autoregressive", "neighbours")


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
    designs : tuple of three arrays, shape (K, T, S)
        Of the endemic, the autoregressive and the neighbours' part; K is 0 for a part that there is not.
    offset : array, shape (T, S)
        Multiplies the endemic part.

    Notes
    -----
    mu_it = e_it nu_it + lambda_it Y_i,t-1 + phi_it sum over j != i of w_ji Y_j,t-1; variance mu (1 + psi mu). All of
    nu, lambda, phi are exponentials of linear predictors, which may hold a deviation b_i of each unit.
    """

    counts: Array
    orders: NDArray[np.int64]
    settings: Hhh4Settings
    names: tuple[str, ...]
    designs: tuple[Array, Array, Array]
    offset: Array

    def split(self, coefficients: Array) -> tuple[Array, Array, Array, Array, Array]:
        """Endemic, autoregressive, neighbour, weight and log dispersion coefficients."""
        edges = np.cumsum([0, *(len(design) for design in self.designs), self.weight_count])
        parts = [coefficients[a:b] for a, b in pairwise(edges)]
        return parts[0], parts[1], parts[2], parts[3], coefficients[edges[-1] :]

    @property
    def weight_count(self) -> int:
        """Coefficients of the neighbours' weights."""
        if self.settings.neighbours == "power-law":
            return 1
        return self.settings.max_order - 1 if self.settings.neighbours == "orders" else 0

    @property
    def random_parts(self) -> tuple[int, ...]:
        """Numbers of the parts with a deviation of each unit, in the order of `PARTS`."""
        wanted = {"none": 0, "endemic": 1, "all": 3}[self.settings.random_intercepts]
        return tuple(part for part in range(wanted) if len(self.designs[part]))

    def weights(self, coefficients: Array) -> NeighbourWeights:
        """w_ji, from row to column, at all P coefficients."""
        return neighbour_weights(self.orders, self.settings, self.split(coefficients)[3])

    def levels(self, coefficients: Array, deviations: Array | None = None) -> Array:
        """E nu, lambda and phi, shape (3, T, S); 0 for a part that there is not.

        Parameters
        ----------
        coefficients : array, shape (P,)
        deviations : array, shape (3, S), or None
            b_i of each part.
        """
        answer = np.zeros((3, *self.counts.shape))
        for part, (own, design) in enumerate(zip(self.split(coefficients)[:3], self.designs, strict=True)):
            if len(own):
                predictor = np.einsum("k,kts->ts", own, design)
                answer[part] = np.exp(predictor if deviations is None else predictor + deviations[part])
        answer[0] *= self.offset
        return answer

    def parts(self, coefficients: Array, deviations: Array | None = None) -> Array:
        """The three summands of the mean, shape (3, T - 1, S)."""
        past = self.counts[:-1]
        answer = self.levels(coefficients, deviations)[:, 1:]
        answer[1] *= past
        answer[2] *= spread(past, self.weights(coefficients).values)
        return answer

    def means(self, coefficients: Array, deviations: Array | None = None) -> Array:
        """Mu, shape (T - 1, S)."""
        return np.asarray(np.maximum(self.parts(coefficients, deviations).sum(axis=0), SMALLEST_MEAN))

    def dispersion(self, coefficients: Array) -> Array:
        """Psi of each unit, shape (S,); 0 for Poisson."""
        log_psi = self.split(coefficients)[4]
        units = self.counts.shape[1]
        return np.zeros(units) if not len(log_psi) else np.broadcast_to(np.exp(log_psi), (units,)).copy()


def hhh4_model(
    counts: Array,
    orders: NDArray[np.int64],
    settings: Hhh4Settings,
    *,
    frequency: int,
    population: Array | None = None,
    covariates: Mapping[str, Array] | None = None,
    autoregressive_covariates: Mapping[str, Array] | None = None,
    neighbour_covariates: Mapping[str, Array] | None = None,
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
    covariates, autoregressive_covariates, neighbour_covariates : mappings of name to array, shape (T, S)
        Of the endemic, the autoregressive and the neighbours' part; those of a part that there is not are not used.

    Raises
    ------
    ValueError
        For counts that are missing or negative, orders that do not fit, a population that is needed and missing,
        random intercepts of one unit.

    Source: Held, Hoehle, Hofmann 2005, Statistical Modelling 5: 187-199; Paul and Held 2011, Statistics in Medicine
    30: 1118-1136; Meyer and Held 2014, Annals of Applied Statistics 8: 1612-1639.

    Examples
    --------
    >>> model = hhh4_model(np.ones((9, 2)), np.array([[0, 1], [1, 0]]), Hhh4Settings(harmonics=0), frequency=52)
    >>> model.names
    ('endemic.intercept', 'endemic.trend', 'autoregressive.intercept', 'neighbours.intercept', 'dispersion')
    """
    share = _share(counts, orders, settings, population)
    shape = counts.shape
    if settings.neighbours == "none" or shape[1] == 1:
        settings = replace(settings, neighbours="none", harmonics_neighbours=0)
    # Time counts from 0 at the first period, as in the literature's examples.
    time = np.arange(shape[0], dtype=np.float64)[:, None] * np.ones(shape[1])
    endemic = {"intercept": np.ones(shape)}
    if settings.trend:
        endemic["trend"] = time
    endemic |= _waves(time, settings.harmonics, frequency) | dict(covariates or {})
    own: dict[str, Array] = {}
    if settings.autoregressive:
        own = {"intercept": np.ones(shape)} | _waves(time, settings.harmonics_autoregressive, frequency)
        own |= autoregressive_covariates or {}
    near: dict[str, Array] = {}
    if settings.neighbours != "none":
        near = {"intercept": np.ones(shape)} | _waves(time, settings.harmonics_neighbours, frequency)
        near |= ({"log_population": np.log(share)} if settings.neighbour_population else {}) | dict(
            neighbour_covariates or {}
        )
    columns = (endemic, own, near)
    names = [f"{part}.{name}" for part, own in zip(PARTS, columns, strict=True) for name in own]
    if settings.neighbours == "power-law":
        names.append("neighbours.decay")
    if settings.neighbours == "orders":
        names += [f"neighbours.order{order}" for order in range(2, settings.max_order + 1)]
    if settings.family == "negbin1":
        names.append("dispersion")
    elif settings.family == "negbin-m":
        names += [f"dispersion.{unit + 1}" for unit in range(shape[1])]
    first, second, third = (
        np.array([np.broadcast_to(values, shape) for values in own.values()], dtype=np.float64).reshape(-1, *shape)
        for own in columns
    )
    return Hhh4Model(
        counts=counts,
        orders=orders,
        settings=settings,
        names=tuple(names),
        designs=(first, second, third),
        offset=share if settings.population_offset else np.ones(shape),
    )


def _share(counts: Array, orders: NDArray[np.int64], settings: Hhh4Settings, population: Array | None) -> Array:
    """Each unit's share of the population, shape (T, S), of data that fit."""
    if not np.isfinite(counts).all() or (counts < 0).any() or (counts != np.floor(counts)).any():
        raise ValueError("hhh4 needs a whole count of at least 0 for every unit and period.")
    periods, units = counts.shape
    if orders.shape != (units, units) or (orders < 0).any() or periods < 3:
        raise ValueError(f"{units} units need {units} x {units} orders of at least 0, and at least 3 periods.")
    if settings.random_intercepts != "none" and units < 2:
        raise ValueError("Random intercepts need at least 2 units.")
    needs_people = settings.population_offset or settings.neighbour_population
    if needs_people and (population is None or not (population > 0).all()):
        raise ValueError("The population of every unit is needed, and above 0.")
    return np.ones((periods, units)) if population is None else population / population.sum(axis=1, keepdims=True)


def _waves(time: Array, harmonics: int, frequency: int) -> dict[str, Array]:
    columns = {}
    for wave in range(1, harmonics + 1):
        columns[f"sin{wave}"] = np.sin(2 * np.pi * wave * time / frequency)
        columns[f"cos{wave}"] = np.cos(2 * np.pi * wave * time / frequency)
    return columns
