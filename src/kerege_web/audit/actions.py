"""Writing the audit log."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from django.db import connection, transaction
from django.utils import timezone

from kerege_web.audit.access import START, entry_digest
from kerege_web.audit.models import AuditEntry

# Any fixed number: PostgreSQL lets one transaction at a time hold it.
_LOCK = 7_205_301


class Actor(Protocol):
    """Whoever acts: a signed-in person, or the operator at the command line."""

    @property
    def login(self) -> str:
        """Sign-in name."""

    @property
    def agency(self) -> str:
        """Code of the agency."""


# No savepoint: what fails here takes the change it tells of with it.
@transaction.atomic(savepoint=False)
def record(
    actor: Actor, *, action: str, object_type: str, object_id: str, details: Mapping[str, Any] | None = None
) -> str:
    """Append one entry, in the transaction of the change it tells of, and return its digest.

    Two transactions cannot append at once: SQLite's are immediate (one writer), PostgreSQL's wait for a lock that ends
    with the transaction.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    newest = AuditEntry.objects.order_by("-sequence").only("sequence", "digest").first()
    entry = AuditEntry(
        sequence=1 if newest is None else newest.sequence + 1,
        at=timezone.now(),
        actor=actor.login,
        agency=actor.agency,
        action=action,
        object_type=object_type,
        object_id=object_id,
        details=dict(details or {}),
        previous_digest=START if newest is None else newest.digest,
    )
    entry.digest = entry_digest(entry)
    entry.save(force_insert=True)
    return entry.digest
