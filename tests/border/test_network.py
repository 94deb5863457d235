"""Which sections are neighbours."""

from __future__ import annotations

import pytest
from tests.border.topologies import COUNTRIES, three_countries
from tests.regions.synthetic import synthetic_region

from kerege.border.build import build_sections
from kerege.border.ground import distance_km
from kerege.border.network import BorderNetwork, middle_of, section_edges
from kerege.border.topology import border_lines
from kerege.domain.section import BorderSection


def made(
    id_: str, *line: tuple[float, float], part: str = "main", pair: str = "AA-BB", km: float = 10.0
) -> BorderSection:
    return BorderSection(
        id=id_, name=id_, pair=pair, part=part, group="g", order=0, line=line, left="AA", right="BB", length_km=km
    )


def test_the_made_up_region_has_the_neighbours_that_were_written_by_hand() -> None:
    region = synthetic_region()
    found = {(frozenset((e.first, e.second)), e.kind) for e in section_edges(region.sections, across_km=15)}
    by_hand = {(frozenset((e.first, e.second)), e.kind) for e in region.edges}
    assert by_hand <= found
    # Beyond these, the ring's other sides each find the section that is nearest to them.
    assert all(kind == "across" for _, kind in found - by_hand)


def test_kilometres_along_are_half_of_both_sections_and_across_are_on_the_ground() -> None:
    region = synthetic_region()
    found = {frozenset((e.first, e.second)): e for e in section_edges(region.sections, across_km=15)}
    for edge in region.edges:
        assert found[frozenset((edge.first, edge.second))].km == pytest.approx(edge.km, abs=0.01)


def test_where_three_countries_meet_each_section_is_the_others_neighbour() -> None:
    lines = border_lines(three_countries(), COUNTRIES)
    network = build_sections(lines, [], target_km=60)
    at_junction = [s.id for s in network.sections if (2, 0) in (s.line[0], s.line[-1])]
    assert len(at_junction) == 3
    for id_ in at_junction:
        assert set(at_junction) - {id_} <= set(network.neighbours[id_])


def test_lines_of_two_sources_meet_where_their_ends_are_less_than_a_kilometre_apart() -> None:
    one = made("one", (10, 45), (10.1, 45))
    near = made("near", (10.105, 45.005), (10.2, 45.1), pair="AA-CC")
    far = made("far", (10.1, 44.98), (10.2, 44.9), pair="BB-CC")
    # 0.005 degrees each way: 0.39 km east and 0.56 km north; 0.02 degrees south: 2.2 km.
    edges = section_edges([one, near, far], across_km=20)
    assert [(e.first, e.second, e.km, e.kind) for e in edges] == [("one", "near", 10.0, "along")]


def test_a_ring_faces_the_nearest_sections_and_no_farther_than_it_may() -> None:
    west, east = made("west", (10, 45), (10.2, 45)), made("east", (10.2, 45), (10.4, 45))
    ring = [
        made("ring-north", (10.05, 44.9), (10.1, 44.9), part="Ostrov"),
        made("ring-south", (10.1, 44.9), (10.07, 44.85), (10.05, 44.9), part="Ostrov"),
    ]
    # The ring's north side lies 0.1 degrees = 11.1 km south of the line.
    near = {(e.first, e.second) for e in section_edges([west, east, *ring], across_km=15) if e.kind == "across"}
    assert ("ring-north", "west") in near
    assert ("ring-north", "east") in near  # seen from the eastern section, the north side is the nearest of the ring
    across = next(e for e in section_edges([west, east, *ring], across_km=15) if e.second == "west")
    assert across.km == pytest.approx(distance_km(middle_of(ring[0]), middle_of(west)), abs=0.001)
    # Nothing is within 5 km: one edge keeps the ring from standing alone.
    alone = [e for e in section_edges([west, east, *ring], across_km=5) if e.kind == "across"]
    assert [(e.first, e.second) for e in alone] == [("ring-north", "west")]


def test_every_section_of_a_network_has_its_neighbours_both_ways() -> None:
    region = synthetic_region()
    neighbours = BorderNetwork(region.sections, region.groups, region.edges).neighbours
    for id_, others in neighbours.items():
        assert others
        assert all(id_ in neighbours[other] for other in others)
        assert id_ not in others
