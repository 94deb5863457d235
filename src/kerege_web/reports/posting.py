"""Handing something over to another server: one request, no redirects, an end to waiting, and nothing in a log."""

from __future__ import annotations

import http.client
import json
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from kerege.domain.errors import KeregeError

MOST_BYTES = 20_000_000
_SECONDS = 20.0


class NoAnswerError(KeregeError):
    """The other server could not be reached, or broke off."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other server said.

    Parameters
    ----------
    status : int
        Of HTTP; 3xx is given back like any other, never followed.
    content : bytes
    """

    status: int
    content: bytes

    @property
    def is_good(self) -> bool:
        """Whether it took what was sent."""
        return 200 <= self.status < 300

    def document(self) -> dict[str, Any]:
        """The content as a JSON object; empty if it is none."""
        try:
            found = json.loads(self.content)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}


def post_json(
    address: str, content: Mapping[str, object], *, headers: Mapping[str, str] | None = None, seconds: float = _SECONDS
) -> Answer:
    """Send a JSON object.

    Raises
    ------
    NoAnswerError
        If there is no answer. Its words name neither the address, which may hold a key, nor what was sent.
    """
    body = json.dumps(content, ensure_ascii=False).encode()
    return _asked(address, body, {"Content-Type": "application/json; charset=utf-8", **(headers or {})}, seconds)


def fetch(address: str, *, seconds: float = _SECONDS) -> Answer:
    """Get a file of up to 20 million bytes.

    Raises
    ------
    NoAnswerError
        If there is no answer, or the file is longer.
    """
    return _asked(address, None, {}, seconds)


def _asked(address: str, body: bytes | None, headers: Mapping[str, str], seconds: float) -> Answer:
    if urlsplit(address).scheme not in ("http", "https"):
        raise NoAnswerError("An address to send to begins with https:// or http://.")
    # Only what speaks HTTP: nothing that follows redirects, reads files, or raises for a status.
    opener = urllib.request.OpenerDirector()
    opener.add_handler(urllib.request.HTTPHandler())
    opener.add_handler(urllib.request.HTTPSHandler())
    # A line break in a header of the settings would be refused by the library with the header in its words.
    clean = {name: "".join(value.split("\n")) for name, value in headers.items()}
    try:
        request = urllib.request.Request(address, data=body, headers={"User-Agent": "Kerege", **clean})  # noqa: S310
        with opener.open(request, timeout=seconds) as answer:
            content = answer.read(MOST_BYTES + 1)
            status = int(answer.status)
    except (OSError, http.client.HTTPException, ValueError):
        raise NoAnswerError("The other server did not answer.") from None
    if len(content) > MOST_BYTES:
        raise NoAnswerError("The other server's answer is too long.")
    return Answer(status, content)
