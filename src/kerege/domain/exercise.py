"""The script of an exercise: what comes in when, what a good team would do, and what the script's players do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kerege.domain.harm import Harm
from kerege.domain.position import Position
from kerege.domain.verdict import Verdict


class ExerciseDoor(StrEnum):
    """Who says it, and by which way."""

    RESIDENT = "resident"
    POST = "post"
    SMS = "sms"
    MONITOR = "monitor"


class Truth(StrEnum):
    """What an inject is in the world of the script. Players do not see it."""

    SO = "so"
    RUMOUR = "rumour"
    FALSE = "false"


class DecisionKind(StrEnum):
    """What a team decides. VERIFY has a verdict as its term, RESPOND a term of the catalogue of responses."""

    VERIFY = "verify"
    OPEN_ALERT = "open_alert"
    ANSWER = "answer"
    CALL_OTHER_SIDE = "call_other_side"
    JOINT_VISIT = "joint_visit"
    RESPOND = "respond"
    TELL_RESIDENTS = "tell_residents"


VERDICTS = frozenset({Verdict.VERIFIED, Verdict.UNVERIFIABLE, Verdict.FALSE, Verdict.DUPLICATE})
"""The verdicts that end a check."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inject:
    """One thing that comes in.

    Parameters
    ----------
    id : str
        Unique in the script.
    minute : int
        Exercise minutes from the start.
    door : ExerciseDoor
    language, text : str
        The language it is written in, and the words.
    happening : str
        What it tells of; injects with the same word here tell of one happening.
    truth : Truth
    kind : str
        Identifier of the catalogue; "" where the sender does not say.
    place : str
    position : Position or None
    side : str
        Country code of the side the sender speaks from; "" where not said.
    harm : Harm

    Raises
    ------
    ValueError
        If id, happening or words are missing, or it comes before the start.
    """

    id: str
    minute: int
    door: ExerciseDoor
    language: str
    text: str
    happening: str
    truth: Truth = Truth.SO
    kind: str = ""
    place: str = ""
    position: Position | None = None
    side: str = ""
    harm: Harm = field(default_factory=Harm)

    def __post_init__(self) -> None:
        if not self.id or not self.happening or not self.text.strip():
            raise ValueError("An inject needs an id, a happening and words.")
        if self.minute < 0:
            raise ValueError(f"An inject comes at minute 0 or later, not {self.minute}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedDecision:
    """What a good team would do.

    Parameters
    ----------
    id, inject : str
        Its own id, and the inject that asks for it.
    kind : DecisionKind
    term : str
        A verdict or a response, where the kind has one.
    within_minutes : int
        Exercise minutes from the inject.
    agency : str
        Who should decide it.
    why : mapping of language to str

    Raises
    ------
    ValueError
        For a time of less than a minute, or a term that the kind does not have.
    """

    id: str
    inject: str
    kind: DecisionKind
    within_minutes: int
    agency: str
    why: Mapping[str, str]
    term: str = ""

    def __post_init__(self) -> None:
        if self.within_minutes < 1:
            raise ValueError(f"A decision needs a minute at least, not {self.within_minutes}.")
        check_term(self.kind, self.term)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayedDecision:
    """What the script's own players do where nobody plays.

    Parameters
    ----------
    id : str
    minute : int
        Exercise minutes from the start.
    inject : str
        The inject it is about.
    kind : DecisionKind
    term : str
    agency, role : str
        Who decides it; a role, never a name.
    words : str
        The reason given, or the answer.
    original : str
        For the verdict "duplicate": the inject that told of it before.

    Raises
    ------
    ValueError
        For a term that the kind does not have, no words, or a duplicate of nothing.
    """

    id: str
    minute: int
    inject: str
    kind: DecisionKind
    agency: str
    role: str
    words: str
    term: str = ""
    original: str = ""

    def __post_init__(self) -> None:
        check_term(self.kind, self.term)
        if not self.words.strip():
            raise ValueError("A decision needs words: silence is no reason.")
        if (self.term == Verdict.DUPLICATE) != bool(self.original):
            raise ValueError("A duplicate, and only a duplicate, names the inject that came before.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseScript:
    """A whole exercise.

    Parameters
    ----------
    code : str
        Its name in commands.
    title, built_on : mapping of language to str
        What it is called, and what it is made from.
    span_minutes : int
        How long it lasts, in exercise minutes.
    agencies : mapping of code to (mapping of language to str)
        Who plays.
    injects : tuple of Inject
        In order of time.
    expected : tuple of ExpectedDecision
    played : tuple of PlayedDecision
        In order of time.

    Raises
    ------
    ValueError
        If something is named that is not there or twice, lies outside the span, is out of order, is decided before it
        came in, or is due after the end.
    """

    code: str
    title: Mapping[str, str]
    built_on: Mapping[str, str]
    span_minutes: int
    agencies: Mapping[str, Mapping[str, str]]
    injects: tuple[Inject, ...]
    expected: tuple[ExpectedDecision, ...]
    played: tuple[PlayedDecision, ...]

    def __post_init__(self) -> None:
        if not self.injects:
            raise ValueError("An exercise needs an inject.")
        for items in (self.injects, self.expected, self.played):
            _check_ids([item.id for item in items])
        for timed in (self.injects, self.played):
            _check_order([(item.id, item.minute) for item in timed], self.span_minutes)
        for wanted in self.expected:
            self._check_names(wanted)
            if self.inject[wanted.inject].minute + wanted.within_minutes > self.span_minutes:
                raise ValueError(f"{wanted.id!r} is due after the end, so it could never be late.")
        for done in self.played:
            self._check_names(done)
            self._check_played(done)

    @property
    def inject(self) -> dict[str, Inject]:
        """The injects by id."""
        return {inject.id: inject for inject in self.injects}

    def _check_names(self, decision: ExpectedDecision | PlayedDecision) -> None:
        if decision.inject not in self.inject:
            raise ValueError(f"{decision.id!r} is about the inject {decision.inject!r}, which there is not.")
        if decision.agency not in self.agencies:
            raise ValueError(f"{decision.id!r} names the agency {decision.agency!r}, which does not play.")

    def _check_played(self, done: PlayedDecision) -> None:
        came = self.inject[done.inject].minute
        if done.minute < came:
            raise ValueError(f"{done.id!r} is decided at minute {done.minute}, before its inject at {came}.")
        if done.original and (done.original not in self.inject or done.original == done.inject):
            raise ValueError(f"{done.id!r} is a duplicate of {done.original!r}, which is no other inject.")


def check_term(kind: DecisionKind, term: str) -> None:
    """See that a kind of decision has the term it needs, and none that it does not know.

    Raises
    ------
    ValueError
        If not.
    """
    if kind is DecisionKind.VERIFY and term not in VERDICTS:
        raise ValueError(f"A check ends with {', '.join(sorted(VERDICTS))}, not with {term!r}.")
    if kind is DecisionKind.RESPOND and not term:
        raise ValueError("A response names its term of the catalogue.")
    if term and kind not in (DecisionKind.VERIFY, DecisionKind.RESPOND):
        raise ValueError(f"The decision {kind.value} has no term, but {term!r} is given.")


def _check_ids(ids: list[str]) -> None:
    twice = sorted({one for one in ids if ids.count(one) > 1})
    if twice:
        raise ValueError(f"The id {twice[0]!r} is used twice.")
    if "" in ids:
        raise ValueError("A decision has no id.")


def _check_order(items: Iterable[tuple[str, int]], span: int) -> None:
    latest = 0
    for name, minute in items:
        if minute < latest:
            raise ValueError(f"{name!r} at minute {minute} stands after one at minute {latest}.")
        if minute > span:
            raise ValueError(f"{name!r} comes at minute {minute}, after the end at {span}.")
        latest = minute
