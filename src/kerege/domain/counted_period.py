"""One period of the history behind a signal."""

from __future__ import annotations

from dataclasses import dataclass

from kerege.domain.period import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedPeriod:
    """What was counted in a period, beside what was to be expected.

    Parameters
    ----------
    period : Period
    observed : int or None
        None where nobody was counting: not reported is not zero.
    expected, upper : float or None
        What the period before let expect, and the bound above which the detector speaks; None where there is none.

    Raises
    ------
    ValueError
        For a negative count.
    """

    period: Period
    observed: int | None
    expected: float | None = None
    upper: float | None = None

    def __post_init__(self) -> None:
        if self.observed is not None and self.observed < 0:
            raise ValueError(f"A count is at least 0, not {self.observed}.")
