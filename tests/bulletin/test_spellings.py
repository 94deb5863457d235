"""Places are named in the reader's letters where the region knows how, and as they stand where it does not."""

from __future__ import annotations

import pytest

from kerege.bulletin.spellings import spelling_for
from kerege.domain.place import Place

PLACES = (
    Place("1", "Uch-Dobo", "KG", 39.9, 70.5, ("Uchdobo", "Уч-Добо", "Үч-Дөбө")),
    Place("2", "Isfara", "TJ", 40.1, 70.6, ("Исфара", "Исфараҷ")),
    Place("3", "Quvasoy", "UZ", 40.3, 71.9, ("Қувасой",)),
    Place("4", "Twin", "KG", 40.0, 70.0, ("Малый",), 10),
    Place("5", "Twin", "KG", 41.0, 71.0, ("Большой",), 1000),
)


@pytest.mark.parametrize(
    ("language", "name", "expected"),
    [
        ("ru", "Uch-Dobo", "Уч-Добо"),
        ("ky", "Uch-Dobo", "Үч-Дөбө"),
        ("tg", "Isfara", "Исфара"),
        ("ru", "Quvasoy", None),
        ("ru", "Nowhere", None),
        ("uz", "Isfara", None),
        ("ru", "Isfara +11 km", "Исфара +11 км"),
        ("ru", "Isfara −12 km", "Исфара −12 км"),
        ("ru", "Isfara NW", "Исфара NW"),
        ("ru", "Twin", "Большой"),
    ],
)
def test_a_spelling_is_taken_only_in_the_letters_of_the_language(
    language: str, name: str, expected: str | None
) -> None:
    assert spelling_for(language, PLACES)(name) == expected


def test_of_several_spellings_the_one_that_sounds_most_alike_is_taken() -> None:
    place = Place("1", "Khujand", "TJ", 40.3, 69.6, ("Ленинабад", "Худжанд"))
    assert spelling_for("ru", (place,))("Khujand") == "Худжанд"
