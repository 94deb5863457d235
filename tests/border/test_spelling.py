"""Spellings of one name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kerege.border.spelling import skeleton


@pytest.mark.parametrize(
    "spellings",
    [
        ("Vorukh", "Voruh", "Vorux", "Ворух", "VORUKH"),
        ("Chorku", "Chorkuh", "Chorkukh", "Чорку", "Чоркух", "Чоркӯҳ"),
        ("Jalal-Abad", "Jalalabad", "Dzhalal-Abad", "Zhalal Abad", "Джалал-Абад", "Жалал-Абад"),
        ("Qorgʻon", "Qo'rg'on", "Korgon", "Коргон", "Қорғон"),
        ("Kyzyl-Bel", "Kyzyl Bel", "Kyzylbel", "Кызыл-Бель", "Кызыл-Бел"),
        ("Üch-Döbö", "Uch-Dobo", "Үч-Дөбө"),
        ("Tsar", "Car", "Цар"),
    ],
)
def test_spellings_of_one_name_have_one_skeleton(spellings: tuple[str, ...]) -> None:
    assert len({skeleton(name) for name in spellings}) == 1


def test_different_names_stay_apart() -> None:
    names = ("Ak-Sai", "Kok-Sai", "Ak-Suu", "Ak-Tash", "Kok-Tash", "Tash-Tumshuk", "Batken", "Bakai")
    assert len({skeleton(name) for name in names}) == len(names)


@given(st.text())
def test_any_text_has_a_skeleton_that_does_not_depend_on_case_or_hyphens(text: str) -> None:
    assert skeleton(text) == skeleton(text.replace("-", " "))
    if text.isascii():
        assert skeleton(text) == skeleton(text.upper())
