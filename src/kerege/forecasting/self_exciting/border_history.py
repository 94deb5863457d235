"""Incidents and sections as the escalation model sees them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse, spatial
from scipy.sparse.csgraph import dijkstra

from kerege.border.network import BorderNetwork

Array = NDArray[np.float64]
Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class SectionReach:
    """S sections and which of them lie within reach of each other.

    Parameters
    ----------
    length_km : array, shape (S,)
        > 0. Where sections are places or squares of a grid, any measure of their size.
    group : int array, shape (S,)
        Index of the section group of each, 0..G - 1.
    first : int array, shape (S + 1,)
        Sections within reach of section s, itself among them, stand at first[s]..first[s + 1] - 1 of the next two.
    other : int array, shape (R,)
    km : array, shape (R,)
        Their distance from s, middle to middle.

    Raises
    ------
    ValueError
        For a length that is not positive, or arrays that do not fit.
    """

    length_km: Array
    group: Indices
    first: Indices
    other: Indices
    km: Array

    def __post_init__(self) -> None:
        if not (self.length_km > 0).all():
            raise ValueError("Sections need positive lengths.")
        if len(self.group) != len(self.length_km) or len(self.first) != len(self.length_km) + 1:
            raise ValueError("Groups and reaches of the sections do not fit their number.")
        if len(self.other) != len(self.km) or self.first[-1] != len(self.km):
            raise ValueError("The reaches of the sections do not fit each other.")

    def __len__(self) -> int:
        return len(self.length_km)


@dataclass(frozen=True, slots=True)
class BorderHistory:
    """N incidents in order of time, and the time under watch.

    Parameters
    ----------
    time_days : array, shape (N,)
        Days since any fixed moment, ascending.
    shares : array, shape (N, S)
        Share of each incident that belongs to each section; a row adds up to 1, or to 0 where nothing is known.
    weight : array, shape (N,)
        Power of each incident to set off others, relative to the usual one; > 0.
    watched_days : array, shape (W, 2)
        Beginning and end of each stretch of time under watch, in order and apart. Not reported is not zero: only what
        lies within counts as seen.

    Raises
    ------
    ValueError
        For times out of order, shares outside 0..1, weights that are not positive, stretches that overlap.
    """

    time_days: Array
    shares: Array
    weight: Array
    watched_days: Array

    def __post_init__(self) -> None:
        if (np.diff(self.time_days) < 0).any():
            raise ValueError("The incidents are not in order of time.")
        if not (len(self.time_days) == len(self.shares) == len(self.weight)):
            raise ValueError("Times, shares and weights of the incidents differ in length.")
        if (self.shares < 0).any() or (self.shares.sum(axis=1) > 1 + 1e-9).any():
            raise ValueError("The shares of an incident lie in 0..1 and add up to 1 at most.")
        if not (self.weight > 0).all():
            raise ValueError("The weight of an incident is above 0.")
        if (np.diff(self.watched_days.ravel()) < 0).any():
            raise ValueError("The stretches under watch overlap or end before they begin.")

    def __len__(self) -> int:
        return len(self.time_days)

    def until(self, as_of_days: float) -> BorderHistory:
        """The history as it was at a moment: what happened later does not exist."""
        kept = self.time_days < as_of_days
        watched = self.watched_days[self.watched_days[:, 0] < as_of_days]
        return replace(
            self,
            time_days=self.time_days[kept],
            shares=self.shares[kept],
            weight=self.weight[kept],
            watched_days=np.minimum(watched, as_of_days),
        )


def border_reach(network: BorderNetwork, *, reach_km: float) -> SectionReach:
    """The sections of a border and the km between their middles along it, within reach.

    Parameters
    ----------
    network : BorderNetwork
        A section group stands once for each of its sections.
    reach_km : float

    Examples
    --------
    >>> from kerege.border.network import section_edges
    >>> from kerege.domain.section import BorderSection, SectionGroup
    >>> common = {"name": "", "pair": "AA-BB", "part": "main", "group": "g", "left": "AA", "right": "BB"}
    >>> one = BorderSection(id="a", order=0, line=((10, 45), (10.1, 45)), length_km=8, **common)
    >>> two = BorderSection(id="b", order=1, line=((10.1, 45), (10.3, 45)), length_km=16, **common)
    >>> edges = section_edges([one, two], across_km=10)
    >>> network = BorderNetwork((one, two), (SectionGroup("g", "", "AA-BB", ("a", "b")),), edges)
    >>> reach = border_reach(network, reach_km=20)
    >>> reach.other.tolist(), reach.km.tolist()
    ([0, 1, 0, 1], [0.0, 12.0, 12.0, 0.0])
    """
    index = {section.id: i for i, section in enumerate(network.sections)}
    groups = {group.id: i for i, group in enumerate(network.groups)}
    count = len(network.sections)
    ends = np.array([(index[edge.first], index[edge.second]) for edge in network.edges], dtype=np.int64).reshape(-1, 2)
    # Distances of zero would vanish from a sparse matrix.
    km = np.maximum([edge.km for edge in network.edges], 1e-6)
    graph = sparse.csr_matrix((km, (ends[:, 0], ends[:, 1])), shape=(count, count))
    distance = np.asarray(dijkstra(graph, directed=False, limit=reach_km))
    rows, columns = np.nonzero(distance <= reach_km)
    return _reach(
        np.array([section.length_km for section in network.sections]),
        np.array([groups[section.group] for section in network.sections], dtype=np.int64),
        rows,
        columns,
        distance[rows, columns],
    )


def ground_reach(x_km: Array, y_km: Array, *, group: Indices, reach_km: float) -> SectionReach:
    """Places on a plane as sections of equal size, with the km between them, within reach.

    Examples
    --------
    >>> reach = ground_reach(np.array([0.0, 3.0, 90.0]), np.array([0.0, 4.0, 0.0]), group=np.zeros(3, int), reach_km=20)
    >>> reach.other.tolist(), reach.km.tolist()
    ([0, 1, 0, 1, 2], [0.0, 5.0, 5.0, 0.0, 0.0])
    """
    tree = spatial.cKDTree(np.column_stack([x_km, y_km]))
    near = tree.sparse_distance_matrix(tree, reach_km, output_type="coo_matrix")
    count = len(x_km)
    # The matrix leaves out distances of zero, such as that of a place to itself.
    rows, columns = np.concatenate([near.row, np.arange(count)]), np.concatenate([near.col, np.arange(count)])
    _, kept = np.unique(rows * count + columns, return_index=True)
    km = np.concatenate([near.data, np.zeros(count)])[kept]
    return _reach(np.ones(count), np.asarray(group, dtype=np.int64), rows[kept], columns[kept], km)


def _reach(length_km: Array, group: Indices, rows: NDArray[Any], columns: NDArray[Any], km: Array) -> SectionReach:
    first = np.searchsorted(rows, np.arange(len(length_km) + 1))
    return SectionReach(length_km, group, first.astype(np.int64), columns.astype(np.int64), np.asarray(km))
