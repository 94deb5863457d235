"""A small exercise for tests, in which every figure can be reckoned by hand."""

from __future__ import annotations

from typing import Any

from kerege.domain.exercise import (
    DecisionKind,
    ExerciseDoor,
    ExerciseScript,
    ExpectedDecision,
    Inject,
    PlayedDecision,
    Truth,
)
from kerege.domain.exercise_log import ExerciseLog, LoggedDecision

VERIFY, ALERT, CALL, ANSWER = (
    DecisionKind.VERIFY, DecisionKind.OPEN_ALERT, DecisionKind.CALL_OTHER_SIDE, DecisionKind.ANSWER,
)  # fmt: skip


def inject(id_: str, minute: int, happening: str, **other: Any) -> Inject:
    said: dict[str, Any] = {"door": ExerciseDoor.RESIDENT, "language": "en", "text": f"Words of {id_}.", **other}
    return Inject(id=id_, minute=minute, happening=happening, **said)


def expected(id_: str, about: str, kind: DecisionKind, within: int, term: str = "", agency: str = "own") -> Any:
    return ExpectedDecision(
        id=id_, inject=about, kind=kind, within_minutes=within, term=term, agency=agency,
        why={"en": f"Why {id_}.", "ru": f"Почему {id_}."},
    )  # fmt: skip


def played(id_: str, minute: int, about: str, kind: DecisionKind, **other: Any) -> PlayedDecision:
    said: dict[str, Any] = {"agency": "own", "role": "officer", "words": "Because.", **other}
    return PlayedDecision(id=id_, minute=minute, inject=about, kind=kind, **said)


def taken(minute: float, about: str, kind: DecisionKind, term: str = "", agency: str = "own") -> LoggedDecision:
    return LoggedDecision(minute=minute, inject=about, kind=kind, term=term, agency=agency, role="officer")


def script(**changes: Any) -> ExerciseScript:
    """Stones told of twice (10, 15), a rumour (40), shots (60); six decisions expected."""
    usual: dict[str, Any] = {
        "code": "small",
        "title": {"en": "A small exercise", "ru": "Малые учения"},
        "built_on": {"en": "Made up.", "ru": "Вымышлено."},
        "span_minutes": 120,
        "agencies": {"own": {"en": "Own", "ru": "Своя"}, "police": {"en": "Police", "ru": "Милиция"}},
        "injects": (
            inject("a", 10, "stones"),
            inject("b", 15, "stones"),
            inject("c", 40, "rumour", truth=Truth.RUMOUR),
            inject("d", 60, "shots"),
        ),
        "expected": (
            expected("e1", "a", VERIFY, 20, "verified"),
            expected("e2", "a", ALERT, 15),
            expected("e3", "a", CALL, 30),
            expected("e4", "c", VERIFY, 30, "false"),
            expected("e5", "d", CALL, 10),
            expected("e6", "d", DecisionKind.TELL_RESIDENTS, 30, agency="police"),
        ),
        "played": (played("p1", 20, "a", VERIFY, term="verified"),),
    }
    return ExerciseScript(**{**usual, **changes})


CAME = (("a", 10.0), ("b", 15.0), ("c", 40.0), ("d", 60.0))
DECISIONS = (
    taken(22, "b", VERIFY, "verified"),
    taken(30, "a", ALERT),
    taken(33, "a", CALL),
    taken(50, "c", VERIFY, "false"),
    taken(75, "d", CALL),
    taken(80, "d", DecisionKind.JOINT_VISIT),
)


def log(**changes: Any) -> ExerciseLog:
    usual: dict[str, Any] = {
        "script": script(), "speed": 60.0, "until": 120.0, "played": CAME, "decisions": DECISIONS,
    }  # fmt: skip
    return ExerciseLog(**{**usual, **changes})
