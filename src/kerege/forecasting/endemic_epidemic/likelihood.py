"""Likelihood of the endemic-epidemic model and its derivatives, by coefficients and by units' deviations."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kerege.forecasting.endemic_epidemic.arrow_matrix import ArrowMatrix
from kerege.forecasting.endemic_epidemic.count_law import MeanSlopes, dispersion_slopes, log_probability, mean_slopes
from kerege.forecasting.endemic_epidemic.model import SMALLEST_MEAN, Hhh4Model
from kerege.forecasting.endemic_epidemic.neighbour_weights import spread

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Hhh4Derivatives:
    """Slopes of the log likelihood and minus its second derivatives.

    Parameters
    ----------
    common : array, shape (P,)
        Gradient by the coefficients.
    effects : array, shape (C, S)
        Gradient by the deviations of the C parts that have them.
    information : ArrowMatrix
    """

    common: Array
    effects: Array
    information: ArrowMatrix


def log_likelihood(model: Hhh4Model, coefficients: Array, deviations: Array | None = None) -> float:
    """Sum of log P(Y_it | past) over t = 2 .. T.

    Parameters
    ----------
    model : Hhh4Model
    coefficients : array, shape (P,)
    deviations : array, shape (3, S), or None

    Examples
    --------
    Two weeks of one unit with mean 1 and no event: -1 each.

    >>> from kerege.forecasting.endemic_epidemic.hhh4_settings import Hhh4Settings
    >>> from kerege.forecasting.endemic_epidemic.model import hhh4_model
    >>> settings = Hhh4Settings(family="poisson", harmonics=0, trend=False, autoregressive=False)
    >>> log_likelihood(hhh4_model(np.zeros((3, 1)), np.zeros((1, 1), int), settings, frequency=52), np.zeros(1))
    -2.0
    """
    mean = model.means(coefficients, deviations)
    return float(log_probability(model.counts[1:], mean, model.dispersion(coefficients)).sum())


def derivatives(
    model: Hhh4Model,
    coefficients: Array,
    deviations: Array | None = None,
    *,
    effects: tuple[int, ...] = (),
    observed: bool = True,
) -> Hhh4Derivatives:
    """Gradient and information of the log likelihood.

    Parameters
    ----------
    model : Hhh4Model
    coefficients : array, shape (P,)
    deviations : array, shape (3, S), or None
    effects : tuple of int
        Parts whose deviations are free.
    observed : bool
        Minus the second derivatives themselves; else their expectation, for the dispersions the positive curvature.
    """
    parts = model.parts(coefficients, deviations)
    mean = np.maximum(parts.sum(axis=0), SMALLEST_MEAN)
    psi, y = model.dispersion(coefficients), model.counts[1:]
    change = mean_slopes(y, mean, psi)
    level = model.levels(coefficients, deviations)[2, 1:]
    slopes, rows = _slopes(model, coefficients, level, parts)
    count, number = len(slopes), len(coefficients)
    curve = change.observed if observed else change.expected
    common, corner = np.zeros(number), np.zeros((number, number))
    common[:count] = np.einsum("kts,ts->k", slopes, change.slope)
    corner[:count, :count] = np.einsum("kts,mts->km", slopes * curve, slopes)
    cross, blocks = _effects(slopes, parts[list(effects)], change, rows, effects, observed)
    cross = np.concatenate([cross, np.zeros((number - count, *cross.shape[1:]))])
    if observed:
        corner[:count, :count] -= _bends(model, coefficients, level, slopes, rows, change.slope)
    if number > count:
        _add_dispersion(model, coefficients, mean, common, corner, observed)
        if observed:
            _add_mixed(slopes, parts[list(effects)], change.mixed, corner, cross)
    by_unit = np.einsum("cts,ts->cs", parts[list(effects)], change.slope)
    return Hhh4Derivatives(common, by_unit, ArrowMatrix(corner, cross, blocks))


def _slopes(model: Hhh4Model, coefficients: Array, level: Array, parts: Array) -> tuple[Array, tuple[slice, ...]]:
    """Derivatives of mu by all but the dispersion, shape (., T - 1, S), and the rows of each part and the weights."""
    slopes, rows, start = [], [], 0
    for part, design in zip(parts, model.designs, strict=True):
        slopes.append(part * design[:, 1:])
        rows.append(slice(start, start + len(design)))
        start += len(design)
    if model.weight_count:
        bends = model.weights(coefficients).slopes
        slopes += [(level * spread(model.counts[:-1], bend))[None] for bend in bends]
    rows.append(slice(start, start + model.weight_count))
    return np.concatenate(slopes), tuple(rows)


def _effects(
    slopes: Array,
    free: Array,
    change: MeanSlopes,
    rows: tuple[slice, ...],
    effects: tuple[int, ...],
    observed: bool,
) -> tuple[Array, Array]:
    """Information between coefficients and deviations, (., C, S), and of a unit's deviations, (S, C, C)."""
    curved = free * (change.observed if observed else change.expected)
    cross = np.empty((len(slopes), len(free), free.shape[2]))
    for own, part in enumerate(curved):
        cross[:, own] = np.einsum("kts,ts->ks", slopes, part)
    blocks = np.einsum("cts,dts->scd", curved, free)
    if observed:
        for own, part in enumerate(effects):
            bent = [rows[part], rows[3]] if part == 2 else [rows[part]]
            for where in bent:
                cross[where, own] -= np.einsum("kts,ts->ks", slopes[where], change.slope)
            blocks[:, own, own] -= (free[own] * change.slope).sum(axis=0)
    return cross, blocks


def _bends(
    model: Hhh4Model,
    coefficients: Array,
    level: Array,
    slopes: Array,
    rows: tuple[slice, ...],
    pull: Array,
) -> Array:
    """Sum of dl/dmu times the second derivatives of mu, shape (., .)."""
    answer = np.zeros((len(slopes), len(slopes)))
    pulled = slopes * pull
    for where, design in zip(rows[:3], model.designs, strict=True):
        answer[where, where] = np.einsum("kts,mts->km", pulled[where], design[:, 1:])
    if model.weight_count:
        near, weight = rows[2], rows[3]
        mixed = np.einsum("kts,mts->km", pulled[weight], model.designs[2][:, 1:])
        answer[weight, near], answer[near, weight] = mixed, mixed.T
        answer[weight, weight] = model.weights(coefficients).curvature(spread(model.counts[:-1].T, pull * level))
    return answer


def _add_dispersion(
    model: Hhh4Model, coefficients: Array, mean: Array, common: Array, corner: Array, observed: bool
) -> None:
    first, second = dispersion_slopes(model.counts[1:], mean, model.dispersion(coefficients))
    start = len(common) - len(model.split(coefficients)[4])
    slope, curve = first.sum(axis=0), -second.sum(axis=0)
    if len(common) - start == 1:
        slope, curve = slope.sum(keepdims=True), curve.sum(keepdims=True)
    common[start:] = slope
    corner[start:, start:] = np.diag(curve if observed else np.maximum(curve, 1e-6))


def _add_mixed(slopes: Array, free: Array, mixed: Array, corner: Array, cross: Array) -> None:
    """Information between dispersions and everything else."""
    count, number = len(slopes), len(corner)
    by_unit = np.einsum("kts,ts->ks", slopes, mixed)
    at_effects = np.einsum("cts,ts->cs", free, mixed)
    if number - count == 1:
        by_unit = by_unit.sum(axis=1, keepdims=True)
        cross[count] = at_effects
    else:
        units = np.arange(number - count)
        cross[count + units, :, units] = at_effects.T
    corner[:count, count:], corner[count:, :count] = by_unit, by_unit.T
