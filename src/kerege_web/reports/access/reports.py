"""Which reports a viewer may see, and one of them."""

from __future__ import annotations

from django.db.models import Q

from kerege.domain.errors import AccessDeniedError
from kerege_web.accounts.access import Viewer
from kerege_web.accounts.roles import Permission
from kerege_web.accounts.visibility import visible_to
from kerege_web.reports.models import Report


def visible_reports(viewer: Viewer) -> Q:
    """The condition on reports that the viewer may see: marking and agency, and protected ones for a named role."""
    if not viewer.may(Permission.SEE_REPORTS):
        return Q(pk__in=())
    allowed = visible_to(viewer)
    if not viewer.may(Permission.SEE_PROTECTED):
        allowed &= Q(is_narrowed=False)
    return allowed


def visible_report(viewer: Viewer, report_id: int, *, to_change: bool = False) -> Report:
    """One report, locked if it is to be changed.

    Raises
    ------
    AccessDeniedError
        If there is none, or none that the viewer may see: the two cannot be told apart.
    """
    rows = Report.objects.filter(visible_reports(viewer), pk=report_id)
    row = (rows.select_for_update(of=("self",)) if to_change else rows).first()
    if row is None:
        raise AccessDeniedError
    return row


def may_see_report(viewer: Viewer, report_id: int) -> bool:
    """Whether there is such a report for the viewer."""
    return Report.objects.filter(visible_reports(viewer), pk=report_id).exists()
