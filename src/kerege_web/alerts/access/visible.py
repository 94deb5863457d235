"""Which alerts a viewer may see, and one of them."""

from __future__ import annotations

from django.db.models import Q

from kerege.domain.errors import AccessDeniedError
from kerege_web.accounts.access import Viewer
from kerege_web.accounts.roles import Permission
from kerege_web.accounts.visibility import visible_to
from kerege_web.alerts.models import Alert


def visible_alerts(viewer: Viewer) -> Q:
    """The condition on alerts that the viewer may see: by marking and agency."""
    return visible_to(viewer) if viewer.may(Permission.SEE_ALERTS) else Q(pk__in=())


def visible_alert(viewer: Viewer, alert_id: int, *, to_change: bool = False) -> Alert:
    """One alert, locked if it is to be changed.

    Raises
    ------
    AccessDeniedError
        If there is none, or none that the viewer may see: the two cannot be told apart.
    """
    rows = Alert.objects.filter(visible_alerts(viewer), pk=alert_id).select_related("rule")
    row = (rows.select_for_update(of=("self",)) if to_change else rows).first()
    if row is None:
        raise AccessDeniedError
    return row


def may_work_on(viewer: Viewer, row: Alert) -> bool:
    """Whether the viewer may move this alert: only people of the agency whose alert it is."""
    return viewer.may(Permission.WORK_ALERTS) and row.agency_id == viewer.agency
