"""Where a warning holds: rings and circles on the ground."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

LARGEST_RADIUS_KM = 20_040.0


@dataclass(frozen=True, slots=True)
class CapPolygon:
    """A closed ring.

    Parameters
    ----------
    points : tuple of (latitude, longitude)
        Degrees, at least four; the last is the first again.

    Raises
    ------
    ValueError
        For fewer points, an open ring or a point that is not on the globe.
    """

    points: tuple[tuple[float, float], ...]

    def __post_init__(self) -> None:
        if len(self.points) < 4 or self.points[0] != self.points[-1]:
            raise ValueError("A polygon has at least four points, and the last is the first again.")
        for latitude, longitude in self.points:
            _check_point(latitude, longitude)


@dataclass(frozen=True, slots=True)
class CapCircle:
    """A disc.

    Parameters
    ----------
    latitude, longitude : float
        Its middle in degrees.
    radius_km : float
        0 where only a point is meant.

    Raises
    ------
    ValueError
        For a point that is not on the globe, or a radius that is negative or reaches round it.
    """

    latitude: float
    longitude: float
    radius_km: float

    def __post_init__(self) -> None:
        _check_point(self.latitude, self.longitude)
        if not (isfinite(self.radius_km) and 0 <= self.radius_km <= LARGEST_RADIUS_KM):
            raise ValueError(f"The radius of a circle lies between 0 and {LARGEST_RADIUS_KM:,.0f} km.")


def _check_point(latitude: float, longitude: float) -> None:
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise ValueError(f"Latitude {latitude:g} and longitude {longitude:g} are no point on the globe.")
