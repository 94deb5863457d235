"""A CAP message or a feed of them in a file."""

from __future__ import annotations

from pathlib import Path

from kerege.domain.errors import InputError
from kerege.intake.cap_feed import CapFeed, read_cap_feed


def read_cap_file(path: Path) -> CapFeed:
    """Read what a file holds; a document that is neither a message nor a feed is one refusal.

    Raises
    ------
    InputError
        If the file cannot be read at all.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(
            f"The file cannot be read ({(error.strerror or str(error)).lower()})",
            where=str(path),
            mend="Check its name and that you may read it",
        ) from error
    try:
        return read_cap_feed(content, where=str(path))
    except InputError as error:
        return CapFeed(refused=(str(error),))
