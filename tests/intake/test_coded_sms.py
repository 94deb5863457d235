"""Coded weekly messages, as people type them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kerege.domain.situation_report import Change, SituationReport
from kerege.files.region import shipped_region
from kerege.files.sms_grammar import read_sms_grammar
from kerege.intake.coded_sms import CodedSmsProblem, correction, read_coded_sms
from kerege.intake.monitor_code import is_monitor_code, monitor_code
from kerege.intake.sms_grammar import PROBLEMS, SmsGrammar
from kerege.intake.sms_length import fits

FOUND = read_sms_grammar(shipped_region("fergana"))
assert FOUND is not None
GRAMMAR: SmsGrammar = FOUND
DAY = date(2026, 11, 27)
LANGUAGES = ("ky", "ru", "tg", "uz", "en")
SHAPES = dict(zip("АВСЕНКМОРТХУ", "ABCEHKMOPTXY", strict=True))


def read(text: str, **options: str) -> SituationReport | CodedSmsProblem | None:
    return read_coded_sms(text, GRAMMAR, received=DAY, **options)


@st.composite
def written(draw: st.DrawFn) -> tuple[str, SituationReport]:
    """A message in any language, keyboard and carelessness, and what it means."""
    language = draw(st.sampled_from(LANGUAGES))
    words = GRAMMAR.words[language]
    code = monitor_code(draw(st.integers(0, 999)), 4)
    safety, change = draw(st.integers(1, 10)), draw(st.sampled_from(Change))
    counts = draw(st.dictionaries(st.sampled_from(sorted(GRAMMAR.kinds)), st.integers(0, 99), max_size=4))
    sign = {Change.BETTER: "+", Change.SAME: "=", Change.WORSE: "-"}[change]
    changed = draw(st.sampled_from([sign, *words[change]]))
    gap, glue = draw(st.sampled_from([" ", "  ", ", ", "\n", " . "])), draw(st.sampled_from(["", " "]))
    told = gap.join(f"{letter}{glue}{count}" for letter, count in counts.items())
    told = told or draw(st.sampled_from(["0", "O", "О", *words["nothing"]]))
    text = draw(st.sampled_from(words["keyword"])) + glue + code + gap + f"{safety}{glue}{changed}{gap}{told}"
    text = draw(st.sampled_from([text, text.lower(), text.upper(), text.title()]))
    swapped = draw(st.lists(st.sampled_from(sorted(SHAPES)), max_size=6))
    for letter in swapped:
        # Only capitals look alike throughout.
        text = text.replace(letter, SHAPES[letter])
    expected = {GRAMMAR.kinds[letter]: count for letter, count in counts.items()}
    report = SituationReport(monitor=code, week=date(2026, 11, 23), safety=safety, change=change, counts=expected)
    return text, report


@given(written())
def test_a_message_is_understood_in_every_language_keyboard_and_spacing(case: tuple[str, SituationReport]) -> None:
    text, expected = case
    found = read(text)
    assert isinstance(found, SituationReport), (text, found)
    fields = ("monitor", "week", "safety", "change", "counts")
    assert [getattr(found, name) for name in fields] == [getattr(expected, name) for name in fields], text


@given(st.one_of(st.text(), st.text("weekАПТАапта0123456789+=- A2Bжок#/Oо", max_size=40)))
def test_any_text_is_a_report_a_problem_or_free(text: str) -> None:
    found = read(text)
    if isinstance(found, CodedSmsProblem):
        assert fits(correction(found, GRAMMAR))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_language_is_seen_from_the_words(language: str) -> None:
    words = GRAMMAR.words[language]
    for keyword in words["keyword"]:
        found = read(f"{keyword} 5724 7 {words['worse'][0]} {words['nothing'][0]}")
        assert isinstance(found, SituationReport)
        assert (found.language, found.nothing_happened) == (language, True)


def test_a_keyword_of_two_languages_is_decided_by_script_by_other_words_or_by_the_site() -> None:
    for text, language in (("хафта 5724 0", "tg"), ("hafta 5724 0", "uz"), ("хафта 5724 7 ёмон йўқ", "uz")):
        found = read(text)
        assert isinstance(found, SituationReport)
        assert found.language == language
    known = read("hafta 5724 0", language="tg")
    assert isinstance(known, SituationReport)
    assert known.language == "tg"


@pytest.mark.parametrize(
    ("text", "problem", "value"),
    [
        ("WEEK", "code_missing", ""),
        ("week same 0", "code_missing", ""),
        ("week A2", "code_missing", ""),
        ("week 572", "code_wrong", "572"),
        ("week 5742 7 = 0", "code_wrong", "5742"),
        ("week 5724", "safety_missing", ""),
        ("week 5724 = 0", "safety_wrong", "0"),
        ("week 5724 0 = 0", "safety_wrong", "0"),
        ("week 5724 11 = 0", "safety_wrong", "11"),
        ("week 5724 123456789012 = 0", "safety_wrong", "12345678"),
        ("week 5724 7", "change_missing", ""),
        ("week 5724 7 0", "change_missing", ""),
        ("week 5724 7 nothing", "change_missing", ""),
        ("week 5724 7 =", "counts_missing", ""),
        ("week 5724 7 = A", "count_wrong", "A"),
        ("week 5724 7 = A100", "count_wrong", "A100"),
        ("week 5724 7 = A1 А2", "count_wrong", "А2"),
        ("week 5724 7 = D1", "letter_unknown", "D"),
        ("week 5724 7 = 2A", "not_understood", "2"),
        ("week 5724 7 = A1 shots", "not_understood", "shots"),
        ("week 5724 7 = 0 A1", "not_understood", "0"),
        ("week 5724 7 = nothing A1", "not_understood", "nothing"),
        ("week 5724 nothing 7", "safety_missing", ""),
        ("week 5724 0 7", "safety_wrong", "0"),
    ],
)
def test_what_is_wrong_is_said(text: str, problem: str, value: str) -> None:
    found = read(text)
    assert isinstance(found, CodedSmsProblem)
    assert (found.problem, found.value, found.language) == (problem, value, "en")


def test_a_letter_alone_is_no_ending_of_the_word_before_it() -> None:
    found = read("апта 5724 7 жакшы Н")
    assert isinstance(found, CodedSmsProblem)
    assert (found.problem, found.value) == ("count_wrong", "Н")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "HET",
        "0",
        "5724 7 = 0",
        "Shots near the bridge",
        "Week after week they shoot",
        "Неделя выдалась тяжёлая, у моста стреляли",
        "Апта бою тынч эмес",
        "Ҳафтаи гузашта ҷанг шуд",
        "# week 5724 0",
    ],
)
def test_free_text_is_free_text(text: str) -> None:
    assert read(text) is None


def test_what_follows_the_hash_is_kept_as_it_is() -> None:
    found = read("week 5724 7/10 - A2 # Shots at 7 = bad; A9")
    assert isinstance(found, SituationReport)
    assert (found.comment, found.safety, found.counts) == ("Shots at 7 = bad; A9", 7, {"shooting": 2})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("problem", PROBLEMS)
def test_every_correction_fits_one_message_and_its_example_is_understood(language: str, problem: str) -> None:
    wrong = CodedSmsProblem(problem=problem, value="ЖЖЖЖЖЖЖЖ", monitor="5724", language=language)
    text = correction(wrong, GRAMMAR)
    assert fits(text)
    keyword = GRAMMAR.words[language]["keyword"][0].upper()
    example = text[text.index(keyword) :]
    assert isinstance(read(example), SituationReport), example


def test_a_correction_without_known_code_shows_where_it_belongs() -> None:
    found = read("АПТА")
    assert isinstance(found, CodedSmsProblem)
    assert "АПТА ____ 7 = 0" in correction(found, GRAMMAR)


@pytest.mark.parametrize(
    ("day", "week"),
    [(date(2026, 11, 24), date(2026, 11, 16)), (date(2026, 11, 25), date(2026, 11, 23)), (DAY, date(2026, 11, 23))],
)
def test_a_message_of_monday_or_tuesday_is_about_the_week_before(day: date, week: date) -> None:
    found = read_coded_sms("week 5724 0", GRAMMAR, received=day)
    assert isinstance(found, SituationReport)
    assert found.week == week


def test_every_slip_in_a_code_is_caught() -> None:
    for number in range(1000):
        code = monitor_code(number, 4)
        assert is_monitor_code(code, 4)
        for place in range(4):
            others = (code[:place] + digit + code[place + 1 :] for digit in "0123456789" if digit != code[place])
            assert not any(is_monitor_code(other, 4) for other in others)
        for place in range(3):
            swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
            assert swapped == code or not is_monitor_code(swapped, 4)


def test_a_number_too_large_for_its_code_is_refused() -> None:
    for number in (-1, 1000):
        with pytest.raises(ValueError, match="no code of 4 digits"):
            monitor_code(number, 4)
