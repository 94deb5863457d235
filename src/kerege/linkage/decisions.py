"""What people decided about pairs of reports; it stands above every computed probability."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Indices = NDArray[np.int64]
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class LinkDecisions:
    """Pairs of ids of reports.

    Taking a link back is a decision that the two cannot be one; taking a decision back is leaving it out. Nothing else
    is stored: incidents are computed anew from reports and decisions.

    Parameters
    ----------
    must : tuple of pairs
        They tell of the same happening.
    cannot : tuple of pairs
        They do not.

    Raises
    ------
    ValueError
        If a report is decided about with itself, or chains of `must` join what `cannot` keeps apart.

    Examples
    --------
    >>> LinkDecisions(must=(("a", "b"), ("b", "c")), cannot=(("c", "a"),))
    Traceback (most recent call last):
    ...
    ValueError: Decisions join the reports 'c' and 'a' and keep them apart as well.
    """

    must: tuple[Pair, ...] = ()
    cannot: tuple[Pair, ...] = ()

    def __post_init__(self) -> None:
        for pair in (*self.must, *self.cannot):
            if pair[0] == pair[1]:
                raise ValueError(f"A decision needs two reports, not {pair[0]!r} twice.")
        group = _chains(self.must)
        for one, other in self.cannot:
            if one in group and group[one] == group.get(other):
                raise ValueError(f"Decisions join the reports {one!r} and {other!r} and keep them apart as well.")

    def rows(self, reference: tuple[str, ...]) -> tuple[Indices, Indices]:
        """The pairs `must` and `cannot` as rows of reports, each of shape (D, 2); those of absent reports left out."""
        if not (self.must or self.cannot):
            return np.empty((0, 2), np.int64), np.empty((0, 2), np.int64)
        row = {name: i for i, name in enumerate(reference)}
        must, cannot = (
            np.array([(row[a], row[b]) for a, b in pairs if a in row and b in row], dtype=np.int64).reshape(-1, 2)
            for pairs in (self.must, self.cannot)
        )
        return must, cannot


def _chains(pairs: tuple[Pair, ...]) -> dict[str, str]:
    """For each report named, one that stands for its whole chain."""
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        while parent.setdefault(name, name) != name:
            name = parent[name]
        return name

    for one, other in pairs:
        parent[root(one)] = root(other)
    return {name: root(name) for name in list(parent)}
