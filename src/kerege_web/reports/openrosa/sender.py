"""Who sends: a device with its key, or anybody where the site allows it."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

from kerege.domain.errors import AccessDeniedError
from kerege.domain.submission import Door
from kerege_web.accounts.access import Viewer
from kerege_web.reports.access.devices import KnownDevice, device_of_key
from kerege_web.reports.doorkeeper import doorkeeper
from kerege_web.reports.limits import client_address

ANONYMOUS_PER_MINUTE = 30
"""Reports of one network address: many phones of a village may share one."""


class KeyWantedError(Exception):
    """No key came, and this site wants one."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends through this door.

    Parameters
    ----------
    device : KnownDevice or None
        None for somebody without a key.
    address : str
        Network address of somebody without a key, for the limit of this minute only; it is not kept.
    name : str
        What the client says of itself (deviceID); "" where it does not.
    """

    device: KnownDevice | None
    address: str
    name: str

    @property
    def actor(self) -> Viewer:
        """Who acts."""
        return doorkeeper(Door.ODK, self.device.agency if self.device else "")

    @property
    def source(self) -> str:
        """What tells this sender from others; "" where nothing does."""
        if self.device:
            return f"device {self.device.id}"
        return f"odk {self.name}" if self.name else ""

    @property
    def limit(self) -> tuple[str, int]:
        """What is counted, and how many are taken in a minute."""
        if self.device:
            return f"device {self.device.id}", int(settings.KEREGE_DEVICE_PER_MINUTE)
        return f"address {self.address}", ANONYMOUS_PER_MINUTE


def sender_of(request: HttpRequest, key: str) -> Sender:
    """Who makes this request.

    A key may stand in the address, or be the password of Basic authentication, whatever the name before it. A key that
    does not fit is refused even where none is needed, so that the person learns of it.

    Raises
    ------
    KeyWantedError
        If no key came, and the site does not allow that.
    AccessDeniedError
        If the key is not known, or was switched off.
    """
    name = request.GET.get("deviceID", "")[:100]
    given = key or _password(request)
    if given:
        return Sender(device_of_key(given, Door.ODK), "", name)
    if not settings.KEREGE_ODK_ANONYMOUS:
        raise KeyWantedError
    return Sender(None, client_address(request), name)


def _password(request: HttpRequest) -> str:
    scheme, _, text = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return ""
    try:
        decoded = base64.b64decode(text.strip(), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        raise AccessDeniedError from None
    password = decoded.partition(":")[2]
    if not password:
        raise AccessDeniedError
    return password
