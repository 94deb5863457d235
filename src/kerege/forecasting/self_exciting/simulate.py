"""Made-up histories from a twinstim model, by branching: what happens by itself, and what that sets off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kerege.forecasting.self_exciting.kernels import SpatialKernel
from kerege.forecasting.self_exciting.likelihood import Twinstim
from kerege.forecasting.self_exciting.radial_measure import ring_distances
from kerege.forecasting.self_exciting.time_kernels import TimeKernel

Array = NDArray[np.float64]
Indices = NDArray[np.int64]
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(6)


@dataclass(frozen=True, slots=True)
class SimulatedEvents:
    """N made-up events in order of time.

    Parameters
    ----------
    time_days, x_km, y_km : arrays, shape (N,)
    kind : int array, shape (N,)
    tile : int array, shape (N,)
        Tile of an event that happened by itself; -1 for one that was set off.
    marks : array, shape (N, E)
    parent : int array, shape (N,)
        The event that set it off; -1 where none did.
    """

    time_days: Array
    x_km: Array
    y_km: Array
    kind: Indices
    tile: Indices
    marks: Array
    parent: Indices

    def __len__(self) -> int:
        return len(self.time_days)


def simulate_twinstim(
    model: Twinstim,
    coefficients: Array,
    *,
    place_in_tile: Callable[[Indices, np.random.Generator], Array],
    is_inside: Callable[[Array], NDArray[np.bool_]],
    rng: np.random.Generator,
    most_events: int = 200_000,
) -> SimulatedEvents:
    """One history of the model's study, from its grid, kernels and coefficients; its events lend only their marks.

    Events that happen by themselves are Poisson in each cell. Each event then sets off a Poisson number of others on
    the whole plane, of which those outside the region or after the end are dropped: that is exactly the model's
    intensity. A follow-on takes its marks from a random event of its kind in the model.

    Parameters
    ----------
    place_in_tile : function of (tile indices, rng)
        A uniform place in each of these tiles, shape (n, 2).
    is_inside : function of places, shape (n, 2)
        Whether each lies in the region.
    most_events : int
        A history that grows longer is an explosion.

    Raises
    ------
    ValueError
        If there are more than `most_events`: each event sets off one or more others.
    """
    endemic, marks, theta, alpha = model.parts(coefficients)
    grid, kinds = model.grid, model.events.kinds
    rate = np.exp(grid.log_rate(endemic[: len(grid.names)])) * grid.size * (grid.stop_days - grid.start_days)
    counts = rng.poisson(np.exp(model.kind_log_levels(endemic))[:, None] * rate)
    kind = np.repeat(np.arange(kinds), counts.sum(axis=1))
    cell = np.concatenate([np.repeat(np.arange(len(rate)), own) for own in counts])
    time = grid.start_days[cell] + rng.uniform(size=len(cell)) * (grid.stop_days - grid.start_days)[cell]
    tile = grid.tile[cell]
    place = place_in_tile(tile, rng).reshape(-1, 2)
    columns = [time, place, kind, tile, _marks_for(model, kind, rng), np.full(len(kind), -1)]
    youngest, first = columns, 0
    while model.measure is not None and len(youngest[0]):
        found, parent = _follow_ons(model, model.measure.reach_km, marks, theta, alpha, youngest, rng)
        kept = (found[0] <= grid.end_days) & is_inside(found[1])
        youngest = [own[kept] for own in found] + [parent[kept] + first]
        first = len(columns[0])
        columns = [np.concatenate([own, new]) for own, new in zip(columns, youngest, strict=True)]
        if len(columns[0]) > most_events:
            raise ValueError(f"The model explodes: more than {most_events} events.")
    order = np.argsort(columns[0], kind="stable")
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    time, place, kind, tile, own_marks, parent = (own[order] for own in columns)
    known = np.where(parent >= 0, rank[parent] if len(rank) else parent, -1)
    return SimulatedEvents(time, place[:, 0], place[:, 1], kind, tile, own_marks, known)


def draw_distances(
    kernel: SpatialKernel, theta: Array, *, reach_km: float, count: int, rng: np.random.Generator
) -> tuple[Array, float]:
    """Distances of follow-ons on the plane, with density proportional to r f(r) up to the reach.

    Returns
    -------
    distances_km : array, shape (count,)
    integral : float
        2 pi times the integral of r f(r), in km^2.
    """
    edges = np.unique(np.concatenate([ring_distances(reach_km), kernel.breaks_km]))
    low, high = edges[:-1, None], edges[1:, None]
    nodes = (low + high) / 2 + (high - low) / 2 * _NODES
    mass = (nodes * kernel.value(nodes, theta)) @ _WEIGHTS * np.diff(edges) / 2
    return _within(edges**2, mass, count, rng) ** 0.5, float(2 * np.pi * mass.sum())


def draw_lags(
    kernel: TimeKernel, alpha: Array, *, reach_days: float, count: int, rng: np.random.Generator
) -> tuple[Array, float]:
    """Lags of follow-ons, with density proportional to g up to the reach, and the integral of g in days."""
    edges = np.unique(np.concatenate([np.linspace(0, reach_days, 2001), kernel.breaks_days]))
    edges = edges[edges <= reach_days]
    until = kernel.integral(edges, alpha)
    return _within(edges, np.diff(until), count, rng), float(until[-1])


def _within(edges: Array, mass: Array, count: int, rng: np.random.Generator) -> Array:
    """Numbers from a density that is even between edges, shape (count,)."""
    total = np.concatenate([[0.0], np.cumsum(mass)])
    return np.asarray(np.interp(rng.uniform(0, total[-1], count), total, edges))


def _follow_ons(
    model: Twinstim,
    reach_km: float,
    marks: Array,
    theta: Array,
    alpha: Array,
    parents: list[NDArray[Any]],
    rng: np.random.Generator,
) -> tuple[list[NDArray[Any]], Indices]:
    """Time, place, kind, tile and marks of all follow-ons of some events, and the index of each one's parent."""
    time, place, kind, _, own_marks, _ = parents
    _, area = draw_distances(model.space, theta, reach_km=reach_km, count=0, rng=rng)
    _, days = draw_lags(model.time, alpha, reach_days=model.reach_days, count=0, rng=rng)
    expected = np.exp(own_marks @ marks)[:, None] * model.triggers[kind] * area * days
    counts = rng.poisson(expected)
    parent = np.repeat(np.arange(len(time)), counts.sum(axis=1))
    new_kind = np.concatenate([np.repeat(np.arange(counts.shape[1]), own) for own in counts])
    count = len(parent)
    distance, _ = draw_distances(model.space, theta, reach_km=reach_km, count=count, rng=rng)
    lag, _ = draw_lags(model.time, alpha, reach_days=model.reach_days, count=count, rng=rng)
    angle = rng.uniform(0, 2 * np.pi, count)
    where = place[parent] + (distance * np.array([np.cos(angle), np.sin(angle)])).T
    return [time[parent] + lag, where, new_kind, np.full(count, -1), _marks_for(model, new_kind, rng)], parent


def _marks_for(model: Twinstim, kind: Indices, rng: np.random.Generator) -> Array:
    """Marks of random events of the same kind, shape (n, E); of any kind where the model has none of it."""
    result = np.empty((len(kind), model.events.marks.shape[1]))
    for k in range(model.events.kinds):
        pool = np.flatnonzero(model.events.kind == k)
        pool = pool if len(pool) else np.arange(len(model.events))
        mine = kind == k
        result[mine] = model.events.marks[rng.choice(pool, int(mine.sum()))]
    return result
