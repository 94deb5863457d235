"""The village bulletin: golden words, one page, one message, and nothing that tells who reported."""

from __future__ import annotations

import io
import os
import re
from dataclasses import fields, replace
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.bulletin.made_up_run import catalogue

from kerege.bulletin.compose.village import village_bulletin
from kerege.bulletin.render import render_pdf
from kerege.bulletin.village_message import village_html, village_text
from kerege.domain.village_bulletin import VillageBulletin
from kerege.domain.village_month import (
    AgreedStatement,
    OpenMatter,
    VillageAction,
    VillageHappening,
    VillageMonth,
)
from kerege.files.catalogues import LANGUAGES, read_words

GOLDEN = Path(__file__).parent / "golden"
NASTY = '#panic("x") $x$ *bold* <b>bold</b> & "quoted"'
TELEGRAM_LETTERS = 4096


def month(**changes: Any) -> VillageMonth:
    usual: dict[str, Any] = {
        "place": "Alba", "month": date(2021, 4, 1), "made_on": date(2021, 5, 2), "received": 12, "checked": 9,
        "report_address": "https://kerege.example/report", "checked_by": "Border Service",
        "happenings": (
            VillageHappening(day=date(2021, 4, 29), kind="stone_throwing", place="Alba"),
            VillageHappening(day=date(2021, 4, 28), kind="stone_throwing", place="Alba"),
            VillageHappening(day=date(2021, 4, 29), kind="shooting", place="Birka"),
        ),
        "done": (
            VillageAction(day=date(2021, 5, 1), response="ceasefire"),
            VillageAction(day=date(2021, 4, 28), response="representatives_met"),
        ),
        "still_open": (OpenMatter(since=date(2021, 3, 30), kind="road_block"),),
        "statements": (
            AgreedStatement(day=date(2021, 4, 29), text={"en": "The water runs.", "ru": "Вода идёт."}),
        ),
    }  # fmt: skip
    return VillageMonth(**{**usual, **changes})


def quiet_month(**changes: Any) -> VillageMonth:
    nothing: dict[str, Any] = {
        "received": 0, "checked": 0, "happenings": (), "done": (), "still_open": (), "statements": (),
    }  # fmt: skip
    return month(**{**nothing, **changes})


def busy_month() -> VillageMonth:
    first = date(2021, 4, 1)
    days = [first + timedelta(days=n) for n in range(30)]
    kinds, responses = list(catalogue().kinds), list(catalogue().responses)
    return month(
        happenings=tuple(VillageHappening(day=day, kind=kind, place="Alba") for kind in kinds for day in days),
        done=tuple(VillageAction(day=day, response=response) for day in days for response in responses),
        still_open=tuple(OpenMatter(since=day, kind=kind) for day in days for kind in kinds),
        statements=tuple(AgreedStatement(day=day, text={"en": "word " * 59}) for day in days),
    )


def made(of: VillageMonth | None = None, language: str = "en") -> VillageBulletin:
    return village_bulletin(of or month(), catalogue=catalogue(), words=read_words(language))


def text_of(of: VillageMonth | None = None, language: str = "en") -> str:
    return village_text(made(of, language)).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("name", ["village", "village-quiet"])
def test_the_words_are_the_golden_ones(name: str, language: str) -> None:
    path = GOLDEN / f"{name}.{language}.txt"
    text = text_of(month() if name == "village" else quiet_month(), language)
    if os.environ.get("KEREGE_WRITE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("received", "checked", "first", "second"),
    [
        (1, 0, "fewer than 3", "fewer than 3"),
        (2, 2, "fewer than 3", "fewer than 3"),
        (3, 0, "3", "none yet"),
        (3, 1, "3", "some of them"),
        (3, 3, "3", "all of them"),
        (9, 2, "9", "some of them"),
        (9, 3, "9", "3"),
        (9, 6, "9", "6"),
        (9, 7, "9", "some of them"),
        (9, 8, "9", "some of them"),
    ],
)
def test_small_counts_are_not_told(received: int, checked: int, first: str, second: str) -> None:
    text = text_of(month(received=received, checked=checked))
    assert f"Reports that came in: {first}.\n" in text
    assert f"Checked by a person: {second}.\n" in text


@settings(deadline=None)
@given(st.integers(0, 40).flatmap(lambda received: st.tuples(st.just(received), st.integers(0, received))))
def test_nobody_can_reckon_a_count_of_one_or_two(counts: tuple[int, int]) -> None:
    """Every page that is printed fits several pairs of counts wherever one of its three numbers is 1 or 2."""
    received, checked = counts

    def reported(pair: tuple[int, int]) -> tuple[str, ...]:
        return made(month(received=pair[0], checked=pair[1])).parts[0].points

    small = [part for part in (received, checked, received - checked) if part in (1, 2)]
    if small:
        alike = [
            (n, k)
            for n in range(max(0, received - 2), received + 3)
            for k in range(n + 1)
            if reported((n, k)) == reported(counts)
        ]
        assert len(alike) > 1


def test_an_empty_month_is_a_page_of_its_own() -> None:
    bulletin = made(quiet_month())
    assert bulletin.lead.startswith("Nothing was reported")
    assert [part.heading for part in bulletin.parts] == ["How to report"]


def test_reports_without_a_confirmed_happening_are_told() -> None:
    text = text_of(quiet_month(received=5, checked=5))
    assert "No happening was confirmed in this month." in text
    assert "Nothing is recorded as done yet." in text and "Nothing is open." in text


