"""The straight pieces that sections are made of, as arrays, and which of them are near a point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from kerege.border.ground import Plane, offset_km
from kerege.domain.section import BorderSection

# The plane on which neighbours are looked up is right to half a per cent; look a little farther, then measure exactly.
_MARGIN = 1.02
_MARGIN_KM = 0.01

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Nearest:
    """For each of n points: its nearest piece, how far, and where on it; and all pieces inside its disc.

    Parameters
    ----------
    segment : intp array, shape (n,)
        The nearest piece.
    distance_km : float64 array, shape (n,)
        Ground distance to it.
    share : float64 array, shape (n,)
        Where on the piece the nearest point lies: 0 at its beginning, 1 at its end.
    is_left : int8 array, shape (n,)
        1 if the point lies left of the piece, -1 if right, 0 if on it.
    touched_point, touched_segment : intp arrays, shape (m,)
        Pieces that reach into the disc of a point.
    touched_km : float64 array, shape (m,)
        How many km of the piece lie in the disc.
    """

    segment: Indices
    distance_km: Floats
    share: Floats
    is_left: NDArray[np.int8]
    touched_point: Indices
    touched_segment: Indices
    touched_km: Floats


class Segments:
    """The straight pieces of some sections.

    Parameters
    ----------
    sections : sequence of BorderSection
        At least one.

    Examples
    --------
    >>> common = {"name": "", "pair": "AA-BB", "part": "main", "group": "g", "left": "AA", "right": "BB"}
    >>> section = BorderSection(id="a", order=0, line=((10, 45), (10.1, 45)), length_km=7.9, **common)
    >>> nearest = Segments([section]).nearest(np.array([[10.05, 45.05]]), np.array([1.0]))
    >>> nearest.distance_km.round(2), nearest.share.round(2), nearest.is_left
    (array([5.56]), array([0.5]), array([1], dtype=int8))
    """

    def __init__(self, sections: Sequence[BorderSection]) -> None:
        lines = [np.asarray(section.line, dtype=np.float64) for section in sections]
        self.section: Indices = np.repeat(np.arange(len(lines)), [len(line) - 1 for line in lines])
        self.start: Floats = np.concatenate([line[:-1] for line in lines])
        self.end: Floats = np.concatenate([line[1:] for line in lines])
        self._plane = Plane.around(np.concatenate(lines))
        ends = np.stack([self._projected(self.start), self._projected(self.end)], axis=1)
        self._tree = shapely.STRtree(np.atleast_1d(np.asarray(shapely.linestrings(ends))))

    def nearest(self, points: Floats, radius_km: Floats) -> Nearest:
        """What lies near n points of shape (n, 2), longitude and latitude in degrees, with discs of these radii."""
        spots = shapely.points(self._projected(points))
        order, first = self._tree.query_nearest(spots, all_matches=False)
        segment = first[np.argsort(order, kind="stable")]
        rough = self._measure(points, segment, radius_km)[0]
        reach = np.maximum(rough, radius_km) * _MARGIN + _MARGIN_KM
        point, near = self._tree.query(spots, predicate="dwithin", distance=reach)
        distance, share, is_left, inside = self._measure(points[point], near, radius_km[point])
        # First the nearest, of equally near ones the first piece, so that the answer never depends on the tree.
        ranked = np.lexsort((near, distance, point))
        best = ranked[np.unique(point[ranked], return_index=True)[1]]
        touched = np.flatnonzero(inside > 0)
        return Nearest(
            near[best], distance[best], share[best], is_left[best], point[touched], near[touched], inside[touched]
        )

    def _projected(self, points: Floats) -> Floats:
        return np.column_stack(self._plane.project(points[:, 0], points[:, 1]))

    def _measure(
        self, points: Floats, segment: Indices, radius_km: Floats
    ) -> tuple[Floats, Floats, NDArray[np.int8], Floats]:
        """Distance, nearest share, hand, and km inside the disc, on the local plane of each point."""
        ax, ay = offset_km(points[:, 0], points[:, 1], self.start[segment, 0], self.start[segment, 1])
        bx, by = offset_km(points[:, 0], points[:, 1], self.end[segment, 0], self.end[segment, 1])
        dx, dy = bx - ax, by - ay
        squared = dx**2 + dy**2
        safe = np.where(squared > 0, squared, 1.0)
        foot = -(ax * dx + ay * dy) / safe
        share = np.clip(foot, 0.0, 1.0)
        distance = np.hypot(ax + share * dx, ay + share * dy)
        # The point is the origin: the sign of d x (-a).
        is_left = np.sign(ax * dy - ay * dx).astype(np.int8)
        away = np.hypot(ax + foot * dx, ay + foot * dy)
        half = np.sqrt(np.maximum(radius_km**2 - away**2, 0.0) / safe)
        covered = np.clip(foot + half, 0.0, 1.0) - np.clip(foot - half, 0.0, 1.0)
        return distance, share, is_left, np.where(squared > 0, covered * np.sqrt(squared), 0.0)
