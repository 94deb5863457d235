"""The language of a short message."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kerege.intake.written_language import written_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Чек арада атышуу болуп жатат, үйлөр күйүп жатат", "ky"),
        ("На границе стреляют, горят дома", "ru"),
        ("Дар сарҳад тирпарронӣ ҳаст, хонаҳо месӯзанд", "tg"),
        ("Chegarada otishma bor, uylar yonmoqda", "uz"),
        ("Chegarada o`q ovozlari", "uz"),
        ("Чегарада ўқ отилди", "uz"),
        ("Shooting at the border, houses burn", "en"),
        ("The dog's house burns", "en"),
        ("ДАР НАЗДИ ҶӮЙ", "tg"),
    ],
)
def test_the_letters_tell(text: str, language: str) -> None:
    assert written_language(text) == language
    assert written_language(text.upper()) == language


def test_without_letters_of_its_own_the_usual_language_stands() -> None:
    assert written_language("Атышуу болду", "ky") == "ky"
    assert written_language("Атышуу болду", "en") == "ru"
    assert written_language("Otildi", "uz") == "uz"
    assert written_language("112", "tg") == "tg"


@given(st.text(), st.sampled_from(["", "ky", "ru", "tg", "uz", "en"]))
def test_every_text_has_a_language_or_none(text: str, usual: str) -> None:
    found = written_language(text, usual)
    assert found in ("ky", "ru", "tg", "uz", "en") or found == usual
