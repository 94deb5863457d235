"""The exercises of a region: the files exercises/*.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from kerege.domain.count_range import CountRange
from kerege.domain.errors import InputError
from kerege.domain.exercise import (
    DecisionKind,
    ExerciseDoor,
    ExerciseScript,
    ExpectedDecision,
    Inject,
    PlayedDecision,
    Truth,
)
from kerege.domain.harm import Harm
from kerege.domain.position import Position
from kerege.files.catalogue import read_catalogue
from kerege.files.region_problems import RegionProblems
from kerege.files.region_settings import RegionSettings, read_settings

FOLDER = "exercises"
_MEND = "See docs/reference/exercise-script.md for what it holds"
_CODE = re.compile(r"[a-z0-9][a-z0-9-]*")
_HARMS = ("killed", "injured", "displaced", "detained")
_TOP = {"title", "built_on", "span_minutes", "agencies", "inject", "expected", "played"}
_INJECT = {
    "id", "minute", "door", "language", "text", "happening", "truth", "kind", "place", "latitude", "longitude", "km",
    "side", *_HARMS,
}  # fmt: skip
_EXPECTED = {"id", "inject", "kind", "term", "within_minutes", "agency", "why"}
_PLAYED = {"id", "minute", "inject", "kind", "term", "agency", "role", "words", "original"}


def exercise_codes(folder: Path) -> tuple[str, ...]:
    """Codes of the exercises that a region folder holds, in alphabetical order.

    Examples
    --------
    >>> from kerege.files.region import default_region, shipped_region
    >>> "april-2021" in exercise_codes(shipped_region(default_region()))
    True
    """
    return tuple(sorted(path.stem for path in (folder / FOLDER).glob("*.toml")))


def read_exercise(folder: Path, code: str) -> ExerciseScript:
    """The exercise of a region with this code.

    Parameters
    ----------
    folder : Path
        The region folder.
    code : str
        Name of the file without its ending.

    Raises
    ------
    InputError
        If there is none, or it cannot be used; the sentence names the entry.
    """
    codes = exercise_codes(folder)
    if code not in codes:
        mend = f"Choose one of {', '.join(codes)}" if codes else f"Put a file into {FOLDER}/ of the region"
        raise InputError(f"There is no exercise {code!r}", where=str(folder), mend=mend)
    problems = RegionProblems(folder)
    settings = read_settings(problems)
    if settings is None:
        raise InputError(problems.sentences[0].rstrip("."), where=str(folder))
    try:
        return _script(folder / FOLDER / f"{code}.toml", settings)
    except ValueError as error:
        raise InputError(str(error).removesuffix("."), where=f"{FOLDER}/{code}.toml", mend=_MEND) from error


def check_exercises(problems: RegionProblems, settings: RegionSettings) -> None:
    """Note what is wrong with the exercises of a region; one without exercises is no problem."""
    for code in exercise_codes(problems.folder):
        try:
            _script(problems.folder / FOLDER / f"{code}.toml", settings)
        except ValueError as error:
            problems.add(f"{FOLDER}/{code}.toml", str(error).removesuffix("."), _MEND)


def _script(path: Path, settings: RegionSettings) -> ExerciseScript:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ValueError(f"This is not TOML in UTF-8 ({error})") from error
    if not _CODE.fullmatch(path.stem):
        raise ValueError("The name of the file is small letters, digits and hyphens")
    _check_keys(content, _TOP, _TOP, "")
    agencies = {
        code: _texts(names, settings.languages, f"agencies.{code}")
        for code, names in _table(content["agencies"], "agencies").items()
    }
    return ExerciseScript(
        code=path.stem,
        title=_texts(content["title"], settings.languages, "title"),
        built_on=_texts(content["built_on"], settings.languages, "built_on"),
        span_minutes=_whole(content["span_minutes"], "span_minutes"),
        agencies=agencies,
        injects=tuple(_named("inject", entry, lambda one: _inject(one, settings)) for entry in content["inject"]),
        expected=tuple(
            _named("expected", entry, lambda one: _expected(one, settings.languages)) for entry in content["expected"]
        ),
        played=tuple(_named("played", entry, _played) for entry in content["played"]),
    )


def _named(part: str, entry: Any, make: Any) -> Any:  # noqa: ANN401 - any TOML value, and what is made of it
    """What is made of an entry; what is wrong with it is said with its name."""
    name = f"{part} {entry.get('id', '')!r}" if isinstance(entry, dict) else part
    try:
        return make(_table(entry, part))
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from error


def _inject(entry: dict[str, Any], settings: RegionSettings) -> Inject:
    _check_keys(entry, _INJECT, {"id", "minute", "door", "language", "text", "happening"}, "")
    kind, side, language = (_text(entry, name) for name in ("kind", "side", "language"))
    if kind and kind not in read_catalogue().kinds:
        raise ValueError(f"{kind!r} is no kind of the catalogue")
    if side and side not in settings.countries:
        raise ValueError(f"{side!r} is no country of the region")
    if language not in settings.languages:
        raise ValueError(f"{language!r} is no language of the region")
    return Inject(
        id=_text(entry, "id"),
        minute=_whole(entry["minute"], "minute"),
        door=ExerciseDoor(_one_of(entry, "door", list(ExerciseDoor))),
        language=language,
        text=_text(entry, "text").strip(),
        happening=_text(entry, "happening"),
        truth=Truth(_one_of({"truth": Truth.SO, **entry}, "truth", list(Truth))),
        kind=kind,
        place=_text(entry, "place"),
        position=_position(entry),
        side=side,
        harm=Harm(
            **{name: CountRange.exactly(_whole(entry[name], name)) for name in _HARMS if name in entry}
        ),
    )  # fmt: skip


def _expected(entry: dict[str, Any], languages: Collection[str]) -> ExpectedDecision:
    _check_keys(entry, _EXPECTED, _EXPECTED - {"term"}, "")
    kind, term = _decision(entry)
    return ExpectedDecision(
        id=_text(entry, "id"), inject=_text(entry, "inject"), kind=kind, term=term,
        within_minutes=_whole(entry["within_minutes"], "within_minutes"), agency=_text(entry, "agency"),
        why=_texts(entry["why"], languages, "why"),
    )  # fmt: skip


def _played(entry: dict[str, Any]) -> PlayedDecision:
    _check_keys(entry, _PLAYED, _PLAYED - {"term", "original"}, "")
    kind, term = _decision(entry)
    return PlayedDecision(
        id=_text(entry, "id"), minute=_whole(entry["minute"], "minute"), inject=_text(entry, "inject"), kind=kind,
        term=term, agency=_text(entry, "agency"), role=_text(entry, "role"), words=_text(entry, "words"),
        original=_text(entry, "original"),
    )  # fmt: skip


def _decision(entry: dict[str, Any]) -> tuple[DecisionKind, str]:
    kind, term = DecisionKind(_one_of(entry, "kind", list(DecisionKind))), _text(entry, "term")
    if kind is DecisionKind.RESPOND and term not in read_catalogue().responses:
        raise ValueError(f"{term!r} is no response of the catalogue")
    return kind, term


def _position(entry: dict[str, Any]) -> Position | None:
    given = [name for name in ("latitude", "longitude", "km") if name in entry]
    if not given:
        return None
    if len(given) < 3:
        raise ValueError("A position has latitude, longitude and km, all three")
    numbers = [entry[name] for name in given]
    if any(isinstance(number, bool) or not isinstance(number, int | float) for number in numbers):
        raise ValueError("latitude, longitude and km are numbers")
    return Position(*(float(number) for number in numbers))


def _check_keys(entry: Mapping[str, Any], known: Collection[str], needed: Collection[str], name: str) -> None:
    if missing := sorted(set(needed) - entry.keys()):
        raise ValueError(f"'{name}{missing[0]}' is missing")
    if unknown := sorted(entry.keys() - set(known)):
        raise ValueError(f"'{name}{unknown[0]}' is unknown")


def _one_of(entry: Mapping[str, Any], name: str, words: list[Any]) -> Any:  # noqa: ANN401 - a word of an enumeration
    if entry[name] not in words:
        raise ValueError(f"{name} is one of {', '.join(words)}, not {entry[name]!r}")
    return entry[name]


def _text(entry: Mapping[str, Any], name: str) -> str:
    value = entry.get(name, "")
    if not isinstance(value, str):
        raise ValueError(f"'{name}' is words between quotes, not {value!r}")
    return value


def _whole(value: Any, name: str) -> int:  # noqa: ANN401 - any TOML value
    if type(value) is not int:
        raise ValueError(f"'{name}' is a whole number, not {value!r}")
    return int(value)


def _table(value: Any, name: str) -> dict[str, Any]:  # noqa: ANN401 - any TOML value
    if not isinstance(value, dict):
        raise ValueError(f"'{name}' is not a table")
    return value


def _texts(value: Any, languages: Collection[str], name: str) -> dict[str, str]:  # noqa: ANN401 - any TOML value
    table = _table(value, name)
    for language in languages:
        if not isinstance(table.get(language), str) or not table[language].strip():
            raise ValueError(f"'{name}' has no words in {language}")
    if unknown := sorted(table.keys() - set(languages)):
        raise ValueError(f"'{name}' has words in {unknown[0]}, which is no language of the region")
    return {language: str(table[language]).strip() for language in languages}
