"""Writers take turns, and never wait where waiting could have no end."""

from __future__ import annotations

import threading
from types import SimpleNamespace

import pytest

from kerege_web import one_writer as module
from kerege_web.one_writer import one_writer


class RefusingTurn:
    """Nobody may ask for a turn here."""

    def __enter__(self) -> None:
        raise AssertionError("a turn was waited for")

    def __exit__(self, *error: object) -> None:
        raise AssertionError("a turn was given back")


def connected(monkeypatch: pytest.MonkeyPatch, vendor: str, *, in_atomic_block: bool = False) -> None:
    monkeypatch.setattr(module, "connection", SimpleNamespace(vendor=vendor, in_atomic_block=in_atomic_block))


def test_on_sqlite_a_writer_waits_for_the_one_before(monkeypatch: pytest.MonkeyPatch) -> None:
    connected(monkeypatch, "sqlite")
    order, held = [], threading.Event()

    def other() -> None:
        with one_writer():
            held.set()
            order.append("first")
            threading.Event().wait(0.1)
            order.append("first is done")

    thread = threading.Thread(target=other)
    thread.start()
    assert held.wait(5)
    with one_writer():
        order.append("second")
    thread.join()
    assert order == ["first", "first is done", "second"]
    assert not module._TURN.locked()


@pytest.mark.parametrize(("vendor", "in_atomic_block"), [("sqlite", True), ("postgresql", False), ("postgresql", True)])
def test_elsewhere_and_inside_a_transaction_nobody_is_waited_for(
    vendor: str, in_atomic_block: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Who waits inside a transaction holds the database, and the one who has the turn waits for the database.
    connected(monkeypatch, vendor, in_atomic_block=in_atomic_block)
    monkeypatch.setattr(module, "_TURN", RefusingTurn())
    with one_writer():
        pass


def test_the_turn_is_given_back_after_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    connected(monkeypatch, "sqlite")
    with pytest.raises(ValueError, match="no"), one_writer():
        raise ValueError("no")
    assert not module._TURN.locked()
