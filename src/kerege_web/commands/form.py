"""`kerege form`: the forms that phones fetch, and the one on paper."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kerege_web.commands.printing import print_json, print_table

form = typer.Typer(name="form", no_args_is_help=True, help="Forms for reports: on phones and on paper.")

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.add_typer(form)


@form.callback()
def choose() -> None:
    """Forms for reports: on phones and on paper."""


@form.command("xlsform")
def xlsform(
    out: Annotated[Path, typer.Option(help="Write the form into this XLSX file.")], as_json: Json = False
) -> None:
    """Write the shipped form as an XLSForm, to change it and put it into the folder forms/ of the workspace."""
    from kerege_web.commands.workspace import open_workspace

    open_workspace()
    from kerege_web.reports.phone_forms import forms_folder, shipped_xlsform

    out.write_bytes(shipped_xlsform())
    if as_json:
        print_json({"file": str(out), "folder": str(forms_folder())})
    else:
        typer.echo(f"The form is in {out}. Give each change a new version, and put it into {forms_folder()}.")


@form.command("check")
def check(file: Annotated[Path, typer.Argument(help="An XLSForm as XLSX.")], as_json: Json = False) -> None:
    """Say whether a form can be offered to phones; exit 2 with the reason where it cannot."""
    from kerege.domain.errors import InputError
    from kerege.files.xform import xform_of

    try:
        made = xform_of(file.read_bytes(), file.name)
    except OSError as error:
        raise InputError(
            f"The file cannot be read ({error.strerror})", where=str(file), mend="Check its name"
        ) from None
    if as_json:
        print_json({"form": made.id, "version": made.version, "title": made.title, "remarks": list(made.remarks)})
        return
    typer.echo(f"{made.id} {made.version}: {made.title}. It can be offered to phones.")
    for remark in made.remarks:
        typer.echo(remark)


@form.command("list")
def list_forms(as_json: Json = False) -> None:
    """The forms that phones are offered, and the files in forms/ that cannot be."""
    from kerege.domain.errors import InputError
    from kerege_web.commands.workspace import open_workspace

    open_workspace()
    from kerege_web.reports.phone_forms import phone_forms, site_forms

    columns = ("form", "version", "file", "media", "problem")
    rows: list[tuple[str, str, str, int, str]] = [
        (form.xform.id, form.xform.version, form.file_name or "shipped", len(form.media), "") for form in phone_forms()
    ]
    rows += [("", "", name, 0, str(found)) for name, found in site_forms().items() if isinstance(found, InputError)]
    if as_json:
        print_json({"forms": [dict(zip(columns, row, strict=True)) for row in rows]})
    else:
        print_table(columns, rows)


@form.command("paper")
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
