"""`kerege telegram`: the Telegram bot alone."""

from __future__ import annotations

import typer


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("telegram")(telegram)


def telegram() -> None:
    """Run the Telegram bot until Ctrl-C. `kerege serve` runs it too, where KEREGE_TELEGRAM_TOKEN is set."""
    from kerege.domain.errors import InputError
    from kerege_web.commands.workspace import open_workspace

    open_workspace()
    from django.conf import settings

    if not settings.KEREGE_TELEGRAM_TOKEN:
        raise InputError("The bot has no token", mend="Get one from @BotFather and set KEREGE_TELEGRAM_TOKEN")
    from kerege_web.reports.telegram.polling import run_bot

    typer.echo("The bot answers (Ctrl-C stops it).")
    try:
        run_bot()
    except KeyboardInterrupt:
        typer.echo("The bot has stopped.")
