"""From a bulletin or report in words to a PDF, or to a picture of one of its pages."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

import typst
import vl_convert

from kerege.bulletin.font_letters import font_letters
from kerege.bulletin.printable import printable_values
from kerege.bulletin.theme import (
    ACCENT,
    GREY,
    GREY_LIGHT,
    INK,
    INK_SOFT,
    LEVEL_COLOURS,
    LEVEL_INK,
    PAPER,
    PAPER_SHADE,
)
from kerege.domain.bulletin import Bulletin
from kerege.domain.exercise_report import ExerciseReport
from kerege.domain.village_bulletin import VillageBulletin

_HERE = Path(__file__).resolve().parent
FONTS = _HERE / "fonts"
TEMPLATES = _HERE / "templates"
_VEGA_LITE = "6.4"
Printed = Bulletin | VillageBulletin | ExerciseReport
"""What can be laid out."""


def render_pdf(bulletin: Printed) -> bytes:
    """The bulletin as a PDF that readers for the blind can follow (PDF/UA-1), A4, with our own font inside.

    The words are handed to the layout as data and never become a part of its source: signs such as # or $ are text.
    The same bulletin gives the same bytes.
    """
    document: bytes = _compile(bulletin, "pdf", pdf_standards=["ua-1"], timestamp=0)
    return document


def render_png(bulletin: Printed, page: int = 1, *, dots_per_inch: float = 110.0) -> bytes:
    """One page of the bulletin as a picture, pages counted from 1.

    Raises
    ------
    ValueError
        If there is no such page.
    """
    pictures = _compile(bulletin, "png", ppi=dots_per_inch)
    pages = pictures if isinstance(pictures, list) else [pictures]
    if not 1 <= page <= len(pages):
        raise ValueError(f"The bulletin has {len(pages)} pages, no page {page}.")
    picture: bytes = pages[page - 1]
    return picture


def _compile(bulletin: Printed, form: str, **options: Any) -> Any:  # noqa: ANN401 - bytes, or a list of them
    letters = font_letters(FONTS / "NotoSans-Regular.ttf")
    content = printable_values(asdict(bulletin), lambda sign: ord(sign) in letters)
    files = {f"{path.name}": path.read_bytes() for path in sorted(TEMPLATES.glob("*.typ"))}
    files["main.typ"] = files.pop(f"{_template(bulletin)}.typ")
    for figure in _figures(content):
        figure["file"] = f"{figure['id']}.svg"
        files[figure["file"]] = render_svg(figure.pop("spec")).encode()
    content["theme"] = _theme()
    files["bulletin.json"] = json.dumps(content, ensure_ascii=False, allow_nan=False).encode()
    # The stub of the package does not know that the input may be a dictionary of files.
    compile_files: Any = typst.compile
    return compile_files(files, font_paths=[FONTS], ignore_system_fonts=True, format=form, **options)


def _template(bulletin: Printed) -> str:
    if isinstance(bulletin, Bulletin):
        return bulletin.level.value
    return "village" if isinstance(bulletin, VillageBulletin) else "exercise"


def render_svg(spec: Mapping[str, Any]) -> str:
    """A chart as SVG text, drawn with our own font and without fetching anything."""
    _register_fonts()
    svg: str = vl_convert.vegalite_to_svg(dict(spec), vl_version=_VEGA_LITE, allowed_base_urls=[])
    return svg


@cache
def _register_fonts() -> None:
    vl_convert.register_font_directory(str(FONTS))


def _figures(value: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - any JSON value
    """Every figure within the content, wherever it stands."""
    if isinstance(value, dict):
        own = [value] if "spec" in value else []
        return own + [figure for key, item in value.items() if key != "spec" for figure in _figures(item)]
    if isinstance(value, list):
        return [figure for item in value for figure in _figures(item)]
    return []


def _theme() -> dict[str, Any]:
    return {
        "ink": INK,
        "soft": INK_SOFT,
        "grey": GREY,
        "light": GREY_LIGHT,
        "shade": PAPER_SHADE,
        "paper": PAPER,
        "accent": ACCENT,
        "levels": {level.value: colour for level, colour in LEVEL_COLOURS.items()},
        "level_ink": {level.value: colour for level, colour in LEVEL_INK.items()},
    }
