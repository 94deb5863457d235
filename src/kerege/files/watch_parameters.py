"""The settings of the watch as shipped, or as a site keeps them: parameters/watch.toml and risk.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import fields
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

from kerege.domain.digest import digest
from kerege.domain.errors import InputError
from kerege.domain.escalation_parameters import EscalationParameters
from kerege.domain.parameter_fact import ParameterFact
from kerege.domain.risk_parameters import RiskParameters
from kerege.domain.watch_parameters import DetectionParameters, ForecastParameters, WatchParameters
from kerege.files.catalogue import read_catalogue

_TABLES = {
    "detection": DetectionParameters,
    "forecast": ForecastParameters,
    "risk": RiskParameters,
    "escalation": EscalationParameters,
}
_FILES = ("watch.toml", "risk.toml", "escalation.toml")


def read_watch_parameters(folder: Path | None = None) -> WatchParameters:
    """The settings of the watch, each with its unit, date, reason and who decided it.

    Parameters
    ----------
    folder : Path or None
        A site's own folder with watch.toml, risk.toml and escalation.toml; None for those that come with Kerege.

    Raises
    ------
    InputError
        For a file that is missing or not TOML, a value that is missing, unknown, unreasoned or outside its range.

    Examples
    --------
    >>> parameters = read_watch_parameters()
    >>> parameters.forecast.global_share, parameters.detection.window_days, parameters.kind_groups["shooting"]
    (0.01, 28, 'armed')
    """
    facts: dict[str, ParameterFact] = {}
    versions: list[str] = []
    for name in _FILES:
        source = folder / name if folder is not None else files("kerege") / "parameters" / name
        if not source.is_file():
            raise InputError("The file is missing", where=str(source), mend="Copy the one that comes with Kerege")
        text = source.read_text("utf-8")
        version, found = parameter_facts(text, where=name)
        versions.append(f"{name.removesuffix('.toml')} {version}")
        facts |= {fact.name: fact for fact in found}
    parts = {table: part_of(table, part, facts) for table, part in _TABLES.items()}
    content = {fact.name: list(fact.value) if isinstance(fact.value, tuple) else fact.value for fact in facts.values()}
    kinds = read_catalogue().kinds
    return WatchParameters(
        version=f"{', '.join(versions)} ({digest(content)[:8]})",
        kind_groups={kind: term.group for kind, term in kinds.items()},
        facts=tuple(facts.values()),
        **parts,
    )


def parameter_facts(
    text: str, *, where: str, parts: Collection[str] = tuple(_TABLES)
) -> tuple[str, list[ParameterFact]]:
    """The version of a parameter file and its facts, in the order of the file.

    Parameters
    ----------
    text : str
        TOML: `version`, `since` and `decided_by` for all, then one table `[part.name]` for each parameter with
        `value`, `unit` and `source`, which may state its own `since` and `decided_by`.
    where : str
        Name of the file, for the error's sentence.
    parts : collection of str
        The parts it may have.

    Raises
    ------
    InputError
        If it is no TOML, or a parameter says not its value, unit, date, source or who decided.
    """
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"This is not TOML: {error}", where=where) from error
    common = {key: content.pop(key, None) for key in ("version", "since", "decided_by")}
    if not isinstance(common["version"], str):
        raise InputError("'version' is missing", where=where)
    found = []
    for part, table in content.items():
        if part not in parts or not isinstance(table, dict):
            raise InputError(f"'{part}' is unknown", where=where, mend=f"The parts are {', '.join(parts)}")
        found += [_fact(f"{part}.{name}", entry, common, where) for name, entry in table.items()]
    return common["version"], found


def _fact(name: str, entry: Any, common: dict[str, Any], where: str) -> ParameterFact:  # noqa: ANN401 - any TOML value
    if not isinstance(entry, dict) or "value" not in entry:
        raise InputError(
            f"'{name}' has no value", where=where, mend=f"Write it as a table [{name}] with value, unit, source"
        )
    value, since = entry["value"], entry.get("since", common["since"])
    if not isinstance(since, date):
        raise InputError(f"'{name}' does not say since when it holds", where=where)
    if isinstance(value, bool) or not isinstance(value, int | float | str | list):
        raise InputError(f"'{name}' is neither a number nor words", where=where)
    try:
        return ParameterFact(
            name,
            tuple(str(item) for item in value) if isinstance(value, list) else value,
            str(entry.get("unit", "")),
            since,
            str(entry.get("source", "")),
            str(entry.get("decided_by", common["decided_by"]) or ""),
        )
    except ValueError as error:
        raise InputError(str(error).removesuffix("."), where=where) from error


def part_of(table: str, part: type[Any], facts: Mapping[str, ParameterFact]) -> Any:  # noqa: ANN401 - any of the parts
    """The part of the settings that a table of facts describes, every value of it there and of the right type.

    Raises
    ------
    InputError
        For a value that is missing, unknown, of another type or outside its range.
    """
    wanted = {field.name: str(field.type) for field in fields(part)}
    given = {name.partition(".")[2]: fact.value for name, fact in facts.items() if name.startswith(f"{table}.")}
    for name in given.keys() - wanted.keys():
        raise InputError(f"'{table}.{name}' is unknown", mend=f"The names are {', '.join(wanted)}")
    for name in wanted.keys() - given.keys():
        raise InputError(f"'{table}.{name}' is missing", mend="Copy its table from the file that comes with Kerege")
    for name, kind in wanted.items():
        if kind == "int" and not isinstance(given[name], int):
            raise InputError(f"'{table}.{name}' is a whole number, not {given[name]!r}")
        if kind == "float" and not isinstance(given[name], int | float):
            raise InputError(f"'{table}.{name}' is a number, not {given[name]!r}")
        if kind.startswith("tuple") and not isinstance(given[name], tuple):
            raise InputError(f"'{table}.{name}' is a list of words, not {given[name]!r}")
    try:
        return part(**given)
    except ValueError as error:
        raise InputError(f"'{table}': {error}".removesuffix(".")) from error
