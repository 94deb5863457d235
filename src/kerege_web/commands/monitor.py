"""`kerege monitor`: village monitors who report every week under a code."""

from __future__ import annotations

from typing import Annotated

import typer

from kerege_web.commands.printing import print_json, print_table

monitor = typer.Typer(name="monitor", no_args_is_help=True, help="Village monitors, and who of them is silent.")

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.add_typer(monitor)


@monitor.callback()
def choose() -> None:
    """Village monitors, and who of them is silent."""


@monitor.command("add")
def add(
    place: Annotated[str, typer.Argument(help="The village.")],
    language: Annotated[str, typer.Option(help="Language of the answers: en, ky, ru, tg or uz.")],
    section: Annotated[str, typer.Option(help="Id of the border section the village lies at.")] = "",
    number: Annotated[
        str, typer.Option(help="Telephone number; messages then count from this one only. Kept sealed.")
    ] = "",
    every_days: Annotated[int, typer.Option(help="How often a word is expected.", min=1, max=60)] = 7,
    agency: Annotated[str, typer.Option(help="Whose monitor; the station's own agency where left out.")] = "",
    as_json: Json = False,
) -> None:
    """Make a monitor known and print the code to report under."""
    from kerege_web.commands.workspace import open_workspace

    open_workspace()
    from kerege_web.accounts.access import operator
    from kerege_web.reports.actions.monitors import add_monitor

    code = add_monitor(
        operator(), place=place, language=language, section_id=section, number=number, every_days=every_days,
        agency=agency,
    )  # fmt: skip
    if as_json:
        print_json({"code": code, "place": place})
    else:
        typer.echo(f"{place} reports under the code {code}.")


@monitor.command("list")
def list_monitors(as_json: Json = False) -> None:
    """All monitors, when they were heard, and how long a word is overdue."""
    from kerege_web.commands.workspace import open_workspace

    open_workspace()
    from django.utils import timezone

    from kerege_web.accounts.access import operator
    from kerege_web.reports.access.monitors import access_monitors

    columns = ("code", "place", "section", "language", "every_days", "active", "heard_at", "silent_days")
    rows = [
        (
            found.code,
            found.place,
            found.section_id,
            found.language,
            found.every_days,
            "yes" if found.is_active else "no",
            found.heard_at.isoformat(timespec="minutes") if found.heard_at else None,
            found.silent_days,
        )
        for found in access_monitors(operator(), timezone.now())
    ]
    if as_json:
        print_json({"monitors": [dict(zip(columns, row, strict=True)) for row in rows]})
    else:
        print_table(columns, rows)


@monitor.command("off")
def off(code: Annotated[str, typer.Argument(help="The monitor's code.")], as_json: Json = False) -> None:
    """Expect no more of a monitor; the number is deleted."""
    from kerege.domain.errors import AccessDeniedError, InputError
    from kerege_web.commands.workspace import open_workspace

    open_workspace()
    from kerege_web.accounts.access import operator
    from kerege_web.reports.actions.monitors import turn_off_monitor

    try:
        turn_off_monitor(operator(), code=code)
    except AccessDeniedError:
        raise InputError(f"No monitor has the code {code!r}", mend="See the list: kerege monitor list") from None
    if as_json:
        print_json({"code": code, "is_active": False})
    else:
        typer.echo(f"No more is expected of {code}.")
