"""Which gateways of text messages there are, and whether one that calls is who it says."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime

from kerege.domain.errors import AccessDeniedError
from kerege.domain.submission import Door
from kerege_web.accounts.access import Viewer, require
from kerege_web.accounts.roles import Permission
from kerege_web.reports.models import Device
from kerege_web.sealing import Purpose, keyed_digests


@dataclass(frozen=True, slots=True, kw_only=True)
class Gateway:
    """A gateway of text messages.

    Parameters
    ----------
    device_id : int
    name : str
        It stands in the address that the gateway posts to.
    agency : str
        Code of the agency its reports belong to.
    side : str
        Country code of the side it serves; "" where it serves several.
    is_active : bool
    last_used_at : datetime or None
    """

    device_id: int
    name: str
    agency: str
    side: str
    is_active: bool = True
    last_used_at: datetime | None = None


def gateway_of(name: str, secret: str) -> Gateway:
    """The gateway of a name that knows its secret. Compared in a time that tells nothing.

    Raises
    ------
    AccessDeniedError
        If there is none, it is off, or the secret is wrong: the three cannot be told apart.
    """
    digests = keyed_digests(secret, Purpose.DEVICE)
    found = None
    for row in Device.objects.filter(name=name, door=Door.SMS.value, is_active=True):
        for digest in digests:
            if hmac.compare_digest(row.key_digest, digest):
                found = row
    if found is None or not secret:
        raise AccessDeniedError
    return _gateway(found)


def access_gateways(viewer: Viewer) -> tuple[Gateway, ...]:
    """All gateways, by name; for those who manage doors.

    Raises
    ------
    AccessDeniedError
        If the viewer does not.
    """
    require(viewer, Permission.MANAGE_DOORS)
    return tuple(_gateway(row) for row in Device.objects.filter(door=Door.SMS.value))


def _gateway(row: Device) -> Gateway:
    return Gateway(
        device_id=row.pk,
        name=row.name,
        agency=row.agency_id,
        side=row.side,
        is_active=row.is_active,
        last_used_at=row.last_used_at,
    )
