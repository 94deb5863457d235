"""Calls to the other side are begun and ended, with what was agreed and when the next one is due."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from kerege.domain.errors import AccessDeniedError, InputError
from kerege_web.accounts.access import Viewer, require
from kerege_web.accounts.roles import Permission
from kerege_web.alerts.access.visible import may_work_on, visible_alert
from kerege_web.audit.actions import record
from kerege_web.region import current_region
from kerege_web.response.access.contacts import access_contacts
from kerege_web.response.access.hotline import sides_of
from kerege_web.response.models import Call

LONGEST_WORDS = 5_000
MOST_MINUTES = 60 * 24 * 7


@transaction.atomic
def begin_call(
    actor: Viewer, *, section_id: str, contact_id: int | None = None, alert_id: int | None = None,
    is_incoming: bool = False,
) -> int:  # fmt: skip
    """Begin a call: the clock runs from now. Its id is the answer.

    Parameters
    ----------
    contact_id : int or None
        The office that is called; None for one that called us or that is not in the book.
    alert_id : int or None
        What it is about.

    Raises
    ------
    AccessDeniedError
        If the actor may not, or there is no such office or alert that the actor may call about.
    InputError
        For a section the region does not have, or while another call of this section goes on.
    """
    require(actor, Permission.WORK_ALERTS)
    if section_id not in current_region().section:
        raise InputError(f"There is no section {section_id!r}", where="section_id", mend="Choose one of the list")
    running = Call.objects.select_for_update().filter(agency_id=actor.agency, section_id=section_id, ended_at=None)
    if running.exists():
        raise InputError("A call goes on already", mend="End it first")
    is_exercise = False
    if alert_id is not None:
        alert = visible_alert(actor, alert_id)
        if not may_work_on(actor, alert):
            raise AccessDeniedError
        is_exercise = alert.is_exercise
    name, side = "", sides_of(section_id)[-1]
    if contact_id is not None:
        found = [one for one in access_contacts(actor, section_id=section_id) if one.id == contact_id]
        if not found:
            raise AccessDeniedError
        name, side = found[0].name, found[0].side
    row = Call.objects.create(
        agency_id=actor.agency, section_id=section_id, alert_id=alert_id, contact_id=contact_id, office_name=name,
        side=side, is_incoming=is_incoming, is_exercise=is_exercise, actor=actor.login, began_at=timezone.now(),
    )  # fmt: skip
    _record(actor, row, "begin_call")
    return row.pk


@transaction.atomic
def end_call(
    actor: Viewer, *, call_id: int, was_reached: bool, agreed: str = "", next_minutes: float | None = None
) -> None:
    """End a call: whether somebody was reached, what was agreed, and in how many minutes the next one is due.

    Any colleague may end it: the one who began it may have had to go.

    Raises
    ------
    AccessDeniedError
        If the actor may not, or there is no such call of the actor's agency that goes on.
    InputError
        If somebody was reached and nothing is said of it, or the time of the next call is not within a week.
    """
    require(actor, Permission.WORK_ALERTS)
    row = Call.objects.select_for_update().filter(pk=call_id, agency_id=actor.agency, ended_at=None).first()
    if row is None:
        raise AccessDeniedError
    words = agreed.strip()
    if len(words) > LONGEST_WORDS or (was_reached and not words):
        raise InputError(
            f"Say in up to {LONGEST_WORDS:,} letters what was agreed", where="agreed",
            mend="'Nothing was agreed' is an answer too",
        )  # fmt: skip
    if next_minutes is not None and not 0 < next_minutes <= MOST_MINUTES:
        raise InputError("The next call is due within a week", where="next_minutes", mend="Write the minutes from now")
    row.ended_at, row.was_reached, row.agreed = timezone.now(), was_reached, words
    row.next_at = row.ended_at + timedelta(minutes=next_minutes) if next_minutes is not None else None
    row.save()
    _record(actor, row, "end_call")


def _record(actor: Viewer, row: Call, action: str) -> None:
    details = {"section": row.section_id, "alert": row.alert_id, "was_reached": row.was_reached}
    record(actor, action=action, object_type="call", object_id=str(row.pk), details=details)
