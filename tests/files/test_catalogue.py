from __future__ import annotations

import csv
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest

from kerege.domain.count_range import CountRange
from kerege.domain.errors import InputError
from kerege.domain.harm import Harm
from kerege.files.catalogue import catalogue_from_toml, read_catalogue

PARTS = ("kinds", "triggers", "responses", "severity")


@pytest.fixture
def texts() -> dict[str, str]:
    return {part: (files("kerege") / "parameters" / f"{part}.toml").read_text("utf-8") for part in PARTS}


def test_the_catalogue_names_every_type_of_the_real_incidents(shared: Callable[[str], Path]) -> None:
    with shared("data/region/incidents.csv").open(newline="", encoding="utf-8") as stream:
        types = {row["type"] for row in csv.DictReader(stream)}
    assert len(types) == 16
    assert set(read_catalogue().kinds) == types | {"attack_on_civilians", "protest", "other"}


def test_triggers_are_those_of_the_region_note() -> None:
    assert set(read_catalogue().triggers) == {
        "water",
        "land_building",
        "road_access",
        "pasture_livestock",
        "posts_symbols",
        "personal_fight",
        "crossing_smuggling",
        "unclear",
        "other",
    }


@pytest.mark.parametrize(
    ("kind", "harm", "severity"),
    [
        ("standoff", Harm(), 1),  # floor of the kind, nothing known
        ("standoff", Harm(injured=CountRange.exactly(0)), 1),
        ("standoff", Harm(injured=CountRange.exactly(1)), 2),
        ("stone_throwing", Harm(injured=CountRange(4, 9, 40)), 2),  # the best figure counts, not the highest
        ("stone_throwing", Harm(injured=CountRange.exactly(10)), 3),
        ("closure", Harm(displaced=CountRange.exactly(1)), 3),
        ("closure", Harm(displaced=CountRange.exactly(99)), 3),
        ("closure", Harm(displaced=CountRange.exactly(100)), 4),
        ("shooting", Harm(killed=CountRange.exactly(0)), 3),
        ("shooting", Harm(killed=CountRange.exactly(1)), 4),
        ("mass_brawl", Harm(killed=CountRange.exactly(9), injured=CountRange.exactly(99)), 4),
        ("mass_brawl", Harm(killed=CountRange.exactly(1), injured=CountRange.exactly(100)), 5),
        ("armed_conflict", Harm(killed=CountRange.exactly(10)), 5),
    ],
)
def test_severity_is_the_highest_step_reached_and_at_least_the_floor(kind: str, harm: Harm, severity: int) -> None:
    assert read_catalogue().severity(kind, harm) == severity


@pytest.mark.parametrize(
    ("part", "old", "new", "complaint"),
    [
        ("kinds", 'group = "property"', 'group = "proprety"', "term 'property_destruction'"),
        ("kinds", "severity_floor = 4", "severity_floor = 6", "term 'armed_conflict'"),
        ("kinds", "severity_floor = 4", "severity_floor = true", "term 'armed_conflict'"),
        ("kinds", 'id = "mine"', 'id = "shooting"', "used twice"),
        ("kinds", 'id = "mine"', 'id = "Mine!"', "small letters"),
        ("triggers", 'id = "other"', 'id = "otherwise"', "'other' is missing"),
        ("responses", 'label = "Joint patrol"', "", "label and a description"),
        ("responses", "decided_by", "decided", "'decided_by' is missing"),
        ("severity", "severity = 2", "severity = 3", "steps 1 to 5"),
        ("severity", "injured = 50", "injured = 10", "'injured' must rise"),
        ("severity", "reason = ", "why = ", "a reason"),
        ("severity", "killed = 1\n", "killed = \n", "not TOML"),
    ],
)
def test_a_broken_catalogue_is_refused_with_its_place(
    texts: dict[str, str], part: str, old: str, new: str, complaint: str
) -> None:
    assert old in texts[part]
    texts[part] = texts[part].replace(old, new, 1)
    with pytest.raises(InputError, match=complaint) as caught:
        catalogue_from_toml(texts)
    assert f"{part}.toml" in str(caught.value)


def test_a_missing_part_is_named(texts: dict[str, str]) -> None:
    del texts["severity"]
    with pytest.raises(InputError, match=r"severity\.toml"):
        catalogue_from_toml(texts)


def test_parts_of_different_versions_show_both(texts: dict[str, str]) -> None:
    texts["severity"] = texts["severity"].replace("2026-11-1", "2027-01-1")
    assert catalogue_from_toml(texts).version == "2026-11-1 2026-12-1 2027-01-1"
