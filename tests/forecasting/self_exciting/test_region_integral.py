from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kerege.forecasting.self_exciting.kernels import SpatialKernel
from kerege.forecasting.self_exciting.region_integral import oriented_rings, region_measure, signed_area

# A concave region with a hole.
OUTER = np.array([[0.0, 0.0], [60.0, 0.0], [60.0, 40.0], [30.0, 15.0], [0.0, 40.0]])
HOLE = np.array([[40.0, 5.0], [50.0, 5.0], [50.0, 12.0], [40.0, 12.0]])
RINGS = oriented_rings([(OUTER, [HOLE])])
CASES = (
    (SpatialKernel("gaussian"), np.log([6.0])),
    (SpatialKernel("exponential"), np.log([4.0])),
    (SpatialKernel("power-law"), np.log([1.5, 2.3])),
    (SpatialKernel("student"), np.log([2.0, 1.2])),
    (SpatialKernel("step", (5.0, 12.0)), np.log([0.5, 0.2])),
    (SpatialKernel("constant"), np.empty(0)),
)


def brute_force(kernel: SpatialKernel, theta: np.ndarray, x: float, y: float, reach: float) -> float:
    """Polar midpoints around the event, those outside the region left out."""
    from shapely import Polygon, contains_xy, prepare

    region = Polygon(OUTER, [HOLE])
    prepare(region)
    radius = (np.arange(1500) + 0.5) / 1500 * reach
    angle = (np.arange(1440) + 0.5) / 1440 * 2 * np.pi
    inside = contains_xy(region, x + np.outer(radius, np.cos(angle)), y + np.outer(radius, np.sin(angle)))
    ring = radius * inside.mean(axis=1) * 2 * np.pi * reach / 1500
    return float(kernel.value(radius, theta) @ ring)


@pytest.mark.parametrize(("kernel", "theta"), CASES, ids=lambda own: getattr(own, "shape", ""))
@pytest.mark.parametrize(("x", "y"), [(10.0, 10.0), (30.2, 14.5), (44.0, 8.0), (0.05, 0.05)])
def test_equal_to_brute_force(kernel: SpatialKernel, theta: np.ndarray, x: float, y: float) -> None:
    measure = region_measure(np.array([x]), np.array([y]), RINGS, reach_km=20.0, radii_km=kernel.breaks_km)
    assert measure.integral(kernel, theta)[0] == pytest.approx(brute_force(kernel, theta, x, y, 20.0), rel=2e-3)


@pytest.mark.parametrize(
    ("kernel", "theta", "exact"),
    [
        (SpatialKernel("gaussian"), np.log([3.0]), 2 * np.pi * 9 * (1 - np.exp(-(20.0**2) / 18))),
        (SpatialKernel("exponential"), np.log([3.0]), 2 * np.pi * 9 * (1 - np.exp(-20 / 3) * (1 + 20 / 3))),
        # Integral of r (r + s)^-d: [(r+s)^(2-d)/(2-d) - s (r+s)^(1-d)/(1-d)] from 0 to R.
        (
            SpatialKernel("power-law"),
            np.log([0.3, 2.5]),
            2 * np.pi * ((20.3**-0.5 - 0.3**-0.5) / -0.5 - 0.3 * (20.3**-1.5 - 0.3**-1.5) / -1.5),
        ),
        (SpatialKernel("student"), np.log([0.5, 1.5]), 2 * np.pi * (0.5**-1 - (400.25) ** -0.5)),
    ],
    ids=lambda own: getattr(own, "shape", ""),
)
def test_a_disc_inside_the_region_has_the_closed_form(kernel: SpatialKernel, theta: np.ndarray, exact: float) -> None:
    square = np.array([[-50.0, -50.0], [50.0, -50.0], [50.0, 50.0], [-50.0, 50.0]])
    measure = region_measure(np.zeros(1), np.zeros(1), [square], reach_km=20.0)
    assert measure.integral(kernel, theta)[0] == pytest.approx(exact, rel=1e-5)


@given(
    x=st.floats(-10, 70), y=st.floats(-10, 50), reach=st.floats(0.5, 100), turn=st.floats(0, 6.28), cut=st.floats(0, 1)
)
@settings(max_examples=60, deadline=None)
def test_turning_moving_and_cutting_edges_change_nothing(
    x: float, y: float, reach: float, turn: float, cut: float
) -> None:
    kernel, theta = SpatialKernel("exponential"), np.log([reach / 5])
    plain = region_measure(np.array([x]), np.array([y]), RINGS, reach_km=reach)
    spin = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    more = [np.insert(ring, 1, ring[0] + cut * (ring[1] - ring[0]), axis=0) @ spin + 7.0 for ring in RINGS]
    [[px, py]] = np.array([[x, y]]) @ spin + 7.0
    other = region_measure(np.array([px]), np.array([py]), more, reach_km=reach)
    assert other.integral(kernel, theta) == pytest.approx(plain.integral(kernel, theta), rel=1e-5, abs=1e-6 * reach**2)
    assert other.inside == pytest.approx(plain.inside, abs=1e-9 * reach**2)


def test_everything_is_within_a_long_reach() -> None:
    measure = region_measure(np.array([10.0]), np.array([10.0]), RINGS, reach_km=500.0)
    assert measure.inside[0, -1] == pytest.approx(sum(signed_area(ring) for ring in RINGS))
    assert sum(signed_area(ring) for ring in RINGS) == pytest.approx(60 * 40 - 60 * 25 / 2 - 70)


def test_slopes_are_those_of_the_integral() -> None:
    for kernel, theta in CASES:
        measure = region_measure(np.array([30.2]), np.array([14.5]), RINGS, reach_km=20.0, radii_km=kernel.breaks_km)
        slopes = measure.integral_slopes(kernel, theta)
        assert slopes.shape == (len(theta), 1)
        for p in range(len(theta)):
            step = np.eye(len(theta))[p] * 1e-5
            up, down = measure.integral(kernel, theta + step), measure.integral(kernel, theta - step)
            assert slopes[p] == pytest.approx((up - down) / 2e-5, rel=1e-6)


def test_a_step_needs_its_radii() -> None:
    measure = region_measure(np.array([10.0]), np.array([10.0]), RINGS, reach_km=20.0)
    with pytest.raises(ValueError, match="not measured within"):
        measure.integral(SpatialKernel("step", (5.0,)), np.zeros(1))
