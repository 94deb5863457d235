"""What kind of contact an answer in words gives."""

from __future__ import annotations

from kerege_web.reports.actions.receiving import ReporterContact

_LEAST_DIGITS = 5


def contact_of(text: str) -> ReporterContact | None:
    """The contact that an answer gives; None where it says nothing.

    Examples
    --------
    >>> [contact_of(text).kind for text in ("+996 555 000111", "a@b.org", "@name", "ask at the shop")]
    ['phone', 'e-mail', 'telegram', 'other']
    """
    if not text.strip():
        return None
    if "@" in text:
        return ReporterContact("e-mail" if "." in text.rpartition("@")[2] else "telegram", text)
    digits = sum(character.isdigit() for character in text)
    return ReporterContact("phone" if digits >= _LEAST_DIGITS else "other", text)
