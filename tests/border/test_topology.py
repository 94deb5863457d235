"""Lines from shared arcs."""

from __future__ import annotations

import pytest
from tests.border.topologies import COUNTRIES, three_countries

from kerege.border.topology import border_lines
from kerege.domain.errors import InputError


def test_shared_arcs_become_lines_with_the_right_country_on_each_hand() -> None:
    lines = border_lines(three_countries(), COUNTRIES, enclaves={"Ostrov": (0.75, 0.75)})
    found = {(line.pair, line.part): (line.points, line.left, line.right) for line in lines}
    # Walking north along x = 2, AA lies west, on the left; walking east along y = 0, CC lies south, on the right.
    assert found == {
        ("AA-BB", "main"): (((2, 0), (2, 2)), "AA", "BB"),
        ("AA-BB", "Ostrov"): (((0.5, 0.5), (0.5, 1), (1, 1), (1, 0.5), (0.5, 0.5)), "AA", "BB"),
        ("AA-CC", "main"): (((0, 0), (2, 0)), "AA", "CC"),
        ("BB-CC", "main"): (((2, 0), (4, 0)), "BB", "CC"),
    }
    assert [line.part for line in lines if line.is_ring] == ["Ostrov"]


def test_the_direction_of_a_ring_is_measured_and_not_assumed() -> None:
    topology = three_countries()
    topology["objects"]["countries"]["geometries"][0]["arcs"] = [[~2, ~1, ~0], [6]]
    [line] = [line for line in border_lines(topology, COUNTRIES, pairs=["AA-BB"]) if not line.is_ring]
    assert (line.points, line.left, line.right) == (((2, 2), (2, 0)), "BB", "AA")


def test_a_run_of_arcs_is_not_torn_where_the_ring_begins() -> None:
    topology = three_countries()
    topology["arcs"] += [[[2, 0], [2, 1]], [[2, 1], [2, 2]]]
    geometries = topology["objects"]["countries"]["geometries"]
    geometries[0]["arcs"] = [[8, 1, 2, 7], [~6]]
    geometries[1]["arcs"] = [[[3, 4, ~8, ~7]], [[6]]]
    [line] = [line for line in border_lines(topology, COUNTRIES, pairs=["AA-BB"]) if not line.is_ring]
    assert line.points == ((2, 0), (2, 1), (2, 2))


def test_two_stretches_of_one_pair_are_two_parts() -> None:
    # CC reaches through between AA and BB at (2, 1), so the two meet in two stretches.
    topology = three_countries()
    topology["arcs"] += [[[2, 0], [2, 0.8]], [[2, 0.8], [2, 1.2]], [[2, 1.2], [2, 1.5], [2, 2]]]
    geometries = topology["objects"]["countries"]["geometries"]
    geometries[0]["arcs"] = [[7, 8, 9, 1, 2], [~6]]
    geometries[1]["arcs"] = [[[3, 4, ~9, ~7]], [[6]]]
    parts = {line.part: line.points for line in border_lines(topology, COUNTRIES, pairs=["AA-BB"]) if not line.is_ring}
    assert parts == {"main": ((2, 1.2), (2, 1.5), (2, 2)), "main-2": ((2, 0), (2, 0.8))}


def test_a_quantised_topology_gives_the_same_lines() -> None:
    plain = three_countries()
    quantised = three_countries()
    quantised["transform"] = {"scale": [0.5, 0.25], "translate": [-1, -2]}
    for arc in quantised["arcs"]:
        steps, before = [], (0, 0)
        for x, y in arc:
            here = (round((x + 1) / 0.5), round((y + 2) / 0.25))
            steps.append([here[0] - before[0], here[1] - before[1]])
            before = here
        arc[:] = steps
    assert border_lines(quantised, COUNTRIES) == border_lines(plain, COUNTRIES)


def test_what_is_said_of_the_source_stands_on_every_line() -> None:
    lines = border_lines(three_countries(), COUNTRIES, source="Atlas", as_of="2018", licence="public domain")
    assert {(line.source, line.as_of, line.licence, line.status) for line in lines} == {
        ("Atlas", "2018", "public domain", "claimed")
    }


@pytest.mark.parametrize(
    ("countries", "name", "message"),
    [({"AA": "9"}, "countries", "no geometry with id 9 for AA"), ({"AA": "1"}, "seas", "no object 'seas'")],
)
def test_what_is_missing_is_named(countries: dict[str, str], name: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        border_lines(three_countries(), countries, object_name=name)
