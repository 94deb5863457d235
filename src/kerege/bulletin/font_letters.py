"""Which signs a font has shapes for, read from its character map."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from struct import unpack_from

from kerege.domain.errors import InputError


@cache
def font_letters(font: Path) -> frozenset[int]:
    """The code points that a TrueType font maps to a shape.

    Reads the tables of format 4 (basic plane) and 12 (all planes) of the "cmap" of the OpenType specification.

    Raises
    ------
    InputError
        If the file is missing or has no such map.
    """
    if not font.exists():
        raise InputError(
            "The font is missing", where=str(font), mend="Install the package again: its build brings the fonts"
        )
    data = font.read_bytes()
    tables = {
        data[at : at + 4]: unpack_from(">I", data, at + 8)[0]
        for at in range(12, 12 + 16 * unpack_from(">H", data, 4)[0], 16)
    }
    start = tables.get(b"cmap")
    if start is None:
        raise InputError("The font has no character map", where=str(font), mend="Install the package again")
    found: set[int] = set()
    for index in range(unpack_from(">H", data, start + 2)[0]):
        offset = start + unpack_from(">I", data, start + 4 + 8 * index + 4)[0]
        layout = unpack_from(">H", data, offset)[0]
        if layout == 4:
            found |= _segments(data, offset)
        elif layout == 12:
            found |= _groups(data, offset)
    return frozenset(found)


def _segments(data: bytes, offset: int) -> set[int]:
    segments = unpack_from(">H", data, offset + 6)[0] // 2
    ends = unpack_from(f">{segments}H", data, offset + 14)
    starts = unpack_from(f">{segments}H", data, offset + 16 + 2 * segments)
    return {code for first, last in zip(starts, ends, strict=True) for code in range(first, last + 1) if code != 0xFFFF}


def _groups(data: bytes, offset: int) -> set[int]:
    found: set[int] = set()
    for index in range(unpack_from(">I", data, offset + 12)[0]):
        first, last = unpack_from(">II", data, offset + 16 + 12 * index)
        found.update(range(first, last + 1))
    return found
