"""The file sms.toml of a region: the words of coded weekly messages."""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from pathlib import Path
from typing import Any

from kerege.domain.errors import InputError
from kerege.files.catalogue import read_catalogue
from kerege.files.region_problems import RegionProblems
from kerege.intake.sms_grammar import SmsGrammar

FILE = "sms.toml"
_KEYS = ("code_digits", "late_days", "highest_count", "kinds", "words", "replies")
_MEND = "See docs/reference/coded-sms.md for what it holds"


def read_sms_grammar(folder: Path) -> SmsGrammar | None:
    """The words of coded weekly messages in a region folder; None where the region takes none.

    Raises
    ------
    InputError
        If sms.toml is there and cannot be used.

    Examples
    --------
    >>> from kerege.files.region import default_region, shipped_region
    >>> grammar = read_sms_grammar(shipped_region(default_region()))
    >>> grammar.kinds["K"], grammar.keyword_languages("хафта")
    ('stone_throwing', ['tg', 'uz'])
    """
    path = folder / FILE
    if not path.is_file():
        return None
    try:
        return _grammar(path)
    except ValueError as error:
        raise InputError(str(error).removesuffix("."), where=str(path), mend=_MEND) from error


def check_sms_grammar(problems: RegionProblems, languages: Collection[str]) -> None:
    """Note what is wrong with sms.toml; a region without one takes no coded messages, which is no problem."""
    path = problems.folder / FILE
    if not path.is_file():
        return
    try:
        grammar = _grammar(path)
    except ValueError as error:
        problems.add(FILE, str(error).removesuffix("."), _MEND)
        return
    for language in languages:
        if language not in grammar.words:
            problems.add(
                FILE,
                f"There are no words for the language {language}, which region.toml names",
                f"Add [words.{language}]",
            )


def _grammar(path: Path) -> SmsGrammar:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ValueError(f"This is not TOML in UTF-8 ({error})") from error
    if missing := [key for key in _KEYS if key not in content]:
        raise ValueError(f"'{missing[0]}' is missing")
    if unknown := sorted(content.keys() - set(_KEYS)):
        raise ValueError(f"'{unknown[0]}' is unknown")
    kinds = {letter: str(kind) for letter, kind in _table(content["kinds"], "kinds").items()}
    for letter, kind in kinds.items():
        if kind not in read_catalogue().kinds:
            raise ValueError(f"The letter {letter} stands for {kind!r}, which is no kind of the catalogue")
    return SmsGrammar(
        code_digits=_whole(content, "code_digits"),
        late_days=_whole(content, "late_days"),
        highest_count=_whole(content, "highest_count"),
        kinds=kinds,
        words={
            language: {
                meaning: _spellings(found, f"words.{language}.{meaning}")
                for meaning, found in _table(table, f"words.{language}").items()
            }
            for language, table in _table(content["words"], "words").items()
        },
        replies={
            language: {problem: str(text) for problem, text in _table(table, f"replies.{language}").items()}
            for language, table in _table(content["replies"], "replies").items()
        },
    )


def _table(value: Any, name: str) -> dict[str, Any]:  # noqa: ANN401 - any TOML value
    if not isinstance(value, dict):
        raise ValueError(f"'{name}' is not a table")
    return value


def _spellings(value: Any, name: str) -> tuple[str, ...]:  # noqa: ANN401 - any TOML value
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError(f"'{name}' is not a list of words")
    return tuple(value)


def _whole(content: dict[str, Any], name: str) -> int:
    if type(content[name]) is not int:
        raise ValueError(f"'{name}' is a whole number, not {content[name]!r}")
    return int(content[name])
