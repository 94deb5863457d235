"""Gateways of text messages come and go."""

from __future__ import annotations

import re
import secrets

from django.db import transaction
from django.utils import timezone

from kerege.domain.errors import AccessDeniedError, InputError
from kerege.domain.submission import Door
from kerege_web.accounts.access import Viewer, require
from kerege_web.accounts.roles import Permission
from kerege_web.audit.actions import record
from kerege_web.reports.actions.receiving import add_device
from kerege_web.reports.models import Device

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


@transaction.atomic
def add_gateway(actor: Viewer, *, name: str, agency: str = "", side: str = "", reliability: str = "F") -> str:
    """Let a gateway hand text messages over; its secret is the answer, and is shown this once.

    Raises
    ------
    AccessDeniedError
        If the actor may not manage doors, or the agency is not known.
    InputError
        For a name that cannot stand in an address, or that an active gateway has.
    """
    require(actor, Permission.MANAGE_DOORS)
    if not _NAME.fullmatch(name):
        raise InputError(f"{name!r} is no name of a gateway", mend="Use small letters, digits and hyphens, at most 40")
    if Device.objects.filter(name=name, door=Door.SMS.value, is_active=True).exists():
        raise InputError(f"There is a gateway {name}", mend="Choose another name, or turn that one off first")
    secret = secrets.token_urlsafe(32)
    add_device(
        actor, name=name, agency=agency or actor.agency, door=Door.SMS.value, key=secret, side=side,
        reliability=reliability,
    )  # fmt: skip
    return secret


@transaction.atomic
def turn_off_gateway(actor: Viewer, *, name: str) -> None:
    """Take nothing more from a gateway.

    Raises
    ------
    AccessDeniedError
        If the actor may not manage doors, or no active gateway has this name.
    """
    require(actor, Permission.MANAGE_DOORS)
    rows = Device.objects.filter(name=name, door=Door.SMS.value, is_active=True)
    if not rows.update(is_active=False):
        raise AccessDeniedError
    record(actor, action="turn_off_gateway", object_type="device", object_id=name)


def note_gateway_used(device_id: int) -> None:
    """Keep when a gateway last called."""
    Device.objects.filter(pk=device_id).update(last_used_at=timezone.now())
