"""The stages of an alert and what is found in each: from the first look to the lessons."""

from __future__ import annotations

from enum import StrEnum


class AlertStage(StrEnum):
    """What an alert waits for. OUTCOME lasts until it is closed: a decision is made there and reviewed."""

    TRIAGE = "triage"
    VERIFICATION = "verification"
    ASSESSMENT = "assessment"
    CHARACTERISATION = "characterisation"
    OUTCOME = "outcome"
    CLOSED = "closed"

    @property
    def rank(self) -> int:
        """0 for triage, 5 for closed."""
        return list(AlertStage).index(self)


class TriageFinding(StrEnum):
    """Whether an alert is one at all."""

    RELEVANT = "relevant"
    NOT_RELEVANT = "not_relevant"


class VerificationFinding(StrEnum):
    """Whether it is so. UNVERIFIABLE is not FALSE: what cannot be known may still be grave, so it goes on."""

    VERIFIED = "verified"
    UNVERIFIABLE = "unverifiable"
    FALSE = "false"


class AlertOutcome(StrEnum):
    """What is done with an alert."""

    DISCARD = "discard"
    MONITOR = "monitor"
    RESPOND = "respond"


class Likelihood(StrEnum):
    """How likely it is that it comes, or gets worse."""

    VERY_UNLIKELY = "very_unlikely"
    UNLIKELY = "unlikely"
    POSSIBLE = "possible"
    LIKELY = "likely"
    ALMOST_CERTAIN = "almost_certain"

    @property
    def points(self) -> int:
        """1 for very unlikely, 5 for almost certain."""
        return list(Likelihood).index(self) + 1


class Consequence(StrEnum):
    """How bad it would be for people."""

    MINIMAL = "minimal"
    MINOR = "minor"
    MODERATE = "moderate"
    MAJOR = "major"
    SEVERE = "severe"

    @property
    def points(self) -> int:
        """1 for minimal, 5 for severe."""
        return list(Consequence).index(self) + 1
