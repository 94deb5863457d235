"""`kerege form`: forms on paper."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kerege_web.commands.printing import print_json


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    forms = typer.Typer(help="Forms for reports.", no_args_is_help=True)
    forms.command("paper")(paper)
    app.add_typer(forms, name="form")


def paper(
    out: Annotated[Path, typer.Option(help="Write the PDF here.")],
    language: Annotated[str, typer.Option(help="en, ru, ky, tg or uz.")] = "en",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Write the report form as a PDF to print: one sheet, to be typed in at the desk afterwards."""
    from kerege.domain.errors import InputError
    from kerege_web.commands.workspace import open_workspace

    open_workspace()
    from kerege_web.reports.paper import LANGUAGES, paper_form_pdf

    if language not in dict(LANGUAGES):
        raise InputError(
            f"{language!r} is no language of the pages", mend=f"Choose one of {', '.join(dict(LANGUAGES))}"
        )
    content = paper_form_pdf(language)
    try:
        out.write_bytes(content)
    except OSError as error:
        raise InputError(f"The file cannot be written ({error.strerror})", where=str(out)) from None
    if as_json:
        print_json({"file": str(out), "language": language, "bytes": len(content)})
    else:
        typer.echo(f"The form in {dict(LANGUAGES)[language]}: {len(content) // 1000} kB, written to {out}.")
