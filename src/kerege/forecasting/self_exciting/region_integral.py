"""Integrals over a region of the plane around each event, as line integrals along its boundary."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kerege.forecasting.self_exciting.radial_measure import RINGS, RadialMeasure
from kerege.kernel import kernel

Array = NDArray[np.float64]
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(8)
# Longest and shortest piece of a boundary edge that is integrated at once, as shares of the reach.
_LONGEST, _SHORTEST = 0.04, 0.0025


def region_measure(
    x_km: Array, y_km: Array, rings: Sequence[Array], *, reach_km: float, radii_km: Sequence[float] = ()
) -> RadialMeasure:
    r"""The part of a region within reach of each event, by distance on the plane.

    With :math:`I(r) = \int_0^r u f(u) \, du` and R the reach, the divergence theorem turns the integral of f over the
    region within R of s into one along its boundary,

    .. math:: F = \oint I(\min(|x - s|, R)) \, |x - s|^{-2} \, (x - s) \times dx

    so that nothing need be clipped and no grid laid over the region. Inside R each edge is integrated by 8-point
    Gauss on pieces that are short near the event; beyond R the term is I(R) times the angle the edge is seen under.

    Parameters
    ----------
    x_km, y_km : arrays, shape (N,)
        Places of the events; they may lie outside.
    rings : sequence of arrays, shape (n, 2)
        Boundary of the region: outer rings counter-clockwise, holes clockwise (`oriented_rings`). The last point may
        repeat the first.
    reach_km : float
    radii_km : sequence of float
        Further distances within which the area is wanted, for step kernels.

    Examples
    --------
    An event at the corner of a square of 10 km sees a quarter of the disc of 4 km.

    >>> square = np.array([[0, 0], [10, 0], [10, 10], [0, 10.0]])
    >>> measure = region_measure(np.zeros(1), np.zeros(1), [square], reach_km=4.0)
    >>> bool(np.isclose(measure.inside[0, -1], np.pi * 4**2 / 4))
    True
    """
    if not reach_km > 0:
        raise ValueError("The reach of an event in km is above 0.")
    edges = np.concatenate(
        [np.column_stack([ring, np.roll(ring, -1, axis=0)]) for ring in (np.asarray(own, float) for own in rings)]
    )
    # An edge of no length, as where the last point repeats the first, is seen under no angle.
    edges = np.ascontiguousarray(edges[(edges[:, :2] != edges[:, 2:]).any(axis=1)])
    radii = (*sorted({float(own) for own in radii_km if own < reach_km}), float(reach_km))
    points = np.ascontiguousarray(np.column_stack([x_km, y_km]), dtype=np.float64)
    weights = np.zeros((len(points), RINGS + 1))
    _add_boundary(points, edges, float(reach_km), _NODES, _WEIGHTS, weights)
    inside = np.zeros((len(points), len(radii)))
    _add_areas(points, edges, np.array(radii), inside)
    return RadialMeasure(weights, float(reach_km), 2, radii, inside)


def oriented_rings(polygons: Sequence[tuple[Array, Sequence[Array]]]) -> list[Array]:
    """Outer rings counter-clockwise and holes clockwise.

    Parameters
    ----------
    polygons : sequence of (outer ring, holes)
        Rings of shape (n, 2).

    Examples
    --------
    >>> [ring] = oriented_rings([(np.array([[0, 0], [0, 1], [1, 0.0]]), [])])
    >>> ring.tolist()
    [[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]]
    """
    result = []
    for outer, holes in polygons:
        result.append(outer if signed_area(outer) > 0 else outer[::-1])
        result += [hole if signed_area(hole) < 0 else hole[::-1] for hole in holes]
    return result


def signed_area(ring: Array) -> float:
    """Area within a ring of shape (n, 2), negative where it runs clockwise."""
    x, y = (ring - ring[0]).T
    return float(x @ np.roll(y, -1) - np.roll(x, -1) @ y) / 2


@kernel()
def _crossings(ax: float, ay: float, dx: float, dy: float, radius: float) -> tuple[float, float]:
    """Shares of an edge, seen from the origin, at which it enters and leaves a disc; equal where it does not."""
    length = dx * dx + dy * dy
    middle = -(ax * dx + ay * dy) / length
    cross = ax * dy - ay * dx
    room = radius * radius - cross * cross / length
    if room <= 0:
        return 1.0, 1.0
    half = np.sqrt(room / length)
    enter, leave = max(0.0, middle - half), min(1.0, middle + half)
    if leave <= enter:
        return 1.0, 1.0
    return enter, leave


@kernel()
def _angle(ax: float, ay: float, bx: float, by: float) -> float:
    return float(np.arctan2(ax * by - ay * bx, ax * bx + ay * by))


@kernel()
def _add_boundary(
    points: Array, edges: Array, reach_km: float, nodes: Array, node_weights: Array, weights: Array
) -> None:
    rings = weights.shape[1] - 1
    longest, shortest = _LONGEST * reach_km, _SHORTEST * reach_km
    for j in range(len(points)):
        for e in range(len(edges)):
            ax, ay = edges[e, 0] - points[j, 0], edges[e, 1] - points[j, 1]
            bx, by = edges[e, 2] - points[j, 0], edges[e, 3] - points[j, 1]
            dx, dy = bx - ax, by - ay
            enter, leave = _crossings(ax, ay, dx, dy, reach_km)
            if leave <= enter:
                weights[j, rings] += reach_km**2 * _angle(ax, ay, bx, by)
                continue
            if enter > 0:
                weights[j, rings] += reach_km**2 * _angle(ax, ay, ax + enter * dx, ay + enter * dy)
            if leave < 1:
                weights[j, rings] += reach_km**2 * _angle(ax + leave * dx, ay + leave * dy, bx, by)
            cross = ax * dy - ay * dx
            length = np.sqrt(dx * dx + dy * dy)
            at = enter
            while at < leave:
                away = np.hypot(ax + at * dx, ay + at * dy)
                step = min(max(0.5 * away, shortest), longest) / length
                # No sliver is left over for a piece of its own.
                to = leave if at + 1.3 * step >= leave else at + step
                half, middle = (to - at) / 2, (to + at) / 2
                for q in range(len(nodes)):
                    share = middle + half * nodes[q]
                    distance = np.hypot(ax + share * dx, ay + share * dy)
                    place = np.sqrt(min(distance / reach_km, 1.0)) * rings
                    low = min(max(int(place) - 1, 0), rings - 3)
                    u = place - low
                    amount = cross * half * node_weights[q]
                    # Cubic through four neighbouring rings.
                    weights[j, low] -= amount * (u - 1) * (u - 2) * (u - 3) / 6
                    weights[j, low + 1] += amount * u * (u - 2) * (u - 3) / 2
                    weights[j, low + 2] -= amount * u * (u - 1) * (u - 3) / 2
                    weights[j, low + 3] += amount * u * (u - 1) * (u - 2) / 6
                at = to


@kernel()
def _add_areas(points: Array, edges: Array, radii: Array, inside: Array) -> None:
    """Exact areas of the region within discs: triangles where the boundary is inside, sectors where it is outside."""
    for j in range(len(points)):
        for e in range(len(edges)):
            ax, ay = edges[e, 0] - points[j, 0], edges[e, 1] - points[j, 1]
            bx, by = edges[e, 2] - points[j, 0], edges[e, 3] - points[j, 1]
            dx, dy = bx - ax, by - ay
            cross = ax * dy - ay * dx
            whole = 0.0 if cross == 0 else _angle(ax, ay, bx, by)
            for r in range(len(radii)):
                enter, leave = _crossings(ax, ay, dx, dy, radii[r])
                if leave <= enter:
                    inside[j, r] += radii[r] ** 2 * whole / 2
                    continue
                inside[j, r] += cross * (leave - enter) / 2
                if enter > 0:
                    inside[j, r] += radii[r] ** 2 * _angle(ax, ay, ax + enter * dx, ay + enter * dy) / 2
                if leave < 1:
                    inside[j, r] += radii[r] ** 2 * _angle(ax + leave * dx, ay + leave * dy, bx, by) / 2
