"""Writers of one process take turns where the database lets only one write at a time."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

_TURN = threading.Lock()


@contextmanager
def one_writer() -> Iterator[None]:
    """Wait for a turn to write, before a transaction begins.

    SQLite lets whoever finds the database locked sleep, for up to a tenth of a second, before it looks again; with many
    small writes most of the time is slept away. Here the next one is woken at once. Other processes are waited for by
    SQLite as before. PostgreSQL needs none of this. Inside a transaction the turn was taken already, or would come too
    late: nothing is waited for.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with _TURN:
        yield
