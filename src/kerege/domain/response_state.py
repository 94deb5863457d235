"""Where a response stands: planned, under way, done or given up. The only rules by which it moves."""

from __future__ import annotations

from enum import StrEnum

from kerege.domain.errors import InputError


class ResponseState(StrEnum):
    """Where a response stands."""

    PLANNED = "planned"
    UNDER_WAY = "under_way"
    DONE = "done"
    GIVEN_UP = "given_up"

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something."""
        return self in (ResponseState.PLANNED, ResponseState.UNDER_WAY)


_NEXT = {
    ResponseState.PLANNED: {ResponseState.UNDER_WAY, ResponseState.DONE, ResponseState.GIVEN_UP},
    ResponseState.UNDER_WAY: {ResponseState.DONE, ResponseState.GIVEN_UP},
    # What was ended too early is taken up again; it does not go back to a plan.
    ResponseState.DONE: {ResponseState.UNDER_WAY},
    ResponseState.GIVEN_UP: {ResponseState.UNDER_WAY},
}


def check_move(now: ResponseState, wanted: ResponseState) -> None:
    """Stop a move that makes no sense.

    Raises
    ------
    InputError
        If the one does not follow from the other.

    Examples
    --------
    >>> check_move(ResponseState.PLANNED, ResponseState.DONE)
    >>> check_move(ResponseState.DONE, ResponseState.GIVEN_UP)
    Traceback (most recent call last):
    kerege.domain.errors.InputError: What is done cannot become given up. Take it up again first.
    """
    if wanted not in _NEXT[now]:
        words = {state: state.value.replace("_", " ") for state in ResponseState}
        raise InputError(
            f"What is {words[now]} cannot become {words[wanted]}",
            mend="Take it up again first" if not now.is_open else "Look at where it stands",
        )
