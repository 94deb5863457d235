"""The places that may form a cluster together: growing circles, and growing stretches of a network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

Array = NDArray[np.float64]
EARTH_KM = 6367.0
SAME_KM = 1e-9


@dataclass(frozen=True, slots=True)
class Zones:
    """Z lists of places; each beginning of a list, at its marked ends, is a zone.

    Parameters
    ----------
    start : int64 array, shape (Z + 1,)
        Where each list begins in the arrays below.
    member : int32 array
        Places in the order in which the zone grows over them; the first is its centre or end.
    reach_km : float array
        How far each place lies from the first of its list.
    closes : bool array
        Whether a zone may end here: places equally far enter together.
    """

    start: NDArray[np.int64]
    member: NDArray[np.int32]
    reach_km: Array
    closes: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.start) - 1

    def within(self, weight: Array, largest: float) -> Zones:
        """The lists cut where their places together weigh more than `largest`.

        Parameters
        ----------
        weight : array, shape (L,)
            Of each place, >= 0.
        largest : float
        """
        walked = np.concatenate([[0.0], np.cumsum(weight[self.member])])
        inside = walked[1:] - np.repeat(walked[self.start[:-1]], np.diff(self.start)) <= largest * (1 + 1e-12)
        # Weights are not negative, so what is inside is a beginning of each list. A half group is no zone.
        start = np.concatenate([[0], np.cumsum(inside)]).astype(np.int64)[self.start]
        return Zones(start, self.member[inside], self.reach_km[inside], self.closes[inside])


def _zones(lists: Sequence[NDArray[np.int32]], reaches: Sequence[Array]) -> Zones:
    start = np.concatenate([[0], np.cumsum([len(own) for own in lists])]).astype(np.int64)
    member = np.concatenate(lists) if lists else np.zeros(0, dtype=np.int32)
    reach = np.concatenate(reaches) if reaches else np.zeros(0)
    closes = np.ones(len(member), dtype=np.bool_)
    if len(member):
        closes[:-1] = reach[1:] - reach[:-1] > SAME_KM
        closes[start[1:-1] - 1] = True
    return Zones(start, member, reach, closes)


def circles(points: Array, *, max_km: float | None) -> Zones:
    """Around each place, all others by distance.

    Parameters
    ----------
    points : array, shape (L, 2) or (L, 3)
        Places on a plane in km, or on the unit sphere (`on_sphere`), where distance is EARTH_KM times the angle.
    max_km : float or None
        Largest radius.

    Examples
    --------
    >>> found = circles(np.array([[0.0, 0.0], [3.0, 4.0], [0.0, 1.0]]), max_km=4.5)
    >>> found.member.tolist(), found.start.tolist()
    ([0, 2, 1, 2, 2, 0, 1], [0, 2, 4, 7])
    >>> found.reach_km.round(3).tolist()
    [0.0, 1.0, 0.0, 4.243, 0.0, 1.0, 4.243]
    """
    is_sphere = points.shape[1] == 3
    limit = np.inf if max_km is None else max_km * (1 + 1e-12) + SAME_KM
    tree = cKDTree(points)
    # The chord is a little shorter than the arc, so nothing is missed.
    radius = min(limit / EARTH_KM, 2.0) if is_sphere else limit
    lists, reaches = [], []
    for centre in range(len(points)):
        near = np.array(tree.query_ball_point(points[centre], radius), dtype=np.int32)
        step = points[near] - points[centre]
        km = np.sqrt((step**2).sum(axis=1))
        if is_sphere:
            km = 2 * EARTH_KM * np.arcsin(np.minimum(km / 2, 1.0))
        # The centre first, also where another place lies on the same point; then by distance and index.
        order = np.lexsort((near, near != centre, km))
        kept = order[km[order] <= limit]
        lists.append(near[kept])
        reaches.append(km[kept])
    return _zones(lists, reaches)


def on_sphere(latitudes: Array, longitudes: Array) -> Array:
    """Points of the unit sphere, shape (L, 3), from degrees.

    Examples
    --------
    >>> on_sphere(np.array([0.0, 90.0]), np.array([90.0, 0.0])).round(6).tolist()
    [[0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]
    """
    phi, lam = np.radians(latitudes), np.radians(longitudes)
    return np.column_stack([np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)])


def stretches(places: int, edges: Sequence[tuple[int, int, float]], *, max_km: float | None) -> Zones:
    """Connected stretches of a network, such as the sections of a border.

    From each place, and through each of its edges, a stretch grows along the network by distance from that place
    without turning back through it. On a line this gives every run of neighbours once from each end; on a ring every
    arc; where lines meet, the stretch grows into all of them. Where three or more edges meet it also grows to all sides
    at once, half as far, so that no stretch is longer than `max_km` from end to end.

    Parameters
    ----------
    places : int
        L.
    edges : sequence of (place, place, km)
    max_km : float or None
        Longest way from one end of a stretch; None: no limit.

    Raises
    ------
    ValueError
        For an edge to an unknown place, to itself, or without a length.

    Examples
    --------
    Three places in a row, 5 km apart, and stretches of at most 7 km: from each end to its neighbour.

    >>> found = stretches(3, [(0, 1, 5.0), (1, 2, 5.0)], max_km=7)
    >>> [found.member[a:b].tolist() for a, b in zip(found.start[:-1], found.start[1:])]
    [[0, 1], [1, 0], [1, 2], [2, 1]]
    """
    neighbours: list[list[tuple[int, float]]] = [[] for _ in range(places)]
    for a, b, km in edges:
        if not (0 <= a < places and 0 <= b < places) or a == b or not km > 0:
            raise ValueError(f"An edge joins two different known places and has a length, not {(a, b, km)}.")
        neighbours[a].append((b, km))
        neighbours[b].append((a, km))
    limit = np.inf if max_km is None else max_km
    lists, reaches = [], []
    for place in range(places):
        ways = [[own] for own in neighbours[place]]
        if not ways:
            ways = [[]]
        if len(neighbours[place]) > 2:
            ways.append(neighbours[place])
        for way in ways:
            farthest = limit / 2 if len(way) > 1 else limit
            member, reach = _grown(place, way, neighbours, farthest)
            lists.append(np.array(member, dtype=np.int32))
            reaches.append(np.array(reach))
    return _zones(lists, reaches)


def _grown(
    place: int, first: Sequence[tuple[int, float]], neighbours: Sequence[Sequence[tuple[int, float]]], limit: float
) -> tuple[list[int], list[float]]:
    """Places by distance from the first one, the first step through the named edges only."""
    reached: dict[int, float] = {place: 0.0}
    waiting: list[tuple[float, int]] = []
    for other, km in first:
        heappush(waiting, (km, other))
    while waiting:
        far, own = heappop(waiting)
        if own in reached or far > limit:
            continue
        reached[own] = far
        for other, km in neighbours[own]:
            if other not in reached:
                heappush(waiting, (far + km, other))
    return list(reached), list(reached.values())
