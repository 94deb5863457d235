"""The risk of one border section in one period: expected harm with its interval, and a level that is a reaction."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kerege.domain.period import Period


class RiskLevel(StrEnum):
    """Level of a section, as in Regulation (EU) 2019/1896, Article 34; each stands for a reaction."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """0 for low, 3 for critical."""
        return list(RiskLevel).index(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskAssessment:
    """What is to be expected of a section in the coming period.

    Parameters
    ----------
    section_id : str
        The section.
    period : Period
        The coming period judged, usually four weeks.
    probability_incident : float
        Probability of at least one incident, 0..1.
    probability_killed : float
        Probability of at least one person killed, 0..1.
    expected_incidents : float
        Mean number of incidents.
    expected_harm : float
        Mean harm in harm points (see parameters/risk.toml).
    harm_low, harm_high : float
        Bounds of the central 80 per cent interval of the harm.
    level : RiskLevel
        Level proposed by the thresholds; a person decides.
    reasons : tuple of (name, value)
        What the expected harm is made of: shares that add up to it.
    pooled_from : tuple of str
        Units whose counts were used together, because this section alone was too quiet; empty where none were.
    caveats : tuple of str
        Identifiers of what must be known before the figure is used.
    parameters_version : str
        Version of the thresholds and weights.
    """

    section_id: str
    period: Period
    probability_incident: float
    probability_killed: float
    expected_incidents: float
    expected_harm: float
    harm_low: float
    harm_high: float
    level: RiskLevel
    reasons: tuple[tuple[str, float], ...]
    pooled_from: tuple[str, ...]
    caveats: tuple[str, ...]
    parameters_version: str

    def __post_init__(self) -> None:
        for name in ("probability_incident", "probability_killed"):
            if not 0 <= getattr(self, name) <= 1:
                raise ValueError(f"{name} lies between 0 and 1, not {getattr(self, name)}.")
        if not 0 <= self.harm_low <= self.harm_high:
            raise ValueError("The interval of harm needs 0 <= low <= high.")
