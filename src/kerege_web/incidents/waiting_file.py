"""A file that was sent in and waits until its sender has seen what it holds."""

from __future__ import annotations

import json
import re
import secrets
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

from kerege.domain.errors import AccessDeniedError
from kerege_web.accounts.access import Viewer

KEPT_S = 3600
"""Seconds after which a waiting file is taken away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingFile:
    """The file's name and how it is to be read."""

    token: str
    name: str
    format_name: str
    tlp: str
    person_id: int | None

    @property
    def content(self) -> bytes:
        """The bytes of the file."""
        return (_folder() / f"{self.token}.bin").read_bytes()


def keep_waiting(viewer: Viewer, *, content: bytes, name: str, format_name: str, tlp: str) -> WaitingFile:
    """Put a file aside for its sender, and take away those that waited too long."""
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _clear(folder)
    token = secrets.token_hex(16)
    waiting = WaitingFile(
        token=token, name=Path(name).name[:200], format_name=format_name, tlp=tlp, person_id=viewer.person_id
    )
    for suffix, data in ((".bin", content), (".json", json.dumps(asdict(waiting)).encode())):
        path = folder / f"{token}{suffix}"
        path.touch(mode=0o600)
        path.write_bytes(data)
    return waiting


def find_waiting(viewer: Viewer, token: str) -> WaitingFile:
    """The file that waits under this token, for its sender only.

    Raises
    ------
    AccessDeniedError
        If there is none, or it is somebody else's.
    """
    path = _folder() / f"{token}.json"
    if not re.fullmatch(r"[0-9a-f]{32}", token) or not path.exists():
        raise AccessDeniedError
    waiting = WaitingFile(**json.loads(path.read_bytes()))
    if waiting.person_id != viewer.person_id:
        raise AccessDeniedError
    return waiting


def _folder() -> Path:
    return Path(settings.WORKSPACE) / "waiting"


def _clear(folder: Path) -> None:
    oldest = time.time() - KEPT_S
    for path in folder.iterdir():
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
