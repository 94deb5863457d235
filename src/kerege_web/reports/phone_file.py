"""The file into which a phone saves the reports that it could not send."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from kerege.domain.errors import InputError

LARGEST_MB = 60
MOST_REPORTS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedReport:
    """One report of the file.

    Parameters
    ----------
    number : int
        Its place in the file, from 1.
    said : dict of name to text
        What was said, by the names of the page's form, with id and times; what is no text or number is left out.
    is_sent : bool
        The phone has sent it: it is here, and the file holds no words of it any more.
    photo : bytes
        Empty for none.
    photo_is_damaged : bool
    """

    number: int
    said: dict[str, str]
    is_sent: bool
    photo: bytes
    photo_is_damaged: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneFile:
    """What a phone saved.

    Parameters
    ----------
    saved_at : datetime or None
        By the phone's clock; None where it cannot be read.
    reports : tuple of SavedReport
    """

    saved_at: datetime | None
    reports: tuple[SavedReport, ...]


def read_phone_file(content: bytes) -> PhoneFile:
    """Read such a file.

    Raises
    ------
    InputError
        If it is none, is damaged as a whole, or holds more than 500 reports. A single report that is damaged is kept
        with what can be read of it.

    Examples
    --------
    >>> content = b'{"saved_at": "2026-12-01T08:00:00Z", "reports": [{"id": "x", "said": {"text": "Shots"}}]}'
    >>> read_phone_file(content).reports[0].said
    {'text': 'Shots', 'id': 'x', 'clock': '2026-12-01T08:00:00Z'}
    """
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise InputError(
            _("This file is damaged, or the report page did not save it"), mend=_("Save it on the phone once more")
        ) from None
    entries = document.get("reports") if isinstance(document, dict) else None
    if not isinstance(entries, list):
        raise InputError(
            _("This file is damaged, or the report page did not save it"), mend=_("Save it on the phone once more")
        )
    if len(entries) > MOST_REPORTS:
        raise InputError(
            _("This file holds more than %(most)d reports; no phone keeps so many") % {"most": MOST_REPORTS},
            mend=_("Ask who made it"),
        )
    saved = str(document.get("saved_at", ""))
    reports = tuple(_report(number, entry, saved) for number, entry in enumerate(entries, start=1))
    return PhoneFile(saved_at=_moment(saved), reports=reports)


def _report(number: int, entry: Any, saved: str) -> SavedReport:  # noqa: ANN401 - any JSON value
    entry = entry if isinstance(entry, dict) else {}
    own = entry.get("said")
    said = {name: text for name, value in (own if isinstance(own, dict) else {}).items() if (text := _text(value))}
    times = {"id": entry.get("id"), "written_at": entry.get("written_at"), "clock": saved}
    said |= {name: text for name, value in times.items() if (text := _text(value))}
    encoded = entry.get("photo_jpeg_base64") or ""
    try:
        photo = base64.b64decode(encoded, validate=True)
        is_damaged = False
    except (binascii.Error, TypeError, ValueError):
        photo, is_damaged = b"", True
    return SavedReport(
        number=number, said=said, is_sent=entry.get("state") == "sent", photo=photo, photo_is_damaged=is_damaged
    )


def _text(value: object) -> str:
    # Half a character, which JSON can hold, cannot be stored.
    return str(value).encode("utf-8", "replace").decode() if isinstance(value, (str, int, float)) else ""


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
