"""The strip and the disc of a section hold its whole line, and say no more exactly where it is than they may."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from kerege.domain.cap_shape import CapCircle, CapPolygon
from kerege.domain.section import BorderSection
from kerege.files.region import read_region, shipped_region
from kerege.sharing.cap.section_shape import section_circle, section_polygon

GEOD = pyproj.Geod(ellps="WGS84")


def section(*line: tuple[float, float]) -> BorderSection:
    return BorderSection(
        id="s", name="", pair="AA-BB", part="main", group="g", order=0, line=line, left="", right="", length_km=9.0
    )


def holds(polygon: CapPolygon, own: BorderSection) -> bool:
    ring = shapely.Polygon([(longitude, latitude) for latitude, longitude in polygon.points])
    return ring.is_valid and ring.covers(shapely.LineString(own.line))


def farthest_km(circle: CapCircle, own: BorderSection) -> float:
    longitudes, latitudes = np.array(own.line).T
    same = np.full(len(longitudes), circle.longitude), np.full(len(latitudes), circle.latitude)
    return float(GEOD.inv(*same, longitudes, latitudes)[2].max()) / 1000


@settings(deadline=None)
@given(
    start=st.tuples(st.floats(-170, 170), st.floats(-65, 65)),
    steps=st.lists(st.tuples(st.floats(-0.06, 0.06), st.floats(-0.06, 0.06)), min_size=1, max_size=8),
    width_km=st.floats(2.0, 20.0),
)
def test_any_line_lies_in_its_shapes(
    start: tuple[float, float], steps: list[tuple[float, float]], width_km: float
) -> None:
    points = np.cumsum([start, *steps], axis=0)
    own = section(*((float(x), float(y)) for x, y in points))
    polygon = section_polygon(own, width_km=width_km)
    assert holds(polygon, own)
    assert all(round(degree, 2) == degree for point in polygon.points for degree in point)
    circle = section_circle(own)
    # A thousandth: the plane is not the globe.
    assert farthest_km(circle, own) * 0.999 <= circle.radius_km - 1
    assert circle.radius_km <= farthest_km(circle, own) * 1.001 + 2


def test_every_section_of_the_shipped_region_lies_in_its_shapes() -> None:
    folder: Path = shipped_region("fergana")
    for own in read_region(folder).sections:
        polygon = section_polygon(own)
        assert holds(polygon, own), own.id
        assert len(polygon.points) <= 40, own.id
        assert farthest_km(section_circle(own), own) < section_circle(own).radius_km


def test_a_strip_by_hand() -> None:
    """One degree of latitude is 111.1 km at 45 degrees, one of longitude 78.8 km: 5 km are 0.045 and 0.063 degrees.

    A corner may move by 1 km, 0.009 or 0.013 degrees, and by half a hundredth for the rounding.
    """
    polygon = section_polygon(section((10.0, 45.0), (10.1, 45.0)))
    latitudes, longitudes = zip(*polygon.points, strict=True)
    assert (min(latitudes), max(latitudes)) == (pytest.approx(44.955, abs=0.014), pytest.approx(45.045, abs=0.014))
    assert (min(longitudes), max(longitudes)) == (pytest.approx(9.937, abs=0.018), pytest.approx(10.163, abs=0.018))


def test_a_disc_by_hand() -> None:
    """The line is 7.88 km long: 3.94 km and a margin of 1 km are 5 km."""
    assert section_circle(section((10.0, 45.0), (10.1, 45.0))) == CapCircle(45.0, 10.05, 5.0)


def test_a_strip_that_is_too_narrow_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 2 km"):
        section_polygon(section((10.0, 45.0), (10.1, 45.0)), width_km=1.9)
    with pytest.raises(ValueError, match="positive"):
        section_circle(section((10.0, 45.0), (10.1, 45.0)), margin_km=0)
