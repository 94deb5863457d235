"""Lengths of text messages as networks count them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kerege.intake.sms_length import fits, plain_punctuation, shortened, sms_length

RUSSIAN = "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ"
LETTERS = {
    "ru": RUSSIAN,
    "ky": RUSSIAN + "ҢӨҮ",
    "tg": RUSSIAN + "ҒӢҚӮҲҶ",
    "uz-Cyrl": RUSSIAN + "ЎҚҒҲ",
}
texts = st.text(
    alphabet=st.one_of(st.sampled_from("абң өz[€ \n-,😀e\u0301"), st.characters(codec="utf-8")), max_size=400
)


@pytest.mark.parametrize("language", LETTERS)
def test_seventy_cyrillic_letters_fit_one_message(language: str) -> None:
    letters = LETTERS[language] + LETTERS[language].lower()
    for letter in letters:
        assert sms_length(letter * 70).segments == 1, letter
        assert sms_length(letter * 71).segments == 2, letter
        assert sms_length(letter * 134).segments == 2, letter
        assert sms_length(letter * 135).segments == 3, letter
    assert sms_length(letters).encoding == "ucs2"


def test_uzbek_latin_takes_a_hundred_and_sixty_with_a_plain_apostrophe() -> None:
    assert sms_length("ABDEFGHIJKLMNOPQRSTUVXYZ abdefghijklmnopqrstuvxyz o' g' sh ch ng").encoding == "gsm7"
    for sign in "ʻʼ‘’":
        assert sms_length(f"o{sign}g{sign}").encoding == "ucs2"
        assert plain_punctuation(f"o{sign}g{sign}") == "o'g'"


@pytest.mark.parametrize(
    ("text", "units", "segments"),
    [
        ("", 0, 0),
        ("a" * 160, 160, 1),
        ("a" * 161, 161, 2),
        ("a" * 306, 306, 2),
        ("a" * 307, 307, 3),
        ("€" * 80, 160, 1),
        # 152 and the first half of € do not share a part: 152 + 2 > 153.
        ("a" * 152 + "€" + "a" * 152, 306, 3),
        ("😀" * 35, 70, 1),
        ("😀" * 36, 72, 2),
        # 33 pairs fill 66 of 67 places of a part, so 67 pairs need a third one.
        ("😀" * 66, 132, 2),
        ("😀" * 67, 134, 3),
        ("a😀", 3, 1),
    ],
)
def test_units_and_parts(text: str, units: int, segments: int) -> None:
    length = sms_length(text)
    assert (length.units, length.segments) == (units, segments)


@given(texts, st.integers(1, 4))
def test_what_is_shortened_fits_and_begins_as_the_text_did(text: str, segments: int) -> None:
    short = shortened(text, segments)
    assert fits(short, segments)
    if fits(text, segments):
        assert short == text
    else:
        sign = "..." if short.endswith("...") else "…"
        assert text.startswith(short.removesuffix(sign))


@given(texts, texts)
def test_a_longer_text_never_takes_fewer_parts(first: str, second: str) -> None:
    assert sms_length(first + second).segments >= sms_length(first).segments


def test_a_cut_is_at_a_word_and_leaves_no_comma() -> None:
    text = "Жол жабык, " * 10
    assert shortened(text.replace("Жол ", "Дарбаза ")) == "Дарбаза жабык, " * 4 + "Дарбаза…"
    assert shortened(text) == "Жол жабык, " * 5 + "Жол жабык, Жол…"


def test_one_endless_word_is_cut_inside_but_not_from_its_accent() -> None:
    assert len(shortened("ж" * 100)) == 70
    assert shortened("e\u0301" * 50) == "e\u0301" * 34 + "…"


def test_no_part_at_all_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one part"):
        shortened("text", 0)
