"""Others wait for a change as short a time as can be, and who is told of it is told after the disk has it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from kerege_web import short_transaction as module
from kerege_web.short_transaction import short_transaction


class Recorded:
    """A connection, a transaction and a turn that note in which order they are used."""

    def __init__(self, vendor: str, *, in_atomic_block: bool = False) -> None:
        self.vendor, self.in_atomic_block, self.steps = vendor, in_atomic_block, list[str]()

    def __enter__(self) -> Recorded:
        return self

    def __exit__(self, *error: object) -> None:
        return

    def cursor(self) -> Recorded:
        return self

    def execute(self, statement: str) -> None:
        self.steps.append(statement.split("(")[0])

    def part(self, name: str) -> Any:
        steps = self.steps

        class Part:
            def __enter__(self) -> None:
                steps.append(f"{name} begins")

            def __exit__(self, kind: object, *error: object) -> None:
                steps.append(f"{name} fails" if kind else f"{name} ends")

        return Part()

    def use(self, monkeypatch: pytest.MonkeyPatch) -> Recorded:
        monkeypatch.setattr(module, "connection", self)
        monkeypatch.setattr(module, "one_writer", lambda: self.part("turn"))
        monkeypatch.setattr(module, "transaction", SimpleNamespace(atomic=lambda: self.part("transaction")))
        return self


def test_on_postgresql_the_lock_is_free_before_the_disk_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    used = Recorded("postgresql").use(monkeypatch)
    with short_transaction():
        used.steps.append("change")
    # What is told is told after the last step, whose answer the disk gives for both transactions.
    assert used.steps == [
        "transaction begins", "SET LOCAL synchronous_commit TO off", "change", "transaction ends",
        "SELECT pg_logical_emit_message",
    ]  # fmt: skip


def test_a_change_that_fails_waits_for_nothing_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    used = Recorded("postgresql").use(monkeypatch)
    with pytest.raises(ValueError, match="no"), short_transaction():
        raise ValueError("no")
    assert used.steps[-1] == "transaction fails"


@pytest.mark.parametrize(("vendor", "in_atomic_block"), [("sqlite", False), ("sqlite", True), ("postgresql", True)])
def test_elsewhere_it_is_a_turn_and_a_transaction(
    vendor: str, in_atomic_block: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    used = Recorded(vendor, in_atomic_block=in_atomic_block).use(monkeypatch)
    with short_transaction():
        used.steps.append("change")
    assert used.steps == ["turn begins", "transaction begins", "change", "transaction ends", "turn ends"]


@pytest.mark.django_db
def test_postgresql_takes_both_statements() -> None:
    # A test runs inside a transaction, so what is said there is said to the database itself.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit TO off")
            cursor.execute("SELECT pg_logical_emit_message(true, 'kerege', '')")
            cursor.execute("SHOW synchronous_commit")
            assert cursor.fetchone() == ("off",)
