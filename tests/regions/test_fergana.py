"""The shipped region: its lines, sections and incidents against what is publicly known."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from shapely.geometry import Point, shape

from kerege.border.ground import line_length_km
from kerege.border.locate import locate
from kerege.border.network import BorderNetwork
from kerege.border.place_finder import PlaceFinder
from kerege.domain.marking import TLP, Marking
from kerege.domain.position import Position
from kerege.domain.region import Region
from kerege.domain.report import Report
from kerege.domain.section_location import SectionLocation
from kerege.files.catalogue import read_catalogue
from kerege.files.region import read_region, shipped_region
from kerege.files.region_lines import read_lines
from kerege.files.tables import read_table
from kerege.intake.context import IntakeContext
from kerege.intake.formats import parse

FOLDER = shipped_region("fergana")


@cache
def region() -> Region:
    return read_region(FOLDER)


@cache
def reports() -> list[Report]:
    table = read_table((FOLDER / "incidents.csv").read_bytes(), "incidents.csv")
    context = IntakeContext(
        zone=region().zone,
        countries=frozenset(region().countries),
        catalogue=read_catalogue(),
        places=PlaceFinder(region().places),
        imported_at=datetime(2026, 11, 23, tzinfo=UTC),
        default_marking=Marking(),
    )
    parsed = parse(table, "native", context)
    assert parsed.rejected == []
    assert not parsed.ignored_columns
    return parsed.reports


@cache
def locations() -> dict[str, SectionLocation | None]:
    pairs = ["-".join(sorted(report.countries)) for report in reports()]
    found = locate(
        [report.position for report in reports()], region().sections, depth_km=region().depth_km, pairs=pairs
    )
    return dict(zip((report.reference for report in reports()), found, strict=True))


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# Measured from the same atlas by another program, on the ellipsoid; the ring of Vorukh is in the figure of KG-TJ.
@pytest.mark.parametrize(("pair", "km"), [("KG-TJ", 838), ("KG-UZ", 1051), ("KG-KZ", 1017), ("CN-KG", 839)])
def test_lines_have_their_known_length(pair: str, km: float) -> None:
    lines = read_lines(FOLDER / "lines.geojson")
    assert sum(line_length_km(line.points) for line in lines if line.pair == pair) == pytest.approx(km, abs=1)
    sections = [section for section in region().sections if section.pair == pair]
    assert sum(section.length_km for section in sections) == pytest.approx(km, abs=1)


def test_the_lines_are_claims_with_source_date_and_licence() -> None:
    for line in read_lines(FOLDER / "lines.geojson"):
        assert line.source.startswith("Natural Earth")
        assert (line.status, line.licence, line.as_of) == ("claimed", "public domain", "2018-05")
        assert {line.left, line.right} == set(line.countries)


def test_the_lines_are_shorter_than_openstreetmaps(shared: Callable[[str], Path]) -> None:
    content = json.loads(shared("data/geo/kg_borders_osm2026_full.geojson").read_text())
    detailed = Counter[str]()
    for feature in content["features"]:
        pair = "-".join(sorted(feature["properties"]["pair"].split("-")))
        detailed[pair] += line_length_km([tuple(point) for point in feature["geometry"]["coordinates"]])
    for pair in ("KG-TJ", "KG-UZ", "KG-KZ", "CN-KG"):
        ours = sum(section.length_km for section in region().sections if section.pair == pair)
        assert 0.10 < 1 - ours / detailed[pair] < 0.26


def test_enclaves_are_rings_with_sections_of_their_own_and_both_countries_known() -> None:
    rings = {(s.pair, s.part): s for s in region().sections if s.part != "main"}
    assert set(rings) == {("KG-TJ", "Vorukh"), ("KG-UZ", "Sokh"), ("KG-UZ", "Shohimardon"), ("TJ-UZ", "Sarvan")}
    # Walked anticlockwise, the country that the enclave belongs to is on the left.
    assert {part: section.left for (_, part), section in rings.items()} == {
        "Vorukh": "TJ",
        "Sokh": "UZ",
        "Shohimardon": "UZ",
        "Sarvan": "TJ",
    }


@pytest.mark.parametrize(
    ("place", "latitude", "longitude", "side"),
    [
        ("middle of Vorukh", 39.82, 70.62, "TJ"),
        ("middle of Sokh", 40.02, 71.10, "UZ"),
        ("middle of Shohimardon", 39.95, 71.73, "UZ"),
        ("between Vorukh and the main line", 39.90, 70.60, "KG"),
        ("Batken", 40.06, 70.82, "KG"),
        ("Isfara", 40.126, 70.625, "TJ"),
        ("Khujand", 40.28, 69.62, "TJ"),
        ("Osh", 40.53, 72.80, "KG"),
        ("Andijan", 40.78, 72.34, "UZ"),
        ("Konibodom", 40.29, 70.43, "TJ"),
        ("south of Rishton", 40.33, 71.20, "UZ"),
    ],
)
def test_well_known_places_lie_where_they_do(place: str, latitude: float, longitude: float, side: str) -> None:
    [found] = locate([Position(latitude, longitude, 0.5)], region().sections, depth_km=100)
    assert found is not None
    assert (found.side, found.side_is_certain) == (side, True), place


def test_ak_sai_lies_so_near_the_line_that_its_side_is_marked_uncertain() -> None:
    place = PlaceFinder(region().places).find("Ак-Сай")
    assert place is not None
    assert place.country == "KG"
    [found] = locate([Position(place.latitude, place.longitude, 3)], region().sections, depth_km=20)
    assert found is not None
    assert not found.side_is_certain
    assert found.section_id.startswith("kg-tj.vorukh.")


def test_places_farther_than_three_km_from_the_line_lie_in_their_own_country() -> None:
    places = region().places
    found = locate([Position(p.latitude, p.longitude, 1) for p in places], region().sections, depth_km=25)
    wrong = [
        place.name
        for place, location in zip(places, found, strict=True)
        if location and location.distance_km > 3 and location.side != place.country
    ]
    assert wrong == []
    # Every place is within reach of a line: that is how they were chosen.
    assert None not in found


def test_sections_are_about_ten_km_long_and_have_different_names() -> None:
    sections = region().sections
    assert 9.5 < sum(section.length_km for section in sections) / len(sections) < 10.5
    assert all(4 <= section.length_km <= 17 for section in sections)
    assert len({(section.pair, section.part, section.name) for section in sections}) == len(sections)
    assert any(section.id == "kg-tj.chorku--ak-sai" for section in sections)


def test_groups_of_open_lines_are_about_a_hundred_km() -> None:
    for group in region().groups:
        members = [region().section[id_] for id_ in group.section_ids]
        if members[0].part == "main":
            assert 75 < sum(section.length_km for section in members) < 125
        assert [section.order for section in members] == sorted(section.order for section in members)


def test_all_sections_hang_together_also_across_the_enclaves() -> None:
    neighbours = BorderNetwork(region().sections, region().groups, region().edges).neighbours
    reached, waiting = set(), ["kg-tj.chorku--ak-sai"]
    while waiting:
        here = waiting.pop()
        if here not in reached:
            reached.add(here)
            waiting += neighbours[here]
    assert reached == {section.id for section in region().sections}
    across = {
        part: sum(1 for e in region().edges if e.kind == "across" and f".{part}." in e.first + e.second)
        for part in ("vorukh", "sokh", "shohimardon", "sarvan")
    }
    assert min(across.values()) >= 1
    assert across["vorukh"] >= 3


def test_where_three_countries_meet_their_sections_are_neighbours() -> None:
    pairs = {e.first.split(".")[0] + "/" + e.second.split(".")[0] for e in region().edges if e.kind == "along"}
    assert {"kg-tj/kg-uz", "kg-tj/tj-uz", "kg-uz/tj-uz", "cn-kg/kg-tj", "cn-kg/kg-kz", "kg-kz/kg-uz"} <= pairs


def test_all_incidents_are_read_and_say_what_the_compilation_says(shared: Callable[[str], Path]) -> None:
    sources = {row["id"]: row for row in rows(shared("data/region/incidents.csv"))}
    assert [report.reference for report in reports()] == list(sources)
    for report, row in zip(reports(), sources.values(), strict=True):
        assert report.countries == (row["country_a"], row["country_b"])
        assert report.kind == row["type"]
        assert [source.reference for source in report.sources] == [row["source_url"]]
        for field, column in (("killed", "killed"), ("injured", "wounded"), ("displaced", "displaced")):
            known = getattr(report.harm, field)
            # Empty is unknown, never zero.
            assert (known is None) == (row[column] == "")
            assert known is None or known.best == int(row[column])
        first = report.occurred.first_day(region().zone).isoformat()
        assert first.startswith(row["date"]) or report.reference == "CA083"
        if row["lat"]:
            assert report.position == Position(float(row["lat"]), float(row["lon"]), float(row["coord_precision_km"]))


def test_what_cannot_be_placed_stays_without_a_position() -> None:
    unplaced = [report.reference for report in reports() if report.position is None]
    assert unplaced == ["CA019", "CA024", "CA028", "CA073", "CA091"]


def test_months_stay_months_and_long_happenings_are_intervals() -> None:
    by_id = {report.reference: report.occurred for report in reports()}
    assert Counter(period.precision.value for period in by_id.values()) == {"day": 82, "month": 9, "interval": 7}
    assert (by_id["CA079"].days, by_id["CA096"].days, by_id["CA009"].days) == (3, 3, 31)


def test_incidents_are_located_on_their_own_pair_within_the_border_area() -> None:
    by_id = {report.reference: report for report in reports()}
    without = {id_ for id_, location in locations().items() if location is None}
    # Three of KZ-UZ, whose line is not held, and the five that cannot be placed.
    assert without == {"CA002", "CA007", "CA008", "CA019", "CA024", "CA028", "CA073", "CA091"}
    for id_, location in locations().items():
        if location is not None:
            position = by_id[id_].position
            assert position is not None
            assert location.distance_km <= region().depth_km + position.uncertainty_km
            assert location.section_id.startswith("-".join(sorted(by_id[id_].countries)).lower())
            assert sum(share for _, share in location.shares) == pytest.approx(1)


def test_most_of_the_kg_tj_incidents_lie_around_vorukh_and_chorku() -> None:
    found = [location for location in locations().values() if location and location.section_id.startswith("kg-tj")]
    around = [
        item
        for item in found
        if "vorukh" in item.section_id or "chorku" in item.section_id or "ak-tatyr" in item.section_id
    ]
    assert len(found) == 65
    assert len(around) >= 48


def test_everything_is_clear_graded_and_says_its_public_page() -> None:
    for report in reports():
        assert report.marking.tlp is TLP.CLEAR
        assert str(report.grading) in ("C3", "C4")
        assert report.sources[0].channel == "media"
        assert report.sources[0].reference.startswith("http")
        assert report.summary
        assert report.trigger
    assert sum(bool(report.accounts) for report in reports()) >= 8


def test_a_report_known_from_a_dated_address_is_known_on_that_day() -> None:
    by_id = {report.reference: report for report in reports()}
    # A day counts as known at its end.
    known = {id_: (by_id[id_].reported_at - timedelta(seconds=1)).astimezone(region().zone).date() for id_ in by_id}
    assert known["CA066"].isoformat() == "2019-09-17"
    # A retrospective of November is not when the conflict of April became known.
    assert by_id["CA079"].reported_at < datetime(2021, 5, 2, tzinfo=UTC)


def test_published_totals_and_crossing_points_say_what_the_compilation_says(shared: Callable[[str], Path]) -> None:
    totals, published = region().official_totals, rows(shared("data/region/yearly.csv"))
    assert [total.incidents for total in totals] == [
        int(row["incidents"]) if row["incidents"] else None for row in published
    ]
    assert [total.is_usable for total in totals].count(False) == 1
    points, listed = region().crossing_points, rows(shared("data/region/bcp.csv"))
    assert [point.name for point in points] == [row["name"] for row in listed]
    assert [point.latitude for point in points] == [float(row["lat"]) if row["lat"] else None for row in listed]
    assert len({point.id for point in points}) == 27
    measures, measured = region().crossing_measures, rows(shared("data/region/bcp_cpmm.csv"))
    assert [(m.year, m.value, m.unit) for m in measures] == [
        (int(row["year"]), float(row["value"]), row["unit"]) for row in measured
    ]


def test_districts_beside_sections_are_those_of_another_map(shared: Callable[[str], Path]) -> None:
    counties = json.loads(shared("data/geo/wof_county_kg_tj_uz.geojson").read_text())["features"]
    shapes = {feature["properties"]["name"]: shape(feature["geometry"]) for feature in counties}
    near = [
        shapes[district].distance(Point(section.line[len(section.line) // 2]))
        for section in region().sections
        for district in section.districts.values()
        if district in shapes
    ]
    assert len(near) > 20
    # 0.1 degrees are 8 to 11 km: the lines of the two sources are up to that far apart.
    assert sum(distance < 0.1 for distance in near) / len(near) > 0.9


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ак-Сай", "Ak-Sai"),
        ("Aksay", "Ak-Sai"),
        ("Ворух", "Vorukh"),
        ("Чоркӯҳ", "Chorku"),
        ("Chorkukh", "Chorku"),
        ("Баткен", "Batken"),
        ("Исфара", "Isfara"),
        ("Kök-Tash", "Kok-Tash"),
        ("Хайдаркан", "Aidarken"),
    ],
)
def test_places_are_found_in_the_spellings_of_the_region(text: str, name: str) -> None:
    place = PlaceFinder(region().places).find(text)
    assert place is not None
    assert place.name == name


def test_the_outline_is_small_and_holds_the_land_of_all_countries() -> None:
    assert (FOLDER / "outline.geojson").stat().st_size < 150_000
    features = region().outline["features"]
    assert isinstance(features, list)
    assert {feature["properties"]["country"] for feature in features} >= set(region().countries)


def test_every_file_of_the_region_is_in_sources_md() -> None:
    text = (FOLDER / "SOURCES.md").read_text(encoding="utf-8")
    for path in FOLDER.iterdir():
        if path.name != "SOURCES.md":
            assert path.name in text
