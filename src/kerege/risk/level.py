"""From the probability of harm to one of four levels, and how a level moves from review to review."""

from __future__ import annotations

from dataclasses import dataclass

from kerege.domain.risk import RiskLevel
from kerege.domain.risk_parameters import RiskParameters


def level_of(above_tolerance: float, above_critical: float, parameters: RiskParameters) -> RiskLevel:
    """The level that two probabilities of harm in four weeks call for.

    Critical if P(harm > critical points) reaches its threshold; else high or medium by P(harm > tolerance); else
    low. Never falls when either probability rises.

    Parameters
    ----------
    above_tolerance, above_critical : float
        P(harm > tolerance_points) and P(harm > critical_points), 0..1.
    parameters : RiskParameters
        Thresholds.

    Examples
    --------
    >>> from kerege.files.watch_parameters import read_watch_parameters
    >>> risk = read_watch_parameters().risk
    >>> [level_of(p, 0.0, risk).value for p in (0.01, 0.02, 0.1)], level_of(0.2, 0.05, risk).value
    (['low', 'medium', 'high'], 'critical')
    """
    if above_critical >= parameters.critical_probability:
        return RiskLevel.CRITICAL
    if above_tolerance >= parameters.high_probability:
        return RiskLevel.HIGH
    if above_tolerance >= parameters.medium_probability:
        return RiskLevel.MEDIUM
    return RiskLevel.LOW


@dataclass(frozen=True, slots=True)
class LevelState:
    """The level in force, and how many successive reviews have asked for a lower one."""

    level: RiskLevel
    reviews_below: int = 0


def next_level(
    state: LevelState, above_tolerance: float, above_critical: float, parameters: RiskParameters
) -> LevelState:
    """The level in force after one more review: up at once, down only after several agree.

    A review agrees with lowering when the level would still be lower with both probabilities divided by (1 - margin).
    After `reviews_before_lowering` such reviews in a row the level falls to the one the last review proposes.

    Examples
    --------
    >>> from kerege.files.watch_parameters import read_watch_parameters
    >>> risk = read_watch_parameters().risk
    >>> state = next_level(LevelState(RiskLevel.LOW), 0.3, 0.0, risk)
    >>> state.level.value
    'high'
    >>> for _ in range(2):
    ...     state = next_level(state, 0.03, 0.0, risk)
    ...     print(state.level.value, state.reviews_below)
    high 1
    medium 0
    """
    proposed = level_of(above_tolerance, above_critical, parameters)
    if proposed.rank >= state.level.rank:
        return LevelState(proposed)
    widened = 1 - parameters.margin
    cautious = (
        level_of(min(1.0, above_tolerance / widened), min(1.0, above_critical / widened), parameters)
        if widened > 0
        else state.level
    )
    if cautious.rank >= state.level.rank:
        return LevelState(state.level)
    reviews = state.reviews_below + 1
    if reviews < parameters.reviews_before_lowering:
        return LevelState(state.level, reviews)
    return LevelState(cautious)
