"""Points against the border: against polygons, geodesics and figures worked by hand."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from time import process_time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod
from shapely.geometry import Point, Polygon
from tests.border.topologies import COUNTRIES, three_countries
from tests.regions.synthetic import synthetic_region

from kerege.border.build import build_sections
from kerege.border.locate import locate
from kerege.border.topology import border_lines
from kerege.domain.position import Position
from kerege.domain.section import BorderSection

GEOD = Geod(ellps="WGS84")
REGION = synthetic_region()
LAND = {
    "AA": Polygon([(0, 0), (2, 0), (2, 2), (0, 2)], [[(0.5, 0.5), (1, 0.5), (1, 1), (0.5, 1)]]),
    "BB": Polygon([(2, 0), (4, 0), (4, 2), (2, 2)]).union(Polygon([(0.5, 0.5), (1, 0.5), (1, 1), (0.5, 1)])),
    "CC": Polygon([(0, 0), (0, -1), (4, -1), (4, 0)]),
}
LINES = border_lines(three_countries(), COUNTRIES, enclaves={"Ostrov": (0.75, 0.75)})
NETWORK = build_sections(LINES, [], target_km=30)


def made(id_: str, order: int, *line: tuple[float, float]) -> BorderSection:
    return BorderSection(
        **{"id": id_, "name": "", "pair": "AA-BB", "part": "main", "group": "g", "order": order},
        **{"line": line, "left": "AA", "right": "BB", "length_km": 1.0},
    )


def locate_one(latitude: float, longitude: float, km: float = 1.0, depth_km: float = 20.0, pair: str | None = None):
    [found] = locate([Position(latitude, longitude, km)], REGION.sections, depth_km=depth_km, pairs=[pair])
    return found


def test_a_point_north_of_the_line_is_in_aa_at_its_distance() -> None:
    # 0.05 degrees of latitude at 45 degrees north: 5.557 km.
    found = locate_one(45.05, 10.03, km=1)
    assert found is not None
    assert (found.section_id, found.side, found.side_is_certain) == ("aa-bb.alba--birka", "AA", True)
    assert found.distance_km == pytest.approx(5.557, abs=0.003)
    assert found.shares == (("aa-bb.alba--birka", 1.0),)


def test_the_side_is_uncertain_where_the_disc_crosses_the_line() -> None:
    found = locate_one(45.05, 10.03, km=6)
    assert found is not None
    assert (found.side, found.side_is_certain) == ("AA", False)


def test_on_the_line_itself_there_is_no_side() -> None:
    found = locate_one(45.0, 10.03)
    assert found is not None
    assert (found.distance_km, found.side, found.side_is_certain) == (0.0, "", False)


def test_shares_are_those_of_the_border_inside_the_disc() -> None:
    # The point lies 2.223 km (0.02 degrees) north of the line, 1.577 km (0.02 degrees of longitude) west of a cut.
    # Half the chord of a disc of 5 km: sqrt(25 - 2.223^2) = 4.479; east of the cut 4.479 - 1.577 = 2.902 of 8.958 km.
    found = locate_one(45.02, 10.08, km=5)
    assert found is not None
    assert [id_ for id_, _ in found.shares] == ["aa-bb.alba--birka", "aa-bb.birka--cedra"]
    assert found.shares[1][1] == pytest.approx(2.902 / 8.958, abs=0.002)
    assert sum(share for _, share in found.shares) == pytest.approx(1)


def test_a_disc_may_reach_the_line_and_the_enclave() -> None:
    # Half way between the line (45.0) and the enclave's north side (44.87), 7.22 km from both.
    found = locate_one(44.935, 10.5, km=9)
    assert found is not None
    shares = dict(found.shares)
    assert {"aa-bb.ostrov.north-east--north-west", "aa-bb.erla--farna", "aa-bb.farna--gorna"} <= set(shares)
    assert (found.side, found.side_is_certain) == ("BB", False)
    # Chord of the line: 2 sqrt(81 - 7.224^2) = 10.74 km; the enclave's north side, 7.90 km, is wholly inside; of its
    # west and east sides, 3.95 km off, sqrt(81 - 3.95^2) - 7.22 = 0.86 km each: 10.74 + 7.90 + 1.72 = 20.36 km.
    assert shares["aa-bb.ostrov.north-east--north-west"] == pytest.approx(7.90 / 20.36, abs=0.002)


def test_inside_an_enclave_the_side_is_the_enclaves_country() -> None:
    found = locate_one(44.84, 10.5)
    assert found is not None
    assert found.section_id.startswith("aa-bb.ostrov.")
    assert (found.side, found.side_is_certain) == ("AA", True)


@pytest.mark.parametrize(("km", "is_found"), [(1.0, False), (3.0, True)])
def test_depth_is_counted_from_the_near_edge_of_the_disc(km: float, is_found: bool) -> None:
    # 0.2 degrees north of the line: 22.2 km; the border area is 20 km deep.
    assert (locate_one(45.2, 10.3, km=km) is not None) == is_found


def test_what_cannot_be_placed_is_not_located_and_order_is_kept() -> None:
    positions = [None, Position(45.01, 10.5, 1), None, Position(80, 10, 1), Position(45.01, 10.1, 1)]
    found = locate(positions, REGION.sections, depth_km=20)
    assert [item is not None for item in found] == [False, True, False, False, True]
    assert locate(positions, [], depth_km=20) == [None] * 5
    assert locate([], REGION.sections, depth_km=20) == []


def test_where_the_report_names_the_pair_only_its_sections_count() -> None:
    # 0.02 degrees (1.6 km) west of AA-CC, 0.03 degrees (3.3 km) north of AA-BB.
    free, named = locate_one(45.03, 10.98), locate_one(45.03, 10.98, pair="AA-BB")
    assert free is not None
    assert named is not None
    assert free.section_id == "aa-cc.north0--north1"
    assert named.section_id == "aa-bb.jasna--kolna"
    assert named.distance_km == pytest.approx(3.334, abs=0.01)
    # The side is that of the whole picture.
    assert free.side == named.side == "AA"
    assert locate_one(45.03, 10.98, pair="AA-XX") is None
    with pytest.raises(ValueError, match="1 positions have 2 pairs"):
        locate([Position(45, 10, 1)], REGION.sections, depth_km=20, pairs=["AA-BB", None])


@settings(max_examples=300, deadline=None)
@given(st.floats(0.05, 3.95), st.floats(-0.9, 1.95))
def test_sides_agree_with_the_polygons_the_lines_were_made_from(longitude: float, latitude: float) -> None:
    point = Point(longitude, latitude)
    if min(land.boundary.distance(point) for land in LAND.values()) < 0.02:
        return
    [found] = locate([Position(latitude, longitude, 0.1)], NETWORK.sections, depth_km=1000)
    [country] = [code for code, land in LAND.items() if land.contains(point)]
    assert found is not None
    assert found.side == country
    assert found.side_is_certain


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.floats(-1, 1), min_size=6, max_size=12),
    st.lists(st.tuples(st.floats(10.05, 12.95), st.floats(44.0, 46.0)), min_size=1, max_size=8),
)
def test_sides_are_right_behind_any_zigzag(heights: list[float], spots: list[tuple[float, float]]) -> None:
    longitudes = np.linspace(10, 13, len(heights))
    points = tuple((float(x), round(45 + 0.6 * y, 5)) for x, y in zip(longitudes, heights, strict=True))
    line = made("z", 0, *points)
    north = Polygon([*points, (13, 60), (10, 60)])
    for longitude, latitude in spots:
        spot = Point(longitude, latitude)
        # Nearest to an open end the land beyond it counts, which this polygon does not have.
        if north.boundary.distance(spot) < 1e-3 or min(abs(longitude - 10), abs(longitude - 13)) < 1.2:
            continue
        [found] = locate([Position(latitude, longitude, 1)], [line], depth_km=1000)
        assert found is not None
        assert found.side == ("AA" if north.contains(spot) else "BB")


def test_distances_are_geodesic_within_a_tenth_of_a_per_cent() -> None:
    rng = np.random.default_rng(5)
    line = [point for section in REGION.sections if section.part == "main" for point in section.line]
    dense = [
        (a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1]))
        for a, b in pairwise(line)
        if abs(a[0] - b[0]) + abs(a[1] - b[1]) < 0.11
        for t in np.linspace(0, 1, 400)
    ]
    longitudes, latitudes = (np.array(values) for values in zip(*dense, strict=True))
    for _ in range(20):
        lon, lat = rng.uniform(9.9, 11.2), rng.uniform(45.05, 45.3)
        [found] = locate([Position(lat, lon, 1)], REGION.sections, depth_km=100)
        km = (
            GEOD.inv(np.full_like(longitudes, lon), np.full_like(latitudes, lat), longitudes, latitudes)[2].min() / 1000
        )
        assert found is not None
        assert found.distance_km == pytest.approx(km, rel=1e-3)


def test_shares_of_a_disc_around_a_corner_follow_from_its_chords() -> None:
    # A right angle 3 km east and 4 km north of the point: the disc of 5 km touches the corner and cuts both arms.
    degrees_north, degrees_east = 1 / 111.13, 1 / 78.85
    corner = (10 + 3 * degrees_east, 45 + 4 * degrees_north)
    south = (corner[0], 45 - 20 * degrees_north)
    west = (10 - 20 * degrees_east, corner[1])
    arms = [made("south", 0, south, corner), made("west", 1, corner, west)]
    [found] = locate([Position(45, 10, 5)], arms, depth_km=20)
    assert found is not None
    # The chord 3 km off is 2 sqrt(25 - 9) = 8 km long, the chord 4 km off 6 km; they end at the corner.
    assert dict(found.shares) == pytest.approx({"south": 8 / 14, "west": 6 / 14}, abs=0.005)


def test_a_region_across_the_date_line_is_located() -> None:
    sections = [made("west", 0, (179.9, 10.0), (180.0, 10.0)), made("east", 1, (-180.0, 10.0), (-179.9, 10.0))]
    found = locate([Position(10.01, -179.95, 1), Position(9.99, 179.95, 1)], sections, depth_km=20)
    assert [(item.section_id, item.side) for item in found if item] == [("east", "AA"), ("west", "BB")]
    assert [item.distance_km for item in found if item] == pytest.approx([1.106, 1.106], abs=0.002)


def test_a_hundred_thousand_positions_take_less_than_five_seconds_of_one_core() -> None:
    rng = np.random.default_rng(1)
    positions = [
        Position(latitude, longitude, uncertainty)
        for latitude, longitude, uncertainty in zip(
            rng.uniform(44.7, 45.3, 100_000), rng.uniform(9.9, 11.1, 100_000), rng.uniform(1, 5, 100_000), strict=True
        )
    ]
    start = process_time()
    found = locate(positions, REGION.sections, depth_km=20)
    assert process_time() - start < 5
    sides = Counter(item.side for item in found if item)
    assert min(sides["AA"], sides["BB"]) > 20_000


def test_lines_that_are_prepared_once_are_never_taken_for_others() -> None:
    here = Position(45.01, 10.05, 1.0)
    flat, shifted = made("flat", 0, (10, 45), (10.1, 45)), made("shifted", 0, (10, 45.05), (10.1, 45.05))
    regions = [(flat,), (shifted,), (flat,), [flat], [shifted]]
    found = [locate([here], sections, depth_km=20)[0] for sections in regions for _ in range(2)]
    named = [one.section_id for one in found if one is not None]
    assert named == ["flat"] * 2 + ["shifted"] * 2 + ["flat"] * 4 + ["shifted"] * 2
    lines = [made("changing", 0, (10, 45), (10.1, 45))]
    first = locate([here], lines, depth_km=20)[0]
    lines[0] = made("changed", 0, (10, 45), (10.1, 45))
    second = locate([here], lines, depth_km=20)[0]
    assert first is not None
    assert second is not None
    assert (first.section_id, second.section_id) == ("changing", "changed")
