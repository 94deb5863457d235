"""How often a detector spoke in vain by the judgement of the people who looked at what it said."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RealisedAlarms:
    """The judged findings of one detector.

    Parameters
    ----------
    detector : str
    accepted, dismissed : int
        Findings that an alert was made of, and those that mean nothing. One that lasts several days counts once.
    not_judged : int
        Findings on which nobody has said a word.
    share, low, high : float
        Share of the judged ones that was dismissed, with its central 80 per cent interval (Jeffreys' prior).

    Raises
    ------
    ValueError
        For a negative count, or a share outside its interval or 0..1.
    """

    detector: str
    accepted: int
    dismissed: int
    not_judged: int
    share: float
    low: float
    high: float

    def __post_init__(self) -> None:
        if min(self.accepted, self.dismissed, self.not_judged) < 0:
            raise ValueError("Findings are counted, so none of the counts is negative.")
        if not 0 <= self.low <= self.high <= 1 or not 0 <= self.share <= 1:
            raise ValueError(f"A share lies between 0 and 1, not {self.share} ({self.low} to {self.high}).")

    @property
    def judged(self) -> int:
        """Findings that somebody judged."""
        return self.accepted + self.dismissed
