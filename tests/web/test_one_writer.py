"""Writers take turns, and never wait where waiting could have no end."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction

from kerege_web import one_writer as module
from kerege_web.one_writer import one_writer


@pytest.mark.django_db(transaction=True)
def test_on_sqlite_a_writer_waits_for_the_one_before() -> None:
    if connection.vendor != "sqlite":
        with one_writer():
            assert not module._TURN.locked()
        return
    order, held = [], threading.Event()

    def other() -> None:
        with one_writer():
            held.set()
            order.append("first")
            threading.Event().wait(0.1)
            order.append("first is done")
        connection.close()

    thread = threading.Thread(target=other)
    thread.start()
    assert held.wait(5)
    with one_writer():
        order.append("second")
    thread.join()
    assert order == ["first", "first is done", "second"]


@pytest.mark.django_db(transaction=True)
def test_inside_a_transaction_nobody_is_waited_for() -> None:
    # Who waits there holds the database, and the one who has the turn waits for the database.
    with module._TURN, transaction.atomic(), one_writer():
        pass
