"""How long an alert may wait, when somebody else is called, and what likelihood and consequence make together."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import timedelta
from math import isfinite

from kerege.domain.alert_stage import AlertStage, Consequence, Likelihood
from kerege.domain.risk import RiskLevel

_MIDDLE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertParameters:
    """The values of parameters/alerts.toml, where each has its unit and reason.

    Raises
    ------
    ValueError
        For a value that is not above 0, shares of escalation that do not grow, or thresholds outside 2..25 or not in
        order.
    """

    triage_minutes: float
    verification_minutes: float
    assessment_minutes: float
    characterisation_minutes: float
    outcome_minutes: float
    review_minutes: float
    second_call_share: float
    third_call_share: float
    review_gap_minutes: float
    medium_points: int
    high_points: int
    critical_points: int

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if not (isfinite(value) and value > 0):
                raise ValueError(f"{field.name} is a number above 0, not {value}.")
        if not self.second_call_share < self.third_call_share:
            raise ValueError("third_call_share must be above second_call_share.")
        if not 1 < self.medium_points < self.high_points < self.critical_points <= 25:
            raise ValueError("medium_points, high_points and critical_points grow, from 2 to 25 at most.")

    def limit(self, stage: AlertStage, severity: int, *, is_decided: bool = False) -> timedelta | None:
        """How long an alert may stand in a stage: base · 2^(3 − severity); None where it is closed.

        Parameters
        ----------
        stage : AlertStage
        severity : int
            1..5: each step halves the time.
        is_decided : bool
            Whether the outcome is decided already, so that the next thing due is its review.

        Examples
        --------
        >>> from kerege.files.alert_parameters import read_alert_parameters
        >>> read_alert_parameters().limit(AlertStage.TRIAGE, 5)
        datetime.timedelta(seconds=900)
        """
        if stage is AlertStage.CLOSED:
            return None
        name = "review" if stage is AlertStage.OUTCOME and is_decided else stage.value
        minutes: float = getattr(self, f"{name}_minutes")
        return timedelta(minutes=minutes * 2.0 ** (_MIDDLE - severity))

    def level(self, likelihood: Likelihood, consequence: Consequence) -> RiskLevel:
        """The level that the two make together: by the product of their points, 1..25.

        Examples
        --------
        >>> from kerege.files.alert_parameters import read_alert_parameters
        >>> read_alert_parameters().level(Likelihood.LIKELY, Consequence.MAJOR).value
        'high'
        """
        points = likelihood.points * consequence.points
        if points >= self.critical_points:
            return RiskLevel.CRITICAL
        if points >= self.high_points:
            return RiskLevel.HIGH
        return RiskLevel.MEDIUM if points >= self.medium_points else RiskLevel.LOW

    def calls(self, late: timedelta, limit: timedelta) -> int:
        """How many circles of people are called for an alert that is late: 0 while it is not, then 1, 2 and 3.

        Parameters
        ----------
        late : timedelta
            Time since it was due; negative before.
        limit : timedelta
            The time it had.

        Examples
        --------
        >>> from kerege.files.alert_parameters import read_alert_parameters
        >>> own, hour = read_alert_parameters(), timedelta(hours=1)
        >>> [own.calls(timedelta(minutes=late), hour) for late in (-1, 0, 29, 30, 60)]
        [0, 1, 1, 2, 3]
        """
        if late < timedelta(0):
            return 0
        # What had no time at all is as late as can be.
        share = late / limit if limit > timedelta(0) else float("inf")
        return 1 + (share >= self.second_call_share) + (share >= self.third_call_share)
