"""Places suggested while a resident types."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kerege.border.place_suggester import PlaceSuggester
from kerege.border.spelling import skeleton
from kerege.domain.place import Place
from kerege.files.region import read_region, shipped_region

REGION = PlaceSuggester(read_region(shipped_region("fergana")).places)
VOWELS = set("aeiou")


def slips(typed: str, name: str) -> int:
    """Half slips to the best prefix, by the definition, cell by cell."""
    weak = VOWELS | {"h"}
    single = [1 if letter in weak else 2 for letter in typed]
    leave = [1 if letter in weak else 2 for letter in name]
    table = [[0] * (len(name) + 1) for _ in range(len(typed) + 1)]
    for j in range(1, len(name) + 1):
        table[0][j] = table[0][j - 1] + leave[j - 1]
    for i in range(1, len(typed) + 1):
        table[i][0] = table[i - 1][0] + single[i - 1]
        for j in range(1, len(name) + 1):
            one, other = typed[i - 1], name[j - 1]
            beside = 0 if one == other else 1 if {one, other} <= VOWELS else 2
            ways = [table[i - 1][j] + single[i - 1], table[i][j - 1] + leave[j - 1], table[i - 1][j - 1] + beside]
            if i > 1 and j > 1 and (one, typed[i - 2]) == (name[j - 2], other):
                ways.append(table[i - 2][j - 2] + 2)
            table[i][j] = min(ways)
    return min(table[-1])


names = st.text("abhikors", min_size=1, max_size=9)


@st.composite
def gazetteers_and_texts(draw: st.DrawFn) -> tuple[list[str], str]:
    """Some names, and one of them with a few slips of the finger."""
    places = draw(st.lists(names, min_size=1, max_size=8, unique=True))
    letters = list(draw(st.sampled_from(places)) + draw(st.text("abhikors", max_size=2)))
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(letters)))
        slip = draw(st.sampled_from(["swap", "drop", "add", "change"]))
        if slip == "swap":
            letters[at : at + 2] = letters[at : at + 2][::-1]
        else:
            new = [] if slip == "drop" else [draw(st.sampled_from("abhikors"))]
            letters[at : at + (slip != "add")] = new
    return places, "".join(letters)


@given(gazetteers_and_texts())
def test_slips_are_those_of_the_definition(case: tuple[list[str], str]) -> None:
    places, typed = case
    suggester = PlaceSuggester(Place(name, name, "AA", 10.0 * at, 10.0) for at, name in enumerate(places))
    wanted = skeleton(typed)
    if len(wanted) < 3:
        return
    allowed = 2 if len(wanted) < 5 else 3 if len(wanted) < 8 else 5
    expected = {name: slips(wanted, skeleton(name)) for name in places if skeleton(name)}
    found = {found.place.name: found.slips * 2 for found in suggester.suggest_places(typed, 100)}
    # Places whose names are spellings of one name are told apart by their position only.
    assert found == {name: count for name, count in expected.items() if count <= allowed}


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("iskr", 0),
        ("iksra", 1),
        ("isakra", 0.5),
        ("eskra", 0.5),
        ("iskkra", 0),
        ("istkra", 1),
        ("ikra", 1),
        ("izkra", 1),
    ],
)
def test_slips_worked_out_by_hand(text: str, count: float) -> None:
    assert [found.slips for found in PlaceSuggester([Place("1", "Iskra", "AA", 40.0, 70.0)]).suggest_places(text)] == [
        count
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        *(("Ворух", "Vorukh"), ("vorux", "Vorukh"), ("ворух", "Vorukh"), ("Vorkh", "Vorukh"), ("вроух", "Vorukh")),
        *(
            ("Хучанд", "Khujand"),
            ("Хуҷанд", "Khujand"),
            ("Xoʻjand", "Khujand"),
            ("Худжанд", "Khujand"),
            ("хужа", "Khujand"),
        ),
        *(("Самаркандык", "Samarkandyk"), ("samarkandik", "Samarkandyk"), ("Самаркнд", "Samarkandyk")),
        *(
            ("Көк-Таш", "Kok-Tash"),
            ("коктош", "Kok-Tash"),
            ("Кок таш", "Kok-Tash"),
            ("Баткен", "Batken"),
            ("botken", "Batken"),
        ),
        *(("Раззаков", "Isfana"), ("исфна", "Isfana"), ("Исфар", "Isfara"), ("Чоркӯҳ", "Chorku"), ("чорк", "Chorku")),
    ],
)
def test_a_resident_finds_the_place(text: str, name: str) -> None:
    assert name in [found.place.name for found in REGION.suggest_places(text, 3)]


def test_a_beginning_is_enough_and_the_better_known_comes_first() -> None:
    small, large = Place("1", "Bakaly", "AA", 40.0, 70.0, (), 10), Place("2", "Bakara", "AA", 41.0, 70.0, (), 9000)
    suggester = PlaceSuggester([small, large])
    assert [found.place for found in suggester.suggest_places("бак")] == [large, small]
    assert [found.place for found in suggester.suggest_places("бакал")] == [small, large]
    assert [found.place for found in suggester.suggest_places("ба", 1)] == [large]


def test_a_later_word_is_found_behind_names_that_begin_so() -> None:
    first, later = Place("1", "Sai", "AA", 40.0, 70.0), Place("2", "Ak-Sai", "AA", 41.0, 70.0, (), 9000)
    assert [found.place for found in PlaceSuggester([first, later]).suggest_places("сай")] == [first, later]


def test_the_spelling_that_was_meant_is_named() -> None:
    found = REGION.suggest_places("Хайдарк")[0]
    assert (found.place.name, found.spelling) == ("Aidarken", "Khaidarkan")


def test_two_entries_of_one_village_are_one_suggestion_two_villages_of_one_name_are_two() -> None:
    near = [Place("1", "Cedra", "AA", 45.30, 10.0), Place("2", "Cedra", "AA", 45.31, 10.0, (), 500)]
    far = Place("3", "Cedra", "BB", 44.0, 10.0)
    assert [found.place.id for found in PlaceSuggester([*near, far]).suggest_places("cedra")] == ["2", "3"]


@pytest.mark.parametrize("text", ["", " ", "-", "'", "ﷺ", "qwzvqw", "; drop table", "\n"])
def test_what_is_like_no_place_gives_none(text: str) -> None:
    assert REGION.suggest_places(text) == []


@given(st.text(max_size=60), st.integers(-1, 12))
def test_any_text_gives_at_most_so_many_places_in_order(text: str, limit: int) -> None:
    found = REGION.suggest_places(text, limit)
    assert len(found) <= max(limit, 0)
    assert [one.slips for one in found] == sorted(one.slips for one in found)
    assert len({one.place.id for one in found}) == len(found)


def test_an_empty_gazetteer_has_no_suggestion() -> None:
    assert PlaceSuggester([]).suggest_places("Vorukh") == []
