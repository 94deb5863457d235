"""The form for phones as shipped, read from intake/report_form.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from kerege.domain.errors import InputError
from kerege.files.catalogue import read_catalogue
from kerege.intake.report_form import Choice, Question, ReportForm

_OPTIONS = ("relevant", "constraint", "default", "appearance", "parameters")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_WHERE = "report_form.toml"


@cache
def read_report_form() -> ReportForm:
    """The form that comes with Kerege.

    Raises
    ------
    InputError
        If its file breaks a rule of `report_form_from_toml`.

    Examples
    --------
    >>> form = read_report_form()
    >>> form.kinds["fight"], form.name_of_label["эмне болду?"]
    ('mass_brawl', 'kind')
    """
    text = (files("kerege") / "intake" / "report_form.toml").read_text("utf-8")
    return report_form_from_toml(text, frozenset(read_catalogue().kinds))


def report_form_from_toml(text: str, kinds: frozenset[str]) -> ReportForm:
    """The form that a TOML text describes, every rule checked.

    Parameters
    ----------
    text : str
        See the head of intake/report_form.toml.
    kinds : frozenset of str
        Identifiers of the catalogue.

    Raises
    ------
    InputError
        If it is no TOML, something is missing, a name is used twice, a text lacks a language, or a kind is not known.
    """
    try:
        content = tomllib.loads(text)
        languages = dict(content["languages"])
        form = ReportForm(
            id=str(content["id"]),
            version=str(content["version"]),
            title=_labels(content["title"], languages, "the title"),
            languages=languages,
            default_language=str(content["default_language"]),
            questions=tuple(_question(entry, languages) for entry in content["question"]),
            choices=tuple(_choice(entry, languages, kinds) for entry in content["choice"]),
        )
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"This is not TOML: {error}", where=_WHERE) from error
    except KeyError as error:
        raise InputError(f"{error.args[0]!r} is missing", where=_WHERE, mend="See the head of the file") from error
    for names in ([q.name for q in form.questions], [(c.list_name, c.name) for c in form.choices]):
        if len(set(names)) != len(names):
            raise InputError("A name is used twice", where=_WHERE, mend="Give each question and choice its own")
    if form.default_language not in languages:
        raise InputError(f"{form.default_language!r} is none of the languages", where=_WHERE)
    return form


def _question(entry: Mapping[str, Any], languages: Mapping[str, str]) -> Question:
    name = _name(entry["name"])
    return Question(
        name=name,
        type=str(entry["type"]),
        label=_labels(entry["label"], languages, name),
        hint=_labels(entry["hint"], languages, f"the hint of {name}") if "hint" in entry else {},
        options={option: str(entry[option]) for option in _OPTIONS if option in entry},
    )


def _choice(entry: Mapping[str, Any], languages: Mapping[str, str], kinds: frozenset[str]) -> Choice:
    name, kind = _name(entry["name"]), str(entry.get("kind", ""))
    if (entry["list"] == "kind") != bool(kind) or (kind and kind not in kinds):
        raise InputError(
            f"The choice {name!r} has no kind of the catalogue", where=_WHERE, mend="Give it one of kinds.toml"
        )
    return Choice(list_name=_name(entry["list"]), name=name, label=_labels(entry["label"], languages, name), kind=kind)


def _name(value: object) -> str:
    name = str(value)
    if not _NAME.fullmatch(name):
        raise InputError(f"{name!r} is no name", where=_WHERE, mend="Use small letters, digits and underscores")
    return name


def _labels(value: object, languages: Mapping[str, str], what: str) -> dict[str, str]:
    texts = value if isinstance(value, dict) else {}
    missing = [language for language in languages if not str(texts.get(language, "")).strip()]
    if missing or texts.keys() - languages.keys():
        raise InputError(
            f"The text of {what} lacks {', '.join(missing) or 'nothing, but has a language too many'}",
            where=_WHERE,
            mend=f"Give it in {', '.join(languages)}",
        )
    return {language: str(texts[language]).strip() for language in languages}
