"""How a rumour moves: nothing is said before it is checked, and nothing ends by being forgotten."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kerege.domain.errors import InputError
from kerege.domain.rumour import RumourFinding, RumourStage, RumourState

FALSE = RumourState().found(RumourFinding.FALSE)
STATES = {
    "check": RumourState(), "words": FALSE, "say": FALSE.worded(), "said": FALSE.worded().said(),
    "dropped": FALSE.dropped(),
}  # fmt: skip
MOVES: dict[str, Callable[[RumourState], RumourState]] = {
    "found": lambda state: state.found(RumourFinding.PARTLY), "worded": RumourState.worded, "said": RumourState.said,
    "dropped": RumourState.dropped, "again": RumourState.again,
}  # fmt: skip
ALLOWED = {
    ("check", "found"): "words", ("check", "dropped"): "dropped", ("words", "found"): "words",
    ("words", "worded"): "say", ("words", "dropped"): "dropped", ("say", "found"): "words", ("say", "worded"): "say",
    ("say", "said"): "said", ("say", "dropped"): "dropped", ("said", "again"): "check", ("dropped", "again"): "check",
}  # fmt: skip


@pytest.mark.parametrize("stage", STATES)
@pytest.mark.parametrize("move", MOVES)
def test_every_move_from_every_stage(stage: str, move: str) -> None:
    if (stage, move) in ALLOWED:
        assert MOVES[move](STATES[stage]).stage == ALLOWED[stage, move]
    else:
        with pytest.raises(InputError):
            MOVES[move](STATES[stage])


@given(st.lists(st.sampled_from(sorted(MOVES))))
def test_whatever_people_try_nothing_is_said_without_a_finding(tried: list[str]) -> None:
    state = RumourState()
    for move in tried:
        try:
            state = MOVES[move](state)
        except InputError:
            continue
        if state.stage in (RumourStage.SAY, RumourStage.SAID):
            assert state.finding is not None


def test_what_is_taken_up_again_begins_without_its_old_finding() -> None:
    assert STATES["said"].again() == RumourState()
