"""A bulletin as lines of text: what it says, without layout and charts. The golden files hold these lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from kerege.domain.bulletin import Bulletin, BulletinTable


def plain_text(bulletin: Bulletin) -> str:
    """Every text of the bulletin in order, one a line, with the field it stands in."""
    return "\n".join(_lines("", bulletin)).replace("\N{NO-BREAK SPACE}", " ") + "\n"


def _lines(name: str, value: Any) -> Iterator[str]:
    if isinstance(value, BulletinTable):
        yield f"{name} | {value.caption}"
        for row in (value.columns, *value.rows):
            yield "    " + " | ".join(row)
        if value.note:
            yield f"    {value.note}"
    elif is_dataclass(value):
        for field in fields(value):
            if field.name not in {"spec", "labels", "numeric", "wide", "probability", "low", "high"} or isinstance(
                getattr(value, field.name), str
            ):
                yield from _lines(f"{name}.{field.name}" if name else field.name, getattr(value, field.name))
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _lines(name, item)
    elif value not in (None, ""):
        yield f"{name}: {value}"
