"""Responses are planned: by the playbook of the region, or one by one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from kerege.domain.errors import AccessDeniedError, InputError
from kerege.domain.office import Office
from kerege.domain.response_state import ResponseState
from kerege_web.accounts.access import Viewer, access_agencies, require
from kerege_web.accounts.roles import Permission
from kerege_web.alerts.access.visible import may_work_on, visible_alert
from kerege_web.alerts.models import Alert
from kerege_web.audit.actions import record
from kerege_web.region import current_catalogue
from kerege_web.response.models import Response, ResponseStep
from kerege_web.response.playbook import plan_of
from kerege_web.response.telling import Occasion, tell_of_response

LONGEST_TITLE = 200
MOST_OPEN = 50
LONGEST_MINUTES = 60 * 24 * 365


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A response that no playbook names.

    Parameters
    ----------
    title : str
        What to do, without names of persons.
    term : str
        A response of the catalogue; "other" where none fits.
    office : Office
    minutes : float
        Until when, from now.
    agency : str
        Who does it; "" for the agency whose alert it is.
    is_contact : bool
        Whether the other side has been spoken with once it is done.
    """

    title: str
    term: str
    office: Office
    minutes: float
    agency: str = ""
    is_contact: bool = False


@transaction.atomic
def plan_responses(actor: Viewer, *, alert_id: int) -> int:
    """Plan what the playbook says and is not planned yet; how many were added is the answer.

    Done again after the level rose, it adds what the higher level asks for. What was given up stays given up.

    Raises
    ------
    AccessDeniedError
        If there is no such alert that the actor may move.
    InputError
        If the alert is closed.
    """
    alert = _alert_to_answer(actor, alert_id)
    now = timezone.now()
    known = set(Response.objects.filter(alert=alert).values_list("action", flat=True))
    new = [one for one in plan_of(alert) if one.action.id not in known]
    for planned in new:
        action = planned.action
        row = Response(
            alert=alert, action=action.id, term=action.response, office=action.office, is_contact=action.is_contact,
            agency_id=alert.agency_id, due_at=now + timedelta(minutes=planned.within_minutes),
        )  # fmt: skip
        _keep(actor, row, now)
    return len(new)


@transaction.atomic
def add_response(actor: Viewer, *, alert_id: int, wanted: Wanted) -> int:
    """Plan something of one's own; its id is the answer.

    Raises
    ------
    AccessDeniedError
        If there is no such alert that the actor may move.
    InputError
        If the alert is closed, has too many open responses, nothing or too much is said, the term, the time or the
        agency is not known, or the agency may not see the alert.
    """
    alert = _alert_to_answer(actor, alert_id)
    title = " ".join(wanted.title.split())
    if not 1 <= len(title) <= LONGEST_TITLE:
        raise InputError(f"Say what to do in 1 to {LONGEST_TITLE} letters", where="title", mend="Write a few words")
    if wanted.term not in current_catalogue().responses:
        raise InputError(f"There is no response {wanted.term!r}", where="term", mend="Choose one of the list")
    if not 0 < wanted.minutes <= LONGEST_MINUTES:
        raise InputError("A time is above 0 and up to a year", where="minutes", mend="Write the minutes from now")
    open_now = Response.objects.filter(alert=alert, state__in=[state for state in ResponseState if state.is_open])
    if open_now.count() >= MOST_OPEN:
        raise InputError(f"An alert has up to {MOST_OPEN} open responses", mend="End some of them first")
    now, agency = timezone.now(), wanted.agency or alert.agency_id
    check_agency(actor, alert, agency)
    row = Response(
        alert=alert, title=title, term=wanted.term, office=wanted.office, is_contact=wanted.is_contact,
        agency_id=agency, due_at=now + timedelta(minutes=wanted.minutes),
    )  # fmt: skip
    _keep(actor, row, now)
    return row.pk


def check_agency(actor: Viewer, alert: Alert, agency: str) -> None:
    """Make sure that an agency can be asked: whoever does something must see what it is for.

    Raises
    ------
    InputError
        If there is none of that name, or the alert was not released to it.
    """
    if agency not in access_agencies(actor):
        raise InputError(f"There is no agency {agency!r}", where="agency", mend="Choose one of the list")
    if agency != alert.agency_id and f"|{agency}|" not in alert.releasable_to:
        raise InputError(f"{agency} may not see this alert", where="agency", mend="Show it to them first")


def _alert_to_answer(actor: Viewer, alert_id: int) -> Alert:
    require(actor, Permission.WORK_ALERTS)
    alert = visible_alert(actor, alert_id, to_change=True)
    if not may_work_on(actor, alert):
        raise AccessDeniedError
    if alert.closed_at is not None:
        raise InputError("The alert is closed", mend="Open it again first")
    return alert


def _keep(actor: Viewer, row: Response, now: datetime) -> None:
    row.planned_at, row.timed_at, row.planned_by = now, now, actor.login
    row.save()
    ResponseStep.objects.create(response=row, kind="planned", at=now, actor=actor.login, agency=actor.agency)
    details = {"alert": row.alert_id, "action": row.action or row.term, "agency": row.agency_id}
    record(actor, action="plan_response", object_type="response", object_id=str(row.pk), details=details)
    if row.agency_id != actor.agency:
        tell_of_response(actor, row, Occasion.ASKED)
