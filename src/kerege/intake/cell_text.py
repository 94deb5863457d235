"""Free text in a cell: whole, clean, and nothing but data."""

from __future__ import annotations

import re
import unicodedata

from kerege.intake.problem import Problem

LONGEST_TEXT = 20_000
LONGEST_NAME = 200
EXCEL_ERRORS = frozenset(
    {
        "#NULL!",
        "#DIV/0!",
        "#VALUE!",
        "#REF!",
        "#NAME?",
        "#NUM!",
        "#N/A",
        "#GETTING_DATA",
        "#SPILL!",
        "#CALC!",
        "#ERROR!",
    }
)
# Control characters other than tab and line end, halves of surrogate pairs, code points that are never characters.
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_FORMULA_START = "=+\\-@＝＋－＠"
_GUARDED = re.compile(f"'+\\s*[{_FORMULA_START}]")
_DANGEROUS = re.compile(f"'*\\s*[{_FORMULA_START}]")


def clean_text(column: str, value: str, longest: int = LONGEST_TEXT) -> str:
    r"""The text of a cell: composed (NFC), trimmed, with plain line ends and without its guard against formulas.

    Parameters
    ----------
    column : str
        For messages.
    value : str
        The cell.
    longest : int
        Characters allowed.

    Raises
    ------
    Problem
        For control characters, an error of a spreadsheet, or a text that is too long.

    Examples
    --------
    >>> clean_text("summary", "  Shots\r\nat night. ")
    'Shots\nat night.'
    >>> clean_text("summary", "'=1+1")
    '=1+1'
    """
    if not value:
        return ""
    if not (value.isascii() and value.isprintable()):
        if _NOT_TEXT.search(value):
            raise Problem(
                column,
                _NOT_TEXT.sub("\N{REPLACEMENT CHARACTER}", value)[:80],
                "Holds a character that is no text (shown as \N{REPLACEMENT CHARACTER}). Save the file again as UTF-8",
            )
        value = unicodedata.normalize("NFC", value)
        if "\r" in value:
            value = value.replace("\r\n", "\n").replace("\r", "\n")
    value = value.strip()
    if len(value) > longest:
        raise Problem(
            column, value[:40] + "…", f"Is {len(value):,} characters long; {longest:,} are allowed. Shorten it"
        )
    if value[:1] == "#" and value in EXCEL_ERRORS:
        raise Problem(column, value, "Is an error of the spreadsheet. Mend the cell there and save again")
    return value[1:] if value[:1] == "'" and _GUARDED.match(value) else value


def guarded_text(text: str) -> str:
    """The text as a cell that no spreadsheet takes for a formula; `clean_text` takes the guard off again.

    Examples
    --------
    >>> guarded_text("=HYPERLINK(1)"), guarded_text("'=1"), guarded_text("plain")
    ("'=HYPERLINK(1)", "''=1", 'plain')
    """
    return "'" + text if _DANGEROUS.match(text) else text
