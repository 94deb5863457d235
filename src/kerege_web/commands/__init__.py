"""The commands that need a workspace. Each module offers `register`; what is heavy is imported when a command runs."""

from __future__ import annotations

import typer

from kerege_web.commands import (
    audit,
    bulletin,
    demo,
    device,
    exercise,
    export,
    form,
    gateway,
    importing,
    init,
    monitor,
    replay,
    report,
    serve,
    telegram,
    user,
    village,
    watch,
)

IN_ORDER = (
    init,
    importing,
    watch,
    replay,
    bulletin,
    village,
    serve,
    telegram,
    export,
    report,
    user,
    device,
    form,
    monitor,
    gateway,
    exercise,
    audit,
    demo,
)


def register(app: typer.Typer) -> None:
    """Add them to the program, in the order a newcomer needs them."""
    for module in IN_ORDER:
        module.register(app)
