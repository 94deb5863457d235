"""The PDF holds what the bulletin says, as text, on the pages it should, and nothing of it is executed."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from functools import cache
from time import process_time
from typing import Any

import pypdf
import pytest
from tests.bulletin.made_up_run import GREEN, catalogue, incident, incidents, run
from tests.regions.synthetic import synthetic_region

from kerege.bulletin.compose import compose
from kerege.bulletin.font_letters import font_letters
from kerege.bulletin.render import FONTS, render_pdf, render_png
from kerege.domain.account import Account
from kerege.domain.bulletin import Bulletin, BulletinLevel, Part
from kerege.domain.errors import InputError
from kerege.files.catalogues import read_words

NASTY = '#panic("x") $x^2$ *bold* _it_ @ref <label> `code` \\u{41} "quoted" [box] // note ~ = Heading'


@cache
def usual_bulletin(level: BulletinLevel, language: str = "en") -> Bulletin:
    return made_bulletin(level, language)


def made_bulletin(level: BulletinLevel, language: str = "en", **changes: Any) -> Bulletin:
    values = {
        "run": run(),
        "incidents": incidents(),
        "region": synthetic_region(),
        "catalogue": catalogue(),
        "words": read_words(language),
        "marking": GREEN,
    }
    return compose(level, **{**values, **changes})


@cache
def usual_pdf(level: BulletinLevel, language: str = "en") -> bytes:
    return render_pdf(usual_bulletin(level, language))


def pages(pdf: bytes) -> list[str]:
    return [plain(page.extract_text()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\u200b", "").replace("\N{NO-BREAK SPACE}", " "))


def with_story(**changes: object) -> list[Any]:
    return [incident(item.id, date(2021, 4, 18), **changes) if item.id == "M21" else item for item in incidents()]


@pytest.mark.parametrize(("level", "least", "most"), [("tactical", 1, 1), ("operational", 3, 5), ("strategic", 4, 8)])
def test_a_bulletin_has_the_pages_its_readers_have_time_for(level: str, least: int, most: int) -> None:
    assert least <= len(pages(usual_pdf(BulletinLevel(level)))) <= most


def test_the_tactical_page_stays_one_page_however_long_the_stories_are() -> None:
    story = "A very long story about what happened at the canal. " * 60
    long = with_story(
        summary=story, response=story, accounts=(Account("AA", story), Account("BB", story)), place="Dolna " * 20
    )
    for language in ("en", "ru"):
        made = made_bulletin(BulletinLevel.TACTICAL, language, incidents=long)
        assert len(pages(render_pdf(made))) == 1


@pytest.mark.parametrize("level", BulletinLevel)
def test_every_page_carries_marking_number_run_and_page(level: BulletinLevel) -> None:
    made = usual_bulletin(level)
    texts = pages(usual_pdf(level))
    for number, text in enumerate(texts, start=1):
        assert "TLP:GREEN" in text
        assert made.header.number in text
        assert made.footer.run_id in text
        assert f"page {number} of {len(texts)}" in text


@pytest.mark.parametrize("level", BulletinLevel)
def test_every_figure_table_heading_and_judgement_is_on_the_pages(level: BulletinLevel) -> None:
    made, text = usual_bulletin(level), " ".join(pages(usual_pdf(level)))
    for judgement in (made.headline, *made.judgements):
        assert plain(judgement.likelihood) in text
    headings = [part.heading for part in (made.happened, made.gaps, *made.further, made.decision)]
    assert [heading for heading in headings if plain(heading) not in text] == []


def test_text_from_users_comes_out_as_it_is_and_runs_nothing() -> None:
    made = made_bulletin(BulletinLevel.OPERATIONAL, incidents=with_story(summary=NASTY, place=NASTY))
    assert plain(NASTY) in " ".join(pages(render_pdf(made)))


def test_a_word_without_end_is_broken_and_not_cut() -> None:
    word = "".join(chr(ord("a") + i % 26) for i in range(300))
    made = made_bulletin(BulletinLevel.OPERATIONAL, incidents=with_story(summary=word))
    text = re.sub(r"\s", "", " ".join(pages(render_pdf(made))))
    # The story is shortened to its limit of letters; what is left of the word is there in full.
    shown = next(item.summary for item in made.happenings if item.id == "M21").removesuffix("…")
    assert len(shown) > 200
    assert shown in text


def test_signs_the_font_lacks_are_named_and_signs_that_turn_text_around_go() -> None:
    made = made_bulletin(
        BulletinLevel.OPERATIONAL, incidents=with_story(summary="fire \N{FIRE} \N{RIGHT-TO-LEFT OVERRIDE}not turned 中")
    )
    assert "fire [fire] not turned [U+4E2D]" in " ".join(pages(render_pdf(made)))


def test_the_letters_of_all_languages_are_there_as_text() -> None:
    letters = "Ң ң Ү ү Ө ө Ҷ ҷ Ҳ ҳ Қ қ Ӣ ӣ Ӯ ӯ Ғ ғ oʻ gʻ O‘ G‘ Ё ё"
    made = made_bulletin(BulletinLevel.OPERATIONAL, incidents=with_story(summary=letters))
    assert letters in " ".join(pages(render_pdf(made)))


@pytest.mark.parametrize("language", ["en", "ru", "ky", "tg", "uz"])
def test_every_language_can_be_set_without_a_missing_letter(language: str) -> None:
    reader = pypdf.PdfReader(io.BytesIO(usual_pdf(BulletinLevel.TACTICAL, language)))
    assert reader.trailer["/Root"]["/Lang"] == language
    assert "\x00" not in "".join(page.extract_text() for page in reader.pages)


def test_the_document_has_title_language_tags_and_alternative_texts() -> None:
    made = usual_bulletin(BulletinLevel.STRATEGIC)
    reader = pypdf.PdfReader(io.BytesIO(usual_pdf(BulletinLevel.STRATEGIC)))
    root = reader.trailer["/Root"]
    assert reader.metadata is not None
    assert reader.metadata.title == made.header.title
    assert root["/MarkInfo"]["/Marked"] is True or root["/MarkInfo"]["/Marked"].value is True
    assert "/StructTreeRoot" in root
    assert b"pdfuaid:part" in reader.xmp_metadata.stream.get_data()  # type: ignore[union-attr]
    alternatives = alternative_texts(root["/StructTreeRoot"])
    assert plain(made.maps[0].alt) in [plain(text) for text in alternatives]


def alternative_texts(element: Any) -> list[str]:
    element = element.get_object()
    if isinstance(element, pypdf.generic.ArrayObject):
        return [text for child in element for text in alternative_texts(child)]
    if not isinstance(element, pypdf.generic.DictionaryObject):
        return []
    own = [str(element["/Alt"])] if "/Alt" in element else []
    return own + (alternative_texts(element["/K"]) if "/K" in element else [])


def test_the_same_bulletin_gives_the_same_bytes() -> None:
    assert render_pdf(usual_bulletin(BulletinLevel.TACTICAL)) == usual_pdf(BulletinLevel.TACTICAL)


def test_the_pages_are_a4() -> None:
    box = pypdf.PdfReader(io.BytesIO(usual_pdf(BulletinLevel.TACTICAL))).pages[0].mediabox
    assert (round(float(box.width)), round(float(box.height))) == (595, 842)


def test_only_our_own_font_is_inside() -> None:
    names = set()
    for page in pypdf.PdfReader(io.BytesIO(usual_pdf(BulletinLevel.OPERATIONAL, "ru"))).pages:
        for font in page["/Resources"].get("/Font", {}).values():
            names.add(str(font.get_object()["/BaseFont"]))
    assert names
    assert all("NotoSans" in name for name in names)


def test_a_bulletin_is_made_in_less_than_three_seconds() -> None:
    usual_pdf(BulletinLevel.TACTICAL)
    for level in BulletinLevel:
        start = process_time()
        render_pdf(made_bulletin(level))
        assert process_time() - start < 3


def test_a_page_can_be_had_as_a_picture_and_a_missing_one_is_named() -> None:
    made = usual_bulletin(BulletinLevel.TACTICAL)
    assert render_png(made).startswith(b"\x89PNG")
    with pytest.raises(ValueError, match="has 1 pages, no page 2"):
        render_png(made, 2)


def test_an_empty_part_takes_no_harm() -> None:
    made = usual_bulletin(BulletinLevel.OPERATIONAL)
    bare = replace(made, happenings=(), more="", watch=(), gaps=Part(heading="Nothing"), summary=())
    assert "Nothing" in " ".join(pages(render_pdf(bare)))


def test_a_missing_font_is_named(tmp_path: Any) -> None:
    with pytest.raises(InputError, match="The font is missing"):
        font_letters(tmp_path / "none.ttf")


def test_the_font_has_the_letters_of_all_languages() -> None:
    letters = font_letters(FONTS / "NotoSans-Regular.ttf")
    assert {ord(sign) for sign in "ңүөҷҳқӣӯғʻ‘ёъ–…·"} <= letters
    assert 0x1F600 not in letters and 0x4E2D not in letters
