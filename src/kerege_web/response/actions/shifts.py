"""Shifts are written down and taken away."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from kerege.domain.errors import AccessDeniedError, InputError
from kerege_web.accounts.access import Viewer, access_logins, access_viewer, require
from kerege_web.accounts.roles import Permission
from kerege_web.audit.actions import record
from kerege_web.region import current_region
from kerege_web.response.models import Shift

LONGEST = timedelta(days=7)
MOST_DAYS_AHEAD = 400


@transaction.atomic
def add_shift(
    actor: Viewer, *, login: str, begins_at: datetime, ends_at: datetime, section_ids: Collection[str] = ()
) -> int:
    """Write down who is on duty from when to when; its id is the answer.

    Raises
    ------
    AccessDeniedError
        If the actor may not.
    InputError
        For somebody who does not work on alerts in the actor's agency, an end that is not after the beginning or is
        over, a shift of more than a week or too far ahead, a section that does not exist, or one that overlaps with
        another of the same person.
    """
    require(actor, Permission.KEEP_DUTY)
    if login not in access_logins(actor, Permission.WORK_ALERTS):
        raise InputError(f"{login} does not work on alerts here", where="login", mend="Choose one of the list")
    now = timezone.now()
    if not begins_at < ends_at <= begins_at + LONGEST:
        raise InputError("A shift ends after it begins, within a week", where="ends_at", mend="Choose another end")
    if ends_at <= now or begins_at > now + timedelta(days=MOST_DAYS_AHEAD):
        raise InputError("This shift is over or far away", where="begins_at", mend="Choose another day")
    if unknown := sorted(set(section_ids) - set(current_region().section)):
        raise InputError(f"There is no section {unknown[0]!r}", where="section_ids", mend="Choose from the list")
    person = access_viewer(login).person_id
    if person is None:
        raise AccessDeniedError
    if Shift.objects.filter(person_id=person, begins_at__lt=ends_at, ends_at__gt=begins_at).exists():
        raise InputError(f"{login} is on duty then already", where="begins_at", mend="Take the other shift away first")
    row = Shift.objects.create(
        agency_id=actor.agency, person_id=person, begins_at=begins_at, ends_at=ends_at,
        section_ids=sorted(set(section_ids)), made_by=actor.login,
    )  # fmt: skip
    details = {"login": login, "begins_at": begins_at.isoformat(), "ends_at": ends_at.isoformat()}
    record(actor, action="add_shift", object_type="shift", object_id=str(row.pk), details=details)
    return row.pk


@transaction.atomic
def remove_shift(actor: Viewer, *, shift_id: int) -> None:
    """Take a shift away. One that runs ends now, so that it stays on record who was there.

    Raises
    ------
    AccessDeniedError
        If the actor may not, or there is no such shift of the actor's agency that is not over.
    """
    require(actor, Permission.KEEP_DUTY)
    now = timezone.now()
    row = Shift.objects.select_for_update().filter(pk=shift_id, agency_id=actor.agency, ends_at__gt=now).first()
    if row is None:
        raise AccessDeniedError
    record(actor, action="remove_shift", object_type="shift", object_id=str(row.pk))
    if row.begins_at < now:
        row.ends_at = now
        row.save(update_fields=["ends_at"])
    else:
        row.delete()
