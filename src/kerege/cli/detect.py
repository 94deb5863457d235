"""`kerege detect`: detectors on plain files, without a workspace."""

from __future__ import annotations

import typer

detect = typer.Typer(name="detect", no_args_is_help=True, help="Judge counts of the past with a statistical detector.")


@detect.callback()
def choose_detector() -> None:
    """Judge counts of the past with a statistical detector."""


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the program."""
    app.add_typer(detect)
