"""Distances on the ground, on the WGS 84 ellipsoid."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pyproj import Geod, Transformer

_GEOD = Geod(ellps="WGS84")
_SEMI_MAJOR_KM = 6378.137
_ECCENTRICITY_SQUARED = 0.0066943799901413165

Points = Sequence[tuple[float, float]]


def line_length_km(points: Points) -> float:
    """Geodesic length of a line in km.

    Parameters
    ----------
    points : sequence of (longitude, latitude)
        Degrees, at least two.

    Examples
    --------
    >>> round(line_length_km([(10, 45), (11, 45)]), 1)  # one degree of longitude at 45 degrees north
    78.8
    """
    longitudes, latitudes = zip(*points, strict=True)
    return float(_GEOD.line_length(longitudes, latitudes)) / 1000


def distance_km(first: tuple[float, float], second: tuple[float, float]) -> float:
    """Geodesic distance of two points (longitude, latitude) in km.

    Examples
    --------
    >>> round(distance_km((10, 45), (10, 46)), 2)
    111.14
    """
    return line_length_km((first, second))


def cumulative_km(points: Points) -> NDArray[np.float64]:
    """Geodesic km walked at each point of a line, from 0, shape (number of points,)."""
    longitudes, latitudes = np.asarray(points, dtype=np.float64).T
    steps = np.asarray(_GEOD.line_lengths(longitudes, latitudes)) / 1000
    return np.concatenate([[0.0], np.cumsum(steps)])


def offset_km(
    origin_longitude: ArrayLike, origin_latitude: ArrayLike, longitude: ArrayLike, latitude: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    r"""Km east and north of an origin, on its local plane.

    With :math:`\varphi_m` the middle latitude, N and M the radii of curvature in the prime vertical and the meridian,
    :math:`x = N(\varphi_m) \cos\varphi_m \, \Delta\lambda` and :math:`y = M(\varphi_m) \, \Delta\varphi`.
    The length of (x, y) is wrong by less than 0.1 per cent up to 200 km and 70 degrees of latitude.

    Parameters
    ----------
    origin_longitude, origin_latitude, longitude, latitude : array_like
        Degrees; any shapes that broadcast. The shorter way round the globe is taken.

    Returns
    -------
    x, y : float64 arrays
        Km east and north.

    Examples
    --------
    >>> x, y = offset_km(10, 45, 10.1, 45.2)
    >>> round(float(x), 3), round(float(y), 3)
    (7.871, 22.227)
    """
    origin_latitude, latitude = np.asarray(origin_latitude), np.asarray(latitude)
    east = (np.asarray(longitude) - np.asarray(origin_longitude) + 180.0) % 360.0 - 180.0
    middle = np.radians((origin_latitude + latitude) / 2)
    curvature = 1 - _ECCENTRICITY_SQUARED * np.sin(middle) ** 2
    prime_vertical = _SEMI_MAJOR_KM / np.sqrt(curvature)
    meridian = _SEMI_MAJOR_KM * (1 - _ECCENTRICITY_SQUARED) / curvature**1.5
    return np.radians(east) * prime_vertical * np.cos(middle), np.radians(latitude - origin_latitude) * meridian


def moved(
    longitude: ArrayLike, latitude: ArrayLike, x_km: ArrayLike, y_km: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The points x km east and y km north of others: what `offset_km` takes back to x and y.

    Parameters
    ----------
    longitude, latitude : array_like
        Degrees; any shapes that broadcast. Not for points within y km of a pole.
    x_km, y_km : array_like
        Km east and north.

    Returns
    -------
    longitude, latitude : float64 arrays
        Degrees, -180..180 and -90..90.

    Examples
    --------
    >>> longitude, latitude = moved(10, 45, 7.871, 22.227)
    >>> round(float(longitude), 3), round(float(latitude), 3)
    (10.1, 45.2)
    """
    start, north = np.asarray(latitude, dtype=np.float64), np.asarray(y_km, dtype=np.float64)
    end = start
    # The radii belong to the middle latitude, which the first round finds to a metre and the second exactly enough.
    for _ in range(3):
        middle = np.radians((start + end) / 2)
        curvature = 1 - _ECCENTRICITY_SQUARED * np.sin(middle) ** 2
        end = start + np.degrees(north * curvature**1.5 / (_SEMI_MAJOR_KM * (1 - _ECCENTRICITY_SQUARED)))
    middle = np.radians((start + end) / 2)
    prime_vertical = _SEMI_MAJOR_KM / np.sqrt(1 - _ECCENTRICITY_SQUARED * np.sin(middle) ** 2)
    east = np.degrees(np.asarray(x_km, dtype=np.float64) / (prime_vertical * np.cos(middle)))
    return (np.asarray(longitude) + east + 180.0) % 360.0 - 180.0, np.asarray(end)


class Plane:
    """A flat picture of a neighbourhood, in km, for finding what is near.

    Azimuthal equidistant around the centre: distances between any two points are wrong by less than 0.5 per cent
    within 1,000 km of it, so whatever is found here is measured again with `offset_km`.

    Parameters
    ----------
    longitude, latitude : float
        Its centre in degrees.

    Examples
    --------
    >>> x, y = Plane(10, 45).project([10.0], [46.0])
    >>> round(float(y[0]), 2)
    111.14
    """

    def __init__(self, longitude: float, latitude: float) -> None:
        flat = f"+proj=aeqd +lat_0={latitude!r} +lon_0={longitude!r} +datum=WGS84 +units=km +no_defs"
        self._transformer = Transformer.from_crs("EPSG:4326", flat, always_xy=True)

    @classmethod
    def around(cls, points: NDArray[np.float64]) -> Plane:
        """The plane centred on points of shape (n, 2), longitude and latitude in degrees."""
        # The mean direction in space has no seam where longitudes jump from 180 to -180.
        longitudes, latitudes = np.radians(points).T
        x = float(np.mean(np.cos(latitudes) * np.cos(longitudes)))
        y = float(np.mean(np.cos(latitudes) * np.sin(longitudes)))
        z = float(np.mean(np.sin(latitudes)))
        return cls(float(np.degrees(np.arctan2(y, x))), float(np.degrees(np.arctan2(z, np.hypot(x, y)))))

    def project(self, longitudes: ArrayLike, latitudes: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Km east and north on this plane."""
        x, y = self._transformer.transform(np.asarray(longitudes, float), np.asarray(latitudes, float))
        return np.asarray(x), np.asarray(y)
