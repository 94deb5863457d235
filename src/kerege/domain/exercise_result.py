"""How an exercise went: which expected decisions were met, late or missed, and how long they took."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median
from typing import Any

from kerege.domain.exercise import DecisionKind, ExpectedDecision, Truth
from kerege.domain.exercise_log import ExerciseLog, LoggedDecision
from kerege.domain.verdict import Verdict


class DecisionState(StrEnum):
    """What became of an expected decision.

    NOT_ASKED: its inject was not played, or the exercise ended before it was due. NOT_WATCHED: nobody recorded
    decisions of its kind, so nothing can be said.
    """

    MET = "met"
    LATE = "late"
    MISSED = "missed"
    NOT_ASKED = "not_asked"
    NOT_WATCHED = "not_watched"


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedDecision:
    """An expected decision and what became of it.

    Parameters
    ----------
    expected : ExpectedDecision
    state : DecisionState
    asked_at : float or None
        The minute at which its inject came in; None where it was not played.
    minutes : float or None
        From the inject to the decision; None where it was not taken.
    by : LoggedDecision or None
        The decision that counts.
    """

    expected: ExpectedDecision
    state: DecisionState
    asked_at: float | None = None
    minutes: float | None = None
    by: LoggedDecision | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KindFigures:
    """How decisions of one kind went: numbers by state, and the median of the minutes of those that were taken."""

    kind: DecisionKind
    met: int
    late: int
    missed: int
    median_minutes: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseResult:
    """How an exercise went.

    Parameters
    ----------
    log : ExerciseLog
    judged : tuple of JudgedDecision
        In the order of the script.
    other : tuple of LoggedDecision
        Decisions that nothing in the script asked for.
    figures : tuple of KindFigures
        For each kind that was asked for and watched.
    alert_to_contact : float or None
        Median minutes from an alert to the first call to the other side about the same happening.
    untruths, untruths_seen : int
        Rumours and false reports that were played, each counted once however often it was told, and how many of them
        the check found false.
    """

    log: ExerciseLog
    judged: tuple[JudgedDecision, ...]
    other: tuple[LoggedDecision, ...]
    figures: tuple[KindFigures, ...]
    alert_to_contact: float | None
    untruths: int
    untruths_seen: int

    def count(self, state: DecisionState) -> int:
        """How many expected decisions came out so."""
        return sum(one.state is state for one in self.judged)

    @property
    def share_in_time(self) -> float | None:
        """Decisions met, among those that can be judged; None where there is none."""
        told = sum(self.count(state) for state in (DecisionState.MET, DecisionState.LATE, DecisionState.MISSED))
        return self.count(DecisionState.MET) / told if told else None

    def as_document(self) -> dict[str, Any]:
        """Everything as plain values, for programs."""
        return {
            "exercise": self.log.script.code,
            "is_exercise": True,
            "speed": self.log.speed,
            "until_minute": round(self.log.until, 2),
            "injects_played": len(self.log.played),
            "injects_of_script": len(self.log.script.injects),
            "share_in_time": self.share_in_time,
            "alert_to_contact_median_minutes": self.alert_to_contact,
            "untruths": self.untruths,
            "untruths_seen": self.untruths_seen,
            "watched": sorted(kind.value for kind in self.log.watched),
            "states": {state.value: self.count(state) for state in DecisionState},
            "kinds": [
                {"kind": one.kind.value, "met": one.met, "late": one.late, "missed": one.missed,
                 "median_minutes": one.median_minutes}
                for one in self.figures
            ],
            "decisions": [_line(one) for one in self.judged],
            "other": [
                {"inject": one.inject, "kind": one.kind.value, "term": one.term, "minute": round(one.minute, 2),
                 "agency": one.agency, "role": one.role}
                for one in self.other
            ],
        }  # fmt: skip


def judge_exercise(log: ExerciseLog) -> ExerciseResult:
    """Hold what was decided against what was expected.

    An expected decision is met by the first one of its kind, term and agency about any inject of the same happening,
    taken after its inject came in. One decision may meet several expected ones.

    Parameters
    ----------
    log : ExerciseLog
    """
    ordered = sorted(log.decisions, key=lambda one: one.minute)
    judged = tuple(_judge(log, expected, ordered) for expected in log.script.expected)
    counted = {id(one.by) for one in judged if one.by is not None}
    happening = {one.id: one.happening for one in log.script.injects}
    came = dict(log.played)
    untrue = {one.happening for one in log.script.injects if one.truth is not Truth.SO and one.id in came}
    seen_false = {
        happening[one.inject] for one in ordered if one.kind is DecisionKind.VERIFY and one.term == Verdict.FALSE
    }
    return ExerciseResult(
        log=log,
        judged=judged,
        other=tuple(one for one in ordered if id(one) not in counted),
        figures=_figures(judged),
        alert_to_contact=_alert_to_contact(log, ordered),
        untruths=len(untrue),
        untruths_seen=len(untrue & seen_false),
    )


def _judge(log: ExerciseLog, expected: ExpectedDecision, ordered: list[LoggedDecision]) -> JudgedDecision:
    asked_at = dict(log.played).get(expected.inject)
    if expected.kind not in log.watched:
        return JudgedDecision(expected=expected, state=DecisionState.NOT_WATCHED, asked_at=asked_at)
    if asked_at is None:
        return JudgedDecision(expected=expected, state=DecisionState.NOT_ASKED)
    happening = log.script.inject[expected.inject].happening
    wanted = (expected.kind, expected.term, expected.agency)
    for one in ordered:
        is_same = log.script.inject[one.inject].happening == happening
        if is_same and (one.kind, one.term, one.agency) == wanted and one.minute >= asked_at:
            minutes = one.minute - asked_at
            state = DecisionState.MET if minutes <= expected.within_minutes else DecisionState.LATE
            return JudgedDecision(expected=expected, state=state, asked_at=asked_at, minutes=minutes, by=one)
    is_over = log.until >= asked_at + expected.within_minutes
    state = DecisionState.MISSED if is_over else DecisionState.NOT_ASKED
    return JudgedDecision(expected=expected, state=state, asked_at=asked_at)


def _figures(judged: Sequence[JudgedDecision]) -> tuple[KindFigures, ...]:
    found = []
    for kind in DecisionKind:
        states = [one.state for one in judged if one.expected.kind is kind]
        numbers = [states.count(state) for state in (DecisionState.MET, DecisionState.LATE, DecisionState.MISSED)]
        if not any(numbers):
            continue
        minutes = [one.minutes for one in judged if one.expected.kind is kind and one.minutes is not None]
        met, late, missed = numbers
        middle = float(median(minutes)) if minutes else None
        found.append(KindFigures(kind=kind, met=met, late=late, missed=missed, median_minutes=middle))
    return tuple(found)


def _alert_to_contact(log: ExerciseLog, ordered: list[LoggedDecision]) -> float | None:
    def first(kind: DecisionKind, happening: str, since: float = 0.0) -> float | None:
        return next(
            (
                one.minute
                for one in ordered
                if one.kind is kind and log.script.inject[one.inject].happening == happening and one.minute >= since
            ),
            None,
        )

    waits = []
    for happening in {inject.happening for inject in log.script.injects}:
        alert = first(DecisionKind.OPEN_ALERT, happening)
        contact = None if alert is None else first(DecisionKind.CALL_OTHER_SIDE, happening, alert)
        if alert is not None and contact is not None:
            waits.append(contact - alert)
    return float(median(waits)) if waits else None


def _line(one: JudgedDecision) -> dict[str, Any]:
    return {
        "id": one.expected.id,
        "inject": one.expected.inject,
        "kind": one.expected.kind.value,
        "term": one.expected.term,
        "agency": one.expected.agency,
        "within_minutes": one.expected.within_minutes,
        "state": one.state.value,
        "asked_at": None if one.asked_at is None else round(one.asked_at, 2),
        "minutes": None if one.minutes is None else round(one.minutes, 2),
        "by": None if one.by is None else {"agency": one.by.agency, "role": one.by.role},
    }
