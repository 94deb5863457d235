"""The folder of a region: what goes in comes out, and everything a site may get wrong is named."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.regions.synthetic import synthetic_region, write_synthetic_region

from kerege.domain.errors import InputError
from kerege.files.geojson import line_feature, write_features
from kerege.files.region import (
    check_region,
    copy_region,
    default_region,
    read_region,
    rebuild_region,
    shipped_region,
    shipped_regions,
)
from kerege.files.region_lines import read_lines


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_synthetic_region(tmp_path / "valley")


def edit(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def change_section(folder: Path, change: Callable[[dict], None], number: int = 0) -> None:
    path = folder / "sections.geojson"
    content = json.loads(path.read_text(encoding="utf-8"))
    change(content["features"][number])
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False) for feature in content["features"])
    path.write_text(f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n', encoding="utf-8")


def write(folder: Path, file: str, text: str) -> None:
    (folder / file).write_text(text, encoding="utf-8")


def test_a_written_region_is_read_back_as_it_was(folder: Path) -> None:
    region, original = read_region(folder), synthetic_region()
    assert replace(region, digest=original.digest) == original
    assert check_region(folder) == []


def test_the_digest_changes_with_any_file_of_the_region_and_only_then(folder: Path) -> None:
    before = read_region(folder).digest
    assert read_region(folder).digest == before
    write(folder, "incidents.csv", INCIDENTS)
    assert read_region(folder).digest == before
    edit(folder, "places.csv", "Alba", "Alva")
    assert read_region(folder).digest != before


def name_an_unknown_country(folder: Path) -> None:
    edit(folder, "lines.geojson", '"pair":"AA-CC"', '"pair":"AA-DD"')
    edit(folder, "lines.geojson", '"right":"CC"', '"right":"DD"')


INCIDENTS = "id,occurred,latitude,longitude,side_a,side_b\n"
DISTRICTS = "country,district,place,latitude,longitude,source\n"
FIRST_EDGE = "aa-bb.alba--birka,aa-bb.birka--cedra"

PROBLEMS: list[tuple[Callable[[Path], None], str]] = [
    (lambda f: (f / "region.toml").unlink(), "region.toml: The file is missing"),
    (lambda f: edit(f, "region.toml", 'code = "synthetic"', 'code = "Big Valley"'), "The code of the region"),
    (lambda f: edit(f, "region.toml", 'code = "synthetic"', "code = "), "region.toml: This is not TOML"),
    (lambda f: edit(f, "region.toml", "Asia/Bishkek", "Asia/Nowhere"), "The time zone 'Asia/Nowhere' is not known"),
    (lambda f: edit(f, "region.toml", "Asia/Bishkek", "../etc"), "The time zone '../etc' is not known"),
    (lambda f: edit(f, "region.toml", 'AA = "Asia', 'XX = "Asia'), "time zone of XX belongs to no country"),
    (lambda f: edit(f, "region.toml", 'CC = "Celand"', 'Celand = "CC"'), "'Celand' is not a country code"),
    (lambda f: edit(f, "region.toml", '"en", "ru"', '"English"'), "languages are missing or not codes"),
    (lambda f: edit(f, "region.toml", "depth_km = 20", "depth_km = -1"), "depth_km = -1 is not a number of km"),
    (lambda f: (f / "lines.geojson").unlink(), "lines.geojson: The file is missing"),
    (name_an_unknown_country, "The line AA-DD main names DD"),
    (lambda f: edit(f, "lines.geojson", '"as_of":"2026"', '"as_of":""'), "does not say who claims it"),
    (lambda f: edit(f, "lines.geojson", "[10.0,45.0],", "[10.0,45.0],[9.0,45.0],"), "the line has 236.5 km"),
    (lambda f: edit(f, "lines.geojson", "[10.0,45.0],", "[10.0,95.0],"), "outside the globe"),
    (lambda f: edit(f, "lines.geojson", "[10.0,45.0],", '["10.0",45.0],'), "is not a longitude and a latitude"),
    (lambda f: edit(f, "lines.geojson", "LineString", "Polygon"), "is a Polygon, not a LineString"),
    (lambda f: edit(f, "lines.geojson", '"part":"Ostrov"', '"part":"Island"'), "no line AA-BB Ostrov under its"),
    (lambda f: (f / "sections.geojson").unlink(), "sections.geojson: The file is missing"),
    (lambda f: write(f, "sections.geojson", '{"type":"FeatureCollection","features":[]}'), "holds no section"),
    (
        lambda f: change_section(f, lambda s: s["properties"].update(length_km=9.0)),
        "sections.geojson, line 2: aa-bb.alba--birka says 9.000 km, its line has 7.885 km",
    ),
    (
        lambda f: change_section(f, lambda s: s["properties"].update(id="aa-bb.birka--cedra")),
        "sections.geojson, line 3: The id aa-bb.birka--cedra stands twice",
    ),
    (lambda f: change_section(f, lambda s: s["properties"].pop("pair")), "Section 1: the property 'pair' is missing"),
    (lambda f: change_section(f, lambda s: s["properties"].update(left="CC")), "sides are not the countries"),
    (lambda f: change_section(f, lambda s: s["properties"].update(order=7)), "not numbered 0, 1, 2"),
    (lambda f: change_section(f, lambda s: s["properties"].update(districts={"CC": "x"})), "has a district of CC"),
    (lambda f: change_section(f, lambda s: s["properties"].update(status="ours")), "not agreed, claimed or disputed"),
    (lambda f: change_section(f, lambda s: s["properties"].update(group="aa-cc.all"), 3), "mixes AA-BB and AA-CC"),
    (lambda f: change_section(f, lambda s: s["geometry"].update(coordinates=[[10, 45]])), "at least two points"),
    (lambda f: edit(f, "network.csv", "aa-bb.alba--birka,", "aa-bb.nowhere,"), "no section 'aa-bb.nowhere'"),
    (lambda f: edit(f, "network.csv", FIRST_EDGE, "aa-bb.alba--birka,aa-bb.alba--birka"), "not its own neighbour"),
    (lambda f: edit(f, "network.csv", FIRST_EDGE, "aa-bb.birka--cedra,aa-bb.erla--farna"), "alba--birka has no nei"),
    (lambda f: edit(f, "network.csv", ",along", ",beside"), "neither along nor across"),
    (lambda f: edit(f, "network.csv", "7.885,along", "far,along"), "The km 'far' is not a number"),
    (lambda f: edit(f, "network.csv", "km,kind", "kind"), "The column km is missing"),
    (lambda f: (f / "places.csv").unlink(), "places.csv: The file is missing"),
    (lambda f: edit(f, "places.csv", "45.02", "95.02"), "places.csv, line 2: The latitude '95.02' is not a number"),
    (lambda f: edit(f, "places.csv", "45.02", "45,02"), "has not as many cells as the header"),
    (lambda f: edit(f, "places.csv", "45.02", ""), "Only one of latitude and longitude"),
    (lambda f: edit(f, "places.csv", "made-1,", "made-0,"), "places.csv, line 3: The id made-0 stands twice"),
    (lambda f: edit(f, "places.csv", ",AA,", ",ZZ,"), "The country 'ZZ' is not in region.toml"),
    (lambda f: edit(f, "places.csv", ",1000,", ",many,"), "population = 'many' is not a whole number"),
    (lambda f: (f / "places.csv").write_bytes("id,name\n1,Ж".encode("cp1251")), "places.csv: The file is not in UTF-8"),
    (lambda f: edit(f, "crossing_points.csv", "AA-BB", "AA-DD"), "No line of the region belongs to the pair 'AA-DD'"),
    (lambda f: edit(f, "crossing_measures.csv", "erla-bridge", "no-bridge"), "no crossing point 'no-bridge'"),
    (lambda f: edit(f, "crossing_measures.csv", "2.5", ""), "The year or the value is missing"),
    (lambda f: edit(f, "official_totals.csv", ",12,", ",-12,"), "incidents = '-12' is not a whole number"),
    (lambda f: edit(f, "official_totals.csv", ",yes", ",maybe"), "neither yes nor no"),
    (lambda f: write(f, "outline.geojson", "{"), "outline.geojson: This is not JSON"),
    (lambda f: (f / "SOURCES.md").unlink(), "SOURCES.md: The file is missing or empty"),
    (lambda f: write(f, "districts.csv", DISTRICTS + "ZZ,North,Alba,45,10,x\n"), "line 2: The country 'ZZ' is not"),
    (lambda f: write(f, "incidents.csv", INCIDENTS + "1,2020,45,10,AA,QQ\n"), "line 2: side_b = 'QQ' is no country"),
    (lambda f: write(f, "incidents.csv", INCIDENTS + "1,,45,10,AA,BB\n"), "does not say when it occurred"),
    (lambda f: write(f, "incidents.csv", INCIDENTS + "1,2020,,,AA,BB\n"), "neither a position nor a place"),
    (lambda f: write(f, "incidents.csv", INCIDENTS + "1,2020,45,10,AA,BB\n" * 2), "line 3: The id 1 stands twice"),
]  # fmt: skip


@pytest.mark.parametrize(("spoil", "sentence"), PROBLEMS, ids=[sentence[:50] for _, sentence in PROBLEMS])
def test_whatever_a_site_gets_wrong_is_named(folder: Path, spoil: Callable[[Path], None], sentence: str) -> None:
    spoil(folder)
    problems = check_region(folder)
    assert any(sentence in problem for problem in problems), problems
    assert all(problem.endswith(".") and ": " in problem for problem in problems)


def test_several_problems_are_all_named_at_once(folder: Path) -> None:
    edit(folder, "places.csv", "45.02", "95.02")
    edit(folder, "official_totals.csv", ",yes", ",maybe")
    (folder / "SOURCES.md").unlink()
    assert len(check_region(folder)) == 3


def test_a_region_that_cannot_be_used_is_refused_with_the_first_problem(folder: Path) -> None:
    edit(folder, "places.csv", "45.02", "95.02")
    edit(folder, "official_totals.csv", ",yes", ",maybe")
    with pytest.raises(InputError, match=r"latitude '95.02'.*\(1 more problems\).*kerege region check"):
        read_region(folder)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert check_region(tmp_path / "nowhere") == [
        f"{tmp_path / 'nowhere'}: There is no such folder. Name the folder that holds region.toml."
    ]
    with pytest.raises(InputError, match=r"region\.toml: The file is missing"):
        read_region(tmp_path / "nowhere")


def test_tables_that_a_region_need_not_have_may_be_missing(folder: Path) -> None:
    for name in ("crossing_points.csv", "crossing_measures.csv", "official_totals.csv", "outline.geojson"):
        (folder / name).unlink()
    assert check_region(folder) == []
    assert read_region(folder).crossing_points == ()


def test_a_rebuilt_region_passes_its_check_and_keeps_its_lines(folder: Path) -> None:
    before = read_region(folder)
    network = rebuild_region(folder)
    assert check_region(folder) == []
    for pair in before.pairs:
        old, new = (
            sum(s.length_km for s in sections if s.pair == pair) for sections in (before.sections, network.sections)
        )
        assert new == pytest.approx(old, rel=1e-4)
    rebuilt = (folder / "sections.geojson").read_bytes(), (folder / "network.csv").read_bytes()
    rebuild_region(folder)
    assert rebuilt == ((folder / "sections.geojson").read_bytes(), (folder / "network.csv").read_bytes())


def test_a_site_may_load_its_own_lines(folder: Path, tmp_path: Path) -> None:
    claim = {"source": "survey", "as_of": "2025", "licence": "own"}
    features = [
        # The pair in the other order, no part, no sides; a ring with a name; a second stretch of the same pair.
        line_feature([(10, 45.01), (10.5, 45.02)], {"pair": "BB-AA", **claim}),
        line_feature(
            [(10.2, 44.9), (10.3, 44.9), (10.3, 44.8), (10.2, 44.9)],
            {"pair": "AA-BB", "part": "enclave", "name": "Ostrov", **claim},
        ),
        line_feature([(10.6, 45.01), (10.9, 45.02)], {"pair": "AA-BB", **claim}),
    ]
    path = tmp_path / "own.geojson"
    write_features(path, features)
    rebuild_region(folder, path)
    assert check_region(folder) == []
    region = read_region(folder)
    assert {(s.pair, s.part) for s in region.sections} == {("AA-BB", "main"), ("AA-BB", "Ostrov"), ("AA-BB", "main-2")}
    assert {s.left for s in region.sections} == {""}
    assert {s.source for s in region.sections} == {"survey"}


def test_lines_of_a_country_the_region_does_not_know_are_refused_and_nothing_is_written(folder: Path) -> None:
    before = (folder / "sections.geojson").read_bytes()
    name_an_unknown_country(folder)
    with pytest.raises(InputError, match="The lines name DD"):
        rebuild_region(folder)
    assert (folder / "sections.geojson").read_bytes() == before


def test_lines_of_a_file_without_any_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "none.geojson"
    path.write_text('{"type": "FeatureCollection", "features": []}')
    with pytest.raises(InputError, match="holds no line"):
        read_lines(path)


def test_a_copy_is_a_region_too(folder: Path, tmp_path: Path) -> None:
    copy_region(folder, tmp_path / "copy")
    assert read_region(tmp_path / "copy") == read_region(folder)
    copy_region(folder, folder)
    assert check_region(folder) == []
    with pytest.raises(InputError, match="There is no region here"):
        copy_region(tmp_path / "nowhere", tmp_path / "copy")


def test_an_unknown_shipped_region_is_answered_with_those_there_are() -> None:
    with pytest.raises(InputError, match=", ".join(shipped_regions())):
        shipped_region("../synthetic")


@pytest.mark.parametrize("code", shipped_regions())
def test_every_shipped_region_passes_its_check(code: str) -> None:
    assert check_region(shipped_region(code)) == []
    assert read_region(shipped_region(code)).code == code


def test_where_none_is_named_the_only_shipped_region_is_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (default_region(),) == shipped_regions()
    monkeypatch.setattr("kerege.files.region.shipped_regions", lambda: ("east", "west"))
    with pytest.raises(InputError, match="Choose one of east, west"):
        default_region()
