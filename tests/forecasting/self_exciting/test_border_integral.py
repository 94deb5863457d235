from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kerege.border.network import BorderNetwork, section_edges
from kerege.domain.section import BorderSection
from kerege.files.region import read_region, shipped_region
from kerege.forecasting.self_exciting.border_integral import BorderPlaces, BorderWays
from kerege.forecasting.self_exciting.kernels import SpatialKernel

COMMON = {"name": "", "part": "main", "group": "g", "left": "AA", "right": "BB"}


def straight(id_: str, order: int, start: float, stop: float, km: float) -> BorderSection:
    return BorderSection(id=id_, order=order, line=((start, 45.0), (stop, 45.0)), length_km=km, pair="AA-BB", **COMMON)


def straight_line() -> BorderWays:
    """Three sections of 10, 20 and 30 km end to end."""
    sections = (
        straight("a", 0, 10.0, 10.1, 10.0),
        straight("b", 1, 10.1, 10.3, 20.0),
        straight("c", 2, 10.3, 10.6, 30.0),
    )
    return BorderWays(BorderNetwork(sections, (), section_edges(sections, across_km=10)))


def ring() -> BorderWays:
    """Two sections of 12 and 8 km that make a ring."""
    one = BorderSection(
        id="n", order=0, line=((10.0, 45), (10.05, 45.04), (10.1, 45)), length_km=12.0, pair="x", **COMMON
    )
    two = BorderSection(id="s", order=1, line=((10.1, 45), (10.0, 45)), length_km=8.0, pair="x", **COMMON)
    return BorderWays(BorderNetwork((one, two), (), section_edges([one, two], across_km=10)))


def at(section: list[int], along: list[float]) -> BorderPlaces:
    return BorderPlaces(np.array(section), np.array(along), np.zeros(len(section)))


@given(first=st.floats(0, 60), second=st.floats(0, 60))
@settings(max_examples=60)
def test_distances_on_a_straight_border_are_those_along_it(first: float, second: float) -> None:
    def place(km: float) -> tuple[int, float]:
        return (0, km) if km <= 10 else (1, km - 10) if km <= 30 else (2, km - 30)

    (s, a), (t, b) = place(first), place(second)
    distances = straight_line().distances_km(at([s, t], [a, b]))
    assert distances[0, 1] == pytest.approx(abs(first - second), abs=1e-9)
    assert distances == pytest.approx(distances.T)


def test_on_a_ring_the_shorter_way_counts() -> None:
    distances = ring().distances_km(at([0, 0, 1], [1.0, 11.0, 4.0]))
    # 1 and 11 km on the long section: 10 km along it, 1 + 8 + 1 around.
    assert distances[0, 1] == pytest.approx(10.0)
    # From 1 km to the middle of the other: 1 + 4.
    assert distances[0, 2] == pytest.approx(5.0)


@given(km=st.floats(0.0, 59.9), sd=st.floats(1.0, 30), reach=st.floats(2, 80))
@settings(max_examples=60)
def test_the_integral_on_a_straight_border(km: float, sd: float, reach: float) -> None:
    section, along = (0, km) if km <= 10 else (1, km - 10) if km <= 30 else (2, km - 30)
    measure = straight_line().measure(at([section], [along]), reach_km=reach, radii_km=(reach / 3,))
    west, east = min(km, reach), min(60 - km, reach)
    exact = sd * (2 - np.exp(-west / sd) - np.exp(-east / sd))
    assert measure.integral(SpatialKernel("exponential"), np.log([sd]))[0] == pytest.approx(exact, rel=1e-5)
    assert measure.inside[0, -1] == pytest.approx(west + east)
    step = min(km, reach / 3) + min(60 - km, reach / 3)
    value = measure.integral(SpatialKernel("step", (reach / 3,)), np.log([0.5]))[0]
    assert value == pytest.approx(step + 0.5 * (west + east - step))


def test_the_integral_on_a_ring_counts_nothing_twice() -> None:
    measure = ring().measure(at([0, 1], [1.0, 7.5]), reach_km=40.0)
    assert measure.inside[:, -1] == pytest.approx([20.0, 20.0])
    exact = 2 * 3.0 * (1 - np.exp(-10 / 3.0))
    assert measure.integral(SpatialKernel("exponential"), np.log([3.0])) == pytest.approx([exact, exact], rel=1e-5)


def test_a_place_is_found_on_its_section() -> None:
    places = straight_line().place(np.array([10.2, 10.45]), np.array([45.01, 44.99]))
    assert places.section.tolist() == [1, 2]
    assert places.along_km == pytest.approx([10.0, 15.0], rel=1e-3)
    assert places.away_km == pytest.approx([1.11, 1.11], abs=0.01)


def test_the_shipped_border_by_brute_force() -> None:
    """The integral of a kernel over the whole border, by the distances to many points on it."""
    region = read_region(shipped_region("fergana"))
    ways = BorderWays(BorderNetwork(region.sections, region.groups, region.edges))
    rng = np.random.default_rng(2)
    sections = rng.integers(0, len(region.sections), 5)
    events = at(sections.tolist(), (rng.uniform(size=5) * ways.lengths_km[sections]).tolist())
    steps = 40
    section = np.repeat(np.arange(len(region.sections)), steps)
    share = np.tile((np.arange(steps) + 0.5) / steps, len(region.sections))
    dots = BorderPlaces(section, share * ways.lengths_km[section], np.zeros(len(section)))
    both = BorderPlaces(
        np.concatenate([events.section, dots.section]), np.concatenate([events.along_km, dots.along_km]), np.zeros(5)
    )
    after, half = ways._halves(dots)
    to_nodes = ways.to_nodes_km(events)
    near = np.where(after, dots.along_km - half, dots.along_km)
    distance = np.minimum(
        to_nodes[:, ways.ends[section, after]] + near, to_nodes[:, ways.ends[section, after + 1]] + half - near
    )
    same = (events.section[:, None] == section) & (ways._halves(events)[0][:, None] == after)
    direct = np.abs(events.along_km[:, None] - both.along_km[5:])
    distance = np.where(same, np.minimum(direct, distance), distance)
    kernel, theta = SpatialKernel("exponential"), np.log([12.0])
    dots_km = ways.lengths_km[section] / steps
    brute = np.where(distance <= 60, kernel.value(distance, theta), 0.0) @ dots_km
    measure = ways.measure(events, reach_km=60.0)
    assert measure.integral(kernel, theta) == pytest.approx(brute, rel=3e-3)
    assert measure.inside[:, -1] == pytest.approx((distance <= 60) @ dots_km, rel=1e-2)
