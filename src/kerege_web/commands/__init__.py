"""The commands that need a workspace."""

from __future__ import annotations

import typer


def register(app: typer.Typer) -> None:
    """Add them to the program."""
