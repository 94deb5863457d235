"""Where an alert stands, and what each step makes of it. The only rules by which an alert moves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from kerege.domain.alert_parameters import AlertParameters
from kerege.domain.alert_stage import (
    AlertOutcome,
    AlertStage,
    Consequence,
    Likelihood,
    TriageFinding,
    VerificationFinding,
)
from kerege.domain.errors import InputError
from kerege.domain.risk import RiskLevel


@dataclass(frozen=True, slots=True, kw_only=True)
class LowerProposal:
    """A first review that found a lower level, which a second one must confirm.

    Parameters
    ----------
    level : RiskLevel
    by : str
        Who reviewed it.
    at : datetime
    """

    level: RiskLevel
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertState:
    """Where an alert stands.

    Parameters
    ----------
    severity : int
        1..5.
    stage : AlertStage
    entered_at : datetime
        When what it waits for now began.
    verification : VerificationFinding or None
    level : RiskLevel or None
        None until it is characterised or raised.
    lower : LowerProposal or None
        A first review that found less.
    outcome : AlertOutcome or None

    Raises
    ------
    ValueError
        For a severity outside 1..5.

    Examples
    --------
    >>> from datetime import UTC
    >>> noon = datetime(2026, 12, 1, 12, tzinfo=UTC)
    >>> first = AlertState(severity=4, stage=AlertStage.TRIAGE, entered_at=noon)
    >>> first.triaged(TriageFinding.RELEVANT, at=noon).stage.value
    'verification'
    """

    severity: int
    stage: AlertStage
    entered_at: datetime
    verification: VerificationFinding | None = None
    level: RiskLevel | None = None
    lower: LowerProposal | None = None
    outcome: AlertOutcome | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.severity <= 5:
            raise ValueError(f"The severity of an alert lies between 1 and 5, not {self.severity}.")

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something."""
        return self.stage is not AlertStage.CLOSED

    def limit(self, parameters: AlertParameters) -> timedelta | None:
        """How long what it waits for now may take; None where it is closed."""
        return parameters.limit(self.stage, self.severity, is_decided=self.outcome is not None)

    def triaged(self, finding: TriageFinding, *, at: datetime) -> AlertState:
        """After the first look: on to verification, or closed as no alert.

        Raises
        ------
        InputError
            If this is not what it waits for; so with each step below.
        """
        self._require(AlertStage.TRIAGE)
        if finding is TriageFinding.NOT_RELEVANT:
            return self._closed(at, AlertOutcome.DISCARD)
        return replace(self, stage=AlertStage.VERIFICATION, entered_at=at)

    def verified(self, finding: VerificationFinding, *, at: datetime) -> AlertState:
        """After it was checked: what is false is closed; what is true or cannot be known is assessed."""
        self._require(AlertStage.VERIFICATION)
        if finding is VerificationFinding.FALSE:
            return replace(self._closed(at, AlertOutcome.DISCARD), verification=finding)
        return replace(self, stage=AlertStage.ASSESSMENT, entered_at=at, verification=finding)

    def assessed(self, *, at: datetime) -> AlertState:
        """After hazard, exposure and context were written down."""
        self._require(AlertStage.ASSESSMENT)
        return replace(self, stage=AlertStage.CHARACTERISATION, entered_at=at)

    def characterised(
        self, likelihood: Likelihood, consequence: Consequence, parameters: AlertParameters, *, by: str, at: datetime
    ) -> AlertState:
        """After likelihood and consequence were judged. A level that was raised before falls by two reviews only."""
        self._require(AlertStage.CHARACTERISATION)
        moved = replace(self, stage=AlertStage.OUTCOME, entered_at=at)
        return moved._towards(parameters.level(likelihood, consequence), parameters, by=by, at=at)

    def raised(self, level: RiskLevel, *, at: datetime) -> AlertState:
        """At a higher level, at once and in every stage.

        Raises
        ------
        InputError
            If the level is no higher, or the alert is closed.
        """
        self._require_open()
        if self.level is not None and level.rank <= self.level.rank:
            raise InputError(
                f"The level is {self.level.value} already", where="level", mend="A lower one is proposed in a review"
            )
        return replace(self, level=level, lower=None)

    def decided(self, outcome: AlertOutcome, *, at: datetime) -> AlertState:
        """After it was decided what is done; another decision replaces it. What is discarded is closed."""
        self._require(AlertStage.OUTCOME)
        if outcome is AlertOutcome.DISCARD:
            return self._closed(at, outcome)
        return replace(self, outcome=outcome, entered_at=at)

    def reviewed(self, level: RiskLevel, parameters: AlertParameters, *, by: str, at: datetime) -> AlertState:
        """After somebody looked at the decision again: up at once, down after two reviews.

        The two are of two persons, or of one with the time of `review_gap_minutes` between; the level falls to the
        higher of the two that they found.
        """
        self._require(AlertStage.OUTCOME)
        if self.outcome is None:
            raise InputError("Nothing is decided yet, so there is nothing to review", mend="Decide what is done first")
        return replace(self, entered_at=at)._towards(level, parameters, by=by, at=at)

    def closed(self, *, at: datetime) -> AlertState:
        """At its end. What is only watched or answered is closed by hand, never by time."""
        self._require(AlertStage.OUTCOME)
        if self.outcome is None:
            raise InputError("Nothing is decided yet, so it cannot be closed", mend="Decide what is done first")
        return self._closed(at, self.outcome)

    def reopened(self, *, at: datetime) -> AlertState:
        """Back from its end to the check, because something new is known."""
        if self.is_open:
            raise InputError("It is not closed", mend="Go on with it")
        return replace(self, stage=AlertStage.VERIFICATION, entered_at=at, verification=None, outcome=None, lower=None)

    def _closed(self, at: datetime, outcome: AlertOutcome) -> AlertState:
        return replace(self, stage=AlertStage.CLOSED, entered_at=at, outcome=outcome, lower=None)

    def _towards(self, level: RiskLevel, parameters: AlertParameters, *, by: str, at: datetime) -> AlertState:
        if self.level is None or level.rank > self.level.rank:
            return replace(self, level=level, lower=None)
        if level is self.level:
            return replace(self, lower=None)
        first = self.lower
        if first is None:
            return replace(self, lower=LowerProposal(level=level, by=by, at=at))
        if first.by == by and at - first.at < timedelta(minutes=parameters.review_gap_minutes):
            # The same person in the same sitting is not a second review; the first one keeps its moment.
            return replace(self, lower=replace(first, level=level))
        return replace(self, level=max(first.level, level, key=lambda one: one.rank), lower=None)

    def _require(self, stage: AlertStage) -> None:
        if self.stage is not stage:
            raise InputError(
                f"It waits for {self.stage.value}, not for {stage.value}", mend="Look at where it stands now"
            )

    def _require_open(self) -> None:
        if not self.is_open:
            raise InputError("It is closed", mend="Open it again first")
