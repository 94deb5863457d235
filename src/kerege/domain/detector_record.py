"""How a detector has behaved on the record of a region."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectorRecord:
    """How often a detector spoke although nothing grave happened.

    Parameters
    ----------
    detector : str
    years : float
        Length of the time under watch that was looked back at, > 0.
    signals : int
        Signals it would have given in that time, each on what was known then.
    false_signals : int
        Those with no grave incident in their unit during the stretch judged or the same length after it.
    false_per_year : float
        false_signals / years.
    low, high : float
        Central 80 per cent interval of the rate, a year (Jeffreys' prior for a Poisson rate).

    Raises
    ------
    ValueError
        For a time that is not positive, or more false signals than signals.
    """

    detector: str
    years: float
    signals: int
    false_signals: int
    false_per_year: float
    low: float
    high: float

    def __post_init__(self) -> None:
        if not self.years > 0:
            raise ValueError(f"A detector's record needs a time above 0, not {self.years} years.")
        if not 0 <= self.false_signals <= self.signals:
            raise ValueError("Of the signals at least none and at most all are false.")
