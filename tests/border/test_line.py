"""What a border line refuses."""

from __future__ import annotations

from typing import Any

import pytest

from kerege.border.line import BorderLine


def make(**changes: Any) -> BorderLine:
    usual: dict[str, Any] = {
        "pair": "AA-BB",
        "part": "main",
        "points": ((10, 45), (11, 46)),
        "is_ring": False,
        "left": "AA",
        "right": "BB",
    }
    return BorderLine(**(usual | changes))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"pair": "BB-AA"}, "alphabetical"),
        ({"pair": "AA-AA"}, "alphabetical"),
        ({"pair": "AABB"}, "alphabetical"),
        ({"points": ((10, 45),)}, "two points"),
        ({"points": ((10, 45), (181, 45))}, "outside the globe"),
        ({"points": ((10, 45), (11, float("nan")))}, "outside the globe"),
        ({"is_ring": True}, "ends where it begins"),
        ({"left": "AA", "right": "CC"}, "its two countries"),
        ({"left": "AA", "right": ""}, "its two countries"),
        ({"status": "official"}, "agreed, claimed or disputed"),
    ],
)
def test_a_line_that_cannot_be_is_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make(**changes)


def test_a_source_may_leave_the_sides_out() -> None:
    assert make(left="", right="").reversed().left == ""


def test_walking_the_other_way_twice_changes_nothing() -> None:
    line = make(source="Atlas", as_of="2018")
    assert line.reversed() != line
    assert line.reversed().reversed() == line
