"""Every message that the library says is translated, with the same places to fill."""

from __future__ import annotations

import re
import shutil
import tomllib
from pathlib import Path

import pytest
from babel.messages.extract import extract

import kerege
from kerege.domain.errors import InputError
from kerege.files import catalogues
from kerege.files.catalogue import read_catalogue
from kerege.files.catalogues import LANGUAGES, LOCALES, read_catalogue_source, read_words
from kerege.risk.wording import Likelihood

SOURCE = Path(kerege.__file__).parent
KEYWORDS = {"say": None, "message": None, "count": (1, 2), "plural_message": (1, 2)}
PLACE = re.compile(r"\{(\w+)\}")


def messages() -> dict[str, str]:
    """All messages with their plural ("" where there is none), from the code and from the data."""
    found: dict[str, str] = {}
    for path in sorted((SOURCE / "bulletin").rglob("*.py")):
        with path.open("rb") as file:
            for _, message, _, _ in extract("python", file, keywords=KEYWORDS):
                one, many = message if isinstance(message, tuple) else (message, "")
                found[one] = many
    catalogue = read_catalogue()
    for vocabulary in (catalogue.kinds, catalogue.triggers, catalogue.responses):
        found |= {term.label: "" for term in vocabulary.values()}
    found |= {step.label: "" for step in catalogue.severity_scale}
    found |= {word.value: "" for word in Likelihood}
    for region in sorted((SOURCE / "regions").glob("*/region.toml")):
        settings = tomllib.loads(region.read_text(encoding="utf-8"))
        found |= {settings["title"]: "", **dict.fromkeys(settings["countries"].values(), "")}
    return found


def test_there_are_messages_of_every_kind() -> None:
    found = messages()
    assert {"Decision", "Shooting", "Water", "Joint patrol", "Extreme", "remote chance"} <= set(found)
    assert found["{n} source"] == "{n} sources"


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_every_message_is_translated(language: str) -> None:
    catalog = read_catalogue_source(language)
    missing = []
    for one in messages():
        entry = catalog.get(one)
        strings = entry.string if entry is not None else ""
        if not all(strings if isinstance(strings, tuple | list) else [strings]):
            missing.append(one)
    assert not missing


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_no_translation_has_lost_its_message(language: str) -> None:
    used = messages()
    ids = [
        entry.id if isinstance(entry.id, str) else entry.id[0] for entry in read_catalogue_source(language) if entry.id
    ]
    assert [one for one in ids if one not in used] == []


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_the_places_to_fill_agree(language: str) -> None:
    wrong = []
    for entry in read_catalogue_source(language):
        if not entry.id:
            continue
        wanted = [entry.id] if isinstance(entry.id, str) else list(entry.id)
        allowed = {place for text in wanted for place in PLACE.findall(text)}
        # The number itself may be left out where a form says it in a word.
        needed = allowed - {"n"} if len(wanted) > 1 else allowed
        strings = entry.string if isinstance(entry.string, tuple | list) else [entry.string]
        wrong += [text for text in strings if text and not needed <= set(PLACE.findall(text)) <= allowed]
    assert not wrong


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_the_number_of_plural_forms_is_that_of_the_language(language: str) -> None:
    forms = {"ru": 3, "ky": 2, "tg": 1, "uz": 2}
    catalog = read_catalogue_source(language)
    plurals = [entry for entry in catalog if not isinstance(entry.id, str)]
    assert plurals
    assert {len(entry.string) for entry in plurals} == {catalog.num_plurals}
    assert catalog.num_plurals >= 1 and (language not in forms or catalog.num_plurals in {forms[language], 2})


def test_a_language_without_words_is_refused_with_those_there_are() -> None:
    with pytest.raises(InputError, match="Choose one of en, ru, ky, tg, uz"):
        read_words("de")


def test_the_source_is_read_where_nothing_was_compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "ru" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    shutil.copyfile(LOCALES / "ru" / "LC_MESSAGES" / "kerege.po", folder / "kerege.po")
    monkeypatch.setattr(catalogues, "LOCALES", tmp_path)
    read_words.cache_clear()
    try:
        assert read_words("ru").say("Decision") == "Решение"
    finally:
        read_words.cache_clear()
