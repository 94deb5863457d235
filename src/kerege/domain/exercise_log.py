"""What happened in an exercise: what was played when, and what was decided when, by which role."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

from kerege.domain.exercise import DecisionKind, ExerciseScript, check_term


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedDecision:
    """A decision that was taken.

    Parameters
    ----------
    minute : float
        Exercise minutes from the start.
    inject : str
        The inject it is about.
    kind : DecisionKind
    term : str
    agency, role : str
        Who took it; a role, never a name.

    Raises
    ------
    ValueError
        For a term that the kind does not have, a negative minute, or no agency or role.
    """

    minute: float
    inject: str
    kind: DecisionKind
    agency: str
    role: str
    term: str = ""

    def __post_init__(self) -> None:
        check_term(self.kind, self.term)
        if not (isfinite(self.minute) and self.minute >= 0):
            raise ValueError(f"A decision is taken at minute 0 or later, not {self.minute}.")
        if not self.agency or not self.role:
            raise ValueError("A decision is taken by a role of an agency.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseLog:
    """Everything that an exercise left behind.

    Parameters
    ----------
    script : ExerciseScript
    speed : float
        Exercise minutes in one minute on the wall.
    until : float
        The exercise minute it ended at, or was stopped at.
    played : tuple of (inject id, minute)
        When each inject really came in.
    decisions : tuple of LoggedDecision
        In any order.
    watched : frozenset of DecisionKind
        The kinds of decision that were recorded at all. Of others nothing can be said.

    Raises
    ------
    ValueError
        If an inject is not of the script or was played twice, or a decision is about none that was played or was taken
        before it came in.
    """

    script: ExerciseScript
    speed: float
    until: float
    played: tuple[tuple[str, float], ...]
    decisions: tuple[LoggedDecision, ...]
    watched: frozenset[DecisionKind] = frozenset(DecisionKind)

    def __post_init__(self) -> None:
        came = dict(self.played)
        if len(came) != len(self.played):
            raise ValueError("An inject was played twice.")
        if unknown := sorted(came.keys() - self.script.inject.keys()):
            raise ValueError(f"The inject {unknown[0]!r} is not of this script.")
        for decision in self.decisions:
            if decision.inject not in came:
                raise ValueError(f"A decision is about {decision.inject!r}, which was not played.")
            if decision.minute < came[decision.inject]:
                raise ValueError(f"A decision about {decision.inject!r} is older than what it is about.")
