"""A transaction that keeps others waiting as short a time as can be, and is safe on disk when it is left."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from kerege_web.one_writer import one_writer


@contextmanager
def short_transaction() -> Iterator[None]:
    """Make a change for which somebody gets a promise, while many others want to make theirs.

    On SQLite writers of one process take turns. On PostgreSQL the lock of the audit log lets one transaction at a time
    through, and it is held until the disk has answered: then no two can share a write to the disk. So here the
    transaction ends without waiting for the disk, the lock is free, and only then it is waited for, together with
    whoever else waits: a second, empty transaction is written after the first, and the disk's answer to it stands for
    both. A power failure in between loses a change of which nobody has been told yet.
    """
    if connection.vendor != "postgresql" or connection.in_atomic_block:
        with one_writer(), transaction.atomic():
            yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit TO off")
        yield
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_logical_emit_message(true, 'kerege', '')")
