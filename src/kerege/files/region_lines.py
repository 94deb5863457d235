"""Lines, sections and their network, as files of a region folder."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from kerege.border.line import BorderLine
from kerege.border.network import BorderNetwork
from kerege.domain.errors import InputError
from kerege.domain.section import BorderSection, SectionEdge, SectionGroup
from kerege.files.geojson import line_feature, read_features, write_features
from kerege.files.region_problems import RegionProblems

LINES, SECTIONS, NETWORK = "lines.geojson", "sections.geojson", "network.csv"
_LINE_FIELDS = ("pair", "part", "is_ring", "left", "right", "status", "source", "as_of", "licence")
_EDGE_FIELDS = ("first", "second", "km", "kind")


def read_lines(path: Path) -> list[BorderLine]:
    """The lines of a GeoJSON file: LineStrings that name their `pair`, and may name part, left, right, status, source.

    A ring without a part of its own takes its `name`. Lines of one pair and part are told apart by a number.

    Raises
    ------
    InputError
        For the first line that cannot be used, with the number of its feature.
    """
    lines = []
    for number, feature in enumerate(read_features(path), start=1):
        try:
            lines.append(_line(feature, number))
        except ValueError as error:
            raise InputError(
                f"Feature {number} is not a border line: {str(error).rstrip('.')}",
                where=str(path),
                mend="Give LineStrings in longitude, latitude with the property pair",
            ) from error
    if not lines:
        raise InputError("The file holds no line", where=str(path), mend="Give at least one LineString")
    return _told_apart(lines)


def _told_apart(lines: list[BorderLine]) -> list[BorderLine]:
    counts: dict[tuple[str, str], int] = {}
    numbered = []
    for line in lines:
        count = counts[line.pair, line.part] = counts.get((line.pair, line.part), 0) + 1
        numbered.append(line if count == 1 else replace(line, part=f"{line.part}-{count}"))
    return numbered


def write_lines(path: Path, lines: Sequence[BorderLine]) -> None:
    """Write lines as GeoJSON."""
    write_features(
        path, (line_feature(line.points, {name: getattr(line, name) for name in _LINE_FIELDS}) for line in lines)
    )


def write_network(folder: Path, network: BorderNetwork) -> None:
    """Write the sections with their groups, and the edges between them."""
    names = {group.id: group.name for group in network.groups}
    features = [
        line_feature(
            section.line,
            {
                "id": section.id,
                "name": section.name,
                "pair": section.pair,
                "part": section.part,
                "group": section.group,
                "group_name": names[section.group],
                "order": section.order,
                "left": section.left,
                "right": section.right,
                "length_km": section.length_km,
                "districts": dict(section.districts),
                "status": section.status,
                "source": section.source,
                "as_of": section.as_of,
                "licence": section.licence,
            },
        )
        for section in network.sections
    ]
    write_features(folder / SECTIONS, features)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_EDGE_FIELDS)
    writer.writerows((edge.first, edge.second, f"{edge.km:.3f}", edge.kind) for edge in network.edges)
    (folder / NETWORK).write_text(text.getvalue(), encoding="utf-8", newline="\n")


def read_sections(problems: RegionProblems) -> tuple[list[BorderSection], list[SectionGroup]]:
    """The sections and groups of the folder; what is wrong with them is noted."""
    sections: list[BorderSection] = []
    groups: dict[str, tuple[str, str, list[str]]] = {}
    try:
        features = read_features(problems.folder / SECTIONS)
    except InputError as error:
        problems.add(SECTIONS, error.what, error.mend or "Make it with kerege region build")
        return [], []
    for number, feature in enumerate(features, start=1):
        # The writer puts the first feature on line 2 and each on a line of its own.
        try:
            section = _section(feature)
        except (ValueError, KeyError, TypeError) as error:
            what = f"the property {error} is missing" if isinstance(error, KeyError) else str(error).rstrip(".")
            problems.add(
                SECTIONS, f"Section {number}: {what}", "Make the file anew with kerege region build", line=number + 1
            )
            continue
        if any(known.id == section.id for known in sections):
            problems.add(SECTIONS, f"The id {section.id} stands twice", "Make the file anew", line=number + 1)
            continue
        sections.append(section)
        name = str(feature["properties"].get("group_name", section.group))
        _, pair, members = groups.setdefault(section.group, (name, section.pair, []))
        if pair != section.pair:
            problems.add(
                SECTIONS, f"The group {section.group} mixes {pair} and {section.pair}", "Split it", line=number + 1
            )
        members.append(section.id)
    if not sections and not features:
        problems.add(SECTIONS, "The file holds no section", "Make it with kerege region build")
    return sections, [SectionGroup(id_, name, pair, tuple(ids)) for id_, (name, pair, ids) in groups.items()]


def read_edges(problems: RegionProblems, section_ids: set[str]) -> list[SectionEdge]:
    """The edges of the folder; what is wrong with them is noted."""
    edges: list[SectionEdge] = []
    seen: set[frozenset[str]] = set()
    for row in problems.rows(NETWORK, _EDGE_FIELDS):
        km = row.number("km", 0, 100_000)
        ends = frozenset((row["first"], row["second"]))
        unknown = sorted(ends - section_ids)
        if unknown:
            row.refuse(f"There is no section {unknown[0]!r}", "Make the file anew with kerege region build")
        elif len(ends) == 1:
            row.refuse("A section is not its own neighbour", "Take the row out")
        elif ends in seen:
            row.refuse("These neighbours stand twice", "Take one row out")
        elif row["kind"] not in ("along", "across"):
            row.refuse(f"The kind {row['kind']!r} is neither along nor across", "Correct it")
        elif km is None:
            row.refuse("The distance km is missing", "Make the file anew with kerege region build")
        else:
            seen.add(ends)
            edges.append(SectionEdge(row["first"], row["second"], km, row["kind"]))
    return edges


def _points(feature: Mapping[str, Any]) -> tuple[tuple[float, float], ...]:
    geometry = feature["geometry"]
    if geometry.get("type") != "LineString":
        raise ValueError(f"The geometry is a {geometry.get('type')}, not a LineString.")
    points = []
    for point in geometry.get("coordinates") or []:
        if not (isinstance(point, list) and len(point) >= 2 and all(_is_number(value) for value in point[:2])):
            raise ValueError(f"The point {point!r} is not a longitude and a latitude.")
        if not (-180 <= point[0] <= 180 and -90 <= point[1] <= 90):
            raise ValueError(f"The point {point!r} lies outside the globe.")
        points.append((float(point[0]), float(point[1])))
    return tuple(points)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value == value


def _text(properties: Mapping[str, Any], name: str, usual: str = "") -> str:
    value = properties.get(name)
    return usual if value is None else str(value).strip()


def _line(feature: Mapping[str, Any], number: int) -> BorderLine:
    points, properties = _points(feature), feature["properties"]
    is_ring = len(points) > 3 and points[0] == points[-1]
    part = _text(properties, "part")
    if is_ring and part in ("", "main", "enclave", "ring"):
        part = _text(properties, "name") or f"ring-{number}"
    return BorderLine(
        pair="-".join(sorted(_text(properties, "pair").split("-"))),
        part=part or "main",
        points=points,
        is_ring=is_ring,
        left=_text(properties, "left"),
        right=_text(properties, "right"),
        status=_text(properties, "status", "claimed"),
        source=_text(properties, "source"),
        as_of=_text(properties, "as_of"),
        licence=_text(properties, "licence"),
    )


def _section(feature: Mapping[str, Any]) -> BorderSection:
    properties = feature["properties"]
    return BorderSection(
        id=str(properties["id"]),
        name=str(properties["name"]),
        pair=str(properties["pair"]),
        part=str(properties["part"]),
        group=str(properties["group"]),
        order=int(properties["order"]),
        line=_points(feature),
        left=_text(properties, "left"),
        right=_text(properties, "right"),
        length_km=float(properties["length_km"]),
        districts={str(code): str(name) for code, name in dict(properties.get("districts") or {}).items()},
        status=_text(properties, "status", "claimed"),
        source=_text(properties, "source"),
        as_of=_text(properties, "as_of"),
        licence=_text(properties, "licence"),
    )
