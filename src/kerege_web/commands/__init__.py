"""The commands that need a workspace. Each module offers `register`; what is heavy is imported when a command runs."""

from __future__ import annotations

import typer

from kerege_web.commands import (
    audit,
    bulletin,
    demo,
<<<<<<< HEAD
    device,
    export,
    form,
    importing,
    init,
    replay,
    report,
    serve,
=======
    export,
    gateway,
    importing,
    init,
    monitor,
    replay,
    serve,
    telegram,
>>>>>>> messages
    user,
    watch,
)


def register(app: typer.Typer) -> None:
    """Add them to the program, in the order a newcomer needs them."""
<<<<<<< HEAD
    for module in (init, importing, watch, replay, bulletin, serve, export, report, user, device, form, audit, demo):
=======
    for module in (
        init,
        importing,
        watch,
        replay,
        bulletin,
        serve,
        telegram,
        export,
        user,
        monitor,
        gateway,
        audit,
        demo,
    ):
>>>>>>> messages
        module.register(app)
