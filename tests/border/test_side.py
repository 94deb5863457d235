"""Sides at corners, worked by hand."""

from __future__ import annotations

from math import pi

import pytest

from kerege.border.side import Corners
from kerege.domain.section import BorderSection


def made(left: str, right: str, *line: tuple[float, float]) -> BorderSection:
    pair = "-".join(sorted((left, right))) if left else "AA-BB"
    return BorderSection(
        id=str(line),
        name="",
        pair=pair,
        part="main",
        group="g",
        order=0,
        line=line,
        left=left,
        right=right,
        length_km=1,
    )


@pytest.mark.parametrize(
    ("towards", "side"),
    [(pi / 4, "AA"), (-pi / 4, "BB"), (3 * pi / 4, "BB"), (-3 * pi / 4, "BB")],
)
def test_the_inside_of_a_right_angle_is_one_quarter(towards: float, side: str) -> None:
    # The line comes from the north to the corner and goes on east: AA, on the left, has the north-eastern quarter.
    corners = Corners([made("AA", "BB", (10, 45.1), (10, 45), (10.1, 45))])
    assert corners.side((10, 45), towards) == side


@pytest.mark.parametrize(("towards", "side"), [(pi / 2, "AA"), (-pi / 2, "CC"), (pi * 0.99, "AA"), (0.01, "BB")])
def test_where_three_lines_meet_each_has_its_own_sector(towards: float, side: str) -> None:
    # AA-CC comes from the west, AA-BB goes north-east, BB-CC goes south-east.
    meeting = (10.0, 45.0)
    corners = Corners(
        [
            made("AA", "CC", (9.9, 45), meeting),
            made("AA", "BB", meeting, (10.1, 45.1)),
            made("BB", "CC", meeting, (10.1, 44.9)),
        ]
    )
    assert corners.side(meeting, towards) == side


def test_where_a_line_is_missing_nobody_says() -> None:
    # AA-BB and AA-CC meet; the line of BB and CC, somewhere to the south, is not held.
    meeting = (10.0, 45.0)
    corners = Corners([made("AA", "BB", (9.9, 45), meeting), made("AA", "CC", meeting, (10.1, 45))])
    assert corners.side(meeting, pi / 2) == "AA"
    assert corners.side(meeting, -pi / 2) == ""


@pytest.mark.parametrize(("towards", "side"), [(pi / 2, "AA"), (-pi / 2, "BB"), (0.1, "AA"), (-0.1, "BB"), (0.0, "")])
def test_the_end_of_a_line_is_drawn_on(towards: float, side: str) -> None:
    corners = Corners([made("AA", "BB", (9.9, 45), (10, 45))])
    assert corners.side((10, 45), towards) == side


def test_a_source_that_names_no_sides_gives_none() -> None:
    corners = Corners([made("", "", (9.9, 45), (10, 45), (10, 45.1))])
    assert corners.side((10, 45), pi) == ""
