"""Counts by period and unit. Not reported is not zero."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from kerege.domain.period import Period


class Frequency(StrEnum):
    """Length of a panel's periods."""

    DAY = "day"
    WEEK = "week"
    FOUR_WEEKS = "four_weeks"
    MONTH = "month"

    @property
    def per_year(self) -> int:
        """Periods in a year, as the season of a model counts them."""
        return {"day": 365, "week": 52, "four_weeks": 13, "month": 12}[self.value]


@dataclass(frozen=True, slots=True)
class PeriodGrid:
    """T neighbouring half-open periods in UTC.

    Parameters
    ----------
    edges : tuple of datetime
        T + 1 instants, ascending, time-zone aware.
    frequency : Frequency
        Their length.

    Examples
    --------
    >>> grid = PeriodGrid((datetime(2021, 1, 1, tzinfo=UTC), datetime(2021, 2, 1, tzinfo=UTC)), Frequency.MONTH)
    >>> len(grid), grid.index(datetime(2021, 1, 31, tzinfo=UTC)), grid.index(datetime(2021, 2, 1, tzinfo=UTC))
    (1, 0, None)
    """

    edges: tuple[datetime, ...]
    frequency: Frequency

    def __post_init__(self) -> None:
        if len(self.edges) < 2:
            raise ValueError("A period grid needs at least one period.")
        if any(edge.tzinfo is None for edge in self.edges):
            raise ValueError("The edges of a period grid need a zone.")
        object.__setattr__(self, "edges", tuple(edge.astimezone(UTC) for edge in self.edges))
        if any(a >= b for a, b in zip(self.edges, self.edges[1:], strict=False)):
            raise ValueError("The edges of a period grid must ascend.")

    def __len__(self) -> int:
        return len(self.edges) - 1

    def __getitem__(self, index: int) -> Period:
        if not 0 <= index < len(self):
            raise IndexError(index)
        return Period(self.edges[index], self.edges[index + 1])

    def index(self, instant: datetime) -> int | None:
        """Which period holds the instant; None outside the grid."""
        position = int(np.searchsorted(np.array(self.seconds), instant.timestamp(), side="right")) - 1
        return position if 0 <= position < len(self) else None

    @property
    def seconds(self) -> NDArray[np.float64]:
        """The edges as seconds since 1970, shape (T + 1,)."""
        return np.array([edge.timestamp() for edge in self.edges])


@dataclass(frozen=True, slots=True)
class CountPanel:
    """Number of incidents by period and unit.

    Parameters
    ----------
    counts : int64 array, shape (T, S)
        Counts, >= 0; read-only.
    reported : bool array, shape (T, S)
        Whether the unit reported in the period. Where False the count means nothing.
    grid : PeriodGrid
        The T periods.
    unit_ids : tuple of str
        The S units: sections, groups, pairs or the whole region.
    kind : str
        What was counted: a family of kinds, or "all".

    Raises
    ------
    ValueError
        If shapes differ or a count is negative.
    """

    counts: NDArray[np.int64]
    reported: NDArray[np.bool_]
    grid: PeriodGrid
    unit_ids: tuple[str, ...]
    kind: str

    def __post_init__(self) -> None:
        shape = (len(self.grid), len(self.unit_ids))
        if self.counts.shape != shape or self.reported.shape != shape:
            raise ValueError(f"A panel of {shape} has counts {self.counts.shape} and reported {self.reported.shape}.")
        if (self.counts < 0).any():
            raise ValueError("Counts cannot be negative.")
        if len(set(self.unit_ids)) != len(self.unit_ids):
            raise ValueError("A panel holds each unit once.")
        counts, reported = self.counts.astype(np.int64), self.reported.astype(np.bool_)
        counts.flags.writeable = reported.flags.writeable = False
        object.__setattr__(self, "counts", counts)
        object.__setattr__(self, "reported", reported)
