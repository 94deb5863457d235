"""The weights and thresholds that a section's risk is made with."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskParameters:
    """Weights of harm, strengths of pooling and thresholds of levels; values come from parameters/risk.toml.

    Parameters
    ----------
    killed_points, injured_points, displaced_points, detained_points : float
        Harm points of one person killed, injured, displaced, detained; >= 0.
    harm_half_life_days : float
        Half-life of the weight of an incident when the harm of a coming one is drawn, in days.
    harm_other_pairs_weight : float
        Weight of incidents of other country pairs in that draw, against 1 for the same pair; 0..1.
    prior_incidents : float
        Incidents that the whole region is credited with before its record is looked at; > 0.
    pair_strength, group_strength, section_strength : float
        How many incidents' worth of weight the share by length has, when a pair's share of the region, a group's
        share of its pair and a section's share of its group are estimated; > 0.
    shortest_record_periods : float
        A record shorter than this is treated as being this long, in four-week periods; > 0.
    tolerance_points : float
        Harm in four weeks that is still tolerable, in points.
    critical_points : float
        Harm in four weeks that marks a critical section, in points.
    medium_probability, high_probability : float
        P(harm > tolerance) from which a section is medium, high.
    critical_probability : float
        P(harm > critical_points) from which a section is critical.
    margin : float
        How far below its threshold, as a share of it, a probability must fall before a level may go down; 0..1.
    reviews_before_lowering : int
        Successive reviews below that margin before a level goes down; >= 1.

    Raises
    ------
    ValueError
        For a value outside its range.
    """

    killed_points: float
    injured_points: float
    displaced_points: float
    detained_points: float
    harm_half_life_days: float
    harm_other_pairs_weight: float
    prior_incidents: float
    pair_strength: float
    group_strength: float
    section_strength: float
    shortest_record_periods: float
    tolerance_points: float
    critical_points: float
    medium_probability: float
    high_probability: float
    critical_probability: float
    margin: float
    reviews_before_lowering: int

    def __post_init__(self) -> None:
        for name in self.__slots__:
            if not isfinite(getattr(self, name)) or getattr(self, name) < 0:
                raise ValueError(f"{name} must be a number of at least 0, not {getattr(self, name)}.")
        positive = ("harm_half_life_days", "prior_incidents", "pair_strength", "group_strength", "section_strength")
        for name in (*positive, "shortest_record_periods"):
            if getattr(self, name) == 0:
                raise ValueError(f"{name} must be above 0.")
        if not 0 < self.medium_probability < self.high_probability <= 1:
            raise ValueError("Levels need 0 < medium_probability < high_probability <= 1.")
        if not 0 < self.critical_probability <= 1 or self.critical_points <= self.tolerance_points:
            raise ValueError("A critical level needs a probability in (0, 1] and more points than the tolerance.")
        if self.margin > 1 or self.harm_other_pairs_weight > 1 or self.reviews_before_lowering < 1:
            raise ValueError("margin and harm_other_pairs_weight lie in 0..1, reviews_before_lowering is at least 1.")

    @property
    def harm_points(self) -> tuple[float, float, float, float]:
        """Points of one person killed, injured, displaced, detained."""
        return (self.killed_points, self.injured_points, self.displaced_points, self.detained_points)
