"""Where lines are cut."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kerege.border.cut import LONGEST, SHORTEST, Cut, choose_cuts, choose_ring_cuts

places = st.lists(
    st.tuples(st.floats(0.5, 59.5), st.floats(0, 1)), max_size=6, unique_by=lambda item: round(item[0], 1)
).map(lambda items: [Cut(round(km, 1), f"P{i}", remoteness) for i, (km, remoteness) in enumerate(items)])


def cost_of(length_km: float, cuts: tuple[Cut, ...], target_km: float) -> float:
    lengths = [b - a for a, b in pairwise([0.0, *(cut.km for cut in cuts), length_km])]
    if any(not SHORTEST * target_km <= length <= LONGEST * target_km for length in lengths):
        return float("inf")
    return sum(2 * (length / target_km - 1) ** 2 for length in lengths) + sum(cut.cost for cut in cuts)


def test_a_place_near_the_wanted_length_is_taken_and_its_remoteness_weighed() -> None:
    # 20 km; a cut at 9 km costs 2 (0.1^2 + 0.1^2) - 0.4 + 0.4 x 0.25 = -0.26, one at 10 km without a name 0.2.
    cost, cuts = choose_cuts(20, [Cut(9, "Alba", 0.25)], target_km=10)
    assert [cut.name for cut in cuts] == ["Alba"]
    assert cost == pytest.approx(-0.26)


def test_a_place_too_near_to_another_cut_is_left_out() -> None:
    # Cutting at 2 km would leave a section of 2 km, shorter than 0.4 x 10.
    cost, cuts = choose_cuts(20, [Cut(2, "Alba")], target_km=10)
    assert [(cut.km, cut.name) for cut in cuts] == [(10.0, "")]
    assert cost == pytest.approx(0.2)


def test_a_short_line_stays_whole() -> None:
    # 2 (0.3 - 1)^2 = 0.98
    cost, cuts = choose_cuts(3, [Cut(1, "Alba")], target_km=10)
    assert (cuts, round(cost, 2)) == ([], 0.98)


@settings(max_examples=60, deadline=None)
@given(places, st.integers(30, 60))
def test_no_other_choice_is_cheaper(candidates: list[Cut], length_km: int) -> None:
    target = 20.0
    marks = [Cut(2.0 * i) for i in range(1, length_km // 2 + 1)]
    usable = [cut for cut in [*candidates, *marks] if 0 < cut.km < length_km]
    best = min(
        cost_of(length_km, tuple(sorted(chosen, key=lambda c: c.km)), target)
        for n in range(4)
        for chosen in combinations(usable, n)
    )
    cost, cuts = choose_cuts(length_km, candidates, target_km=target)
    assert cost == pytest.approx(best)
    assert cost == pytest.approx(cost_of(length_km, tuple(cuts), target))


@given(places, st.floats(60, 200))
def test_sections_of_a_long_line_keep_within_their_bounds(candidates: list[Cut], length_km: float) -> None:
    _, cuts = choose_cuts(length_km, candidates, target_km=10)
    lengths = [b - a for a, b in pairwise([0.0, *(cut.km for cut in cuts), length_km])]
    assert min(lengths) >= SHORTEST * 10
    assert max(lengths) <= LONGEST * 10


def test_a_ring_without_places_begins_at_its_fallback() -> None:
    cuts = choose_ring_cuts(30, [], target_km=10, fallback_km=7)
    assert [(cut.km, cut.name) for cut in cuts] == [(7, ""), (17, ""), (27, "")]


def test_cuts_of_a_ring_do_not_depend_on_where_it_is_begun() -> None:
    # 40 km round; the same three places, with the count of km begun 11 km later.
    first = choose_ring_cuts(40, [Cut(3, "Alba"), Cut(14, "Birka"), Cut(22, "Cedra")], target_km=10, fallback_km=0)
    later = choose_ring_cuts(40, [Cut(32, "Alba"), Cut(3, "Birka"), Cut(11, "Cedra")], target_km=10, fallback_km=0)
    assert {cut.name for cut in first} == {cut.name for cut in later}
    assert sorted((cut.km - 11) % 40 for cut in first) == pytest.approx(sorted(cut.km for cut in later))
