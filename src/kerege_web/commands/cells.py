"""Text in tables that spreadsheets open."""

from __future__ import annotations


def safe_cell(text: str) -> str:
    """The text, with an apostrophe before anything a spreadsheet would take for a formula.

    Examples
    --------
    >>> safe_cell("=HYPERLINK(1)"), safe_cell("Kok-Terek")
    ("'=HYPERLINK(1)", 'Kok-Terek')
    """
    return f"'{text}" if text.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n")) else text
