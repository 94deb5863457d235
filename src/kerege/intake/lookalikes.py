"""Letters that look right and are not: Cyrillic ones typed into Latin codes."""

from __future__ import annotations

_LOOKALIKES = str.maketrans("АВЕКМНОРСТХІЈЅ", "ABEKMHOPCTXIJS")


def latin_code(text: str) -> str:
    """The code a person meant: trimmed, in capitals, with Cyrillic letters of Latin shape made Latin.

    Examples
    --------
    >>> latin_code(" В2 ") == "B2"
    True
    """
    return text.strip().upper().translate(_LOOKALIKES)
