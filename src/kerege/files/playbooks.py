"""The file playbooks.toml of a region: what is usually done there, for which kinds, from which level on."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, TypeVar

from kerege.domain.errors import InputError
from kerege.domain.office import Office
from kerege.domain.playbook import Playbook, PlaybookAction, Playbooks, PlaybookStep
from kerege.domain.risk import RiskLevel
from kerege.files.catalogue import GROUPS, read_catalogue
from kerege.files.region_problems import RegionProblems

FILE = "playbooks.toml"
_MEND = "See docs/reference/playbooks.md for what it holds"
_ACTION = frozenset({"id", "label", "description", "response", "office", "is_contact"})
_BOOK = frozenset({"id", "title", "kinds", "families", "step"})
_STEP = frozenset({"action", "within_minutes", "from_level"})
Kind = TypeVar("Kind", Office, RiskLevel)
_FILE = frozenset({"version", "decided_by", "source", "action", "playbook"})


def read_playbooks(folder: Path) -> Playbooks:
    """The playbooks in a region folder; none where the region has none.

    Raises
    ------
    InputError
        If playbooks.toml is there and cannot be used.

    Examples
    --------
    >>> from kerege.files.region import default_region, shipped_region
    >>> read_playbooks(shipped_region(default_region())).book("shooting", "armed").id
    'armed'
    """
    path = folder / FILE
    if not path.is_file():
        return Playbooks(version="", decided_by="", actions={}, playbooks=())
    try:
        return _playbooks(path)
    except ValueError as error:
        raise InputError(str(error).removesuffix("."), where=str(path), mend=_MEND) from error


def check_playbooks(problems: RegionProblems) -> None:
    """Note what is wrong with playbooks.toml; a region without one plans by hand, which is no problem."""
    path = problems.folder / FILE
    if not path.is_file():
        return
    try:
        _playbooks(path)
    except ValueError as error:
        problems.add(FILE, str(error).removesuffix("."), _MEND)


def _playbooks(path: Path) -> Playbooks:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ValueError(f"This is not TOML in UTF-8 ({error})") from error
    _check_keys(content, _FILE, _FILE, "the file")
    actions: dict[str, PlaybookAction] = {}
    for entry in content["action"]:
        action = _action(entry)
        if action.id in actions:
            raise ValueError(f"The action {action.id} stands twice")
        actions[action.id] = action
    return Playbooks(
        version=_text(content, "version"),
        decided_by=_text(content, "decided_by"),
        actions=actions,
        playbooks=tuple(_book(entry) for entry in content["playbook"]),
    )


def _action(entry: Any) -> PlaybookAction:  # noqa: ANN401 - any TOML value
    _check_keys(entry, _ACTION, _ACTION - {"is_contact"}, "an action")
    name = _text(entry, "id")
    if entry["response"] not in read_catalogue().responses:
        raise ValueError(f"{name} leads to {entry['response']!r}, which is no response of the catalogue")
    is_contact = entry.get("is_contact", False)
    if not isinstance(is_contact, bool):
        raise ValueError(f"is_contact of {name} is true or false, not {is_contact!r}")
    return PlaybookAction(
        id=name,
        label=_text(entry, "label"),
        description=_text(entry, "description"),
        response=_text(entry, "response"),
        office=_one_of(Office, entry["office"], f"office of {name}"),
        is_contact=is_contact,
    )


def _book(entry: Any) -> Playbook:  # noqa: ANN401 - any TOML value
    _check_keys(entry, _BOOK, {"id", "title", "step"}, "a playbook")
    name = _text(entry, "id")
    kinds, families = _words(entry.get("kinds", []), name), _words(entry.get("families", []), name)
    if unknown := sorted(kinds - set(read_catalogue().kinds)):
        raise ValueError(f"The playbook {name} names {unknown[0]!r}, which is no kind of the catalogue")
    if unknown := sorted(families - GROUPS):
        raise ValueError(f"The playbook {name} names {unknown[0]!r}, which is no family of kinds")
    steps = entry["step"]
    if not isinstance(steps, list) or not steps:
        raise ValueError(f"The playbook {name} has no steps")
    return Playbook(
        id=name, title=_text(entry, "title"), kinds=kinds, families=families,
        steps=tuple(_step(step, name) for step in steps),
    )  # fmt: skip


def _step(entry: Any, book: str) -> PlaybookStep:  # noqa: ANN401 - any TOML value
    _check_keys(entry, _STEP, {"action", "within_minutes"}, f"a step of {book}")
    minutes = entry["within_minutes"]
    if isinstance(minutes, bool) or not isinstance(minutes, int | float):
        raise ValueError(f"within_minutes of {entry['action']} in {book} is a number, not {minutes!r}")
    level = _one_of(RiskLevel, entry.get("from_level", "low"), f"from_level of {entry['action']} in {book}")
    return PlaybookStep(action=_text(entry, "action"), within_minutes=float(minutes), from_level=level)


def _check_keys(entry: Any, known: frozenset[str], needed: frozenset[str] | set[str], what: str) -> None:  # noqa: ANN401 - any TOML value
    if not isinstance(entry, dict):
        raise ValueError(f"{what} is not a table")
    if missing := sorted(needed - entry.keys()):
        raise ValueError(f"'{missing[0]}' is missing in {what}")
    if unknown := sorted(entry.keys() - known):
        raise ValueError(f"'{unknown[0]}' is unknown in {what}")
    for name in ("action", "playbook") if what == "the file" else ():
        if not isinstance(entry[name], list):
            raise ValueError(f"'{name}' is not a list of tables")


def _text(entry: dict[str, Any], name: str) -> str:
    value = entry[name]
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"'{name}' is some words, not {value!r}")
    return value


def _words(value: Any, book: str) -> frozenset[str]:  # noqa: ANN401 - any TOML value
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError(f"Kinds and families of {book} are lists of words")
    return frozenset(value)


def _one_of(kind: type[Kind], value: Any, what: str) -> Kind:  # noqa: ANN401 - any TOML value
    try:
        return kind(value)
    except ValueError:
        raise ValueError(f"The {what} is one of {', '.join(kind)}, not {value!r}") from None
