"""`kerege cap`: messages of the Common Alerting Protocol in files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kerege.cli.rows_out import print_rows

if TYPE_CHECKING:
    from kerege.domain.context_warning import ContextWarning

COLUMNS = ("file", "identifier", "sent", "status", "type", "kind", "severity", "ends", "headline", "refused")

cap = typer.Typer(name="cap", no_args_is_help=True, help="Warning messages in the Common Alerting Protocol.")


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.add_typer(cap)


@cap.callback()
def choose_cap() -> None:
    """Warning messages in the Common Alerting Protocol."""


@cap.command("check")
def check_messages(
    files: Annotated[list[Path], typer.Argument(help="Messages, or feeds that hold some.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of CSV.")] = False,
) -> None:
    """Read messages as Kerege would, one line for each. Exit 1 if one of them is refused."""
    from kerege.files.cap_document import read_cap_file

    rows: list[tuple[str, ...]] = []
    links, is_refused = 0, False
    for path in files:
        feed = read_cap_file(path)
        rows += [(str(path), *_row(warning), "") for warning in feed.warnings]
        rows += [(str(path), *("" for _ in COLUMNS[2:]), sentence) for sentence in feed.refused]
        links, is_refused = links + len(feed.links), is_refused or bool(feed.refused)
    if as_json:
        print(json.dumps({"messages": [dict(zip(COLUMNS, row, strict=True)) for row in rows], "links": links}))
    else:
        print_rows(COLUMNS, rows)
        if links:
            typer.echo(f"kerege: {links} messages are only linked to; fetch and check them one by one.", err=True)
    if is_refused:
        raise typer.Exit(1)


def _row(warning: ContextWarning) -> tuple[str, ...]:
    reference = warning.reference
    return (
        reference.identifier,
        reference.sent.isoformat(),
        warning.status,
        warning.message_type,
        warning.kind,
        warning.severity,
        warning.ends.isoformat(),
        warning.headline("en"),
    )
