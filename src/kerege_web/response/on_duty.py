"""Who is on duty now, by the shifts."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from kerege_web.response.models import Shift


def shifts_at(agency: str, section_id: str, at: datetime) -> list[Shift]:
    """The shifts of an agency that run at a moment and cover a section; all of them for the section ""."""
    rows = Shift.objects.filter(agency_id=agency, begins_at__lte=at, ends_at__gt=at, person__is_active=True)
    found = rows.select_related("person").order_by("begins_at", "id")
    # Sections stand in a list that the two databases search differently; the shifts of one moment are few.
    return [row for row in found if not section_id or not row.section_ids or section_id in row.section_ids]


def logins_on_duty(agency: str, section_id: str) -> frozenset[str]:
    """Logins of those who are on duty for a section now."""
    return frozenset(row.person.login for row in shifts_at(agency, section_id, timezone.now()))
