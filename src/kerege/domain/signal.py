"""A statistical finding. A machine proposes it; a person makes an alert of it."""

from __future__ import annotations

from dataclasses import dataclass

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
        The section, group, pair or region it is about, and which of these it is ("section", "group", "pair", "region").
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
        Units counted together because single ones were too quiet to judge; empty where none were.
    evidence : tuple of str
        Ids of the incidents behind the count.
    rank : int
        1 = look at this first.
    note : str
        What must be known before it is read: sparse data, short history.
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
