"""`kerege bulletin`: the product of a level as a PDF."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kerege_web.commands.printing import print_json


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("bulletin")(bulletin)


def bulletin(
    level: Annotated[str, typer.Argument(help="tactical, operational or strategic.")],
    as_of: Annotated[str, typer.Option(help="What was known on this day, YYYY-MM-DD; now where left out.")] = "",
    language: Annotated[str, typer.Option(help="en, ru, ky, tg or uz.")] = "en",
    out: Annotated[Path | None, typer.Option(help="Also write the PDF here.")] = None,
    login: Annotated[str, typer.Option("--as", help="Publish as this person; otherwise as the operator.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Run the watch, publish the bulletin of a level, and keep it in the workspace."""
    from kerege.domain.bulletin import BulletinLevel
    from kerege.domain.errors import InputError
    from kerege_web.commands.workspace import actor_for, open_workspace

    if level not in list(BulletinLevel):
        raise InputError(f"{level!r} is not a level", mend=f"Choose one of {', '.join(BulletinLevel)}")
    open_workspace()
    from kerege_web.commands.watch import moment
    from kerege_web.risk.access import access_bulletin_file
    from kerege_web.risk.actions import publish_bulletin

    actor = actor_for(login)
    published = publish_bulletin(actor, level=BulletinLevel(level), language=language, as_of=moment(as_of))
    content = access_bulletin_file(actor, published.id).content
    if out is not None:
        try:
            out.write_bytes(content)
        except OSError as error:
            raise InputError(f"The file cannot be written ({error.strerror})", where=str(out)) from None
    if as_json:
        print_json(
            {
                "bulletin": published.id,
                "number": published.number,
                "run": published.run_id,
                "marking": published.marking.tlp.value,
                "digest": published.digest,
                "bytes": published.size_bytes,
                "file": str(out) if out else None,
            }
        )
    else:
        kept = f"written to {out}" if out else "kept in the workspace"
        typer.echo(f"{published.title}: {published.size_bytes // 1000} kB, {published.marking.tlp}, {kept}.")
