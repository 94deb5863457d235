"""The program `kerege`: its commands, and what becomes of an error."""

from __future__ import annotations

import os
import sys
from importlib.metadata import entry_points
from pathlib import Path
from typing import Annotated

import typer

from kerege import __version__
from kerege.domain.errors import InputError, KeregeError

app = typer.Typer(
    name="kerege",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Early warning, conflict prevention, risk analysis and cross-border cooperation for border areas.",
)


@app.callback(invoke_without_command=True)
def choose_workspace(
    workspace: Annotated[
        Path,
        typer.Option(envvar="KEREGE_WORKSPACE", help="Folder that holds the settings, the database and the region."),
    ] = Path("kerege-data"),
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
) -> None:
    """Take the options that stand before the command."""
    if version:
        typer.echo(f"kerege {__version__}")
        raise typer.Exit
    os.environ["KEREGE_WORKSPACE"] = str(workspace.resolve())


def build() -> typer.Typer:
    """Join the library's own commands with those of the packages that offer some (entry points `kerege.commands`)."""
    if not app.registered_groups:
        from kerege.cli import cap, detect, fit, link, nowcast, region, simulate

        cap.register(app)
        detect.register(app)
        fit.register(app)
        link.register(app)
        nowcast.register(app)
        region.register(app)
        simulate.register(app)
        for offered in entry_points(group="kerege.commands"):
            offered.load()(app)
    return app


def main() -> None:
    """Run one command. Bad input: one sentence on standard error and exit 2; a failed check: exit 1."""
    try:
        build()()
    except InputError as error:
        typer.echo(f"kerege: {error}", err=True)
        sys.exit(2)
    except KeregeError as error:
        typer.echo(f"kerege: {error}", err=True)
        sys.exit(1)
    except BrokenPipeError:
        # The reader of our output has gone, as `head` does; there is nobody left to tell.
        sys.stderr.close()
        sys.exit(1)
