"""Names in identifiers."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from kerege.border.slug import slug


@given(st.text())
def test_a_slug_is_made_of_small_letters_digits_and_single_hyphens(name: str) -> None:
    assert re.fullmatch(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*)?", slug(name))


@given(st.text())
def test_a_slug_of_a_slug_is_itself(name: str) -> None:
    assert slug(slug(name)) == slug(name)


def test_before_and_after_stay_apart() -> None:
    assert slug("Alba +10 km") != slug("Alba −10 km")
