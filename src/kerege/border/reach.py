"""Which sections the area of a warning reaches."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import shapely

from kerege.border.ground import Plane
from kerege.domain.cap_shape import CapCircle, CapPolygon
from kerege.domain.section import BorderSection

_FARTHEST_KM = 15_000.0
"""A corner farther from the border than this is drawn too wrongly to be used; such a shape counts as reaching all."""


class SectionReach:
    """Measures shapes again and again against the same sections, which are prepared once.

    Parameters
    ----------
    sections : sequence of BorderSection
        All sections of the region.

    Examples
    --------
    >>> section = BorderSection(
    ...     id="s", name="", pair="AA-BB", part="main", group="g", order=0, line=((10.0, 45.0), (10.1, 45.0)),
    ...     left="AA", right="BB", length_km=7.9,
    ... )
    >>> reach = SectionReach([section])
    >>> reach.within([CapCircle(45.2, 10.0, 20)], within_km=3), reach.within([CapCircle(45.2, 10.0, 10)], within_km=3)
    (('s',), ())
    """

    def __init__(self, sections: Sequence[BorderSection]) -> None:
        self._ids = [section.id for section in sections]
        if not sections:
            return
        lines = [np.array(section.line, dtype=np.float64) for section in sections]
        self._plane = Plane.around(np.concatenate(lines))
        self._lines = np.array([shapely.LineString(self._projected(line)) for line in lines])

    def within(self, shapes: Iterable[CapPolygon | CapCircle], *, within_km: float) -> tuple[str, ...]:
        """Ids of the sections within a distance of one of the shapes, nearest first, then in their order.

        Parameters
        ----------
        shapes : iterable of CapPolygon or CapCircle
        within_km : float
            0: only sections that a shape touches.
        """
        if not self._ids:
            return ()
        nearest = np.full(len(self._ids), np.inf)
        for shape in shapes:
            nearest = np.minimum(nearest, self._distances_km(shape))
        order = np.argsort(nearest, kind="stable")
        return tuple(self._ids[i] for i in order if nearest[i] <= within_km)

    def _distances_km(self, shape: CapPolygon | CapCircle) -> np.ndarray:
        if isinstance(shape, CapCircle):
            middle = shapely.Point(*self._projected(np.array([[shape.longitude, shape.latitude]]))[0])
            return np.maximum(shapely.distance(self._lines, middle) - shape.radius_km, 0.0)
        corners = self._projected(np.array([(longitude, latitude) for latitude, longitude in shape.points]))
        if not (np.hypot(*corners.T) <= _FARTHEST_KM).all():
            return np.zeros(len(self._ids))
        return np.asarray(shapely.distance(self._lines, shapely.make_valid(shapely.Polygon(corners))))

    def _projected(self, points: np.ndarray) -> np.ndarray:
        return np.column_stack(self._plane.project(points[:, 0], points[:, 1]))
