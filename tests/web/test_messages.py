"""Every message of the pages is there in every language, whole."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("ru", "ky", "tg", "uz")
PLACE = re.compile(r"%\(\w+\)[sd]|%s|</?strong>")


def _catalogue(language: str) -> Catalog:
    path = ROOT / "src/kerege_web/locale" / language / "LC_MESSAGES/django.po"
    with path.open("rb") as file:
        return read_po(file, locale=language)


def _texts(value: object) -> list[str]:
    return [str(text) for text in value] if isinstance(value, (list, tuple)) else [str(value)]


def _messages(language: str) -> list[Message]:
    return [message for message in _catalogue(language) if message.id]


def test_the_catalogues_hold_the_messages_of_the_code() -> None:
    done = subprocess.run(
        [sys.executable, "scripts/extract_messages.py", "--check"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_lacks_its_translation(language: str) -> None:
    messages = _messages(language)
    assert len(messages) > 400
    empty = [message.id for message in messages if not all(_texts(message.string))]
    assert empty == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_put_into_a_message_is_put_into_its_translation(language: str) -> None:
    wrong = [
        (message.id, text)
        for message in _messages(language)
        for text in _texts(message.string)
        # "One" may be said in words, so the plural form is what counts.
        if sorted(PLACE.findall(text)) != sorted(PLACE.findall(_texts(message.id)[-1]))
    ]
    assert wrong == []


@pytest.mark.parametrize(("language", "forms"), [("ru", 3), ("ky", 2), ("tg", 2), ("uz", 2)])
def test_every_plural_form_of_the_language_is_there(language: str, forms: int) -> None:
    for message in _messages(language):
        if isinstance(message.id, (list, tuple)):
            assert len(_texts(message.string)) == forms, message.id


def test_cyrillic_and_latin_are_not_mixed_within_a_word() -> None:
    mixed = re.compile(r"[A-Za-z][А-Яа-яЁёҢңҮүӨөҒғӢӣҚқӮӯҲҳҶҷ]|[А-Яа-яЁёҢңҮүӨөҒғӢӣҚқӮӯҲҳҶҷ][A-Za-z]")
    found = [
        (language, text)
        for language in LANGUAGES
        for message in _messages(language)
        for text in _texts(message.string)
        if mixed.search(PLACE.sub(" ", text)) and "ҢңҮү" not in text
    ]
    assert found == []
