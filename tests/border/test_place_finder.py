"""Places found by name."""

from __future__ import annotations

import pytest

from kerege.border.place_finder import PlaceFinder
from kerege.domain.place import Place

ALBA = Place("1", "Alba", "AA", 45.0, 10.0, ("Алба", "Alpa"), 3000)
BIRKA = Place("2", "Birka", "BB", 45.1, 10.1, ("Бирка",))
TASH_AA = Place("3", "Kok-Tash", "AA", 45.0, 10.5, (), 200)
TASH_BB = Place("4", "Koktash", "BB", 44.0, 11.5, (), 900)
# 1.1 km from the first entry: the gazetteer has this village twice.
CEDRA = Place("5", "Cedra", "AA", 45.30, 10.0, (), None)
CEDRA_AGAIN = Place("6", "Cedra", "AA", 45.31, 10.0, (), 500)
FINDER = PlaceFinder([ALBA, BIRKA, TASH_AA, TASH_BB, CEDRA, CEDRA_AGAIN])


@pytest.mark.parametrize("text", ["Alba", "alba", " ALBA ", "Алба", "АЛБА", "Al-ba", "Alpa", "Alba'"])
def test_a_place_is_found_by_any_spelling(text: str) -> None:
    assert FINDER.find(text) is ALBA


@pytest.mark.parametrize("text", ["", "-", "Nowhere", "Alb", "; drop table", "ﷺ"])
def test_what_the_gazetteer_does_not_have_is_not_found(text: str) -> None:
    assert FINDER.find(text) is None


def test_the_name_as_written_counts_before_other_spellings() -> None:
    assert FINDER.find("Kok-Tash") is TASH_AA
    assert FINDER.find("Koktash") is TASH_BB


def test_a_name_of_two_places_is_ambiguous_until_the_country_is_known() -> None:
    assert FINDER.find("Кок-Таш") is None
    assert FINDER.find("Кок-Таш", country="BB") is TASH_BB
    assert FINDER.find("Кок-Таш", country="CC") is None


def test_two_entries_for_one_village_are_one_place() -> None:
    assert FINDER.find("Cedra") is CEDRA_AGAIN


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Birka, Northern district", BIRKA),
        ("Birka (Nowhere)", BIRKA),
        ("Birka, Alba", BIRKA),
        ("Nowhere, Birka", None),
        ("border near Nowhere (Birka)", None),
        ("Nowhere – Birka", None),
        ("Alba–Birka road", None),
        ("Alba / Birka", None),
        ("Alba / Алба", ALBA),
        ("Alba / Nowhere", None),
    ],
)
def test_only_a_text_that_means_one_village_is_placed(text: str, place: Place | None) -> None:
    assert FINDER.find(text) is place


def test_suggestions_come_best_first_and_no_more_than_asked() -> None:
    assert [place.name for place in FINDER.suggest("Birko", 3)] == ["Birka"]
    assert FINDER.suggest("Kok Tosh", 1)[0] in (TASH_AA, TASH_BB)
    assert len(FINDER.suggest("Cedr", 1)) == 1
    assert FINDER.suggest("qqqqqqq", 5) == []
    assert FINDER.suggest("Alba", 0) == []
    assert FINDER.suggest("", 5) == []
