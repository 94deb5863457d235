"""The QR code that sets ODK Collect up: the phone scans it and is ready."""

from __future__ import annotations

import base64
import json
import zlib
from dataclasses import dataclass

from kerege.domain.errors import InputError

COLOUR = "#17594a"
_NAME_SHOWN = 30


@dataclass(frozen=True, slots=True)
class DeviceSetup:
    """What a phone needs to know.

    Parameters
    ----------
    address : str
        Of the site, such as "https://border.example.org", without a path.
    name : str
        Of the device; what it calls itself.
    key : str
        Known at this moment only.

    Raises
    ------
    InputError
        If the address does not begin with http:// or https://.
    """

    address: str
    name: str
    key: str

    def __post_init__(self) -> None:
        if not self.address.startswith(("https://", "http://")) or "?" in self.address or "#" in self.address:
            raise InputError(
                f"{self.address!r} is no address of a site", mend="Write it like https://border.example.org"
            )
        object.__setattr__(self, "address", self.address.rstrip("/"))

    @property
    def is_encrypted(self) -> bool:
        """Whether the phone speaks to the site in a way that nobody else can read."""
        return self.address.startswith("https://")

    @property
    def server_url(self) -> str:
        """What Collect calls the server's URL. It sends a password over HTTPS only, so else the key stands here."""
        return f"{self.address}/odk" if self.is_encrypted else f"{self.address}/odk/key/{self.key}"

    @property
    def settings(self) -> dict[str, dict[str, object]]:
        """The settings of Collect: forms follow the server, filled ones go by themselves and then leave the phone."""
        general: dict[str, object] = {
            "protocol": "odk_default",
            "server_url": self.server_url,
            "form_update_mode": "match_exactly",
            "periodic_form_updates_check": "every_fifteen_minutes",
            "autosend": "wifi_and_cellular",
            "delete_send": True,
            "analytics": False,
        }
        if self.is_encrypted:
            general |= {"username": self.name, "password": self.key}
        project: dict[str, object] = {"name": f"Kerege {self.name}"[:_NAME_SHOWN], "icon": "K", "color": COLOUR}
        return {"general": general, "admin": {}, "project": project}

    @property
    def code_text(self) -> str:
        """What the QR code says: the settings as JSON, packed (zlib) and written in base64.

        Examples
        --------
        >>> text = DeviceSetup("https://border.example.org", "Phone 7", "a key").code_text
        >>> json.loads(zlib.decompress(base64.b64decode(text)))["general"]["server_url"]
        'https://border.example.org/odk'
        """
        plain = json.dumps(self.settings, separators=(",", ":"), ensure_ascii=False)
        return base64.b64encode(zlib.compress(plain.encode(), 9)).decode()

    def svg(self, *, scale: int = 4) -> bytes:
        """The QR code as a picture file, black on white whatever stands around it."""
        import io

        import segno

        target = io.BytesIO()
        segno.make(self.code_text, error="m", micro=False).save(
            target, kind="svg", scale=scale, dark="#000", light="#fff", border=4
        )
        return target.getvalue()

    @property
    def svg_address(self) -> str:
        """The picture as an address that a page may show."""
        return "data:image/svg+xml;base64," + base64.b64encode(self.svg()).decode()
