"""Distances on the ground, against the geodesics of pyproj."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from kerege.border.ground import Plane, cumulative_km, line_length_km, moved, offset_km

GEOD = Geod(ellps="WGS84")


@given(st.floats(-179.9, 179.9), st.floats(-70, 70), st.floats(0, 360), st.floats(0.1, 100))
def test_the_local_plane_is_right_to_a_tenth_of_a_per_cent_within_100_km(
    lon: float, lat: float, azimuth: float, km: float
) -> None:
    there_lon, there_lat, _ = GEOD.fwd(lon, lat, azimuth, km * 1000)
    x, y = offset_km(lon, lat, there_lon, there_lat)
    assert float(np.hypot(x, y)) == pytest.approx(km, rel=1e-3)


@given(st.floats(-179.9, 179.9), st.floats(-70, 70), st.floats(-100, 100), st.floats(-100, 100))
def test_moving_a_point_is_the_reverse_of_its_offset(lon: float, lat: float, x_km: float, y_km: float) -> None:
    there_lon, there_lat = moved(lon, lat, x_km, y_km)
    assert -180 <= there_lon <= 180
    x, y = offset_km(lon, lat, there_lon, there_lat)
    assert (float(x), float(y)) == (pytest.approx(x_km, abs=1e-6), pytest.approx(y_km, abs=1e-6))


def test_the_local_plane_crosses_the_date_line() -> None:
    x, y = offset_km(179.95, 10, -179.95, 10)
    # 0.1 degrees of longitude at 10 degrees north: 111.3 km x cos 10 degrees x 0.1 = 10.96 km
    assert float(x) == pytest.approx(10.96, abs=0.01)
    assert float(y) == 0


def test_the_plane_is_right_to_half_a_per_cent_within_1000_km() -> None:
    plane = Plane(70, 40)
    rng = np.random.default_rng(1)
    for azimuth in rng.uniform(0, 360, 50):
        lon, lat, _ = GEOD.fwd(70, 40, azimuth, 990_000)
        lon2, lat2, _ = GEOD.fwd(lon, lat, azimuth + 90, 10_000)
        x, y = plane.project([lon, lon2], [lat, lat2])
        assert float(np.hypot(x[1] - x[0], y[1] - y[0])) == pytest.approx(10, rel=5e-3)


def test_the_centre_of_points_on_both_sides_of_the_date_line_is_between_them() -> None:
    plane = Plane.around(np.array([[179.0, 10.0], [-179.0, 10.0]]))
    x, _ = plane.project([180.0], [10.0])
    assert abs(float(x[0])) < 0.01


def test_km_walked_grow_to_the_length_of_the_line() -> None:
    line = ((10, 45), (10.5, 45.2), (11, 45.1))
    walked = cumulative_km(line)
    assert walked[0] == 0
    assert walked[-1] == pytest.approx(line_length_km(line))
    assert walked[1] == pytest.approx(line_length_km(line[:2]))
