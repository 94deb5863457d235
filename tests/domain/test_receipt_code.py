"""Receipt codes: unguessable, strict about mistakes, tolerant of keyboards."""

from __future__ import annotations

from itertools import combinations
from math import log2

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kerege.domain.errors import InputError
from kerege.domain.receipt_code import ALPHABET, ReceiptCode, ReceiptCodeError

codes = st.binary(min_size=16, max_size=40).map(ReceiptCode.from_random)
KEY = b"0123456789abcdef"


def test_the_check_character_is_the_one_worked_out_by_hand() -> None:
    # 3, 2, 2, ... stand for 1, 0, 0, ...: sum so far 1 * 1; 1 + 12 c = 0 mod 29 gives c = 12, for 1 + 144 = 5 * 29.
    assert ReceiptCode.from_random((1).to_bytes(16, "big")).characters == "3" + "2" * 10 + ALPHABET[12]


def test_there_are_more_than_fifty_bits_to_guess_and_no_look_alikes() -> None:
    assert 11 * log2(len(ALPHABET)) > 53
    assert not set(ALPHABET) & set("0O1ILUS")
    assert len(set(ALPHABET)) == 29


@settings(max_examples=20)
@given(codes)
def test_every_single_wrong_character_is_caught(code: ReceiptCode) -> None:
    for place, right in enumerate(code.characters):
        for wrong in ALPHABET:
            if wrong != right:
                with pytest.raises(ReceiptCodeError):
                    ReceiptCode.read(code.characters[:place] + wrong + code.characters[place + 1 :])


@settings(max_examples=20)
@given(codes)
def test_every_swap_is_caught(code: ReceiptCode) -> None:
    for first, second in combinations(range(12), 2):
        letters = list(code.characters)
        letters[first], letters[second] = letters[second], letters[first]
        if letters[first] != letters[second]:
            with pytest.raises(ReceiptCodeError):
                ReceiptCode.read("".join(letters))


@given(codes, st.sampled_from(["", " ", "-", "–", "\u00a0", " - "]))
def test_a_code_is_read_as_it_is_typed(code: ReceiptCode, between: str) -> None:
    typed = between.join(code.characters).lower()
    assert ReceiptCode.read(typed) == code
    cyrillic = typed.upper().translate(str.maketrans("ABEKMHPCTXY", "АВЕКМНРСТХУ"))
    assert ReceiptCode.read(cyrillic) == code
    assert ReceiptCode.read(cyrillic.lower().replace("5", "s").replace("v", "u")) == code
    assert ReceiptCode.read(str(code)) == code


@given(st.text())
def test_any_text_is_a_code_or_a_clear_error(text: str) -> None:
    try:
        assert ReceiptCode.read(text).characters
    except InputError as error:
        assert str(error).endswith(".")


@pytest.mark.parametrize(
    ("text", "problem", "value"),
    [
        ("", "length", "0"),
        ("FGDF-38HW-VJA", "length", "11"),
        ("FGDF-38HW-VJA99", "length", "13"),
        ("FGDF-38HW-VJAЛ", "character", "Л"),
        ("FGDF-38HW-VJA0", "character", "0"),
        ("FGDF-38HW-VJAО", "character", "О"),
        ("FGDF-38HW-VJA8", "check", ""),
    ],
)
def test_a_problem_is_named_without_telling_the_code(text: str, problem: str, value: str) -> None:
    with pytest.raises(ReceiptCodeError) as caught:
        ReceiptCode.read(text)
    assert (caught.value.problem, caught.value.value) == (problem, value)
    assert "38HW" not in str(caught.value)


def test_digits_of_other_scripts_are_digits() -> None:
    assert ReceiptCode.read("FGDF-٣8HW-VJAB") == ReceiptCode.read("FGDF-38HW-VJAB")


def test_what_is_stored_depends_on_code_and_key_and_shows_neither() -> None:
    one, other = (ReceiptCode.from_random(bytes([number]) * 16) for number in (1, 2))
    assert len({one.digest(KEY), other.digest(KEY), one.digest(KEY + b"x")}) == 3
    assert one.digest(KEY) == ReceiptCode.read(str(one).lower()).digest(KEY)
    assert one.characters not in repr(one)


def test_too_little_chance_and_too_short_a_key_are_refused() -> None:
    with pytest.raises(ValueError, match="16 random bytes"):
        ReceiptCode.from_random(b"short")
    with pytest.raises(ValueError, match="at least 16 bytes"):
        ReceiptCode.from_random(bytes(16)).digest(b"short")
