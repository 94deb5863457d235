"""A small made-up border region for tests: three countries, four lines, one enclave. No real place.

latitude 45.3   AA  AA  AA  AA  AA   | CC
latitude 45.0  ======================+     AA-BB: ten sections, about 80 km, walked from west to east
latitude 44.8   BB  [enclave of AA]  | CC  AA-CC north of the point where the three meet, BB-CC south of it
"""

from __future__ import annotations

import json
import shutil
from itertools import pairwise
from pathlib import Path

from pyproj import Geod

from kerege.domain.crossing_point import CrossingMeasure, CrossingPoint
from kerege.domain.official_total import OfficialTotal
from kerege.domain.place import Place
from kerege.domain.region import Region
from kerege.domain.section import BorderSection, SectionEdge, SectionGroup

_GEOD = Geod(ellps="WGS84")
_VILLAGES = ("Alba", "Birka", "Cedra", "Dolna", "Erla", "Farna", "Gorna", "Hilda", "Istra", "Jasna", "Kolna")
_CYRILLIC = ("Алба", "Бирка", "Седра", "Долна", "Ерла", "Фарна", "Горна", "Хилда", "Истра", "Жасна", "Колна")


def _section(
    pair: str,
    part: str,
    group: str,
    order: int,
    ends: tuple[str, str],
    line: tuple[tuple[float, float], ...],
    left: str,
    right: str,
) -> BorderSection:
    prefix = pair.lower() if part == "main" else f"{pair.lower()}.{part.lower()}"
    longitudes, latitudes = zip(*line, strict=True)
    return BorderSection(
        id=f"{prefix}.{ends[0].lower()}--{ends[1].lower()}",
        name=f"{ends[0]} – {ends[1]}",
        pair=pair,
        part=part,
        group=group,
        order=order,
        line=line,
        left=left,
        right=right,
        length_km=round(_GEOD.line_length(longitudes, latitudes) / 1000, 3),
        districts={pair[:2]: f"{ends[0]} district"},
        source="made up",
        as_of="2026",
        licence="none",
    )


def _main_sections() -> list[BorderSection]:
    """Ten sections of AA-BB along 45 degrees north, 0.1 degrees of longitude (7.9 km) each; AA is left, north."""
    return [
        _section(
            "AA-BB",
            "main",
            "aa-bb.west" if i < 5 else "aa-bb.east",
            i,
            (_VILLAGES[i], _VILLAGES[i + 1]),
            ((round(10 + i / 10, 5), 45.0), (round(10.05 + i / 10, 5), 45.0), (round(10.1 + i / 10, 5), 45.0)),
            "AA",
            "BB",
        )
        for i in range(10)
    ]


def _ring_sections() -> list[BorderSection]:
    """The enclave Ostrov of AA inside BB: a square walked anticlockwise, so that AA is on the left."""
    corners = ((10.45, 44.8), (10.55, 44.8), (10.55, 44.87), (10.45, 44.87), (10.45, 44.8))
    names = ("South-West", "South-East", "North-East", "North-West", "South-West")
    return [
        _section(
            "AA-BB", "Ostrov", "aa-bb.ostrov", i, (names[i], names[i + 1]), (corners[i], corners[i + 1]), "AA", "BB"
        )
        for i in range(4)
    ]


def _third_country_sections() -> list[BorderSection]:
    """CC lies east of 11 degrees: AA-CC goes north from the common point, BB-CC south."""
    north = [
        _section(
            "AA-CC",
            "main",
            "aa-cc.all",
            i,
            (f"North{i}", f"North{i + 1}"),
            ((11.0, round(45 + i / 10, 5)), (11.0, round(45.1 + i / 10, 5))),
            "AA",
            "CC",
        )
        for i in range(2)
    ]
    south = [
        _section(
            "BB-CC",
            "main",
            "bb-cc.all",
            i,
            (f"South{i}", f"South{i + 1}"),
            ((11.0, round(45 - i / 10, 5)), (11.0, round(44.9 - i / 10, 5))),
            "CC",
            "BB",
        )
        for i in range(2)
    ]
    return north + south


