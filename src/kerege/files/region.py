"""The folder of a border region: read, written, checked."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence
from pathlib import Path

from kerege.border.build import build_sections
from kerege.border.line import BorderLine
from kerege.border.network import BorderNetwork
from kerege.domain.digest import digest
from kerege.domain.errors import InputError
from kerege.domain.region import Region
from kerege.domain.section import BorderSection
from kerege.files import region_lines, region_tables
from kerege.files.exercise_script import FOLDER as EXERCISES
from kerege.files.exercise_script import check_exercises
from kerege.files.geojson import read_features, write_features
from kerege.files.playbooks import check_playbooks
from kerege.files.region_check import check_incidents, check_lines, check_network, check_outline, check_sources
from kerege.files.region_problems import RegionProblems
from kerege.files.region_settings import FILE as SETTINGS
from kerege.files.region_settings import RegionSettings, read_settings, write_settings
from kerege.files.sms_grammar import FILE as SMS
from kerege.files.sms_grammar import check_sms_grammar

OUTLINE, INCIDENTS, SOURCES = "outline.geojson", "incidents.csv", "SOURCES.md"
_REGIONS = Path(__file__).resolve().parents[1] / "regions"
# What a Region is made of. Incidents are input of the workspace and have their own digest.
REGION_FILES = (
    *(SETTINGS, region_lines.LINES, region_lines.SECTIONS, region_lines.NETWORK),
    *region_tables.COLUMNS,
    OUTLINE,
)


def shipped_regions() -> tuple[str, ...]:
    """Codes of the regions that come with Kerege, in alphabetical order."""
    return tuple(sorted(path.parent.name for path in _REGIONS.glob(f"*/{SETTINGS}")))


def default_region() -> str:
    """Code of the region that is meant where none is named: the only one that comes with Kerege.

    Raises
    ------
    InputError
        If there are several, so that one must be named.
    """
    codes = shipped_regions()
    if len(codes) != 1:
        raise InputError("No region is named", mend=f"Choose one of {', '.join(codes)}, or name a folder")
    return codes[0]


def shipped_region(code: str) -> Path:
    """The folder of a region that comes with Kerege.

    Raises
    ------
    InputError
        If there is none of that name.

    Examples
    --------
    >>> all((shipped_region(code) / "region.toml").is_file() for code in shipped_regions())
    True
    """
    if code not in shipped_regions():
        raise InputError(
            f"There is no region {code!r}", mend=f"Choose one of {', '.join(shipped_regions())}, or name a folder"
        )
    return _REGIONS / code


def read_region(folder: Path) -> Region:
    """The region that a folder holds.

    Raises
    ------
    InputError
        If a file is missing or cannot be used. `check_region` lists everything that is wrong.
    """
    problems = RegionProblems(folder)
    region = _read(problems)
    if region is None or problems.sentences:
        first, more = problems.sentences[0].rstrip("."), len(problems.sentences) - 1
        raise InputError(
            f"The region cannot be used: {first}" + (f" ({more} more problems)" if more else ""),
            where=str(folder),
            mend=f"List all problems with: kerege region check {folder}",
        )
    return region


def check_region(folder: Path) -> list[str]:
    """Everything that is wrong with a region folder, each as one sentence with file, line and what would mend it.

    An empty list means that the region can be used.
    """
    if not folder.is_dir():
        return [f"{folder}: There is no such folder. Name the folder that holds region.toml."]
    problems = RegionProblems(folder)
    region = _read(problems)
    check_sources(problems)
    check_outline(problems)
    if region is not None:
        network = BorderNetwork(region.sections, region.groups, region.edges)
        check_lines(problems, region.countries, network)
        check_network(problems, region.countries, network)
        check_incidents(problems, region.countries)
        check_sms_grammar(problems, region.languages)
        check_playbooks(problems)
        settings = read_settings(RegionProblems(folder))
        if settings is not None:
            check_exercises(problems, settings)
    return problems.sentences


def write_region(region: Region, folder: Path) -> None:
    """Write a region as a folder that `read_region` reads; the lines are put together from the sections."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = RegionSettings(
        region.code, region.title, region.countries, region.zones, region.languages, depth_km=region.depth_km
    )
    (folder / SETTINGS).write_text(write_settings(settings), encoding="utf-8", newline="\n")
    region_lines.write_lines(folder / region_lines.LINES, _lines_of(region.sections))
    region_lines.write_network(folder, BorderNetwork(region.sections, region.groups, region.edges))
    region_tables.write_tables(
        folder,
        places=region.places,
        crossing_points=region.crossing_points,
        crossing_measures=region.crossing_measures,
        official_totals=region.official_totals,
    )
    features = region.outline.get("features", [])
    write_features(folder / OUTLINE, features if isinstance(features, list) else [])


