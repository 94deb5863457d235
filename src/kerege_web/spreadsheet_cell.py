"""Text in tables that spreadsheets open."""

from __future__ import annotations


def spreadsheet_cell(text: str) -> str:
    """The text, with an apostrophe before anything a spreadsheet would take for a formula.

    Examples
    --------
    >>> spreadsheet_cell("=1+1"), spreadsheet_cell("Kok-Terek")
    ("'=1+1", 'Kok-Terek')
    """
    return f"'{text}" if text.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n")) else text