def _groups(sections: list[BorderSection]) -> tuple[SectionGroup, ...]:
    names = {
        "aa-bb.west": "Alba, Birka",
        "aa-bb.east": "Farna, Gorna",
        "aa-bb.ostrov": "Ostrov",
        "aa-cc.all": "North",
        "bb-cc.all": "South",
    }
    return tuple(
        SectionGroup(
            group,
            name,
            next(s.pair for s in sections if s.group == group),
            tuple(s.id for s in sections if s.group == group),
        )
        for group, name in names.items()
    )


def _edges(main: list[BorderSection], ring: list[BorderSection], third: list[BorderSection]) -> tuple[SectionEdge, ...]:
    def along(a: BorderSection, b: BorderSection) -> SectionEdge:
        return SectionEdge(a.id, b.id, round((a.length_km + b.length_km) / 2, 3), "along")

    edges = [along(a, b) for a, b in pairwise(main)]
    edges += [along(ring[i], ring[(i + 1) % 4]) for i in range(4)]
    edges += [along(third[0], third[1]), along(third[2], third[3])]
    edges += [along(main[9], third[0]), along(main[9], third[2]), along(third[0], third[2])]
    # The north side of the enclave faces sections 4 and 5: the middles are 0.13 degrees of latitude
    # (14.4 km) and 0.05 degrees of longitude (3.9 km) apart.
    edges += [
        SectionEdge(main[4].id, ring[2].id, 14.969, "across"),
        SectionEdge(main[5].id, ring[2].id, 14.969, "across"),
    ]
    return tuple(edges)


def synthetic_region() -> Region:
    """The region, as it is after reading."""
    main, ring, third = _main_sections(), _ring_sections(), _third_country_sections()
    sections = main + ring + third
    places = tuple(
        Place(
            f"made-{i}",
            name,
            "AA" if i % 2 == 0 else "BB",
            45.02 if i % 2 == 0 else 44.98,
            round(10 + i / 10, 5),
            (_CYRILLIC[i],),
            1000 * (i + 1),
            "made up",
        )
        for i, name in enumerate(_VILLAGES)
    )
    crossing = CrossingPoint(
        id="erla-bridge",
        name="Erla bridge",
        pair="AA-BB",
        access="international",
        mode="road",
        latitude=45.0,
        longitude=10.4,
        facts="open in 2020",
        source="made up",
    )
    measure = CrossingMeasure(
        crossing="erla-bridge",
        year=2020,
        mode="road",
        measure="waiting time",
        direction="all",
        value=2.5,
        unit="hour",
        source="made up",
    )
    total = OfficialTotal(
        period="2020",
        border="AA-BB",
        scope="border incidents",
        incidents=12,
        killed=None,
        injured=3,
        publisher="Border Service of AA",
        source="made up",
        note="",
        is_usable=True,
    )
    land = [[[9.0, 44.0], [12.0, 44.0], [12.0, 46.0], [9.0, 46.0], [9.0, 44.0]]]
    outline = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": {"country": "AA"}, "geometry": {"type": "Polygon", "coordinates": land}}
        ],
    }
    return Region(
        code="synthetic",
        title="A made-up valley",
        countries={"AA": "Aland", "BB": "Beland", "CC": "Celand"},
        zones={"AA": "Asia/Bishkek", "BB": "Asia/Dushanbe", "CC": "Asia/Tashkent"},
        languages=("en", "ru"),
        sections=tuple(sections),
        groups=_groups(sections),
        edges=_edges(main, ring, third),
        places=places,
        crossing_points=(crossing,),
        crossing_measures=(measure,),
        official_totals=(total,),
        outline=json.loads(json.dumps(outline)),
        digest="0" * 64,
    )


def write_synthetic_region(folder: Path) -> Path:
    """Write it as a region folder that passes `kerege region check`; the folder is the answer."""
    from kerege.files.playbooks import FILE
    from kerege.files.region import default_region, shipped_region, write_region

    write_region(synthetic_region(), folder)
    # What is done about an alert is the same wherever the border is.
    shutil.copyfile(shipped_region(default_region()) / FILE, folder / FILE)
    (folder / "SOURCES.md").write_text("# Sources\n\nEverything here is made up for tests.\n", encoding="utf-8")
    return folder
