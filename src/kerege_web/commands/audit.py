"""`kerege audit`: proof that the log is as it was written."""

from __future__ import annotations

from typing import Annotated

import typer

from kerege_web.commands.printing import print_json

audit = typer.Typer(name="audit", no_args_is_help=True, help="The append-only log of who did what.")


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.add_typer(audit)


@audit.callback()
def choose() -> None:
    """The append-only log of who did what."""


@audit.command("verify")
def verify(
    head: Annotated[str, typer.Option(help="Digest noted earlier: shows whether entries were cut off since.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Check every entry against the one before it. Exit 1 if the log was changed."""
    from kerege_web.commands.workspace import open_workspace

    open_workspace()
    from kerege_web.audit.access import chain_head, verify_chain

    problems = verify_chain(head)
    newest = chain_head()
    if as_json:
        print_json({"is_whole": not problems, "entries": newest.sequence, "head": newest.digest, "problems": problems})
    elif problems:
        for problem in problems:
            typer.echo(problem)
    else:
        typer.echo(f"The log is whole: {newest.sequence} entries. Note its head elsewhere: {newest.digest}")
    if problems:
        raise typer.Exit(1)
