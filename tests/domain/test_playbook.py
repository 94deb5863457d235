"""Playbooks: which one is for a kind, and what it asks for at a level."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kerege.domain.office import Office
from kerege.domain.playbook import Playbook, PlaybookAction, Playbooks, PlaybookStep
from kerege.domain.risk import RiskLevel

NAMES = ("call", "meet", "help", "explain")


def action(name: str) -> PlaybookAction:
    return PlaybookAction(id=name, label=name, description=name, response="other", office=Office.POLICE)


def step(name: str, minutes: float, level: RiskLevel = RiskLevel.LOW) -> PlaybookStep:
    return PlaybookStep(action=name, within_minutes=minutes, from_level=level)


def book(name: str, *steps: PlaybookStep, kinds: tuple[str, ...] = (), families: tuple[str, ...] = ()) -> Playbook:
    return Playbook(id=name, title=name, kinds=frozenset(kinds), families=frozenset(families), steps=steps)


def books(*playbooks: Playbook) -> Playbooks:
    return Playbooks(
        version="1", decided_by="a test", actions={name: action(name) for name in NAMES}, playbooks=playbooks
    )


def test_the_kind_goes_before_its_family_and_the_family_before_the_rest() -> None:
    own = books(
        book("rest", step("call", 60)),
        book("armed", step("call", 30), families=("armed",)),
        book("mine", step("help", 20), kinds=("mine",)),
    )
    assert own.book("mine", "armed") is own.playbooks[2]
    assert own.book("shooting", "armed") is own.playbooks[1]
    assert own.book("protest", "unarmed") is own.playbooks[0]


def test_a_higher_level_asks_for_more_and_sooner() -> None:
    own = books(book("rest", step("call", 60), step("call", 15, RiskLevel.HIGH), step("meet", 45, RiskLevel.MEDIUM)))

    def planned(level: RiskLevel) -> list[tuple[str, float]]:
        return [(one.action.id, one.within_minutes) for one in own.plan("x", "", level)]

    assert planned(RiskLevel.LOW) == [("call", 60)]
    assert planned(RiskLevel.MEDIUM) == [("meet", 45), ("call", 60)]
    assert planned(RiskLevel.HIGH) == planned(RiskLevel.CRITICAL) == [("call", 15), ("meet", 45)]


@given(
    st.lists(
        st.tuples(st.sampled_from(NAMES), st.floats(1, 5000), st.sampled_from(list(RiskLevel))),
        unique_by=lambda one: (one[0], one[2]),
    )
)
def test_a_plan_names_each_action_once_in_order_and_never_loses_one_at_a_higher_level(
    said: list[tuple[str, float, RiskLevel]],
) -> None:
    own = books(book("rest", *(step(*one) for one in said)))
    plans = [own.plan("x", "", level) for level in RiskLevel]
    for plan in plans:
        names = [one.action.id for one in plan]
        assert len(names) == len(set(names))
        minutes = [one.within_minutes for one in plan]
        assert minutes == sorted(minutes)
    for lower, higher in itertools.pairwise(plans):
        assert {one.action.id for one in lower} <= {one.action.id for one in higher}
    assert {one.action.id for one in plans[-1]} == {name for name, _, _ in said}


def test_without_playbooks_nothing_is_planned() -> None:
    assert books().plan("shooting", "armed", RiskLevel.CRITICAL) == ()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ((book("a", step("dance", 5)),), "which is no action"),
        ((book("a", step("call", 0)),), "minutes above 0"),
        ((book("a", step("call", float("nan"))),), "minutes above 0"),
        ((book("a", step("call", 5), step("call", 9)),), "stands twice"),
        ((book("a", step("call", 5)), book("b", step("call", 5))), "Exactly one playbook"),
        ((book("a", step("call", 5), kinds=("mine",)),), "Exactly one playbook"),
        (
            (book("a", step("call", 5)), book("b", kinds=("mine",)), book("c", kinds=("mine",))),
            "mine stands in two playbooks",
        ),
    ],
)
def test_what_makes_no_sense_cannot_be_made(wrong: tuple[Playbook, ...], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        books(*wrong)
