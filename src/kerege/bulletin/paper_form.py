"""A form for reports on paper, as a PDF that prints black on white."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

import typst

from kerege.bulletin.font_letters import font_letters
from kerege.bulletin.printable import printable_values
from kerege.bulletin.render import FONTS, TEMPLATES

_TEMPLATE = "paper_form.typ"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperQuestion:
    """One question of the form.

    Parameters
    ----------
    label, hint : str
        The question, and a line of help; "" for none.
    boxes : tuple of str
        Answers to tick.
    lines : int
        Empty lines to write on.
    """

    label: str
    hint: str = ""
    boxes: tuple[str, ...] = ()
    lines: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperForm:
    """A form in one language.

    Parameters
    ----------
    language : str
    title, lead : str
        What it is, and what happens with it.
    questions : tuple of PaperQuestion
    office_title : str
        Heading of the part that the desk fills in.
    office : tuple of str
        Its lines.
    code_label : str
        Over the twelve boxes for the receipt code; the strip below them is torn off for the reporter.
    strip_title, strip : str
        What the reporter's strip says.
    """

    language: str
    title: str
    lead: str
    questions: tuple[PaperQuestion, ...]
    office_title: str
    office: tuple[str, ...]
    code_label: str
    strip_title: str
    strip: str


def render_paper_form(form: PaperForm) -> bytes:
    """The form as a PDF that readers for the blind can follow (PDF/UA-1), A4, one sheet, with our own font inside.

    The words are handed to the layout as data. The same form gives the same bytes.

    Examples
    --------
    >>> form = PaperForm(
    ...     language="en", title="Report", lead="A person checks it.",
    ...     questions=(PaperQuestion(label="Where?", lines=1),), office_title="For the desk", office=("Received",),
    ...     code_label="Code", strip_title="Yours", strip="Keep it.")
    >>> render_paper_form(form)[:5]
    b'%PDF-'
    """
    letters = font_letters(FONTS / "NotoSans-Regular.ttf")
    content = printable_values(asdict(form), lambda sign: ord(sign) in letters)
    files = {
        "main.typ": (TEMPLATES / _TEMPLATE).read_bytes(),
        "form.json": json.dumps(content, ensure_ascii=False, allow_nan=False).encode(),
    }
    # The stub of the package does not know that the input may be a dictionary of files.
    compile_files: Any = typst.compile
    document: bytes = compile_files(
        files, font_paths=[FONTS], ignore_system_fonts=True, format="pdf", pdf_standards=["ua-1"], timestamp=0
    )
    return document