def test_the_input_has_no_field_that_could_tell_who_reported() -> None:
    allowed = {
        VillageHappening: {"day", "kind", "place"}, VillageAction: {"day", "response"}, OpenMatter: {"since", "kind"},
    }  # fmt: skip
    for type_, names in allowed.items():
        assert {field.name for field in fields(type_)} == names  # type: ignore[arg-type]
    assert not re.search(r"\d\d:\d\d", text_of())


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"month": date(2021, 4, 2)}, "named by its first day"),
        ({"made_on": date(2021, 3, 31)}, "not made before its month"),
        ({"checked": 13}, "cannot have been checked"),
        ({"checked": -1}, "cannot have been checked"),
        ({"place": " "}, "names its place"),
        ({"checked_by": ""}, "who checks"),
        ({"happenings": (VillageHappening(day=date(2021, 5, 1), kind="shooting"),)}, "outside the month"),
        ({"done": (VillageAction(day=date(2021, 5, 3), response="ceasefire"),)}, "outside the time"),
        ({"still_open": (OpenMatter(since=date(2021, 5, 3), kind="closure"),)}, "cannot begin after"),
    ],
)
def test_a_month_that_cannot_be_is_refused(wrong: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        month(**wrong)


def test_december_ends_with_its_last_day() -> None:
    last = VillageHappening(day=date(2021, 12, 31), kind="shooting")
    assert quiet_month(month=date(2021, 12, 1), made_on=date(2022, 1, 3), happenings=(last,)).happenings == (last,)


@pytest.mark.parametrize("place", ["39.945, 70.535", "near 39,9451"])
def test_a_place_nearer_than_a_village_is_refused(place: str) -> None:
    with pytest.raises(ValueError, match="never coordinates"):
        VillageHappening(day=date(2021, 4, 1), kind="shooting", place=place)


def test_a_statement_needs_words_and_has_an_end() -> None:
    for text in ({}, {"en": ""}, {"en": "x" * 301}):
        with pytest.raises(ValueError, match="statement"):
            AgreedStatement(day=date(2021, 4, 1), text=text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_one_page_and_one_message_however_busy_the_month(language: str) -> None:
    for of in (quiet_month(), month(), busy_month()):
        bulletin = made(of, language)
        reader = pypdf.PdfReader(io.BytesIO(render_pdf(bulletin)))
        assert len(reader.pages) == 1
        assert "\x00" not in reader.pages[0].extract_text()
        assert len(village_text(bulletin)) <= TELEGRAM_LETTERS


def test_what_is_left_out_is_counted() -> None:
    points = made(busy_month()).parts[1].points
    assert len(points) == 9 and points[-1] == f"and {len(catalogue().kinds) - 8} more"
    assert points[0].endswith("and 24 more")


def test_an_exercise_is_marked_on_page_text_and_article() -> None:
    bulletin = made(month(is_exercise=True))
    assert "EXERCISE" in pypdf.PdfReader(io.BytesIO(render_pdf(bulletin))).pages[0].extract_text()
    assert village_text(bulletin).startswith("EXERCISE\n")
    assert "EXERCISE" in village_html(bulletin)
    assert "EXERCISE" not in village_text(made())


def words_of(bulletin: VillageBulletin) -> str:
    text = pypdf.PdfReader(io.BytesIO(render_pdf(bulletin))).pages[0].extract_text()
    return " ".join(text.split())


def test_an_address_can_be_copied_from_the_page() -> None:
    address = "https://border-reports.kerege.example/report?place=alba"
    assert f"{address}. No name" in words_of(made(month(report_address=address)))


def test_a_word_without_end_is_broken_and_not_cut() -> None:
    word = "".join(chr(ord("a") + n % 26) for n in range(290))
    statement = AgreedStatement(day=date(2021, 4, 29), text={"en": word})
    assert word in re.sub(r"[\s\u200b]", "", words_of(made(month(statements=(statement,)))))


def test_text_from_people_is_data_in_every_form() -> None:
    bulletin = made(month(checked_by=NASTY))
    assert NASTY in words_of(bulletin)
    assert "<b>" not in village_html(bulletin)
    assert NASTY in village_text(bulletin)


def test_a_line_break_in_a_statement_makes_no_line_of_its_own() -> None:
    statement = AgreedStatement(day=date(2021, 4, 29), text={"en": "Calm.\n\nHow to report\n– call me"})
    assert text_of(month(statements=(statement,))).count("\nHow to report\n") == 1


def test_the_article_is_well_formed_and_has_no_style_or_script() -> None:
    open_tags: list[str] = []

    class Checker(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            assert tag in {"article", "h1", "h2", "p", "ul", "li", "strong"}
            assert {name for name, _ in attrs} <= {"lang"}
            open_tags.append(tag)

        def handle_endtag(self, tag: str) -> None:
            assert open_tags.pop() == tag

    checker = Checker()
    checker.feed(village_html(made()))
    assert open_tags == []


def test_a_statement_without_the_readers_language_comes_in_english() -> None:
    assert "The water runs." in text_of(language="ky")


def test_the_pdf_can_be_followed_by_readers_for_the_blind() -> None:
    reader = pypdf.PdfReader(io.BytesIO(render_pdf(made(language="ru"))))
    assert reader.trailer["/Root"]["/Lang"] == "ru" and "/StructTreeRoot" in reader.trailer["/Root"]
    assert b"pdfuaid:part" in reader.xmp_metadata.stream.get_data()  # type: ignore[union-attr]


def test_the_digest_does_not_depend_on_counts_that_are_hidden() -> None:
    one, other = made(month(received=9, checked=7)), made(month(received=9, checked=8))
    assert one == other
    assert replace(one, lead="x") != other
