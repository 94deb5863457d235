"""Which encoding a text file has: UTF-8, UTF-16 or Windows-1251, recognised or refused."""

from __future__ import annotations

import codecs
import re

from kerege.domain.errors import InputError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHUNK = 1 << 20
_SAMPLE = 1 << 18
_CYRILLIC = re.compile("[А-Яа-яЁёЂ-Џђ-џҐґ]")
_CYRILLIC_RUN = re.compile("[А-Яа-яЁёЂ-Џђ-џҐґ]{2,}")
_MIXED_WORD = re.compile("[A-Za-z][А-Яа-яЁёЂ-Џђ-џҐґ]|[А-Яа-яЁёЂ-Џђ-џҐґ][A-Za-z]")
_VOWELS = re.compile("[аеёиоуыэюяіїєАЕЁИОУЫЭЮЯІЇЄ]")
# These bytes mean the same in Windows-1251 and in its Latin sister Windows-1252: dashes, quotes and the like.
_SHARED_SIGNS = re.compile("[‚„…†‡‰‹‘’“”•–—™›\u00a0¦§©«¬\u00ad®°±¶·»€]")
_MEND = "Save the file again as UTF-8 (in Excel: 'CSV UTF-8')"


def recognise_encoding(content: bytes, name: str) -> str:
    """Name of the Python codec that reads the content from its first to its last byte.

    By the byte order mark; else UTF-16 by its zeros; else UTF-8 where every byte fits; else Windows-1251 where the
    letters read as Cyrillic words: they stand together, without Latin letters between them, and a quarter or more are
    vowels (in text of other eight-bit alphabets read this way they are not).

    Raises
    ------
    InputError
        If it is none of these.

    Examples
    --------
    >>> recognise_encoding("место".encode("cp1251"), "a.csv")
    'cp1251'
    >>> recognise_encoding("place;killed".encode("utf-16-le"), "a.csv")
    'utf-16-le'
    """
    for mark, codec in _BOMS:
        if content.startswith(mark):
            return _checked(content, codec, name)
    if utf16 := _utf16_by_zeros(content):
        return _checked(content, utf16, name)
    broken_at = _first_broken_byte(content, "utf-8")
    if broken_at is None:
        return "utf-8"
    if _reads_as_cyrillic(content):
        return "cp1251"
    line = content.count(b"\n", 0, broken_at) + 1
    raise InputError("The encoding is neither UTF-8, UTF-16 nor Windows-1251", where=f"{name}, line {line}", mend=_MEND)


def _checked(content: bytes, codec: str, name: str) -> str:
    if _first_broken_byte(content, codec) is not None:
        raise InputError(
            f"The file says that it is {codec.removesuffix('-sig').upper()} and is not", where=name, mend=_MEND
        )
    return codec


def _first_broken_byte(content: bytes, codec: str) -> int | None:
    # Piece by piece, so that a large file is never held as text as well.
    decoder = codecs.getincrementaldecoder(codec)()
    view = memoryview(content)
    for start in range(0, max(len(content), 1), _CHUNK):
        try:
            decoder.decode(view[start : start + _CHUNK], final=start + _CHUNK >= len(content))
        except UnicodeDecodeError as error:
            return start + error.start
    return None


def _utf16_by_zeros(content: bytes) -> str | None:
    # Headings are mostly Latin letters, and every second byte of these is zero.
    head = content[:200]
    pairs = len(head) // 2
    if len(content) % 2 or not pairs:
        return None
    even, odd = head[0::2].count(0) / pairs, head[1::2].count(0) / pairs
    if odd > 0.6 and even < 0.1:
        return "utf-16-le"
    if even > 0.6 and odd < 0.1:
        return "utf-16-be"
    return None


def _reads_as_cyrillic(content: bytes) -> bool:
    if _first_broken_byte(content, "cp1251") is not None:
        return False
    high = bytes(byte for byte in content[: 4 * _SAMPLE] if byte >= 0x80)[:_SAMPLE]
    text = content[: 4 * _SAMPLE].decode("cp1251")
    signs = _SHARED_SIGNS.sub("", high.decode("cp1251"))
    if not signs:
        return True
    letters = _CYRILLIC.findall(text)
    in_words = sum(len(run) for run in _CYRILLIC_RUN.findall(text))
    vowels = len(_VOWELS.findall(text))
    return (
        len(letters) >= 0.9 * len(signs)
        and in_words >= 0.8 * len(letters)
        and vowels >= 0.25 * len(letters)
        and len(_MIXED_WORD.findall(text)) <= 0.05 * len(letters)
    )
