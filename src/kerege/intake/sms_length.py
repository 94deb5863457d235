"""How many parts a text message is sent in, and a text cut so that it fits."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

# 3GPP TS 23.038, default alphabet and its extension table (each of those is sent as two characters).
_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION = frozenset("\f^{}\\[~]|€")
# Characters in a message that stands alone, and in each part of a longer one (the rest joins the parts).
_ALONE = {"gsm7": 160, "ucs2": 70}
_IN_PART = {"gsm7": 153, "ucs2": 67}
_PLAIN = str.maketrans(
    dict.fromkeys("ʻʼ‘’ʹ`´′", "'")
    | dict.fromkeys("“”„«»″", '"')
    | dict.fromkeys("‐‑‒–—−", "-")
    | dict.fromkeys("\u00a0\u2009\u202f", " ")
    | {"…": "...", "№": "No"}
)


@dataclass(frozen=True, slots=True)
class SmsLength:
    """The length of a text as networks count it.

    Parameters
    ----------
    encoding : str
        "gsm7" where all letters are of the default alphabet, else "ucs2".
    units : int
        Characters as sent: signs such as € or [ count two in gsm7, signs beyond 16 bits (emoji) two in ucs2.
    segments : int
        Parts it is sent in; 0 for an empty text.
    """

    encoding: Literal["gsm7", "ucs2"]
    units: int
    segments: int


def sms_length(text: str) -> SmsLength:
    """In which encoding, and in how many parts, a text is sent.

    One part holds 160 characters of the default alphabet (3GPP TS 23.038) or 70 of UCS-2; several hold 153 or 67 each.
    A character of two units is never parted. National shift tables are not used: gateways rarely know them, and none of
    them is for Cyrillic.

    Examples
    --------
    >>> sms_length("Road blocked at the bridge")
    SmsLength(encoding='gsm7', units=26, segments=1)
    >>> sms_length("Көпүрөдө жол жабык")
    SmsLength(encoding='ucs2', units=18, segments=1)
    >>> sms_length("Ж" * 71).segments, sms_length("z" * 161).segments, sms_length("€" * 81).segments
    (2, 2, 2)
    """
    if all(letter in _BASIC or letter in _EXTENSION for letter in text):
        widths = [2 if letter in _EXTENSION else 1 for letter in text]
        return _measured("gsm7", widths)
    return _measured("ucs2", [2 if ord(letter) > 0xFFFF else 1 for letter in text])


def fits(text: str, segments: int = 1) -> bool:
    """Whether a text is sent in at most so many parts.

    Examples
    --------
    >>> fits("Ж" * 70), fits("Ж" * 71), fits("Ж" * 134, 2)
    (True, False, True)
    """
    return sms_length(text).segments <= segments


def shortened(text: str, segments: int = 1) -> str:
    """A text that fits: itself, or its first words with a sign that something was left out.

    The sign is … in UCS-2, three points in the default alphabet, which has no …. A single word that is too long is cut
    inside, never between a letter and its accent.

    Parameters
    ----------
    text : str
        Any text.
    segments : int
        Parts it may be sent in, at least 1.

    Raises
    ------
    ValueError
        For no part at all.

    Examples
    --------
    >>> shortened("word " * 40)[-12:], fits(shortened("word " * 40))
    ('word word...', True)
    >>> shortened("сөз " * 40)[-8:], len(shortened("сөз " * 40))
    ('сөз сөз…', 68)
    """
    if segments < 1:
        raise ValueError(f"A message has at least one part, not {segments}.")
    if fits(text, segments):
        return text
    ends = [place for place in range(1, len(text)) if text[place].isspace() and not text[place - 1].isspace()]
    best = _longest(text, ends, segments)
    if not best:
        ends = [place for place in range(1, len(text)) if not unicodedata.combining(text[place])]
        best = _longest(text, ends, segments)
    return best


def plain_punctuation(text: str) -> str:
    """A text with typewriter quotes, hyphens and spaces: an Uzbek message then fits 160 characters instead of 70.

    Letters stay as they are; only oʻ and gʻ get the apostrophe of the default alphabet.

    Examples
    --------
    >>> print(plain_punctuation("Yoʻl “yopiq” – 2 kun…"))
    Yo'l "yopiq" - 2 kun...
    """
    return text.translate(_PLAIN)


def _measured(encoding: Literal["gsm7", "ucs2"], widths: Iterable[int]) -> SmsLength:
    widths = list(widths)
    units = sum(widths)
    if units <= _ALONE[encoding]:
        return SmsLength(encoding, units, 1 if units else 0)
    segments, room = 0, 0
    for width in widths:
        if width > room:
            segments, room = segments + 1, _IN_PART[encoding]
        room -= width
    return SmsLength(encoding, units, segments)


def _longest(text: str, ends: list[int], segments: int) -> str:
    """The longest beginning up to one of the ends that fits with its sign; "" if none does."""
    # A longer beginning never takes fewer parts, so the first that does not fit parts the ends in two.
    place = bisect_right(ends, 0, key=lambda end: 0 if fits(_marked(text[:end]), segments) else 1)
    return _marked(text[: ends[place - 1]]) if place else ""


def _marked(beginning: str) -> str:
    kept = beginning.rstrip(" \t\r\n,;:-–—")
    return kept + ("..." if sms_length(kept).encoding == "gsm7" else "…")
