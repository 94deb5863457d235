"""The form for phones as an XLSForm: the workbook that a site may take, change and give back."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from kerege.intake.report_form import Labels, ReportForm

_OPTIONS = ("relevant", "constraint", "default", "appearance", "parameters")
# A fixed day: the same form gives the same file.
_MADE = datetime(2026, 11, 25, tzinfo=UTC)


def write_xlsform(form: ReportForm, sides: Mapping[str, Labels], *, default_language: str = "") -> bytes:
    """The workbook with the sheets survey, choices and settings.

    Parameters
    ----------
    form : ReportForm
    sides : mapping of country code to its names by language
        The choices of the list "side". Where a language lacks a name, the code stands in its place.
    default_language : str
        Language code; the form's own where it is "" or none of the form's.

    Returns
    -------
    bytes
        An XLSX file; the same for the same form.

    Examples
    --------
    >>> from kerege.files.report_form import read_report_form
    >>> write_xlsform(read_report_form(), {"AA": {"en": "A-land"}})[:2]
    b'PK'
    """
    import xlsxwriter

    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": _MADE})
    first = default_language if default_language in form.languages else form.default_language
    # The default language comes first, because some clients take the first for it.
    languages = [first, *(language for language in form.languages if language != first)]
    names = [f"{form.languages[language]} ({language})" for language in languages]

    def texts(labels: Labels, instead: str = "") -> list[str]:
        return [labels.get(language, instead) for language in languages]

    _fill(
        book.add_worksheet("survey"),
        ["type", "name", *(f"label::{name}" for name in names), *(f"hint::{name}" for name in names), *_OPTIONS],
        [
            # The moment of finishing, for the time of sending; nothing else of the phone is asked.
            ["end", "end"],
            *(
                [
                    *(question.type, question.name, *texts(question.label), *texts(question.hint)),
                    *(question.options.get(option, "") for option in _OPTIONS),
                ]
                for question in form.questions
            ),
        ],
    )
    _fill(
        book.add_worksheet("choices"),
        ["list_name", "name", *(f"label::{name}" for name in names)],
        [
            *([choice.list_name, choice.name, *texts(choice.label)] for choice in form.choices),
            *(["side", code, *texts(labels, code)] for code, labels in sides.items()),
        ],
    )
    _fill(
        book.add_worksheet("settings"),
        ["form_title", "form_id", "version", "default_language"],
        [[form.title[first], form.id, form.version, names[0]]],
    )
    book.close()
    return target.getvalue()


def _fill(sheet: object, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    for number, row in enumerate([columns, *rows]):
        sheet.write_row(number, 0, row)  # type: ignore[attr-defined]
    sheet.freeze_panes(1, 0)  # type: ignore[attr-defined]
    sheet.set_column(0, len(columns) - 1, 30)  # type: ignore[attr-defined]
