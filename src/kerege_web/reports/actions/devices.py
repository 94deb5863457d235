"""Devices with a key of their own: added, given another key, switched off, used."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from kerege.domain.errors import AccessDeniedError, InputError
from kerege.domain.grading import Reliability
from kerege.domain.submission import Door
from kerege_web.accounts.access import Viewer, require
from kerege_web.accounts.models import Agency
from kerege_web.accounts.roles import Permission
from kerege_web.audit.actions import record
from kerege_web.reports.access.devices import KnownDevice
from kerege_web.reports.models import Device
from kerege_web.sealing import Purpose, keyed_digest

LONGEST_NAME = 80
# Letters and digits that are not mistaken for one another: a key may have to be typed on a phone.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_USE_KEPT_EVERY = timedelta(minutes=1)


def new_device_key() -> str:
    """A key nobody can guess: thirty letters in groups of five, about 148 bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(6))


@transaction.atomic
def add_device(
    actor: Viewer, *, name: str, agency: str, door: str, key: str, side: str = "", reliability: str = "F"
) -> int:
    """Let a device send reports with a key of its own; only the key's digest is kept.

    Raises
    ------
    AccessDeniedError
        If the actor may not manage doors, or the agency is not known.
    InputError
        For an empty or too long name, or a door or reliability that does not exist.
    """
    require(actor, Permission.MANAGE_DOORS)
    if not Agency.objects.filter(code=agency).exists():
        raise AccessDeniedError
    name = name.strip()
    if not 1 <= len(name) <= LONGEST_NAME:
        raise InputError(f"A device has a name of 1 to {LONGEST_NAME} letters", where="name", mend="Write another")
    for word, known, where in ((door, list(Door), "door"), (reliability, list(Reliability), "reliability")):
        if word not in [item.value for item in known]:
            names = ", ".join(item.value for item in known)
            raise InputError(f"{word!r} is not known", where=where, mend=f"Choose one of {names}")
    row = Device.objects.create(
        name=name, agency_id=agency, door=door, key_digest=keyed_digest(key, Purpose.DEVICE), side=side,
        reliability=reliability, added_at=timezone.now(),
    )  # fmt: skip
    record(
        actor, action="add_device", object_type="device", object_id=str(row.pk), details={"door": door, "name": name}
    )
    return row.pk


@transaction.atomic
def change_device_key(actor: Viewer, *, device_id: int, key: str) -> None:
    """Give a device another key; the one before ends at once.

    Raises
    ------
    AccessDeniedError
        If there is no such device, or the actor may not manage doors.
    """
    row = _device(actor, device_id)
    row.key_digest = keyed_digest(key, Purpose.DEVICE)
    row.save(update_fields=["key_digest"])
    record(actor, action="change_device_key", object_type="device", object_id=str(row.pk))


@transaction.atomic
def switch_device(actor: Viewer, *, device_id: int, is_active: bool) -> None:
    """Let a device send reports, or no longer. What it has sent stays.

    Raises
    ------
    AccessDeniedError
        If there is no such device, or the actor may not manage doors.
    """
    row = _device(actor, device_id)
    row.is_active = is_active
    row.save(update_fields=["is_active"])
    record(actor, action="switch_device", object_type="device", object_id=str(row.pk), details={"is_active": is_active})


def note_device_use(device: KnownDevice) -> None:
    """Keep that a device was used just now, to the minute. No entry in the log: each report has its own."""
    now = timezone.now()
    if device.last_used_at is None or device.last_used_at < now - _USE_KEPT_EVERY:
        stale = Q(last_used_at__isnull=True) | Q(last_used_at__lt=now - _USE_KEPT_EVERY)
        Device.objects.filter(stale, pk=device.id).update(last_used_at=now)


def _device(actor: Viewer, device_id: int) -> Device:
    require(actor, Permission.MANAGE_DOORS)
    row = Device.objects.select_for_update().filter(pk=device_id).first()
    if row is None:
        raise AccessDeniedError
    return row
