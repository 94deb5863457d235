"""`kerege fit`: models on plain files, without a workspace."""

from __future__ import annotations

import typer

from kerege.cli.fit_hhh4 import fit_hhh4
from kerege.cli.fit_twinstim import fit_twinstim_command

fit = typer.Typer(name="fit", no_args_is_help=True, help="Fit a model, on plain files.")
fit.command("hhh4")(fit_hhh4)
fit.command("twinstim")(fit_twinstim_command)


@fit.callback()
def choose_model() -> None:
    """Fit a model, on plain files."""


def register(app: typer.Typer) -> None:
    """Add the commands of this group to the program."""
    app.add_typer(fit)
