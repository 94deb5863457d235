"""A statistical finding. A machine proposes it; a person makes an alert of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kerege.domain.counted_period import CountedPeriod
from kerege.domain.period import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """What a detector found in one unit and period.

    Parameters
    ----------
    id : str
        Stable within a run: detector, unit, kind and end of the period.
    detector : str
        Which statistic spoke: "farrington_flexible", ...
    unit_id, unit_name, unit_level : str
        The stretch, group, pair or region it is about, and which of these it is ("stretch": connected sections that
        belong to no unit of their own, "group", "pair", "region").
    kind : str
        Family of kinds counted, or "all".
    period : Period
        The period judged.
    observed : int
        Count in the period.
    expected, upper : float
        What was to be expected, and the bound above which the detector speaks.
    p_value : float or None
        Probability of a count at least as large if nothing had changed; None where the detector has none.
    score : float
        (observed - expected) / (upper - expected): 1 at the bound.
    recurrence_interval_days : float or None
        How often chance alone would give such a signal in this unit: days between analyses / p.
    pooled_from : tuple of str
        Units counted together because single ones were too quiet to judge, and the sections of a stretch; empty
        where none were.
    evidence : tuple of str
        Ids of the incidents behind the count.
    rank : int
        1 = look at this first.
    note : str
        What must be known before it is read: sparse data, short history.
    since : datetime or None
        Since when the same detector has spoken of the same unit day by day without a break; the run's own time where
        it is new, None where it was not looked up.
    false_per_year : float or None
        How often a year the detector spoke in this region although nothing grave happened; None where not known.
    history : tuple of CountedPeriod
        The periods before, oldest first, the one judged last; empty where it was not looked up.
    """

    id: str
    detector: str
    unit_id: str
    unit_name: str
    unit_level: str
    kind: str
    period: Period
    observed: int
    expected: float
    upper: float
    p_value: float | None
    score: float
    recurrence_interval_days: float | None
    pooled_from: tuple[str, ...]
    evidence: tuple[str, ...]
    rank: int
    note: str
    since: datetime | None = None
    false_per_year: float | None = None
    history: tuple[CountedPeriod, ...] = ()

    @property
    def is_new(self) -> bool:
        """Whether it was not given the day before, as far as that was looked up."""
        return self.since is None or self.since >= self.period.end
