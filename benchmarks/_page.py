"""Measured tables in pages of the documents."""

from __future__ import annotations

from pathlib import Path


def write_between(page: Path, name: str, text: str) -> None:
    """Put `text` between the page's marks `<!-- NAME -->` and `<!-- end of NAME -->`."""
    opening, closing = f"<!-- {name} -->", f"<!-- end of {name} -->"
    before, rest = page.read_text(encoding="utf-8").split(opening)
    after = rest.split(closing)[1]
    page.write_text(f"{before}{opening}\n{text}\n{closing}{after}", encoding="utf-8")
