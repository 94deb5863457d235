"""The shape of a border section for people far from our maps: a strip along its line, or a disc around it."""

from __future__ import annotations

from math import ceil, hypot

import numpy as np
import shapely
from numpy.typing import NDArray

from kerege.border.ground import moved, offset_km
from kerege.domain.cap_shape import CapCircle, CapPolygon
from kerege.domain.section import BorderSection

DECIMALS = 2
"""Of a degree, about a kilometre: a published shape must not say more exactly where than its section does."""
LEAST_WIDTH_KM = 2.0
"""A narrower strip could lose its line by the rounding of its corners."""
_SIMPLER = 0.2
"""Share of the width by which a corner may move when the strip is made simpler."""


def section_polygon(section: BorderSection, *, width_km: float = 5.0) -> CapPolygon:
    """A strip that holds every point within about four fifths of `width_km` of the section's line.

    Corners are few and rounded to 2 decimals. The strip around a closed line holds what the line encloses.

    Parameters
    ----------
    section : BorderSection
    width_km : float
        To each hand of the line, at least 2.

    Raises
    ------
    ValueError
        For a narrower strip.

    Examples
    --------
    >>> section = BorderSection(
    ...     id="s", name="", pair="AA-BB", part="main", group="g", order=0, line=((10.0, 45.0), (10.1, 45.0)),
    ...     left="AA", right="BB", length_km=7.9,
    ... )
    >>> polygon = section_polygon(section)
    >>> polygon.points[0] == polygon.points[-1], all(44.9 <= latitude <= 45.1 for latitude, _ in polygon.points)
    (True, True)
    """
    if not width_km >= LEAST_WIDTH_KM:
        raise ValueError(f"The strip along a section is at least {LEAST_WIDTH_KM:g} km wide to each hand.")
    strip = shapely.LineString(_on_plane(section)).buffer(width_km, quad_segs=3)
    ring = shapely.Polygon(strip.exterior).simplify(width_km * _SIMPLER)
    outline = _rounded(section, shapely.get_coordinates(ring))
    # Rounding can let a narrow bay cross itself; the hull holds all of it.
    whole = outline if outline.is_valid else shapely.MultiPoint(shapely.get_coordinates(outline)).convex_hull
    corners = shapely.get_coordinates(whole)
    return CapPolygon(tuple((float(latitude), float(longitude)) for longitude, latitude in corners))


def section_circle(section: BorderSection, *, margin_km: float = 1.0) -> CapCircle:
    """The smallest disc around the section's line, its middle rounded to 2 decimals and its radius up to whole km.

    Parameters
    ----------
    section : BorderSection
    margin_km : float
        Added to the radius, > 0.

    Raises
    ------
    ValueError
        For a margin that is not positive.
    """
    if not margin_km > 0:
        raise ValueError("The margin of a disc is a positive number of km.")
    line = _on_plane(section)
    middle = shapely.minimum_bounding_circle(shapely.MultiPoint(line)).centroid
    if middle.is_empty:
        # Points closer to each other than any survey span no disc.
        middle = shapely.Point(line[0])
    longitude, latitude = moved(*section.line[0], middle.x, middle.y)
    longitude, latitude = np.round(longitude, DECIMALS) + 0.0, np.round(latitude, DECIMALS) + 0.0
    # Measured from the rounded middle, so that rounding leaves no point outside.
    east, north = offset_km(longitude, latitude, *np.array(section.line).T)
    farthest = max(hypot(x, y) for x, y in zip(east, north, strict=True))
    return CapCircle(float(latitude), float(longitude), float(ceil(farthest + margin_km)))


def _on_plane(section: BorderSection) -> NDArray[np.float64]:
    """Km east and north of the line's first point, shape (n, 2)."""
    return np.column_stack(offset_km(*section.line[0], *np.array(section.line, dtype=np.float64).T))


def _rounded(section: BorderSection, points_km: NDArray[np.float64]) -> shapely.Polygon:
    longitude, latitude = moved(*section.line[0], *points_km.T)
    # Adding nothing turns -0.0 into 0.0.
    return shapely.Polygon(np.column_stack([np.round(longitude, DECIMALS), np.round(latitude, DECIMALS)]) + 0.0)
