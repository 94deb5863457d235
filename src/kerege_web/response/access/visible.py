"""Which responses a viewer may see and move."""

from __future__ import annotations

from django.db.models import Q

from kerege.domain.errors import AccessDeniedError
from kerege_web.accounts.access import Viewer
from kerege_web.accounts.roles import Permission
from kerege_web.alerts.access.visible import visible_alerts
from kerege_web.alerts.models import Alert
from kerege_web.response.models import Response


def visible_responses(viewer: Viewer) -> Q:
    """The condition on responses that the viewer may see: those to alerts that the viewer may see."""
    return Q(alert__in=Alert.objects.filter(visible_alerts(viewer)).values("pk"))


def may_move(viewer: Viewer, row: Response) -> bool:
    """Whether the viewer may say what becomes of it: people of the agency that does it, or whose alert it is."""
    return viewer.may(Permission.WORK_ALERTS) and viewer.agency in (row.agency_id, row.alert.agency_id)


def response_to_move(actor: Viewer, response_id: int) -> Response:
    """A response that the actor may move, locked.

    Raises
    ------
    AccessDeniedError
        If there is none: the two cannot be told apart.
    """
    rows = Response.objects.filter(visible_responses(actor), pk=response_id).select_related("alert")
    row = rows.select_for_update(of=("self",)).first()
    if row is None or not may_move(actor, row):
        raise AccessDeniedError
    return row
