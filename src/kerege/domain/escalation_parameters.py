"""What the escalation model assumes before it has seen any incident, and how it looks at the past."""

from __future__ import annotations

from dataclasses import dataclass
from math import log


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationParameters:
    """Settings and priors of the escalation model. Priors are normal on the log scale (the ratio's on the logit scale).

    Parameters
    ----------
    half_life_days : float
        Half-life of the weight of past incidents in the background rate, in days.
    section_share, group_share : float
        Shares of a past incident that speak for its own section and for its section group by length; the rest speaks
        for the whole border by length. Both at least 0, together at most 1.
    prior_incidents : float
        Weight of the long-term rate of the whole border, in incidents, > 0.
    reach_km : float
        Distance along the border beyond which an incident sets off nothing.
    ratio_median, ratio_spread : float
        Incidents that one incident sets off: prior median, 0..1, and spread on the logit scale.
    days_median, days_spread : float
        Mean days until a follow-on: prior median and spread on the log scale.
    km_median, km_spread : float
        Scale of the distance of follow-ons along the border: prior median in km and spread on the log scale.
    background_spread : float
        Spread of the log of the background's level around what the past lets expect.
    """

    half_life_days: float
    section_share: float
    group_share: float
    prior_incidents: float
    reach_km: float
    ratio_median: float
    ratio_spread: float
    days_median: float
    days_spread: float
    km_median: float
    km_spread: float
    background_spread: float

    def __post_init__(self) -> None:
        if not 0 < self.ratio_median < 1:
            raise ValueError(f"ratio_median lies between 0 and 1, not {self.ratio_median}.")
        if min(self.section_share, self.group_share) < 0 or self.section_share + self.group_share > 1:
            raise ValueError("section_share and group_share are at least 0 and together at most 1.")
        for name in self.__slots__:
            if name.endswith(("days", "km", "median", "spread", "incidents")) and not getattr(self, name) > 0:
                raise ValueError(f"{name} must be above 0, not {getattr(self, name)}.")

    @property
    def prior_mean(self) -> tuple[float, float, float, float]:
        """Prior means of log background level, logit ratio, log days and log km."""
        return 0.0, log(self.ratio_median / (1 - self.ratio_median)), log(self.days_median), log(self.km_median)

    @property
    def prior_spread(self) -> tuple[float, float, float, float]:
        """Their prior standard deviations."""
        return self.background_spread, self.ratio_spread, self.days_spread, self.km_spread
