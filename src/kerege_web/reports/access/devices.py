"""The devices that may send reports, for who manages doors, and the one that a key belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kerege.domain.errors import AccessDeniedError
from kerege.domain.submission import Door
from kerege_web.accounts.access import Viewer, require
from kerege_web.accounts.models import Agency
from kerege_web.accounts.roles import Permission
from kerege_web.reports.models import Device
from kerege_web.sealing import Purpose, keyed_digests


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownDevice:
    """A device without its key, which nobody can see again.

    Parameters
    ----------
    id : int
    name : str
    agency : str
        Code of the agency that its reports belong to.
    door : Door
        The only way it may send.
    side : str
        Country code of the side it speaks from; "" where that changes.
    reliability : str
        Reliability of its reports as they come in, A to F.
    is_active : bool
    added_at : datetime
    last_used_at : datetime or None
        To the minute; None where it was never used.
    """

    id: int
    name: str
    agency: str
    door: Door
    side: str
    reliability: str
    is_active: bool
    added_at: datetime
    last_used_at: datetime | None


def access_devices(viewer: Viewer) -> tuple[KnownDevice, ...]:
    """All devices by name, those that are off behind the others.

    Raises
    ------
    AccessDeniedError
        If the viewer may not manage doors.
    """
    require(viewer, Permission.MANAGE_DOORS)
    return tuple(_known(row) for row in Device.objects.order_by("-is_active", "name", "id"))


def access_device(viewer: Viewer, device_id: int) -> KnownDevice:
    """One device.

    Raises
    ------
    AccessDeniedError
        If there is none, or the viewer may not manage doors.
    """
    require(viewer, Permission.MANAGE_DOORS)
    row = Device.objects.filter(pk=device_id).first()
    if row is None:
        raise AccessDeniedError
    return _known(row)


def access_door_agencies(viewer: Viewer) -> dict[str, str]:
    """Names by code of the agencies that a device may belong to.

    Raises
    ------
    AccessDeniedError
        If the viewer may not manage doors.
    """
    require(viewer, Permission.MANAGE_DOORS)
    return dict(Agency.objects.order_by("code").values_list("code", "name"))


def device_of_key(key: str, door: Door) -> KnownDevice:
    """The active device that has this key, for its own door only.

    Raises
    ------
    AccessDeniedError
        If there is none.
    """
    digests = keyed_digests(key.strip(), Purpose.DEVICE)
    row = Device.objects.filter(key_digest__in=digests, door=door.value, is_active=True).order_by().first()
    if row is None:
        raise AccessDeniedError
    return _known(row)


def _known(row: Device) -> KnownDevice:
    return KnownDevice(
        id=row.pk,
        name=row.name,
        agency=row.agency_id,
        door=Door(row.door),
        side=row.side,
        reliability=row.reliability,
        is_active=row.is_active,
        added_at=row.added_at,
        last_used_at=row.last_used_at,
    )
