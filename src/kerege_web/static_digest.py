"""A name for the present state of the browser assets."""

from __future__ import annotations

import hashlib
from pathlib import Path


def static_digest(root: Path) -> str:
    """Twelve hexadecimal digits that change when an asset below `root` is added, removed or changed.

    Names, sizes and times are read, not contents: this runs at every start.
    """
    state = hashlib.sha256()
    for folder in sorted([root / "static", *root.glob("*/static")]):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                facts = path.stat()
                state.update(f"{path.relative_to(root)}\0{facts.st_size}\0{facts.st_mtime_ns}\n".encode())
    return state.hexdigest()[:12]
