"""`kerege gateway`: gateways that hand text messages over."""

from __future__ import annotations

from typing import Annotated

import typer

from kerege_web.commands.printing import print_json, print_table

gateway = typer.Typer(name="gateway", no_args_is_help=True, help="Gateways of text messages.")

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
Name = Annotated[str, typer.Argument(help="Small letters, digits and hyphens; it stands in the address.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.add_typer(gateway)


@gateway.callback()
def choose() -> None:
    """Gateways of text messages."""


@gateway.command("add")
def add(
    name: Name,
    agency: Annotated[str, typer.Option(help="Whose reports these are; the station's own agency where left out.")] = "",
    side: Annotated[str, typer.Option(help="Country code, where it serves one side only.")] = "",
    as_json: Json = False,
) -> None:
    """Let a gateway hand messages over, and print its secret, this once."""
    from kerege_web.commands.workspace import open_workspace

    open_workspace()
    from kerege_web.accounts.access import operator
    from kerege_web.reports.actions.gateways import add_gateway

    secret = add_gateway(operator(), name=name, agency=agency, side=side)
    if as_json:
        print_json({"gateway": name, "path": f"/sms/{name}/receive", "secret": secret})
    else:
        typer.echo(f"{name} posts to /sms/{name}/receive with the secret {secret}")


@gateway.command("list")
def list_gateways(as_json: Json = False) -> None:
    """All gateways, and when they last called."""
    from kerege_web.commands.workspace import open_workspace

    open_workspace()
    from kerege_web.accounts.access import operator
    from kerege_web.reports.access.gateways import access_gateways

    columns = ("name", "agency", "side", "active", "last_used_at")
    rows = [
        (
            found.name,
            found.agency,
            found.side,
            "yes" if found.is_active else "no",
            found.last_used_at.isoformat(timespec="minutes") if found.last_used_at else None,
        )
        for found in access_gateways(operator())
    ]
    if as_json:
        print_json({"gateways": [dict(zip(columns, row, strict=True)) for row in rows]})
    else:
        print_table(columns, rows)


@gateway.command("off")
def off(name: Name, as_json: Json = False) -> None:
    """Take nothing more from a gateway."""
    from kerege.domain.errors import AccessDeniedError, InputError
    from kerege_web.commands.workspace import open_workspace

    open_workspace()
    from kerege_web.accounts.access import operator
    from kerege_web.reports.actions.gateways import turn_off_gateway

    try:
        turn_off_gateway(operator(), name=name)
    except AccessDeniedError:
        raise InputError(f"There is no active gateway {name!r}", mend="See the list: kerege gateway list") from None
    if as_json:
        print_json({"gateway": name, "is_active": False})
    else:
        typer.echo(f"Nothing more is taken from {name}.")
