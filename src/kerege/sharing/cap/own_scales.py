"""Kerege's own scales in the words of CAP 1.2."""

from __future__ import annotations

from datetime import datetime, timedelta

from kerege.domain.cap_terms import CapCertainty, CapSeverity, CapUrgency
from kerege.domain.risk import RiskLevel

_SEVERITIES = (CapSeverity.MINOR, CapSeverity.MINOR, CapSeverity.MODERATE, CapSeverity.SEVERE, CapSeverity.EXTREME)
_OF_LEVEL = {
    RiskLevel.LOW: CapSeverity.MINOR,
    RiskLevel.MEDIUM: CapSeverity.MODERATE,
    RiskLevel.HIGH: CapSeverity.SEVERE,
    RiskLevel.CRITICAL: CapSeverity.EXTREME,
}
_NO_CHANCE = 0.005
"""The standard's "p ~ 0": what rounds to 0 per cent."""
_SOON = timedelta(hours=1)
"""The standard's "Expected": within the next hour."""


def cap_severity(severity: int | None) -> CapSeverity:
    """The word for a severity of 1 to 5; None is unknown. 1 and 2 are both minor: the standard has four steps.

    Raises
    ------
    ValueError
        For another number.

    Examples
    --------
    >>> [cap_severity(step).value for step in (None, 1, 2, 3, 4, 5)]
    ['Unknown', 'Minor', 'Minor', 'Moderate', 'Severe', 'Extreme']
    """
    if severity is None:
        return CapSeverity.UNKNOWN
    if not 1 <= severity <= len(_SEVERITIES):
        raise ValueError(f"A severity lies between 1 and {len(_SEVERITIES)}, not {severity}.")
    return _SEVERITIES[severity - 1]


def cap_severity_of_level(level: RiskLevel) -> CapSeverity:
    """The word for the level of a section.

    Examples
    --------
    >>> cap_severity_of_level(RiskLevel.CRITICAL).value
    'Extreme'
    """
    return _OF_LEVEL[level]


def cap_certainty(probability: float | None, *, is_observed: bool = False) -> CapCertainty:
    """The word for a probability, as the standard bounds it: likely above a half, unlikely near 0.

    Parameters
    ----------
    probability : float or None
        0..1; None where it is not known.
    is_observed : bool
        It has happened or is happening: then the probability is of no account.

    Raises
    ------
    ValueError
        For a number outside 0..1.

    Examples
    --------
    >>> [cap_certainty(p).value for p in (0.51, 0.5, 0.005, 0.0049, None)]
    ['Likely', 'Possible', 'Possible', 'Unlikely', 'Unknown']
    >>> cap_certainty(None, is_observed=True).value
    'Observed'
    """
    if is_observed:
        return CapCertainty.OBSERVED
    if probability is None:
        return CapCertainty.UNKNOWN
    if not 0 <= probability <= 1:
        raise ValueError(f"A probability lies between 0 and 1, not {probability}.")
    if probability > 0.5:
        return CapCertainty.LIKELY
    return CapCertainty.POSSIBLE if probability >= _NO_CHANCE else CapCertainty.UNLIKELY


def cap_urgency(begins: datetime | None, *, ends: datetime | None = None, at: datetime) -> CapUrgency:
    """The word for how soon something must be done.

    Parameters
    ----------
    begins, ends : datetime or None
        Of the danger; None where not known.
    at : datetime
        Now.

    Examples
    --------
    >>> from datetime import UTC
    >>> now = datetime(2026, 3, 1, tzinfo=UTC)
    >>> [cap_urgency(now + timedelta(minutes=m), at=now).value for m in (-5, 0, 1, 60, 61)]
    ['Immediate', 'Immediate', 'Expected', 'Expected', 'Future']
    >>> cap_urgency(None, at=now).value, cap_urgency(now, ends=now, at=now).value
    ('Unknown', 'Past')
    """
    if ends is not None and ends <= at:
        return CapUrgency.PAST
    if begins is None:
        return CapUrgency.UNKNOWN
    if begins <= at:
        return CapUrgency.IMMEDIATE
    return CapUrgency.EXPECTED if begins - at <= _SOON else CapUrgency.FUTURE
