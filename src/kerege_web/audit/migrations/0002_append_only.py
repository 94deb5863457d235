"""The database itself refuses to change or remove an entry of the audit log."""

from collections.abc import Sequence

from django.apps.registry import Apps
from django.db import NotSupportedError, migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

WORDS = "The audit log is append-only."

SQLITE = tuple(
    f"CREATE TRIGGER audit_no_{verb.lower()} BEFORE {verb} ON audit_auditentry "
    f"BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
    for verb in ("UPDATE", "DELETE")
)
POSTGRESQL = (
    "CREATE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    f"$body$ BEGIN RAISE EXCEPTION '{WORDS}'; END $body$",
    "CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON audit_auditentry "
    "FOR EACH ROW EXECUTE FUNCTION audit_append_only()",
    "CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit_auditentry "
    "FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only()",
)
UNDO_SQLITE = ("DROP TRIGGER audit_no_update", "DROP TRIGGER audit_no_delete")
UNDO_POSTGRESQL = (
    "DROP TRIGGER audit_no_change ON audit_auditentry",
    "DROP TRIGGER audit_no_truncate ON audit_auditentry",
    "DROP FUNCTION audit_append_only()",
)


def _execute(schema_editor: BaseDatabaseSchemaEditor, sqlite: Sequence[str], postgresql: Sequence[str]) -> None:
    vendor = schema_editor.connection.vendor
    if vendor not in ("sqlite", "postgresql"):
        raise NotSupportedError(f"The audit log has no triggers for {vendor}: use SQLite or PostgreSQL.")
    for statement in sqlite if vendor == "sqlite" else postgresql:
        schema_editor.execute(statement)


def make_append_only(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    _execute(schema_editor, SQLITE, POSTGRESQL)


def undo(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    _execute(schema_editor, UNDO_SQLITE, UNDO_POSTGRESQL)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(make_append_only, undo)]
