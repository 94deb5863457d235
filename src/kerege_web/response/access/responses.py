"""Lists of responses: those to one alert, and those that are late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from kerege.domain.errors import AccessDeniedError
from kerege.domain.office import Office
from kerege.domain.response_state import ResponseState
from kerege_web.accounts.access import Viewer
from kerege_web.accounts.roles import Permission
from kerege_web.alerts.access.visible import may_work_on, visible_alert
from kerege_web.response.access.visible import may_move, visible_responses
from kerege_web.response.models import Response
from kerege_web.response.playbook import plan_of

_OPEN = [state for state in ResponseState if state.is_open]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseLine:
    """One response in a list.

    Parameters
    ----------
    id, alert_id : int
    action, title, term : str
        Identifier of the playbook's action or ""; own words; the response of the catalogue.
    office : Office
    is_contact : bool
    agency, owner : str
    state : ResponseState
    due_at : datetime
    taken_at, ended_at : datetime or None
    result : str
    is_late : bool
        Open and due, or ended after it was due.
    may_move : bool
    section_id, place, kind : str
        Of the alert.
    severity : int
    is_exercise : bool
    """

    id: int
    alert_id: int
    action: str
    title: str
    term: str
    office: Office
    is_contact: bool
    agency: str
    owner: str
    state: ResponseState
    due_at: datetime
    taken_at: datetime | None
    ended_at: datetime | None
    result: str
    is_late: bool
    may_move: bool
    section_id: str
    place: str
    kind: str
    severity: int
    is_exercise: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponsesSeen:
    """The responses to one alert.

    Parameters
    ----------
    items : tuple of ResponseLine
        Open ones first, due first; then what has ended, newest first.
    may_plan : bool
        Whether the viewer may add some.
    not_planned : int
        How many actions of the playbook are not planned yet.
    """

    items: tuple[ResponseLine, ...]
    may_plan: bool
    not_planned: int


def access_responses(viewer: Viewer, alert_id: int, now: datetime) -> ResponsesSeen:
    """The responses to one alert.

    Raises
    ------
    AccessDeniedError
        If there is no such alert that the viewer may see.
    """
    alert = visible_alert(viewer, alert_id)
    rows = Response.objects.filter(visible_responses(viewer), alert=alert).select_related("alert")
    lines = [response_line(viewer, row, now) for row in rows.order_by("due_at", "id")]
    ended = sorted((line for line in lines if not line.state.is_open), key=lambda line: line.ended_at or now)
    planned = {line.action for line in lines}
    return ResponsesSeen(
        items=(*(line for line in lines if line.state.is_open), *reversed(ended)),
        may_plan=may_work_on(viewer, alert) and alert.closed_at is None,
        not_planned=sum(one.action.id not in planned for one in plan_of(alert)),
    )


def access_response(viewer: Viewer, response_id: int, now: datetime) -> ResponseLine:
    """One response.

    Raises
    ------
    AccessDeniedError
        If there is none that the viewer may see.
    """
    row = Response.objects.filter(visible_responses(viewer), pk=response_id).select_related("alert").first()
    if row is None:
        raise AccessDeniedError
    return response_line(viewer, row, now)


def access_late_responses(viewer: Viewer, now: datetime, *, most: int) -> tuple[ResponseLine, ...]:
    """Open responses whose time is over and that the viewer's agency does, or waits for; the most overdue first."""
    own = Q(agency_id=viewer.agency) | Q(alert__agency_id=viewer.agency)
    if not viewer.may(Permission.WORK_ALERTS):
        return ()
    late = Response.objects.filter(visible_responses(viewer) & own, state__in=_OPEN, due_at__lt=now)
    rows = late.exclude(alert__stage="closed").select_related("alert").order_by("due_at", "id")[:most]
    return tuple(response_line(viewer, row, now) for row in rows)


def response_line(viewer: Viewer, row: Response, now: datetime) -> ResponseLine:
    """A stored response as a line of a list."""
    state, alert = ResponseState(row.state), row.alert
    until = now if state.is_open else (row.ended_at or now)
    return ResponseLine(
        id=row.pk,
        alert_id=row.alert_id,
        action=row.action,
        title=row.title,
        term=row.term,
        office=Office(row.office),
        is_contact=row.is_contact,
        agency=row.agency_id,
        owner=row.owner,
        state=state,
        due_at=row.due_at,
        taken_at=row.taken_at,
        ended_at=row.ended_at,
        result=row.result,
        is_late=until > row.due_at,
        may_move=may_move(viewer, row) and alert.closed_at is None,
        section_id=alert.section_id,
        place=alert.place,
        kind=alert.kind,
        severity=alert.severity,
        is_exercise=alert.is_exercise,
    )
