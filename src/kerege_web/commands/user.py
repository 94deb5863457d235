"""`kerege user`: people who may sign in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kerege_web.commands.printing import print_json, print_table

if TYPE_CHECKING:
    from kerege_web.accounts.roles import Role

user = typer.Typer(name="user", no_args_is_help=True, help="People and agencies.")

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.add_typer(user)


@user.callback()
def choose() -> None:
    """People and agencies."""


@user.command("add")
def add(
    login: Annotated[str, typer.Argument(help="Small letters, digits and . _ - ; no personal name is needed.")],
    agency: Annotated[str, typer.Option(help="Code of the agency.")],
    role: Annotated[str, typer.Option(help="officer, moderator, protection, analyst or administrator.")],
    as_json: Json = False,
) -> None:
    """Add somebody and print a one-time password, which must be changed at the first sign-in."""
    chosen = _opened_role(role)
    from kerege_web.accounts.access import operator
    from kerege_web.accounts.actions import add_person

    _tell(login, add_person(operator(), login=login, agency=agency, role=chosen), as_json=as_json)


@user.command("role")
def change(
    login: Annotated[str, typer.Argument()],
    role: Annotated[str, typer.Argument(help="officer, moderator, protection, analyst or administrator.")],
    as_json: Json = False,
) -> None:
    """Give somebody another role."""
    chosen = _opened_role(role)
    from kerege_web.accounts.access import operator
    from kerege_web.accounts.actions import change_role

    change_role(operator(), login=login, role=chosen)
    if as_json:
        print_json({"login": login, "role": chosen.value})
    else:
        typer.echo(f"{login} is now {chosen.value}.")


@user.command("reset")
def reset(login: Annotated[str, typer.Argument()], as_json: Json = False) -> None:
    """Print a new one-time password and take the second factor away."""
    _open()
    from kerege_web.accounts.access import operator
    from kerege_web.accounts.actions import reset_person

    _tell(login, reset_person(operator(), login=login), as_json=as_json)


@user.command("active")
def active(
    login: Annotated[str, typer.Argument()],
    answer: Annotated[str, typer.Argument(help="yes or no.")],
    as_json: Json = False,
) -> None:
    """Let somebody sign in, or no longer."""
    from kerege.domain.errors import InputError

    if answer not in ("yes", "no"):
        raise InputError(f"{answer!r} is neither yes nor no")
    _open()
    from kerege_web.accounts.access import operator
    from kerege_web.accounts.actions import set_active

    set_active(operator(), login=login, is_active=answer == "yes")
    if as_json:
        print_json({"login": login, "is_active": answer == "yes"})
    else:
        typer.echo(f"{login} may {'' if answer == 'yes' else 'no longer '}sign in.")


@user.command("agency")
def agency(
    code: Annotated[str, typer.Argument(help="Small letters, digits and hyphens.")],
    name: Annotated[str, typer.Argument()],
    as_json: Json = False,
) -> None:
    """Make an agency known."""
    _open()
    from kerege_web.accounts.access import operator
    from kerege_web.accounts.actions import add_agency

    add_agency(operator(), code=code, name=name)
    if as_json:
        print_json({"agency": code})
    else:
        typer.echo(f"The agency {code} is known.")


@user.command("list")
def list_people(as_json: Json = False) -> None:
    """Everybody who may sign in."""
    _open()
    from kerege_web.accounts.access import access_people, operator

    people = access_people(operator())
    rows = [(p.login, p.agency, p.role.value, "yes" if p.is_active else "no") for p in people]
    if as_json:
        print_json({"people": [dict(zip(("login", "agency", "role", "active"), row, strict=True)) for row in rows]})
    else:
        print_table(("login", "agency", "role", "active"), rows)


def _open() -> None:
    from kerege_web.commands.workspace import open_workspace

    open_workspace()


def _opened_role(text: str) -> Role:
    from kerege.domain.errors import InputError
    from kerege_web.accounts.roles import PEOPLE_ROLES, Role

    if text not in PEOPLE_ROLES:
        raise InputError(f"{text!r} is not a role", mend=f"Choose one of {', '.join(PEOPLE_ROLES)}")
    _open()
    return Role(text)


def _tell(login: str, password: str, *, as_json: bool) -> None:
    if as_json:
        print_json({"login": login, "one_time_password": password})
    else:
        typer.echo(f"{login} can sign in with the one-time password {password}")
