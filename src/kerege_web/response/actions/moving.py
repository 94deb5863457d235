"""What becomes of a response: somebody takes it, it is done or given up, it gets another time or other hands."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from kerege.domain.errors import InputError
from kerege.domain.response_state import ResponseState, check_move
from kerege_web.accounts.access import Viewer, access_logins
from kerege_web.accounts.roles import Permission
from kerege_web.audit.actions import record
from kerege_web.response.access.visible import response_to_move
from kerege_web.response.actions.planning import LONGEST_MINUTES, check_agency
from kerege_web.response.models import Response, ResponseStep
from kerege_web.response.telling import Occasion, tell_of_response

LONGEST_WORDS = 5_000


@transaction.atomic
def take_response(actor: Viewer, *, response_id: int, words: str = "") -> None:
    """Begin it: from now on it is in the actor's hands. One that was ended is taken up again, with a reason.

    Raises
    ------
    AccessDeniedError
        If there is no such response that the actor may move; so with each function below.
    InputError
        If it is under way, its alert is closed, or an ended one is taken up without a reason.
    """
    row = response_to_move(actor, response_id)
    state = ResponseState(row.state)
    check_move(state, ResponseState.UNDER_WAY)
    said = words.strip() if state.is_open else _words(words)
    now = timezone.now()
    row.state, row.owner, row.ended_at, row.result = ResponseState.UNDER_WAY, actor.login, None, ""
    row.taken_at = row.taken_at or now
    _keep(actor, row, "taken" if state.is_open else "again", said, now)


@transaction.atomic
def end_response(actor: Viewer, *, response_id: int, is_done: bool, words: str) -> None:
    """Say that it is done and with which result, or given up and why.

    Raises
    ------
    InputError
        If it has ended already, or nothing is said.
    """
    row = response_to_move(actor, response_id)
    wanted = ResponseState.DONE if is_done else ResponseState.GIVEN_UP
    check_move(ResponseState(row.state), wanted)
    now = timezone.now()
    row.state, row.result, row.ended_at = wanted, _words(words), now
    row.owner = row.owner or actor.login
    if is_done:
        # Who says that it is done without having said that it began was there nevertheless.
        row.taken_at = row.taken_at or now
    _keep(actor, row, wanted.value, row.result, now)


@transaction.atomic
def give_response(actor: Viewer, *, response_id: int, agency: str, login: str, words: str) -> None:
    """Put it into other hands: a person of the own agency, or another agency that sees the alert.

    Raises
    ------
    InputError
        If it has ended, the agency may not see the alert, or the person cannot move it.
    """
    row = _open_row(actor, response_id)
    check_agency(actor, row.alert, agency)
    if login and (agency != actor.agency or login not in access_logins(actor, Permission.WORK_ALERTS)):
        raise InputError(f"{login} cannot be given this", where="login", mend="Choose one of the list")
    is_new = agency != row.agency_id
    row.agency_id, row.owner, row.calls = agency, login, 0
    _keep(actor, row, "given", f"{agency} {login}".strip() + f"\n{_words(words)}", timezone.now())
    if is_new and agency != actor.agency:
        tell_of_response(actor, row, Occasion.ASKED)


@transaction.atomic
def put_off_response(actor: Viewer, *, response_id: int, minutes: float, words: str) -> None:
    """Give it another time, from now, and say why.

    Raises
    ------
    InputError
        If it has ended, the time is not above 0, or no reason is given.
    """
    row = _open_row(actor, response_id)
    if not 0 < minutes <= LONGEST_MINUTES:
        raise InputError("A time is above 0 and up to a year", where="minutes", mend="Write the minutes from now")
    said, now = _words(words), timezone.now()
    row.due_at, row.timed_at, row.calls = now + timedelta(minutes=minutes), now, 0
    _keep(actor, row, "put_off", said, now)


def _open_row(actor: Viewer, response_id: int) -> Response:
    row = response_to_move(actor, response_id)
    if not ResponseState(row.state).is_open:
        raise InputError("It has ended", mend="Take it up again first")
    return row


def _keep(actor: Viewer, row: Response, kind: str, words: str, now: datetime) -> None:
    if row.alert.closed_at is not None:
        raise InputError("The alert is closed", mend="Open it again first")
    row.save()
    ResponseStep.objects.create(
        response=row, kind=kind, words=words, at=now, actor=actor.login, agency=actor.agency
    )  # fmt: skip
    details = {"alert": row.alert_id, "step": kind, "state": row.state, "agency": row.agency_id}
    record(actor, action="move_response", object_type="response", object_id=str(row.pk), details=details)


def _words(text: str) -> str:
    words = text.strip()
    if not 1 <= len(words) <= LONGEST_WORDS:
        raise InputError(
            f"Say it in 1 to {LONGEST_WORDS:,} letters", where="words", mend="A few words for those who come after you"
        )
    return words
