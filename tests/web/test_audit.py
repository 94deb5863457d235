"""The log can only grow, and shows every change."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from kerege_web.accounts.access import operator
from kerege_web.audit.access import chain_head, verify_chain
from kerege_web.audit.actions import record
from kerege_web.audit.models import AuditEntry

pytestmark = pytest.mark.django_db


def write_three() -> list[str]:
    return [
        record(operator(), action="look", object_type="thing", object_id=name, details={"share": 0.25, "word": "Ош"})
        for name in ("first", "second", "third")
    ]


def tamper(statement: str, *values: object) -> None:
    """Change the log as somebody who owns the database could: with the triggers taken away."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER audit_no_update")
            cursor.execute("DROP TRIGGER audit_no_delete")
        else:
            cursor.execute("ALTER TABLE audit_auditentry DISABLE TRIGGER USER")
        cursor.execute(statement, list(values))


def test_an_untouched_log_is_whole() -> None:
    digests = write_three()
    assert verify_chain() == []
    assert (chain_head().sequence, chain_head().digest) == (3, digests[-1])


@pytest.mark.parametrize("change", ["UPDATE audit_auditentry SET actor = 'nobody'", "DELETE FROM audit_auditentry"])
def test_the_database_refuses_to_change_or_remove_entries(change: str) -> None:
    write_three()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)
    assert verify_chain() == []


def test_the_models_cannot_change_an_entry_either() -> None:
    write_three()
    entry = AuditEntry.objects.get(sequence=2)
    entry.actor = "nobody"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        entry.save()


def test_the_database_refuses_to_empty_the_log() -> None:
    # SQLite knows no TRUNCATE; a DELETE of everything is what it makes short work of.
    empty = {"postgresql": "TRUNCATE audit_auditentry", "sqlite": "DELETE FROM audit_auditentry WHERE 1"}
    write_three()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(empty[connection.vendor])


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("actor", "nobody"),
        ("agency", "elsewhere"),
        ("action", "other"),
        ("object_id", "x"),
        ("details", '{"share": 0.5, "word": "Ош"}'),
        ("at", "2020-01-01 00:00:00+00:00"),
    ],
)
def test_an_edited_entry_is_named(column: str, value: str) -> None:
    write_three()
    tamper(f"UPDATE audit_auditentry SET {column} = %s WHERE sequence = 2", value)
    assert verify_chain() == ["Entry 2 was changed after it was written."]


def test_an_entry_that_was_edited_and_sealed_anew_breaks_the_next() -> None:
    from kerege_web.audit.access import entry_digest

    write_three()
    entry = AuditEntry.objects.get(sequence=2)
    entry.actor = "nobody"
    tamper("UPDATE audit_auditentry SET actor = 'nobody', digest = %s WHERE sequence = 2", entry_digest(entry))
    assert verify_chain() == ["Entry 3 does not follow the entry before it."]


def test_a_removed_entry_is_missed() -> None:
    write_three()
    tamper("DELETE FROM audit_auditentry WHERE sequence = 2")
    assert verify_chain() == ["Entry 2 is missing; the next one is 3."]


def test_a_log_cut_at_its_end_is_told_by_a_head_that_was_noted() -> None:
    head = write_three()[-1]
    assert verify_chain(head) == []
    tamper("DELETE FROM audit_auditentry WHERE sequence = 3")
    assert verify_chain() == []
    assert verify_chain(head) == [f"The entry with digest {head} is missing: the log was cut or rewritten."]


def test_an_entry_is_undone_with_the_change_it_tells_of() -> None:
    class DeliberateError(Exception):
        pass

    with pytest.raises(DeliberateError), transaction.atomic():
        record(operator(), action="look", object_type="thing", object_id="never")
        raise DeliberateError
    assert chain_head().sequence == 0
