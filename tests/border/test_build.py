"""Sections made from lines and places."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from tests.border.topologies import COUNTRIES, three_countries

from kerege.border.build import build_sections
from kerege.border.district_anchor import DistrictAnchor
from kerege.border.ground import line_length_km
from kerege.border.line import BorderLine
from kerege.border.topology import border_lines
from kerege.domain.place import Place


def straight(**changes: object) -> BorderLine:
    """1.2 degrees of longitude at 45 degrees north: 94.6 km, with a bend in the middle."""
    line = BorderLine(
        pair="AA-BB",
        part="main",
        points=((10.0, 45.0), (10.6, 45.001), (11.2, 45.0)),
        is_ring=False,
        left="AA",
        right="BB",
        source="Atlas",
        as_of="2018",
        licence="none",
    )
    return replace(line, **changes)  # type: ignore[arg-type]


PLACES = [
    Place("a", "Alba", "AA", 45.02, 10.25, (), 5000),
    Place("b", "Birka", "BB", 44.98, 10.51, (), 200),
    Place("c", "Cedra", "AA", 45.05, 11.0, (), 90_000),
    Place("f", "Foreign", "CC", 45.0, 10.4),
    Place("r", "Remote", "AA", 45.2, 10.8),
]


def test_sections_follow_each_other_without_gap_and_cover_the_line() -> None:
    network = build_sections([straight()], PLACES)
    for a, b in pairwise(network.sections):
        assert a.line[-1] == b.line[0]
    assert sum(section.length_km for section in network.sections) == pytest.approx(
        line_length_km(straight().points), rel=1e-5
    )
    assert [section.order for section in network.sections] == list(range(len(network.sections)))
    for section in network.sections:
        assert section.length_km == pytest.approx(line_length_km(section.line), abs=0.001)
        assert 4 <= section.length_km <= 17
        assert (section.left, section.right, section.source, section.as_of) == ("AA", "BB", "Atlas", "2018")


def test_cuts_are_named_after_places_of_the_two_countries_within_reach() -> None:
    names = " ".join(section.name for section in build_sections([straight()], PLACES).sections)
    assert all(name in names for name in ("Alba", "Birka", "Cedra"))
    assert "Foreign" not in names
    assert "Remote" not in names


def test_a_cut_far_from_any_place_is_named_from_the_nearest_one() -> None:
    names = [section.name for section in build_sections([straight()], PLACES).sections]
    # Birka lies at km 40.2, Cedra at km 78.8; three cuts stand between them, the middle one a little nearer to Birka.
    first = next(i for i, name in enumerate(names) if name.startswith("Birka – "))
    assert names[first : first + 4] == [
        "Birka – Birka +10 km",
        "Birka +10 km – Birka +19 km",
        "Birka +19 km – Cedra −10 km",
        "Cedra −10 km – Cedra",
    ]


def test_the_ends_of_an_open_line_say_where_they_look() -> None:
    names = [section.name for section in build_sections([straight()], []).sections]
    assert names[0].startswith("AA–BB W – ")
    assert names[-1].endswith(" – AA–BB E")


def test_ids_do_not_change_when_the_line_is_given_the_other_way_round() -> None:
    assert build_sections([straight()], PLACES) == build_sections([straight().reversed()], PLACES)


def test_ids_between_places_stay_when_the_line_is_drawn_a_little_differently() -> None:
    moved = straight(points=((10.0, 45.003), (10.3, 44.998), (10.6, 45.004), (11.2, 45.002)))
    before = {section.id for section in build_sections([straight()], PLACES).sections}
    after = {section.id for section in build_sections([moved], PLACES).sections}
    assert before == after


def test_ids_are_different_and_name_pair_part_and_cuts() -> None:
    lines = border_lines(three_countries(), COUNTRIES, enclaves={"Ostrov": (0.75, 0.75)})
    sections = build_sections(lines, [Place("a", "Alba", "AA", 1.0, 1.99)]).sections
    ids = [section.id for section in sections]
    assert len(set(ids)) == len(ids)
    assert any(id_.startswith("aa-bb.alba--") for id_ in ids)
    assert any(id_.startswith("aa-bb.ostrov.") for id_ in ids)


def test_of_two_places_with_one_name_the_nearer_to_the_line_names_the_cut() -> None:
    twins = [*PLACES, Place("a2", "Alba", "AA", 45.06, 10.9)]
    assert build_sections([straight()], twins) == build_sections([straight()], PLACES)


def test_where_three_countries_meet_the_end_is_named_after_them() -> None:
    lines = border_lines(three_countries(), COUNTRIES)
    sections = build_sections(lines, [], target_km=60).sections
    assert {section.pair for section in sections if "AA–BB–CC" in section.name} == {"AA-BB", "AA-CC", "BB-CC"}


def test_an_enclave_is_cut_round_and_is_a_group_of_its_own() -> None:
    lines = border_lines(three_countries(), COUNTRIES, enclaves={"Ostrov": (0.75, 0.75)})
    network = build_sections(lines, [], target_km=60)
    ring = [section for section in network.sections if section.part == "Ostrov"]
    assert len(ring) == 4  # 222 km round
    assert ring[-1].line[-1] == ring[0].line[0]
    assert {section.left for section in ring} == {"BB"}
    assert "Ostrov N" in ring[0].name
    [group] = [group for group in network.groups if group.name == "Ostrov"]
    assert group.section_ids == tuple(section.id for section in ring)


def test_a_small_ring_is_one_section() -> None:
    small = BorderLine(
        pair="AA-BB",
        part="Ostrov",
        points=((10.1, 45.05), (10.12, 45.05), (10.12, 45.07), (10.1, 45.05)),
        is_ring=True,
        left="AA",
        right="BB",
    )
    network = build_sections([straight(), small], PLACES)
    [section] = [section for section in network.sections if section.part == "Ostrov"]
    assert (section.id, section.name) == ("aa-bb.ostrov.whole", "Ostrov")
    assert section.length_km == pytest.approx(line_length_km(small.points), abs=0.001)
    assert network.neighbours[section.id]


def test_districts_come_from_the_nearest_place_whose_district_is_known() -> None:
    anchors = [
        DistrictAnchor("AA", "North district", "Alba", 45.02, 10.25),
        DistrictAnchor("AA", "Far district", "Remote", 45.3, 10.25),
        DistrictAnchor("BB", "South district", "Birka", 44.98, 10.51),
        DistrictAnchor("CC", "Foreign district", "Foreign", 45.0, 10.25),
    ]
    sections = build_sections([straight()], PLACES, districts=anchors).sections
    at_alba = next(section for section in sections if section.name.endswith("– Alba"))
    assert dict(at_alba.districts) == {"AA": "North district"}
    assert dict(sections[-1].districts) == {}
    assert all(set(section.districts) <= {"AA", "BB"} for section in sections)
    assert any(section.districts.get("BB") == "South district" for section in sections)


def test_groups_are_neighbouring_sections_named_after_the_best_known_places() -> None:
    network = build_sections([straight()], PLACES, group_km=50)
    # Remote lies 22 km off, too far to name a group; the other half has one known place.
    assert [(group.id, group.name) for group in network.groups] == [
        ("aa-bb.group.alba-birka", "Alba, Birka"),
        ("aa-bb.group.cedra", "Cedra"),
    ]
    assert [id_ for group in network.groups for id_ in group.section_ids] == [s.id for s in network.sections]
    assert {s.group for s in network.sections} == {group.id for group in network.groups}
