"""Text as our font can set it: what has no letter in it is named, what has no shape is left out."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from typing import Any


def printable(text: str, has_letter: Callable[[str], bool]) -> str:
    r"""The text with every sign that the font lacks replaced by its name or number in square brackets.

    Line breaks and tabs become spaces; other control and direction signs, which could hide or turn text around, go.

    Parameters
    ----------
    text : str
    has_letter : callable
        Whether the font has a shape for a sign.

    Examples
    --------
    >>> printable("ok 💣 \u202eok\n中", lambda sign: sign.isascii())
    'ok [bomb] ok [U+4E2D]'
    """
    if all(has_letter(sign) and sign >= " " for sign in text):
        return text
    return "".join(_shown(sign, has_letter) for sign in unicodedata.normalize("NFC", text))


def printable_values(value: Any, has_letter: Callable[[str], bool]) -> Any:  # noqa: ANN401 - any JSON value
    """A JSON value with all its texts made printable; keys stay."""
    if isinstance(value, str):
        return printable(value, has_letter)
    if isinstance(value, Mapping):
        return {key: printable_values(item, has_letter) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [printable_values(item, has_letter) for item in value]
    return value


def _shown(sign: str, has_letter: Callable[[str], bool]) -> str:
    if sign in "\n\r\t\v\f\u2028\u2029\x85":
        return " "
    category = unicodedata.category(sign)
    if category in {"Cc", "Cf", "Cs", "Co", "Cn"} or "\ufe00" <= sign <= "\ufe0f":
        return ""
    if has_letter(sign):
        return sign
    if category.startswith("S"):
        return f"[{unicodedata.name(sign, f'U+{ord(sign):04X}').lower()}]"
    return f"[U+{ord(sign):04X}]"
