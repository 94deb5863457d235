"""`kerege village`: what a section's villages are told of a month, as one page or one message."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from kerege_web.commands.printing import print_json


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("village")(village)


def village(
    section: Annotated[str, typer.Argument(help="Identifier of a section of the region.")],
    month: Annotated[str, typer.Argument(help="YYYY-MM.")],
    language: Annotated[str, typer.Option(help="en, ru, ky, tg or uz.")] = "en",
    address: Annotated[str, typer.Option(help="Where people report; the station's own where left out.")] = "",
    out: Annotated[Path | None, typer.Option(help="Also write the page as a PDF here.")] = None,
    login: Annotated[str, typer.Option("--as", help="As this person; otherwise as the operator.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Print the village bulletin of a section and month as one message: what was reported and what was done."""
    from kerege.domain.errors import InputError
    from kerege_web.commands.workspace import actor_for, open_workspace

    open_workspace()
    from django.conf import settings

    from kerege.bulletin.compose.village import village_bulletin
    from kerege.bulletin.render import render_pdf
    from kerege.bulletin.village_message import village_text
    from kerege.files.catalogues import read_words
    from kerege_web.region import current_catalogue
    from kerege_web.response.access.village import access_village_month

    words = read_words(language)
    where = address or (f"{str(settings.KEREGE_ADDRESS).rstrip('/')}/report" if settings.KEREGE_ADDRESS else "")
    if not where:
        raise InputError("Say where people report", where="--address", mend="Give it, or set KEREGE_ADDRESS")
    try:
        first = datetime.strptime(month, "%Y-%m").replace(tzinfo=UTC).date()
    except ValueError:
        raise InputError(f"{month!r} is no month", mend="Write it as 2026-11") from None
    found = access_village_month(
        actor_for(login), section_id=section, month=first, report_address=where, now=datetime.now(UTC)
    )
    bulletin = village_bulletin(found, catalogue=current_catalogue(), words=words)
    if out is not None:
        try:
            out.write_bytes(render_pdf(bulletin))
        except OSError as error:
            raise InputError(f"The file cannot be written ({error.strerror})", where=str(out)) from None
    if as_json:
        print_json({"section": section, "month": month, "language": language, "text": village_text(bulletin)})
    else:
        typer.echo(village_text(bulletin), nl=False)
