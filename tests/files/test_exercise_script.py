"""The exercises of a region: the shipped one is careful, and every mistake in a file is named with its place."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from kerege.domain.errors import InputError
from kerege.domain.exercise import DecisionKind, ExerciseDoor, ExerciseScript, Truth
from kerege.domain.exercise_log import ExerciseLog, LoggedDecision
from kerege.domain.exercise_result import DecisionState, judge_exercise
from kerege.files.exercise_script import FOLDER, exercise_codes, read_exercise
from kerege.files.protected_words import read_protected_words
from kerege.files.region import check_region, copy_region, read_region, shipped_region
from kerege.intake.personal_data import find_personal_data, place_words

REGION = shipped_region("fergana")
CODE = "april-2021"
# Words by which a text would say who was guilty, or call a side names.
BLAME = (
    "аггресс", "провокац", "виноват", "бандит", "террорист", "оккупант", "захватчик", "враг", "күнөөлүү", "душман",
    "гунаҳкор", "aybdor", "guilty", "aggress", "provok", "напали", "attacked",
)  # fmt: skip


def shipped() -> ExerciseScript:
    return read_exercise(REGION, CODE)


def test_the_shipped_exercise_has_what_a_team_must_be_tried_on() -> None:
    script = shipped()
    assert exercise_codes(REGION) == (CODE,)
    assert 30 <= len(script.injects) <= 45 and 600 <= script.span_minutes <= 720
    assert {one.door for one in script.injects} == set(ExerciseDoor)
    assert {one.truth for one in script.injects} == set(Truth)
    assert {one.language for one in script.injects} == {"ky", "ru", "tg", "uz", "en"}
    assert {one.kind for one in script.expected} == set(DecisionKind)
    told = Counter(one.happening for one in script.injects)
    by_doors = {happening: {i.door for i in script.injects if i.happening == happening} for happening in told}
    assert sum(len(doors) > 1 for doors in by_doors.values()) >= 4


def test_both_sides_are_heard_of_the_gravest_happenings() -> None:
    sides: dict[str, set[str]] = {}
    for one in shipped().injects:
        sides.setdefault(one.happening, set()).add(one.side)
    for happening in ("cameras", "stones", "gathering", "shots", "road", "rumour-water", "rumour-night"):
        assert {"KG", "TJ"} <= sides[happening], happening


def test_no_text_names_a_person_or_says_who_was_guilty() -> None:
    script, region = shipped(), read_region(REGION)
    not_names = place_words(name for place in region.places for name in (place.name, *place.spellings))
    texts = [
        *(one.text for one in script.injects), *(one.words for one in script.played),
        *(why for one in script.expected for why in one.why.values()),
        *script.title.values(), *script.built_on.values(),
    ]  # fmt: skip
    for text in texts:
        assert not find_personal_data(text, not_names=not_names), text
        assert not [word for word in BLAME if word in text.casefold()], text


def test_exactly_one_report_touches_a_protected_topic() -> None:
    words = read_protected_words()
    assert [one.id for one in shipped().injects if words.suggest(one.text)] == ["i28"]


def test_places_lie_in_the_region() -> None:
    assert all(one.position is not None and 39 < one.position.latitude < 41 for one in shipped().injects)


def test_the_scripts_own_players_are_good_but_not_perfect() -> None:
    script = shipped()
    result = judge_exercise(
        ExerciseLog(
            script=script, speed=1, until=script.span_minutes,
            played=tuple((one.id, float(one.minute)) for one in script.injects),
            decisions=tuple(
                LoggedDecision(
                    minute=one.minute, inject=one.inject, kind=one.kind, term=one.term, agency=one.agency, role=one.role
                )
                for one in script.played
            ),
        )
    )  # fmt: skip
    assert [result.count(state) for state in (DecisionState.MET, DecisionState.LATE, DecisionState.MISSED)] == [
        17,
        3,
        1,
    ]
    assert (result.untruths, result.untruths_seen) == (3, 3)


def edited(old: str, new: str) -> Callable[[str], str]:
    def edit(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return edit


MISTAKES = [
    (edited("span_minutes = 660", "span_minutes = "), "This is not TOML"),
    (edited("span_minutes = 660", ""), "'span_minutes' is missing"),
    (edited("span_minutes = 660", "span_minutes = 660\ncolour = 1"), "'colour' is unknown"),
    (edited("span_minutes = 660", "span_minutes = 300"), "after the end at 300"),
    (edited('en = "April 2021', 'fr = "April 2021'), "'title' has no words in en"),
    (edited("[title]\n", '[title]\nfr = "x"\n'), "words in fr, which is no language"),
    (edited('door = "monitor"', 'door = "window"'), "inject 'i01': door is one of"),
    (edited("minute = 6\n", 'minute = "6"\n'), "inject 'i02': 'minute' is a whole number"),
    (edited('language = "ky"', 'language = "fr"'), "inject 'i01': 'fr' is no language"),
    (edited('side = "KG"', 'side = "XX"'), "inject 'i01': 'XX' is no country"),
    (edited('kind = "standoff"', 'kind = "dancing"'), "inject 'i01': 'dancing' is no kind"),
    (edited("latitude = 39.949\n", ""), "inject 'i01': A position has latitude, longitude and km"),
    (edited("latitude = 39.949", "latitude = 139.9"), "inject 'i01': A latitude lies between"),
    (edited("latitude = 39.949", 'latitude = "north"'), "inject 'i01': latitude, longitude and km are numbers"),
    (edited("injured = 7", "injured = -7"), "inject 'i07': A count needs"),
    (edited('id = "i02"', 'id = "i01"'), "The id 'i01' is used twice"),
    (edited('truth = "rumour"', 'truth = "maybe"'), "inject 'i09': truth is one of"),
    (edited('inject = "i02"', 'inject = "i99"'), "'i99', which there is not"),
    (edited('term = "verified"', 'term = "nice"'), "expected 'e01': A check ends with"),
    (edited('term = "higher_talks"', 'term = "tea"'), "expected 'e13': 'tea' is no response"),
    (edited('agency = "police"', 'agency = "army"'), "'army', which does not play"),
    (edited('words = "The same rumour."', 'words = ""'), "silence is no reason"),
    (edited('original = "i02"', 'original = "i01"'), "no other inject"),
]


@pytest.mark.parametrize(("mistake", "sentence"), MISTAKES, ids=[sentence for _, sentence in MISTAKES])
def test_every_mistake_is_named_with_its_place(tmp_path: Path, mistake: Callable[[str], str], sentence: str) -> None:
    (tmp_path / FOLDER).mkdir()
    shutil.copy(REGION / "region.toml", tmp_path)
    text = mistake((REGION / FOLDER / f"{CODE}.toml").read_text(encoding="utf-8"))
    (tmp_path / FOLDER / f"{CODE}.toml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_exercise(tmp_path, CODE)
    said = str(caught.value)
    assert said.startswith(f"exercises/{CODE}.toml: ") and sentence in said and said.count("\n") == 0


def test_an_exercise_that_is_not_there_is_named_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=f"no exercise 'may'.*Choose one of {CODE}"):
        read_exercise(REGION, "may")
    with pytest.raises(InputError, match="Put a file into exercises/"):
        read_exercise(tmp_path, "../../secret")


def test_a_region_is_copied_and_checked_with_its_exercises(tmp_path: Path) -> None:
    copy_region(REGION, tmp_path / "copy")
    assert read_exercise(tmp_path / "copy", CODE) == shipped()
    assert check_region(tmp_path / "copy") == [] or not [
        sentence for sentence in check_region(tmp_path / "copy") if FOLDER in sentence
    ]
    (tmp_path / "copy" / FOLDER / f"{CODE}.toml").write_text("span_minutes = 1\n")
    assert [sentence for sentence in check_region(tmp_path / "copy") if sentence.startswith(f"{FOLDER}/{CODE}.toml")]
