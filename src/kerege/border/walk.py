"""A line as it is walked: what lies at which km, and the stretch between two of them."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from kerege.border.ground import cumulative_km, offset_km
from kerege.border.line import BorderLine

_DECIMALS = 5  # about one metre


class Walk:
    """A line measured from its beginning.

    Open lines are walked from their western end, rings anticlockwise, so that the same line given the other way round
    is cut at the same points.

    Parameters
    ----------
    line : BorderLine
        The line, in either direction.

    Examples
    --------
    >>> line = BorderLine(pair="AA-BB", part="main", points=((11, 45), (10, 45)), is_ring=False, left="BB", right="AA")
    >>> walk = Walk(line)
    >>> walk.line.points[0], walk.line.left, round(walk.length_km, 1)
    ((10, 45), 'AA', 78.8)
    >>> round(walk.nearest(10.5, 45.1)[0], 1)
    39.4
    >>> walk.stretch(walk.length_km / 2, walk.length_km)
    ((10.5, 45.0), (11.0, 45.0))
    """

    def __init__(self, line: BorderLine) -> None:
        self.line = line if _is_usual_direction(line) else line.reversed()
        self.points: NDArray[np.float64] = np.asarray(self.line.points, dtype=np.float64)
        self.kilometres = cumulative_km(self.line.points)
        self.length_km = float(self.kilometres[-1])

    def nearest(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Km along the line of its point nearest to a place, and the distance in km from there to the place."""
        x, y = offset_km(longitude, latitude, self.points[:, 0], self.points[:, 1])
        step_x, step_y = np.diff(x), np.diff(y)
        squared = step_x**2 + step_y**2
        share = -(x[:-1] * step_x + y[:-1] * step_y) / np.where(squared > 0, squared, 1.0)
        share = np.clip(share, 0.0, 1.0)
        distance = np.hypot(x[:-1] + share * step_x, y[:-1] + share * step_y)
        i = int(np.argmin(distance))
        along = self.kilometres[i] + share[i] * (self.kilometres[i + 1] - self.kilometres[i])
        return float(along), float(distance[i])

    def point_at(self, km: float) -> tuple[float, float]:
        """Longitude and latitude at a km of the line."""
        longitude = np.interp(km, self.kilometres, self.points[:, 0])
        latitude = np.interp(km, self.kilometres, self.points[:, 1])
        return round(float(longitude), _DECIMALS), round(float(latitude), _DECIMALS)

    def stretch(self, start_km: float, end_km: float) -> tuple[tuple[float, float], ...]:
        """The points from one km to another; past a ring's beginning where the end does not come after the start."""
        if end_km <= start_km:
            tail = self.stretch(start_km, self.length_km) if start_km < self.length_km else ()
            head = self.stretch(0.0, end_km) if end_km > 0 else ()
            return _without_repetition((*tail, *head))
        inside = (self.kilometres > start_km) & (self.kilometres < end_km)
        middle = [(round(float(lon), _DECIMALS), round(float(lat), _DECIMALS)) for lon, lat in self.points[inside]]
        return _without_repetition((self.point_at(start_km), *middle, self.point_at(end_km)))


def _is_usual_direction(line: BorderLine) -> bool:
    if not line.is_ring:
        return line.points[0] <= line.points[-1]
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(line.points)) > 0


def _without_repetition(points: tuple[tuple[float, float], ...]) -> tuple[tuple[float, float], ...]:
    """Rounding may lay two neighbours onto each other; a line of one point only keeps it twice, never less."""
    kept = [points[0]]
    for point in points[1:]:
        if point != kept[-1]:
            kept.append(point)
    return tuple(kept) if len(kept) > 1 else (points[0], points[-1])
