"""The tables of a region folder: places, districts, crossing points and published totals."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from kerege.border.district_anchor import DistrictAnchor
from kerege.domain.crossing_point import CrossingMeasure, CrossingPoint
from kerege.domain.official_total import OfficialTotal
from kerege.domain.place import Place
from kerege.files.region_problems import RegionProblems, Row

PLACES, DISTRICTS, CROSSING_POINTS = "places.csv", "districts.csv", "crossing_points.csv"
CROSSING_MEASURES, OFFICIAL_TOTALS = "crossing_measures.csv", "official_totals.csv"
COLUMNS = {
    PLACES: ("id", "name", "country", "latitude", "longitude", "spellings", "population", "source"),
    DISTRICTS: ("country", "district", "place", "latitude", "longitude", "source"),
    CROSSING_POINTS: ("id", "name", "pair", "access", "mode", "latitude", "longitude", "facts", "source"),
    CROSSING_MEASURES: ("crossing", "year", "mode", "measure", "direction", "value", "unit", "source"),
    OFFICIAL_TOTALS: (
        *("period", "border", "scope", "incidents", "killed", "injured"),
        *("publisher", "source", "note", "is_usable"),
    ),
}
# A measure may belong to all crossing points of a country; its name then begins like this.
ALL_CROSSINGS = "all: "


def read_places(problems: RegionProblems, countries: Iterable[str]) -> list[Place]:
    """The places; what is wrong with them is noted."""
    places: dict[str, Place] = {}
    known = set(countries)
    for row in problems.rows(PLACES, COLUMNS[PLACES]):
        before = len(problems.sentences)
        at, population = row.position(), row.count("population")
        if _refused(row, places, known) or len(problems.sentences) > before:
            continue
        if at is None:
            row.refuse(f"The place {row['name']} has no position", "Give latitude and longitude, or take it out")
            continue
        spellings = tuple(spelling for spelling in row["spellings"].split("|") if spelling)
        places[row["id"]] = Place(
            row["id"], row["name"], row["country"], at[0], at[1], spellings, population, row["source"]
        )
    return list(places.values())


def _refused(row: Row, places: dict[str, Place], countries: set[str]) -> bool:
    if not row["id"] or not row["name"]:
        row.refuse("The place has no id or no name", "Give it both")
    elif row["id"] in places:
        row.refuse(f"The id {row['id']} stands twice", "Give each place its own")
    elif row["country"] not in countries:
        row.refuse(f"The country {row['country']!r} is not in region.toml", "Add it there, or correct it here")
    else:
        return False
    return True


def read_districts(problems: RegionProblems, countries: Iterable[str]) -> list[DistrictAnchor]:
    """The places whose district is known; what is wrong with them is noted."""
    anchors = []
    known = set(countries)
    for row in problems.rows(DISTRICTS, COLUMNS[DISTRICTS], required=False):
        before = len(problems.sentences)
        at = row.position()
        if row["country"] not in known:
            row.refuse(f"The country {row['country']!r} is not in region.toml", "Add it there, or correct it here")
        elif at is None and len(problems.sentences) == before:
            row.refuse(f"The place {row['place']} has no position", "Give latitude and longitude, or take it out")
        elif at is not None:
            anchors.append(DistrictAnchor(row["country"], row["district"], row["place"], *at, row["source"]))
    return anchors


def read_crossing_points(problems: RegionProblems, pairs: Iterable[str]) -> list[CrossingPoint]:
    """The crossing points; what is wrong with them is noted."""
    points: dict[str, CrossingPoint] = {}
    known = set(pairs)
    for row in problems.rows(CROSSING_POINTS, COLUMNS[CROSSING_POINTS], required=False):
        at = row.position()
        if not row["id"] or row["id"] in points:
            row.refuse(f"The id {row['id']!r} is empty or stands twice", "Give each crossing point its own")
        elif row["pair"] not in known:
            row.refuse(f"No line of the region belongs to the pair {row['pair']!r}", "Correct it, or add the line")
        else:
            points[row["id"]] = CrossingPoint(
                id=row["id"],
                name=row["name"],
                pair=row["pair"],
                access=row["access"],
                mode=row["mode"],
                latitude=at[0] if at else None,
                longitude=at[1] if at else None,
                facts=row["facts"],
                source=row["source"],
            )
    return list(points.values())


def read_crossing_measures(problems: RegionProblems, crossings: Iterable[str]) -> list[CrossingMeasure]:
    """The measurements; what is wrong with them is noted."""
    measures = []
    known = set(crossings)
    for row in problems.rows(CROSSING_MEASURES, COLUMNS[CROSSING_MEASURES], required=False):
        before = len(problems.sentences)
        year, value = row.number("year", 1900, 2200), row.number("value", -1e12, 1e12)
        if row["crossing"] not in known and not row["crossing"].startswith(ALL_CROSSINGS):
            row.refuse(f"There is no crossing point {row['crossing']!r}", f"Add it, or write '{ALL_CROSSINGS}...'")
        elif year is None or value is None:
            if len(problems.sentences) == before:
                row.refuse("The year or the value is missing", "Give both, or take the row out")
        else:
            measures.append(
                CrossingMeasure(
                    crossing=row["crossing"],
                    year=int(year),
                    mode=row["mode"],
                    measure=row["measure"],
                    direction=row["direction"],
                    value=value,
                    unit=row["unit"],
                    source=row["source"],
                )
            )
    return measures


def read_official_totals(problems: RegionProblems) -> list[OfficialTotal]:
    """The published totals; what is wrong with them is noted."""
    totals = []
    for row in problems.rows(OFFICIAL_TOTALS, COLUMNS[OFFICIAL_TOTALS], required=False):
        if row["is_usable"] not in ("yes", "no"):
            row.refuse(f"is_usable = {row['is_usable']!r} is neither yes nor no", "Write yes or no")
            continue
        totals.append(
            OfficialTotal(
                period=row["period"],
                border=row["border"],
                scope=row["scope"],
                incidents=row.count("incidents"),
                killed=row.count("killed"),
                injured=row.count("injured"),
                publisher=row["publisher"],
                source=row["source"],
                note=row["note"],
                is_usable=row["is_usable"] == "yes",
            )
        )
    return totals


def write_table(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a CSV file in UTF-8; None becomes an empty cell (unknown), truth yes or no, tuples are joined by a bar."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(value) for value in row] for row in rows)
    path.write_text(text.getvalue(), encoding="utf-8", newline="\n")


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return "|".join(value)
    return f"{value:g}" if isinstance(value, float) and value == round(value) else str(value)


def write_tables(
    folder: Path,
    *,
    places: Iterable[Place] = (),
    crossing_points: Iterable[CrossingPoint] = (),
    crossing_measures: Iterable[CrossingMeasure] = (),
    official_totals: Iterable[OfficialTotal] = (),
) -> None:
    """Write these tables into a region folder."""
    tables: dict[str, Iterable[object]] = {
        PLACES: places,
        CROSSING_POINTS: crossing_points,
        CROSSING_MEASURES: crossing_measures,
        OFFICIAL_TOTALS: official_totals,
    }
    for file, rows in tables.items():
        write_table(folder / file, COLUMNS[file], ([getattr(row, name) for name in COLUMNS[file]] for row in rows))
