"""A count that is known only within bounds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CountRange:
    """A count of persons or things: lowest, best and highest figure given.

    Unknown is not a range: where nothing was given, the field that would hold it is None, never zero.

    Parameters
    ----------
    low, best, high : int
        0 <= low <= best <= high.

    Raises
    ------
    ValueError
        If the order does not hold.

    Examples
    --------
    >>> CountRange(2, 3, 7) + CountRange.exactly(4)
    CountRange(low=6, best=7, high=11)
    """

    low: int
    best: int
    high: int

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.best <= self.high:
            raise ValueError(f"A count needs 0 <= low <= best <= high, not {self.low}, {self.best}, {self.high}.")

    @classmethod
    def exactly(cls, count: int) -> CountRange:
        """One figure without doubt stated."""
        return cls(count, count, count)

    def __add__(self, other: CountRange) -> CountRange:
        return CountRange(self.low + other.low, self.best + other.best, self.high + other.high)
