"""`kerege import`: reports in."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kerege_web.commands.printing import print_json, print_table, progress

if TYPE_CHECKING:
    from kerege.domain.marking import Marking
    from kerege_web.incidents.actions import ImportOutcome

_SHOWN = 50


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("import")(import_files)


def import_files(
    files: Annotated[list[Path], typer.Argument(help="CSV, TSV or XLSX files.")],
    format_name: Annotated[str, typer.Option("--format", help="auto, native, acled or ucdp.")] = "auto",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")] = False,
    rejected: Annotated[
        Path | None, typer.Option(help="Write the rows that were not taken into this CSV file.")
    ] = None,
    marking: Annotated[str, typer.Option(help="Label of rows that carry none, such as TLP:GREEN.")] = "TLP:AMBER",
    login: Annotated[
        str, typer.Option("--as", help="Import as this person; otherwise as the station's operator.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Read reports in. Bad rows are listed with line and reason, good rows are kept; twice is the same as once."""
    from kerege_web.commands.workspace import open_workspace

    label = _marking(marking)
    # Reports are values without cycles: looking for cycles among hundreds of thousands of them only takes time.
    gc.disable()
    contents = [(path, _content(path)) for path in files]
    open_workspace()
    outcomes = [_import(path, content, format_name, label, login, dry_run=dry_run) for path, content in contents]
    if rejected is not None:
        _write_rejected(rejected, outcomes)
    if as_json:
        print_json({"is_stored": not dry_run, "files": [_document(outcome) for outcome in outcomes]})
    else:
        _print(outcomes, dry_run=dry_run)
    if any(outcome.rejected_count and not (outcome.new or outcome.known) for outcome in outcomes):
        raise typer.Exit(2)


def _marking(text: str) -> Marking:
    from kerege.domain.errors import InputError
    from kerege.domain.marking import TLP, Marking

    label = text.strip().upper()
    try:
        return Marking(TLP(label if label.startswith("TLP:") else f"TLP:{label}"))
    except ValueError:
        raise InputError(
            f"{text!r} is not a label", where="--marking", mend=f"Choose one of {', '.join(TLP)}"
        ) from None


def _content(path: Path) -> bytes:
    from kerege.domain.errors import InputError

    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(
            f"The file cannot be read ({error.strerror})", where=str(path), mend="Check its name"
        ) from None


def _import(
    path: Path, content: bytes, format_name: str, marking: Marking, login: str, *, dry_run: bool
) -> ImportOutcome:
    from kerege_web.commands.workspace import actor_for
    from kerege_web.incidents.actions import import_reports, preview_import

    actor = actor_for(login)
    if dry_run:
        return preview_import(actor, content=content, name=path.name, format_name=format_name, marking=marking)
    with progress(f"Reading {path.name}") as told:
        return import_reports(
            actor,
            content=content,
            name=path.name,
            format_name=format_name,
            marking=marking,
            progress=told,
        )


def _print(outcomes: list[ImportOutcome], *, dry_run: bool) -> None:
    would = "would be " if dry_run else ""
    for outcome in outcomes:
        typer.echo(
            f"{outcome.name} ({outcome.format}): {outcome.new} new {would}kept, {outcome.known} known already, "
            f"{outcome.rejected_count} rejected."
        )
        if outcome.ignored_columns:
            typer.echo(f"Columns that were not read: {', '.join(outcome.ignored_columns)}")
        rows = [(row.line, row.column, row.value[:60], row.reason) for row in outcome.rejected[:_SHOWN]]
        if rows:
            print_table(("line", "column", "value", "reason"), rows)
        if outcome.rejected_count > _SHOWN:
            typer.echo(f"... and {outcome.rejected_count - _SHOWN} more; --rejected OUT.csv lists them.")


def _document(outcome: ImportOutcome) -> dict[str, Any]:
    return {
        "name": outcome.name,
        "format": outcome.format,
        "new": outcome.new,
        "known": outcome.known,
        "rejected": outcome.rejected_count,
        "rows": [
            {"line": row.line, "column": row.column, "value": row.value, "reason": row.reason}
            for row in outcome.rejected
        ],
        "ignored_columns": list(outcome.ignored_columns),
    }


def _write_rejected(path: Path, outcomes: list[ImportOutcome]) -> None:
    import csv

    from kerege.intake.cell_text import guarded_text

    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file)
        table.writerow(("file", "line", "column", "value", "reason"))
        for outcome in outcomes:
            for row in outcome.rejected:
                table.writerow(
                    (guarded_text(outcome.name), row.line, *map(guarded_text, (row.column, row.value, row.reason)))
                )
