"""The file region.toml: what a region is called, who lives there, and how its lines are cut."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kerege.files.region_problems import RegionProblems

FILE = "region.toml"
_LENGTHS = {"depth_km": (20.0, 200), "target_km": (10.0, 1000), "group_km": (100.0, 10_000), "across_km": (20.0, 1000)}


@dataclass(frozen=True, slots=True)
class RegionSettings:
    """What region.toml holds.

    Parameters
    ----------
    code, title : str
        Short name and English title.
    countries : mapping of country code to English name
        The countries whose borders it holds, the neighbours beyond included.
    zones : mapping of country code to time zone
        The first one is the region's own.
    languages : tuple of str
        Language codes.
    depth_km : float
        How far from the line a happening still belongs to the border.
    target_km, group_km, across_km : float
        Wanted length of a section, of a group of sections, and how far apart facing sections may be.
    """

    code: str
    title: str
    countries: Mapping[str, str]
    zones: Mapping[str, str]
    languages: tuple[str, ...]
    depth_km: float = 20.0
    target_km: float = 10.0
    group_km: float = 100.0
    across_km: float = 20.0


def read_settings(problems: RegionProblems) -> RegionSettings | None:
    """The settings of the folder; None, with problems noted, if they cannot be used."""
    path = problems.folder / FILE
    if not path.is_file():
        problems.add(FILE, "The file is missing", "Add it with code, title, languages, [countries] and [zones]")
        return None
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        problems.add(FILE, f"This is not TOML in UTF-8 ({error})", "Correct it")
        return None
    before = len(problems.sentences)
    _check_names(content, problems)
    lengths = {name: _length(content, name, problems) for name in _LENGTHS}
    if len(problems.sentences) > before:
        return None
    return RegionSettings(
        code=content["code"],
        title=content["title"],
        countries=dict(content["countries"]),
        zones=dict(content["zones"]),
        languages=tuple(content["languages"]),
        **lengths,
    )


def write_settings(settings: RegionSettings) -> str:
    """The text of region.toml."""
    lines = [f"code = {_quoted(settings.code)}", f"title = {_quoted(settings.title)}"]
    lines.append(f"languages = [{', '.join(_quoted(language) for language in settings.languages)}]")
    lines += [f"{name} = {getattr(settings, name):g}" for name in _LENGTHS]
    for table in ("countries", "zones"):
        lines += ["", f"[{table}]", *(f"{key} = {_quoted(value)}" for key, value in getattr(settings, table).items())]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A JSON string is a TOML string."""
    return json.dumps(text, ensure_ascii=False)


def _check_names(content: Mapping[str, Any], problems: RegionProblems) -> None:
    code = content.get("code")
    if not isinstance(code, str) or not re.fullmatch(r"[a-z0-9][a-z0-9-]*", code):
        problems.add(
            FILE, "The code of the region is missing or not in small letters", 'Write for example code = "valley"'
        )
    if not isinstance(content.get("title"), str) or not content["title"].strip():
        problems.add(FILE, "The title is missing", 'Write for example title = "The valley"')
    countries = content.get("countries")
    if not isinstance(countries, dict) or len(countries) < 2:
        problems.add(FILE, "The table [countries] names fewer than two countries", 'Write for example AA = "Aland"')
        countries = {}
    for key, name in countries.items():
        if not re.fullmatch(r"[A-Z]{2}", key) or not isinstance(name, str):
            problems.add(
                FILE, f"{key!r} is not a country code of two capital letters with a name", "Use ISO 3166 codes"
            )
    zones = content.get("zones")
    if not isinstance(zones, dict) or not zones:
        problems.add(FILE, "The table [zones] is missing or empty", "Give at least the region's own time zone, first")
        zones = {}
    for key, zone in zones.items():
        if key not in countries:
            problems.add(
                FILE, f"The time zone of {key} belongs to no country of the region", "Add the country, or remove it"
            )
        if not _is_zone(zone):
            problems.add(FILE, f"The time zone {zone!r} is not known", "Use a name such as Europe/Vienna")
    languages = content.get("languages")
    if not isinstance(languages, list) or not languages or not all(_is_language(item) for item in languages):
        problems.add(FILE, "The languages are missing or not codes", 'Write for example languages = ["en", "ru"]')


def _length(content: Mapping[str, Any], name: str, problems: RegionProblems) -> float:
    usual, highest = _LENGTHS[name]
    value = content.get(name, usual)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= highest:
        problems.add(FILE, f"{name} = {value!r} is not a number of km above 0 and up to {highest}", "Correct it")
        return usual
    return float(value)


def _is_zone(name: object) -> bool:
    if not isinstance(name, str):
        return False
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _is_language(code: object) -> bool:
    return isinstance(code, str) and re.fullmatch(r"[a-z]{2,3}", code) is not None
