"""From longitude and latitude to pixels of a map that is small enough to be flat."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, radians

_KM_PER_DEGREE = 111.2


@dataclass(frozen=True, slots=True)
class MapPlane:
    """A frame of the ground drawn at one scale: equirectangular around its middle latitude.

    Over 500 km from north to south the scale along a parallel is wrong by at most 4 per cent, at the upper and lower
    edge, which a bulletin's map can bear.

    Parameters
    ----------
    west, north : float
        Corner of the frame, degrees.
    width_px, height_px : float
        Its size.
    px_per_km : float
        Scale.
    middle_latitude : float
        Degrees.

    Examples
    --------
    >>> plane = MapPlane.around([(10.0, 45.0), (11.0, 45.0)], width_px=400, margin_km=10)
    >>> [round(v) for v in plane.point(10.5, 45.0)], round(plane.px_per_km, 2)
    ([200, 110], 4.06)
    """

    west: float
    north: float
    width_px: float
    height_px: float
    px_per_km: float
    middle_latitude: float

    @classmethod
    def around(
        cls,
        points: Iterable[tuple[float, float]],
        *,
        width_px: float,
        margin_km: float,
        aspect: tuple[float, float] = (0.55, 0.8),
    ) -> MapPlane:
        """The frame that holds all points with a margin; its height is within `aspect` times its width.

        Raises
        ------
        ValueError
            If there is no point.
        """
        longitudes, latitudes = zip(*points, strict=True)
        middle = (min(latitudes) + max(latitudes)) / 2
        per_longitude = _KM_PER_DEGREE * cos(radians(middle))
        width_km = (max(longitudes) - min(longitudes)) * per_longitude + 2 * margin_km
        height_km = (max(latitudes) - min(latitudes)) * _KM_PER_DEGREE + 2 * margin_km
        ratio = min(max(height_km / width_km, aspect[0]), aspect[1])
        width_km = max(width_km, height_km / ratio)
        height_km = width_km * ratio
        return cls(
            west=(min(longitudes) + max(longitudes)) / 2 - width_km / 2 / per_longitude,
            north=middle + height_km / 2 / _KM_PER_DEGREE,
            width_px=width_px,
            height_px=width_px * ratio,
            px_per_km=width_px / width_km,
            middle_latitude=middle,
        )

    @property
    def scale_x(self) -> float:
        """Pixels per degree of longitude."""
        return self.px_per_km * _KM_PER_DEGREE * cos(radians(self.middle_latitude))

    @property
    def scale_y(self) -> float:
        """Pixels per degree of latitude."""
        return self.px_per_km * _KM_PER_DEGREE

    def point(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Pixels from the left and from the top."""
        return (
            round((longitude - self.west) * self.scale_x, 2),
            round((self.north - latitude) * self.scale_y, 2),
        )

    def holds(self, x: float, y: float, margin_px: float = 0.0) -> bool:
        """Whether a point in pixels lies inside the frame, at least `margin_px` from its edge."""
        return margin_px <= x <= self.width_px - margin_px and margin_px <= y <= self.height_px - margin_px

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east, north in degrees."""
        return (
            self.west,
            self.north - self.height_px / self.scale_y,
            self.west + self.width_px / self.scale_x,
            self.north,
        )
