"""Who is on duty: now, and in the days to come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from kerege_web.accounts.access import Viewer, require
from kerege_web.accounts.roles import Permission
from kerege_web.response.models import Shift
from kerege_web.response.on_duty import shifts_at


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftLine:
    """One shift.

    Parameters
    ----------
    id : int
    login : str
    begins_at, ends_at : datetime
    section_ids : tuple of str
        Empty for every section.
    is_now : bool
    """

    id: int
    login: str
    begins_at: datetime
    ends_at: datetime
    section_ids: tuple[str, ...]
    is_now: bool


def access_on_duty(viewer: Viewer, now: datetime, *, section_id: str = "") -> tuple[ShiftLine, ...]:
    """Those of the viewer's agency who are on duty now for a section; for any where none is named."""
    require(viewer, Permission.WORK_ALERTS)
    return tuple(_line(row, now) for row in shifts_at(viewer.agency, section_id, now))


def access_shifts(viewer: Viewer, now: datetime, *, days: int = 14) -> tuple[ShiftLine, ...]:
    """The shifts of the viewer's agency that run now or begin within some days, in order."""
    require(viewer, Permission.WORK_ALERTS)
    rows = Shift.objects.filter(
        agency_id=viewer.agency, ends_at__gt=now, begins_at__lt=now + timedelta(days=days), person__is_active=True
    )
    return tuple(_line(row, now) for row in rows.select_related("person").order_by("begins_at", "id"))


def _line(row: Shift, now: datetime) -> ShiftLine:
    return ShiftLine(
        id=row.pk, login=row.person.login, begins_at=row.begins_at, ends_at=row.ends_at,
        section_ids=tuple(row.section_ids), is_now=row.begins_at <= now < row.ends_at,
    )  # fmt: skip
