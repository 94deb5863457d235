"""The form for phones: whole in five languages, made the same each time, and converted to what phones fetch."""

from __future__ import annotations

import io
import re

import polars
import pytest

from kerege.domain.errors import InputError
from kerege.files.report_form import read_report_form, report_form_from_toml
from kerege.files.xform import xform_of
from kerege.files.xlsform import write_xlsform

LANGUAGES = ("en", "ru", "ky", "tg", "uz")
SIDES = {"AA": {"en": "A-land", "ru": "А-страна"}, "BB": {}}
SMALLEST = """
id = "f"
version = "1"
default_language = "en"
[title]
en = "F"
[languages]
en = "English"
[[question]]
name = "kind"
type = "select_one kind"
label.en = "What?"
[[choice]]
list = "kind"
name = "shots"
kind = "shooting"
label.en = "Shots"
"""


def test_the_shipped_form_is_whole_in_five_languages() -> None:
    form = read_report_form()
    assert tuple(form.languages) == LANGUAGES
    for labels in (form.title, *(q.label for q in form.questions), *(c.label for c in form.choices)):
        assert set(labels) == set(LANGUAGES)
        assert len({labels["ru"], labels["ky"], labels["tg"], labels["uz"], labels["en"]}) >= 4, labels
    assert {q.name for q in form.questions} >= {
        "kind",
        "text",
        "place",
        "position",
        "occurred",
        "hurt",
        "photo",
        "contact",
    }
    assert set(form.kinds.values()) >= {"shooting", "mass_brawl", "other"}


def test_no_question_must_be_answered() -> None:
    assert all("required" not in question.options for question in read_report_form().questions)


def test_the_workbook_is_the_same_each_time_and_starts_with_the_chosen_language() -> None:
    form = read_report_form()
    first, again = (write_xlsform(form, SIDES, default_language="ky") for _ in range(2))
    assert first == again
    choices = polars.read_excel(io.BytesIO(first), sheet_name="choices")
    assert choices.columns[2] == "label::Кыргызча (ky)"
    rows = {row["name"]: row for row in choices.to_dicts() if row["list_name"] == "side"}
    assert (rows["AA"]["label::English (en)"], rows["BB"]["label::English (en)"]) == ("A-land", "BB")


def test_the_converted_form_holds_all_languages_and_questions() -> None:
    form = read_report_form()
    made = xform_of(write_xlsform(form, SIDES, default_language="tg"), "form.xlsx")
    text = made.content.decode()
    assert (made.id, made.version, made.title) == (form.id, form.version, form.title["tg"])
    assert re.findall(r'<translation lang="[^"]*\((\w\w)\)"', text) == ["tg", "en", "ru", "ky", "uz"]
    assert 'lang="Тоҷикӣ (tg)" default="true()"' in text
    for question in form.questions:
        assert f'nodeset="/data/{question.name}"' in text
    assert made.remarks == ()
    assert len(made.digest) == 32


@pytest.mark.parametrize(
    ("found", "instead", "named"),
    [('version = "1"', "", "'version' is missing"),
     ('kind = "shooting"', 'kind = "dragon"', "no kind of the catalogue"),
     ('label.en = "What?"', 'label.en = ""', "The text of kind lacks en"),
     ('name = "kind"', 'name = "K"', "'K' is no name"),
     ("[[question]]", "[[question", "not TOML"), ('label.en = "Shots"', 'label.fr = "Tirs"', "lacks en"),
     ('default_language = "en"', 'default_language = "de"', "'de' is none")],
)  # fmt: skip
def test_a_form_that_breaks_a_rule_is_refused(found: str, instead: str, named: str) -> None:
    kinds = frozenset({"shooting"})
    assert report_form_from_toml(SMALLEST, kinds).kinds == {"shots": "shooting"}
    with pytest.raises(InputError, match=named):
        report_form_from_toml(SMALLEST.replace(found, instead, 1), kinds)


def workbook(settings: dict[str, str], survey: dict[str, list[str]]) -> bytes:
    import xlsxwriter

    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        for title, columns in (("survey", survey), ("settings", {name: [text] for name, text in settings.items()})):
            sheet = book.add_worksheet(title)
            for number, (name, cells) in enumerate(columns.items()):
                sheet.write_column(0, number, [name, *cells])
    return target.getvalue()


ONE_QUESTION = {"type": ["text"], "name": ["place"], "label": ["Where?"]}


def test_a_sites_own_form_is_converted() -> None:
    made = xform_of(workbook({"form_id": "own", "version": "4", "form_title": "Ours"}, ONE_QUESTION), "own.xlsx")
    assert (made.id, made.version, made.title) == ("own", "4", "Ours")


@pytest.mark.parametrize(
    ("content", "named"),
    [(workbook({"form_id": "own"}, ONE_QUESTION), "no version"),
     (workbook({"form_id": "../x", "version": "1"}, ONE_QUESTION), "cannot stand in an address|cannot be converted"),
     (workbook({"form_id": "own", "version": "1"}, {**ONE_QUESTION, "type": ["riddle"]}), "cannot be converted"),
     (b"PK\x03\x04 no workbook", "cannot be converted"), (b"", "cannot be converted")],
)  # fmt: skip
def test_a_form_that_would_spoil_the_list_is_refused(content: bytes, named: str) -> None:
    with pytest.raises(InputError, match=named):
        xform_of(content, "own.xlsx")
