"""Which state of a response may follow which: the whole table."""

from __future__ import annotations

import pytest

from kerege.domain.errors import InputError
from kerege.domain.response_state import ResponseState, check_move

PLANNED, UNDER_WAY, DONE, GIVEN_UP = ResponseState
ALLOWED = {
    (PLANNED, UNDER_WAY), (PLANNED, DONE), (PLANNED, GIVEN_UP), (UNDER_WAY, DONE), (UNDER_WAY, GIVEN_UP),
    (DONE, UNDER_WAY), (GIVEN_UP, UNDER_WAY),
}  # fmt: skip


@pytest.mark.parametrize("now", ResponseState)
@pytest.mark.parametrize("wanted", ResponseState)
def test_every_pair(now: ResponseState, wanted: ResponseState) -> None:
    if (now, wanted) in ALLOWED:
        check_move(now, wanted)
    else:
        with pytest.raises(InputError, match="cannot become"):
            check_move(now, wanted)


def test_what_waits_is_open() -> None:
    assert [state for state in ResponseState if state.is_open] == [PLANNED, UNDER_WAY]
