"""The form on paper: words are data, and the same words give the same sheet."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pypdf

from kerege.bulletin.paper_form import PaperForm, PaperQuestion, render_paper_form

FORM = PaperForm(
    language="en",
    title="What happened",
    lead="A person checks it.",
    questions=(
        PaperQuestion(label="Kind?", boxes=("One", "Two")),
        PaperQuestion(label="Where?", hint="Village", lines=2),
    ),
    office_title="For the desk",
    office=("Received on", "Number"),
    code_label="Code",
    strip_title="Yours",
    strip="Keep it.",
)


def text_of(pdf: bytes) -> str:
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    assert len(reader.pages) == 1
    return re.sub(r"\s+", " ", reader.pages[0].extract_text())


def test_everything_that_is_asked_stands_on_the_sheet() -> None:
    text = text_of(render_paper_form(FORM))
    for words in ("What happened", "A person checks it.", "One", "Two", "Where?", "Village", "Received on", "Keep it."):
        assert words in text


def test_signs_of_the_layout_language_are_only_signs() -> None:
    text = text_of(render_paper_form(replace(FORM, lead='#panic("no") $x$ *bold* @ref')))
    assert '#panic("no") $x$ *bold* @ref' in text


def test_the_same_words_give_the_same_bytes() -> None:
    assert render_paper_form(FORM) == render_paper_form(FORM)
    assert render_paper_form(FORM) != render_paper_form(replace(FORM, strip="Lose it."))
