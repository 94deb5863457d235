"""Distances and integrals along the border: what lies within reach of an event on the lines themselves."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import dijkstra

from kerege.border.ground import cumulative_km, distance_km
from kerege.border.network import BorderNetwork
from kerege.border.segments import Segments
from kerege.forecasting.self_exciting.radial_measure import RINGS, RadialMeasure

Array = NDArray[np.float64]
Indices = NDArray[np.int64]
_AT_ONCE = 200  # events; keeps the memory small


@dataclass(frozen=True, slots=True)
class BorderPlaces:
    """N points on the border.

    Parameters
    ----------
    section : int array, shape (N,)
        Index of the section.
    along_km : array, shape (N,)
        Km from its beginning.
    away_km : array, shape (N,)
        How far the given point lay from the line.
    """

    section: Indices
    along_km: Array
    away_km: Array


@dataclass(frozen=True)
class BorderWays:
    """The border as a network that can be walked.

    Every section is two edges that meet in its middle. Ends of neighbouring sections are one node; two sections that
    face each other across a strip of land are joined from middle to middle. Events happen on the sections, not on
    what joins them.

    Parameters
    ----------
    network : BorderNetwork

    Examples
    --------
    >>> from kerege.domain.section import BorderSection
    >>> from kerege.border.network import section_edges
    >>> common = {"name": "", "pair": "AA-BB", "part": "main", "group": "g", "left": "AA", "right": "BB"}
    >>> one = BorderSection(id="a", order=0, line=((10, 45), (10.1, 45)), length_km=7.886, **common)
    >>> two = BorderSection(id="b", order=1, line=((10.1, 45), (10.3, 45)), length_km=15.771, **common)
    >>> ways = BorderWays(BorderNetwork((one, two), (), section_edges([one, two], across_km=10)))
    >>> places = ways.place(np.array([10.05, 10.2]), np.array([45.0, 45.0]))
    >>> ways.distances_km(places).round(2).tolist()
    [[0.0, 11.83], [11.83, 0.0]]
    """

    network: BorderNetwork

    @cached_property
    def lengths_km(self) -> Array:
        """Length of each section, shape (S,)."""
        return np.array([section.length_km for section in self.network.sections])

    @cached_property
    def ends(self) -> Indices:
        """Nodes of the beginning, middle and end of each section, shape (S, 3)."""
        sections = self.network.sections
        index = {section.id: i for i, section in enumerate(sections)}
        node = np.arange(3 * len(sections)).reshape(-1, 3)
        parent = np.arange(3 * len(sections))

        def root(i: int) -> int:
            while parent[i] != i:
                i = int(parent[i])
            return i

        at: dict[tuple[float, float], int] = {}
        for i, section in enumerate(sections):
            for end, point in ((0, section.line[0]), (2, section.line[-1])):
                own = root(int(node[i, end]))
                parent[own] = root(at.setdefault(point, own))
        for edge in self.network.edges:
            if edge.kind != "along":
                continue
            a, b = index[edge.first], index[edge.second]
            lines = sections[a].line, sections[b].line
            gaps = [(distance_km(lines[0][-p // 2], lines[1][-q // 2]), p, q) for p in (0, 2) for q in (0, 2)]
            _, p, q = min(gaps)
            parent[root(int(node[a, p]))] = root(int(node[b, q]))
        return np.array([root(int(own)) for own in node.ravel()], dtype=np.int64).reshape(-1, 3)

    @cached_property
    def graph(self) -> sparse.csr_matrix:
        """Km between nodes that are joined, symmetric."""
        half, size = self.lengths_km / 2, 3 * len(self.lengths_km)
        index = {section.id: i for i, section in enumerate(self.network.sections)}
        across = [edge for edge in self.network.edges if edge.kind != "along"]
        one = [*self.ends[:, 0], *self.ends[:, 1], *(self.ends[index[edge.first], 1] for edge in across)]
        other = [*self.ends[:, 1], *self.ends[:, 2], *(self.ends[index[edge.second], 1] for edge in across)]
        shortest: dict[tuple[int, int], float] = {}
        for a, b, km in zip(one, other, [*half, *half, *(edge.km for edge in across)], strict=True):
            key = (min(int(a), int(b)), max(int(a), int(b)))
            shortest[key] = min(float(km), shortest.get(key, np.inf))
        rows, columns = np.array(list(shortest), dtype=np.int64).T
        return sparse.csr_matrix((list(shortest.values()), (rows, columns)), shape=(size, size))

    def place(self, longitude: Array, latitude: Array) -> BorderPlaces:
        """The nearest point of the border of each of N points, given in degrees."""
        pieces = Segments(self.network.sections)
        nearest = pieces.nearest(np.column_stack([longitude, latitude]), np.zeros(len(longitude)))
        section = pieces.section[nearest.segment].astype(np.int64)
        first = np.searchsorted(pieces.section, section)
        along = np.empty(len(section))
        for i, (own, piece) in enumerate(zip(section, nearest.segment - first, strict=True)):
            walked = cumulative_km(self.network.sections[own].line)
            share = (walked[piece] + nearest.share[i] * (walked[piece + 1] - walked[piece])) / walked[-1]
            along[i] = share * self.lengths_km[own]
        return BorderPlaces(section, along, nearest.distance_km)

    def to_nodes_km(self, places: BorderPlaces) -> Array:
        """Km along the border from each point to each node, shape (N, nodes)."""
        after, half = self._halves(places)
        near = np.where(after, places.along_km - half, places.along_km)
        left, right = self.ends[places.section, after], self.ends[places.section, after + 1]
        wanted, rank = np.unique(np.concatenate([left, right]), return_inverse=True)
        walked = np.asarray(dijkstra(self.graph, directed=False, indices=wanted))
        count = len(places.section)
        return np.asarray(
            np.minimum(near[:, None] + walked[rank[:count]], (half - near)[:, None] + walked[rank[count:]])
        )

    def distances_km(self, places: BorderPlaces) -> Array:
        """Km along the border between each two points, shape (N, N); infinite where there is no way."""
        to_nodes = self.to_nodes_km(places)
        after, half = self._halves(places)
        near = np.where(after, places.along_km - half, places.along_km)
        left, right = self.ends[places.section, after], self.ends[places.section, after + 1]
        result = np.minimum(to_nodes[:, left] + near, to_nodes[:, right] + half - near)
        same = (places.section[:, None] == places.section) & (after[:, None] == after)
        direct = np.abs(places.along_km[:, None] - places.along_km)
        return np.where(same, np.minimum(direct, result), result)

    def measure(self, places: BorderPlaces, *, reach_km: float, radii_km: tuple[float, ...] = ()) -> RadialMeasure:
        r"""The km of border within reach of each event, by distance along it.

        An edge of length L whose ends are A and B km away is seen from both ends, up to the point where the two ways
        are equally long; with :math:`K(r) = \int_0^r f` its part of the integral is

        .. math:: K(x) - K(A) + K(L + A + B - x) - K(B), \quad x = (A + B + L) / 2

        where every distance is cut at the reach. The edge an event lies on is two edges that begin at it.
        """
        radii = (*sorted({float(own) for own in radii_km if own < reach_km}), float(reach_km))
        count = len(places.section)
        weights, inside = np.zeros((count, RINGS + 1)), np.zeros((count, len(radii)))
        for start in range(0, count, _AT_ONCE):
            some = np.arange(start, min(start + _AT_ONCE, count))
            part = BorderPlaces(places.section[some], places.along_km[some], places.away_km[some])
            event, one, other, span = self._edges_seen(part, reach_km)
            meet = (one + other + span) / 2
            for sign, distance in ((1, meet), (-1, one), (1, meet), (-1, other)):
                _add_distances(weights, event + start, np.minimum(distance, reach_km), sign, reach_km)
                for r, radius in enumerate(radii):
                    inside[some, r] += sign * np.bincount(event, np.minimum(distance, radius), len(some))
        return RadialMeasure(weights, float(reach_km), 1, radii, inside)

    def _edges_seen(self, places: BorderPlaces, reach_km: float) -> tuple[Indices, Array, Array, Array]:
        """Event, km to either end and length of each edge of which an end is within reach of an event."""
        to_nodes = self.to_nodes_km(places)
        after, half = self._halves(places)
        left, middle, right = self.ends.T
        first, last = np.concatenate([left, middle]), np.concatenate([middle, right])
        rows = np.arange(len(places.section))
        own = places.section + after * len(self.lengths_km)
        span = np.tile(self.lengths_km / 2, (len(rows), 2))
        span[rows, own] = 0.0
        near = np.where(after, places.along_km - half, places.along_km)
        zero = np.zeros((len(rows), 2))
        one = np.hstack([to_nodes[:, first], zero])
        other = np.hstack([to_nodes[:, last], to_nodes[rows, first[own]][:, None], to_nodes[rows, last[own]][:, None]])
        span = np.hstack([span, np.column_stack([near, half - near])])
        event, edge = np.nonzero((np.minimum(one, other) < reach_km) & (span > 0))
        return event, one[event, edge], other[event, edge], span[event, edge]

    def _halves(self, places: BorderPlaces) -> tuple[Indices, Array]:
        """Whether each point lies in the second half of its section (1) or the first (0), and the km of a half."""
        half = self.lengths_km[places.section] / 2
        return (places.along_km > half).astype(np.int64), half


def _add_distances(weights: Array, rows: Indices, distance: Array, sign: int, reach_km: float) -> None:
    """Add sign * K(distance) to rows of a table of J(r) = K(r) / r, by cubics through four rings."""
    place = np.sqrt(distance / reach_km) * RINGS
    low = np.clip(place.astype(np.int64) - 1, 0, RINGS - 3)
    u = place - low
    shares = (
        -(u - 1) * (u - 2) * (u - 3) / 6,
        u * (u - 2) * (u - 3) / 2,
        -u * (u - 1) * (u - 3) / 2,
        u * (u - 1) * (u - 2) / 6,
    )
    for step, share in enumerate(shares):
        np.add.at(weights, (rows, low + step), sign * distance * share)
