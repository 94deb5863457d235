"""The words that point to protected topics, as shipped or as a site keeps them: parameters/protected.toml."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

from kerege.domain.errors import InputError
from kerege.domain.protected_topic import ProtectedTopic, ProtectedWords

_FILE = "protected.toml"
_LANGUAGES = ("en", "ru", "ky", "tg", "uz")


def read_protected_words(folder: Path | None = None) -> ProtectedWords:
    """The words that point to asylum, minors, victims and health.

    Parameters
    ----------
    folder : Path or None
        A site's own folder with protected.toml; None for the one that comes with Kerege.

    Raises
    ------
    InputError
        For a file that is missing or not TOML, or a topic without words in one of the five languages.

    Examples
    --------
    >>> text = "Баланы ооруканага алып кетишти"
    >>> [(text[hint.start:hint.end], hint.topic.value) for hint in read_protected_words().suggest(text)]
    [('Баланы', 'minor'), ('ооруканага', 'medical')]
    """
    source = folder / _FILE if folder is not None else files("kerege") / "parameters" / _FILE
    if not source.is_file():
        raise InputError("The file is missing", where=str(source), mend="Copy the one that comes with Kerege")
    try:
        content = tomllib.loads(source.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"This is not TOML: {error}", where=_FILE) from error
    for name in ("version", "decided_by", "source"):
        if not isinstance(content.get(name), str) or not content[name].strip():
            raise InputError(f"'{name}' is missing", where=_FILE, mend="Say in words who decided the list and why")
    words: dict[ProtectedTopic, tuple[str, ...]] = {}
    for topic in ProtectedTopic:
        table = content.get(topic.value)
        if not isinstance(table, dict):
            raise InputError(f"The table [{topic}] is missing", where=_FILE)
        words[topic] = tuple(word for language in _LANGUAGES for word in _list(table, language, topic))
    ages = _list(content[ProtectedTopic.MINOR.value], "ages", ProtectedTopic.MINOR)
    try:
        return ProtectedWords(words, ages)
    except ValueError as error:
        raise InputError(str(error).removesuffix("."), where=_FILE) from error


def _list(table: dict[str, Any], name: str, topic: ProtectedTopic) -> tuple[str, ...]:
    found = table.get(name)
    if not isinstance(found, list) or not found or not all(isinstance(word, str) for word in found):
        raise InputError(f"'{topic}.{name}' is not a list of words", where=_FILE, mend="Give at least one")
    return tuple(found)
