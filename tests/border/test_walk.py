"""Walking along a line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kerege.border.ground import distance_km, line_length_km
from kerege.border.line import BorderLine
from kerege.border.walk import Walk

SQUARE = ((10.0, 45.0), (10.2, 45.0), (10.2, 45.2), (10.0, 45.2), (10.0, 45.0))


def ring(points: tuple[tuple[float, float], ...] = SQUARE, left: str = "AA", right: str = "BB") -> BorderLine:
    return BorderLine(pair="AA-BB", part="Ostrov", points=points, is_ring=True, left=left, right=right)


def test_a_ring_is_walked_anticlockwise_whichever_way_it_is_given() -> None:
    clockwise = ring(SQUARE[::-1], left="BB", right="AA")
    assert Walk(clockwise).line.points == SQUARE
    assert Walk(clockwise).line.left == "AA"


def test_an_open_line_is_walked_from_its_western_end() -> None:
    line = BorderLine(
        pair="AA-BB", part="main", points=((11, 45), (10.5, 46), (10, 45)), is_ring=False, left="AA", right="BB"
    )
    assert Walk(line).line.points[0] == (10, 45)
    assert Walk(line).line.left == "BB"


@given(st.floats(10, 10.2), st.floats(45, 45.2))
def test_the_nearest_point_of_a_line_is_as_far_as_said(longitude: float, latitude: float) -> None:
    walk = Walk(ring())
    km, distance = walk.nearest(longitude, latitude)
    assert 0 <= km <= walk.length_km
    assert distance_km(walk.point_at(km), (longitude, latitude)) == pytest.approx(distance, abs=0.002)
    # No corner is nearer.
    assert all(distance <= distance_km(corner, (longitude, latitude)) * 1.001 + 1e-6 for corner in SQUARE)


def test_stretches_that_follow_each_other_share_their_cut_and_add_up() -> None:
    walk = Walk(ring())
    cuts = [5.0, 21.3, 40.0]
    parts = [walk.stretch(a, b) for a, b in zip(cuts, [*cuts[1:], cuts[0]], strict=True)]
    for part, following in zip(parts, [*parts[1:], parts[0]], strict=True):
        assert part[-1] == following[0]
    assert sum(line_length_km(part) for part in parts) == pytest.approx(walk.length_km, rel=1e-4)


@pytest.mark.parametrize("start", [0.0, 13.0])
def test_a_stretch_back_to_its_beginning_is_the_whole_ring(start: float) -> None:
    walk = Walk(ring())
    whole = walk.stretch(start, start)
    assert whole[0] == whole[-1]
    assert line_length_km(whole) == pytest.approx(walk.length_km, rel=1e-4)