def copy_region(source: Path, target: Path) -> None:
    """Copy the files of a region into another folder; nothing happens where both are the same.

    Raises
    ------
    InputError
        If the source is no region folder.
    """
    if not (source / SETTINGS).is_file():
        raise InputError("There is no region here", where=str(source), mend=f"Name the folder that holds {SETTINGS}")
    if target.resolve() == source.resolve():
        return
    target.mkdir(parents=True, exist_ok=True)
    for name in (*REGION_FILES, INCIDENTS, SMS, SOURCES):
        if (source / name).is_file():
            shutil.copyfile(source / name, target / name)
    if (source / EXERCISES).is_dir():
        shutil.copytree(source / EXERCISES, target / EXERCISES, dirs_exist_ok=True)


def rebuild_region(folder: Path, lines: Path | None = None) -> BorderNetwork:
    """Cut the lines of a region into sections again and write sections and network; the network is the answer.

    Parameters
    ----------
    folder : Path
        A region folder; its places and districts name the cuts.
    lines : Path, optional
        GeoJSON with other lines, which then become those of the folder.

    Raises
    ------
    InputError
        If the lines, the settings or the places cannot be used.
    """
    problems = RegionProblems(folder)
    settings = read_settings(problems)
    found = region_lines.read_lines(lines if lines is not None else folder / region_lines.LINES)
    if settings is not None:
        for code in sorted({code for line in found for code in line.countries} - set(settings.countries)):
            problems.add(region_lines.LINES, f"The lines name {code}, which {SETTINGS} does not", "Add it there")
        places = region_tables.read_places(problems, settings.countries)
        districts = region_tables.read_districts(problems, settings.countries)
    if settings is None or problems.sentences:
        raise InputError(problems.sentences[0].rstrip("."), where=str(folder))
    network = build_sections(
        found,
        places,
        target_km=settings.target_km,
        group_km=settings.group_km,
        across_km=settings.across_km,
        districts=districts,
    )
    region_lines.write_lines(folder / region_lines.LINES, found)
    region_lines.write_network(folder, network)
    return network


def _read(problems: RegionProblems) -> Region | None:
    settings = read_settings(problems)
    if settings is None:
        return None
    sections, groups = region_lines.read_sections(problems)
    edges = region_lines.read_edges(problems, {section.id for section in sections})
    crossing_points = region_tables.read_crossing_points(problems, {section.pair for section in sections})
    region_tables.read_districts(problems, settings.countries)
    return Region(
        code=settings.code,
        title=settings.title,
        countries=settings.countries,
        zones=settings.zones,
        languages=settings.languages,
        sections=tuple(sections),
        groups=tuple(groups),
        edges=tuple(edges),
        places=tuple(region_tables.read_places(problems, settings.countries)),
        crossing_points=tuple(crossing_points),
        crossing_measures=tuple(
            region_tables.read_crossing_measures(problems, {point.id for point in crossing_points})
        ),
        official_totals=tuple(region_tables.read_official_totals(problems)),
        outline=_outline(problems.folder),
        digest=_digest(problems.folder),
        depth_km=settings.depth_km,
    )


def _outline(folder: Path) -> dict[str, object]:
    try:
        return {"type": "FeatureCollection", "features": read_features(folder / OUTLINE)}
    except InputError:
        # A map without land is still a map; `check_region` names what is wrong with the file.
        return {"type": "FeatureCollection", "features": []}


def _digest(folder: Path) -> str:
    files = [folder / name for name in REGION_FILES if (folder / name).is_file()]
    return digest({path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files})


def _lines_of(sections: Sequence[BorderSection]) -> list[BorderLine]:
    parts: dict[tuple[str, str], list[BorderSection]] = {}
    for section in sections:
        parts.setdefault((section.pair, section.part), []).append(section)
    lines = []
    for (pair, part), members in parts.items():
        ordered = sorted(members, key=lambda section: section.order)
        points = ordered[0].line + tuple(point for section in ordered[1:] for point in section.line[1:])
        first = ordered[0]
        lines.append(
            BorderLine(
                pair=pair,
                part=part,
                points=points,
                is_ring=points[0] == points[-1],
                left=first.left,
                right=first.right,
                status=first.status,
                source=first.source,
                as_of=first.as_of,
                licence=first.licence,
            )
        )
    return lines
