"""What a scan looks for."""

from __future__ import annotations

from dataclasses import dataclass

MODELS = ("permutation", "poisson")
WINDOWS = ("prospective", "retrospective", "spatial")
RATES = {"high": 1, "low": -1, "both": 0}


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanSettings:
    """Control values of a scan.

    Parameters
    ----------
    windows : str
        "prospective": clusters that are still alive at the end of the study; "retrospective": all; "spatial": the
        whole study period at once.
    rates : str
        "high", "low" or "both": more cases than expected, fewer, or either.
    max_periods : int or None
        Longest cluster, in periods; None: half of the study.
    max_km : float or None
        Largest radius of a circle, or longest way from one end of a stretch; None: no limit.
    max_share : float
        Largest share of all that is expected that a cluster's places may hold over the whole study, (0, 1].
    min_cases : int
        Fewest cases of a cluster of high rate, >= 1.
    replications : int
        Data sets made under the null hypothesis, >= 0.
    sequential : bool
        Stop once so many replications have reached the largest statistic that the p-value must be large
        (Besag and Clifford): (replications + 1) / 20 of them.
    days_between : float
        Days from one analysis to the next, > 0, for the recurrence interval.
    earlier_analyses : int
        Analyses already made, for which the recurrence interval is adjusted; >= 0.

    Raises
    ------
    ValueError
        For a value outside its range.
    """

    windows: str = "prospective"
    rates: str = "high"
    max_periods: int | None = None
    max_km: float | None = None
    max_share: float = 0.5
    min_cases: int = 2
    replications: int = 999
    sequential: bool = False
    days_between: float = 1.0
    earlier_analyses: int = 0

    def __post_init__(self) -> None:
        if self.windows not in WINDOWS:
            raise ValueError(f"windows is one of {', '.join(WINDOWS)}, not {self.windows!r}.")
        if self.rates not in RATES:
            raise ValueError(f"rates is one of {', '.join(RATES)}, not {self.rates!r}.")
        if self.max_periods is not None and self.max_periods < 1:
            raise ValueError(f"The longest cluster has at least one period, not {self.max_periods}.")
        if self.max_km is not None and not self.max_km > 0:
            raise ValueError(f"max_km is above 0, not {self.max_km}.")
        if not 0 < self.max_share <= 1:
            raise ValueError(f"max_share lies in (0, 1], not {self.max_share}.")
        if self.min_cases < 1 or self.replications < 0 or self.earlier_analyses < 0 or not self.days_between > 0:
            raise ValueError("min_cases and days_between are above 0; replications and earlier_analyses at least 0.")
