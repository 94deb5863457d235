"""The catalogue of incidents as shipped: kinds, triggers, responses and the severity scale, read from parameters/."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from kerege.domain.catalogue import Catalogue, SeverityStep, Term
from kerege.domain.errors import InputError

GROUPS = frozenset({"armed", "unarmed", "movement", "property"})
COUNTS = ("killed", "injured", "displaced", "detained")
_PARTS = ("kinds", "triggers", "responses", "severity")
_IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*")


@cache
def read_catalogue() -> Catalogue:
    """The catalogue that comes with Kerege.

    Raises
    ------
    InputError
        If a file of parameters/ breaks a rule of `catalogue_from_toml`.

    Examples
    --------
    >>> catalogue = read_catalogue()
    >>> catalogue.kinds["shooting"].group, catalogue.triggers["water"].label
    ('armed', 'Water')
    >>> [step.label for step in catalogue.severity_scale]
    ['Minor', 'Moderate', 'Serious', 'Severe', 'Extreme']
    """
    folder = files("kerege") / "parameters"
    return catalogue_from_toml({part: (folder / f"{part}.toml").read_text("utf-8") for part in _PARTS})


def catalogue_from_toml(texts: Mapping[str, str]) -> Catalogue:
    """The catalogue that four TOML texts describe, every rule checked.

    Parameters
    ----------
    texts : mapping of part to TOML text
        The parts "kinds", "triggers", "responses", "severity". Each says `version`, `decided_by`, `source` and `unit`;
        the first three hold `[[term]]`, the last one `[[step]]`.

    Returns
    -------
    Catalogue
        Its version joins those of the parts that differ.

    Raises
    ------
    InputError
        For a part that is missing, is no TOML, says not where it is from, repeats an identifier, has a kind without
        group or floor, lacks "other", or a scale that does not run from 1 to 5 with thresholds that rise.
    """
    parts = {part: _parse(part, texts.get(part)) for part in _PARTS}
    versions = dict.fromkeys(str(parts[part]["version"]) for part in _PARTS)
    return Catalogue(
        version=" ".join(versions),
        kinds=_terms("kinds", parts["kinds"]),
        triggers=_terms("triggers", parts["triggers"]),
        responses=_terms("responses", parts["responses"]),
        severity_scale=_scale(parts["severity"]),
    )


def _parse(part: str, text: str | None) -> dict[str, Any]:
    if text is None:
        raise InputError("The catalogue lacks a part", where=f"{part}.toml", mend=f"Give all of {', '.join(_PARTS)}")
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"This is not TOML: {error}", where=f"{part}.toml") from error
    for name in ("version", "decided_by", "source", "unit"):
        value = content.get(name)
        if not isinstance(value, str) or not value.strip():
            raise InputError(
                f"'{name}' is missing",
                where=f"{part}.toml",
                mend="Say in words where the terms come from and who decided them",
            )
    return content


def _terms(part: str, content: Mapping[str, Any]) -> dict[str, Term]:
    terms: dict[str, Term] = {}
    for entry in content.get("term", ()):
        identifier = str(entry.get("id", ""))
        where = f"{part}.toml, term '{identifier}'"
        if not _IDENTIFIER.fullmatch(identifier):
            raise InputError("An identifier is small letters, digits and underscores", where=where)
        if identifier in terms:
            raise InputError("The identifier is used twice", where=where)
        if not entry.get("label") or not entry.get("description"):
            raise InputError("A term needs a label and a description", where=where)
        group, floor = str(entry.get("group", "")), entry.get("severity_floor", 0)
        if part == "kinds" and (group not in GROUPS or type(floor) is not int or not 1 <= floor <= 5):
            raise InputError(
                f"A kind needs a group of {', '.join(sorted(GROUPS))} and a severity_floor of 1 to 5", where=where
            )
        words = tuple(str(word).casefold() for word in entry.get("words", ()))
        terms[identifier] = Term(identifier, str(entry["label"]), group, floor, str(entry["description"]), words)
    if "other" not in terms:
        raise InputError(
            "The term 'other' is missing", where=f"{part}.toml", mend="What fits nowhere else needs a name"
        )
    return terms


def _scale(content: Mapping[str, Any]) -> tuple[SeverityStep, ...]:
    where = "severity.toml"
    entries = content.get("step", ())
    if [entry.get("severity") for entry in entries] != [1, 2, 3, 4, 5]:
        raise InputError("The scale has the steps 1 to 5 in this order", where=where)
    reached: dict[str, int] = {}
    for entry in entries:
        if not all(entry.get(name) for name in ("label", "description", "reason")):
            raise InputError(f"Step {entry['severity']} needs a label, a description and a reason", where=where)
        for name in COUNTS:
            threshold = entry.get(name)
            if threshold is None:
                continue
            if type(threshold) is not int or threshold <= reached.get(name, 0):
                raise InputError(f"'{name}' must rise from step to step and be a whole number above 0", where=where)
            reached[name] = threshold
    return tuple(
        SeverityStep(
            entry["severity"], str(entry["label"]), str(entry["description"]), *(entry.get(name) for name in COUNTS)
        )
        for entry in entries
    )
