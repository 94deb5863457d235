"""Decisions, states and roles of an exercise in words."""

from __future__ import annotations

from kerege.bulletin.words import Words, message
from kerege.domain.catalogue import Catalogue
from kerege.domain.exercise import DecisionKind
from kerege.domain.exercise_result import DecisionState
from kerege.domain.verdict import Verdict

KINDS = {
    DecisionKind.VERIFY: message("Check the report"),
    DecisionKind.OPEN_ALERT: message("Open an alert"),
    DecisionKind.ANSWER: message("Answer the reporter"),
    DecisionKind.CALL_OTHER_SIDE: message("Call the other side's border representative"),
    DecisionKind.JOINT_VISIT: message("Look at the place together"),
    DecisionKind.RESPOND: message("Respond"),
    DecisionKind.TELL_RESIDENTS: message("Tell residents what is known"),
}
STATES = {
    DecisionState.MET: message("in time"),
    DecisionState.LATE: message("late"),
    DecisionState.MISSED: message("missed"),
    DecisionState.NOT_ASKED: message("not asked"),
    DecisionState.NOT_WATCHED: message("not recorded"),
}
_VERDICTS = {
    Verdict.VERIFIED: message("it is so"),
    Verdict.UNVERIFIABLE: message("cannot be known"),
    Verdict.FALSE: message("it is not so"),
    Verdict.DUPLICATE: message("told before"),
}
_ROLES = {
    "officer": message("duty officer"),
    "moderator": message("moderator"),
    "protection": message("protection officer"),
    "analyst": message("analyst"),
    "administrator": message("administrator"),
    "rule": message("rule of the site"),
}


def decision_words(kind: DecisionKind, term: str, catalogue: Catalogue, words: Words) -> str:
    """A decision with its verdict or response: "Check the report: it is so"."""
    if kind is DecisionKind.RESPOND:
        found = catalogue.responses.get(term)
        return words.say(found.label) if found else term
    if kind is DecisionKind.VERIFY:
        return words.say(
            "{decision}: {verdict}", decision=words.say(KINDS[kind]), verdict=words.say(_VERDICTS[Verdict(term)])
        )
    return words.say(KINDS[kind])


def role_words(role: str, words: Words) -> str:
    """A role in words; one that is not known as it stands."""
    return words.say(_ROLES[role]) if role in _ROLES else role
