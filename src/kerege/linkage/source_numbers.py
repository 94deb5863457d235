"""Which reports come from one source, and which cannot be shown to be independent."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_ADDRESS = re.compile(r"https?://(?:www\.)?([^/:?#]+)", re.IGNORECASE)
# Channels by which many people speak: without a name, two of their reports may be of two people or of one.
MANY_VOICED = frozenset({"resident", "media", "partner", "sms", "telegram", "web", ""})


def source_numbers(channels: Sequence[str], sources: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The numbers `source` and `origin` of `ReportColumns`.

    A named source has one number. A channel without a name for its source is one source; if many speak by it, each
    report is its own source, but all of the channel are one origin: nobody can show that they are independent.

    Parameters
    ----------
    channels, sources : sequences of str
        Of each report; "" where not said.

    Returns
    -------
    source, origin : int arrays, shape (N,)

    Examples
    --------
    >>> source, origin = source_numbers(["post", "post", "resident", "resident", "media"], ["", "", "", "", "Akipress"])
    >>> source.tolist(), origin.tolist()
    ([0, 0, 1, 2, 3], [0, 0, 1, 1, 2])
    """
    numbers: dict[tuple[str, str, int], int] = {}
    origins: dict[tuple[str, str], int] = {}
    source, origin = [], []
    for row, (channel, name) in enumerate(zip(channels, sources, strict=True)):
        voice = row if not name and channel in MANY_VOICED else -1
        source.append(numbers.setdefault((channel, name, voice), len(numbers)))
        origin.append(origins.setdefault((channel, name), len(origins)))
    return np.array(source, dtype=np.int64), np.array(origin, dtype=np.int64)


def publisher(source: str) -> str:
    """Of an address the publisher's name: two pages of one site are one source. Other names stay as they are.

    Examples
    --------
    >>> publisher("https://www.example.org/news/1"), publisher("District police")
    ('example.org', 'District police')
    """
    found = _ADDRESS.match(source)
    return found[1].lower() if found else source
