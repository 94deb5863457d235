"""`kerege report`: reports from files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kerege_web.commands.printing import print_json, print_table

if TYPE_CHECKING:
    from kerege.domain.errors import RejectedRow
    from kerege_web.accounts.access import Viewer
    from kerege_web.reports.actions.file_import import FileOutcome

report = typer.Typer(name="report", no_args_is_help=True, help="Reports of residents and officers, from files.")
_SHOWN = 50


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.add_typer(report)


@report.callback()
def choose() -> None:
    """Reports of residents and officers, from files."""


@report.command("import")
def import_files(
    files: Annotated[
        list[Path], typer.Argument(help="CSV or XLSX as Kobo or ODK exports them, or JSON as a phone saved it.")
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")] = False,
    login: Annotated[
        str, typer.Option("--as", help="Import as this person; otherwise as the station's operator.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Read reports in for the desk. Twice is the same as once; bad rows are listed, good rows kept.

    Of what a phone saved, each report has a code for the reporter: it is printed, to be handed back.
    """
    from kerege.domain.errors import InputError
    from kerege_web.commands.workspace import actor_for, open_workspace

    contents = []
    for path in files:
        try:
            contents.append((path.name, path.read_bytes()))
        except OSError as error:
            raise InputError(
                f"The file cannot be read ({error.strerror})", where=str(path), mend="Check its name"
            ) from None
    open_workspace()
    actor = actor_for(login)
    files_read = [_read_in(actor, name, content, is_look_only=dry_run) for name, content in contents]
    if as_json:
        print_json({"is_stored": not dry_run, "files": [document for document, _tell in files_read]})
    else:
        for _document, tell in files_read:
            tell()
    if any(one["rejected"] and not (one["new"] or one["known"]) for one, _tell in files_read):
        raise typer.Exit(2)


def _read_in(
    actor: Viewer, name: str, content: bytes, *, is_look_only: bool
) -> tuple[dict[str, Any], Callable[[], None]]:
    """What became of a file, as a document and as a way to print it."""
    if name.lower().endswith(".json"):
        from kerege_web.commands.phone_file import bring_in

        return bring_in(actor, name, content, is_look_only=is_look_only)
    from kerege_web.reports.actions.file_import import import_filled_forms

    outcome = import_filled_forms(actor, content=content, name=name, is_look_only=is_look_only)
    return _document(outcome), lambda: _print(outcome)


def _print(outcome: FileOutcome) -> None:
    would = "" if outcome.is_stored else "would be "
    typer.echo(
        f"{outcome.name}: {outcome.new} new {would}kept, {outcome.known} known already, "
        f"{len(outcome.rejected)} rejected."
    )
    for title, rows in (("Rows that were not taken", outcome.rejected), ("Cells kept as words", outcome.misread)):
        if rows:
            cells = [(row.line, row.column, row.value[:60], row.reason) for row in rows[:_SHOWN]]
            print_table(("line", "column", "value", "reason"), cells, title=title)
        if len(rows) > _SHOWN:
            typer.echo(f"... and {len(rows) - _SHOWN} more; --json lists them.")


def _document(outcome: FileOutcome) -> dict[str, Any]:
    def listed(rows: tuple[RejectedRow, ...]) -> list[dict[str, object]]:
        return [{"line": row.line, "column": row.column, "value": row.value, "reason": row.reason} for row in rows]

    return {
        "name": outcome.name,
        "new": outcome.new,
        "known": outcome.known,
        "rejected": listed(outcome.rejected),
        "misread": listed(outcome.misread),
    }
