"""The language a short message is written in, as far as its letters show."""

from __future__ import annotations

import re
import unicodedata

_KYRGYZ, _TAJIK, _UZBEK = frozenset("ңөү"), frozenset("ҷӣӯ"), frozenset("ў")
_TAJIK_OR_UZBEK = frozenset("қғҳ")
# o and g with any of the apostrophes that are typed for theirs, and words that no English message has.
_UZBEK_LATIN = re.compile(
    r"[og]['`´ʻʼ‘’](?!s\b)|\b(?:va|bilan|uchun|bor|yoq|chegara\w*|qishloq\w*|odam\w*|otishma\w*|suv\w*)\b"
)


def written_language(text: str, usual: str = "") -> str:
    """The code of the language that a message is most likely in: ky, tg, uz, ru or en; "" for no letters and no usual.

    Letters that only one of the languages has decide. Without them the sender's usual language stands if it is written
    in the script; then Cyrillic is taken for Russian, and Latin for English.

    Parameters
    ----------
    text : str
        Any message.
    usual : str, optional
        The language the sender wrote in before.

    Examples
    --------
    >>> written_language("Көпүрөдө ок атылды"), written_language("Дар назди ҷӯй тир андохтанд")
    ('ky', 'tg')
    >>> written_language("Chegarada o'q otildi"), written_language("Стреляют у моста"), written_language("Shots")
    ('uz', 'ru', 'en')
    >>> written_language("Атышуу болду", usual="ky"), written_language("1234", usual="tg")
    ('ky', 'tg')
    """
    plain = unicodedata.normalize("NFC", text).casefold()
    letters = {letter for letter in plain if letter.isalpha()}
    if not letters:
        return usual
    if any("CYRILLIC" in unicodedata.name(letter, "") for letter in letters):
        for language, own in (("ky", _KYRGYZ), ("tg", _TAJIK), ("uz", _UZBEK)):
            if letters & own:
                return language
        if letters & _TAJIK_OR_UZBEK:
            return usual if usual in ("tg", "uz") else "tg"
        return usual if usual in ("ky", "tg", "uz", "ru") else "ru"
    if _UZBEK_LATIN.search(plain):
        return "uz"
    return usual if usual in ("uz", "en") else "en"
