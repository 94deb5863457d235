"""Reading the audit log, and proving that nobody changed it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from kerege.domain.digest import digest
from kerege_web.audit.models import AuditEntry

START = "0" * 64


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedAction:
    """One entry of the log."""

    sequence: int
    at: datetime
    actor: str
    agency: str
    action: str
    object_type: str
    object_id: str
    details: Mapping[str, Any]
    digest: str


@dataclass(frozen=True, slots=True)
class ChainHead:
    """The newest entry: note its digest elsewhere, and a shortened log can be told from a whole one."""

    sequence: int
    digest: str


def entry_digest(entry: AuditEntry) -> str:
    """Digest over everything an entry says and the digest of the entry before."""
    return digest(
        {
            "sequence": entry.sequence,
            "at": entry.at.astimezone(UTC).isoformat(),
            "actor": entry.actor,
            "agency": entry.agency,
            "action": entry.action,
            "object_type": entry.object_type,
            "object_id": entry.object_id,
            "details": entry.details,
            "previous_digest": entry.previous_digest,
        }
    )


def verify_chain(expected_head: str = "") -> list[str]:
    """What is wrong with the log, one sentence for each break; empty where every entry is as it was written.

    Parameters
    ----------
    expected_head : str
        Digest of an entry noted earlier. Without it, entries cut off the end cannot be noticed: no chain shows that.
    """
    problems: list[str] = []
    sequence, previous, head_found = 0, START, not expected_head
    for entry in AuditEntry.objects.order_by("sequence").iterator(chunk_size=2000):
        sequence += 1
        if entry.sequence != sequence:
            problems.append(f"Entry {sequence} is missing; the next one is {entry.sequence}.")
            sequence = entry.sequence
        elif entry.previous_digest != previous:
            problems.append(f"Entry {entry.sequence} does not follow the entry before it.")
        if entry_digest(entry) != entry.digest:
            problems.append(f"Entry {entry.sequence} was changed after it was written.")
        previous = entry.digest
        head_found = head_found or entry.digest == expected_head
    if not head_found:
        problems.append(f"The entry with digest {expected_head} is missing: the log was cut or rewritten.")
    return problems


def chain_head() -> ChainHead:
    """The newest entry; sequence 0 for an empty log."""
    newest = AuditEntry.objects.order_by("-sequence").first()
    return ChainHead(0, START) if newest is None else ChainHead(newest.sequence, newest.digest)


def logged_actions(object_type: str, object_id: str) -> tuple[LoggedAction, ...]:
    """What was done to one object, oldest first. The caller has made sure that its viewer may see the object."""
    entries = AuditEntry.objects.filter(object_type=object_type, object_id=object_id).order_by("sequence")
    return tuple(
        LoggedAction(
            sequence=entry.sequence,
            at=entry.at,
            actor=entry.actor,
            agency=entry.agency,
            action=entry.action,
            object_type=entry.object_type,
            object_id=entry.object_id,
            details=entry.details,
            digest=entry.digest,
        )
        for entry in entries
    )
