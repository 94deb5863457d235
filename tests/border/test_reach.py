"""Which sections a warning reaches: by hand, and against distances on the ellipsoid."""

from __future__ import annotations

import numpy as np
import pyproj
from hypothesis import given, settings
from hypothesis import strategies as st

from kerege.border.reach import SectionReach
from kerege.domain.cap_shape import CapCircle, CapPolygon
from kerege.domain.section import BorderSection

GEOD = pyproj.Geod(ellps="WGS84")


def section(id_: str, *line: tuple[float, float]) -> BorderSection:
    return BorderSection(
        id=id_, name="", pair="AA-BB", part="main", group="g", order=0, line=line, left="", right="", length_km=9.0
    )


WEST, EAST = section("west", (10.0, 45.0), (10.1, 45.0)), section("east", (10.1, 45.0), (10.2, 45.0))
REACH = SectionReach([WEST, EAST])


def box(south: float, west: float, north: float, east: float) -> CapPolygon:
    return CapPolygon(((south, west), (south, east), (north, east), (north, west), (south, west)))


def test_a_box_over_one_section_reaches_it() -> None:
    assert REACH.within([box(44.9, 10.15, 45.1, 10.3)], within_km=0) == ("east",)


def test_the_nearest_comes_first_and_the_far_not_at_all() -> None:
    """From the west end of the box to the west section are 0.05 degrees: 3.94 km."""
    shapes = [box(44.9, 10.15, 45.1, 10.3)]
    assert REACH.within(shapes, within_km=4.0) == ("east", "west")
    assert REACH.within(shapes, within_km=3.9) == ("east",)
    assert REACH.within([], within_km=4.0) == ()


def test_a_box_around_everything_reaches_all() -> None:
    assert REACH.within([box(40, 5, 50, 15)], within_km=0) == ("west", "east")


def test_a_shape_as_large_as_the_globe_counts_as_reaching_all() -> None:
    assert REACH.within([box(-85, -179, 85, 179)], within_km=0) == ("west", "east")


def test_a_shape_on_the_other_side_of_the_globe_reaches_nothing() -> None:
    assert REACH.within([box(-30, 100, -20, 110), CapCircle(-20, 150, 500)], within_km=20) == ()


def test_a_ring_that_crosses_itself_is_still_measured() -> None:
    bow = CapPolygon(((44.9, 10.15), (45.1, 10.3), (44.9, 10.3), (45.1, 10.15), (44.9, 10.15)))
    assert REACH.within([bow], within_km=0) == ("east",)


def test_no_sections_are_reached_by_nothing() -> None:
    assert SectionReach([]).within([CapCircle(45, 10, 5)], within_km=5) == ()


@settings(deadline=None)
@given(
    latitude=st.floats(43, 47), longitude=st.floats(8, 12), radius_km=st.floats(0, 150), within_km=st.floats(0.0, 50)
)
def test_circles_agree_with_distances_on_the_ellipsoid(
    latitude: float, longitude: float, radius_km: float, within_km: float
) -> None:
    line = np.linspace(10.0, 10.1, 201)
    same = np.full(201, longitude), np.full(201, latitude)
    km = float(GEOD.inv(*same, line, np.full(201, 45.0))[2].min()) / 1000 - radius_km
    found = "west" in SectionReach([WEST]).within([CapCircle(latitude, longitude, radius_km)], within_km=within_km)
    # Half a per cent for the plane, a few metres for the steps along the line.
    if abs(km - within_km) > 0.01 * (km + radius_km) + 0.1:
        assert found == (km < within_km)
