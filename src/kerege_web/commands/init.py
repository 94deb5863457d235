"""`kerege init`: makes a workspace, or brings one up to date."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kerege_web.commands.printing import print_json, print_table

if TYPE_CHECKING:
    from kerege_web.accounts.access import Viewer
    from kerege_web.incidents.actions import ImportOutcome

DEMONSTRATION = (
    ("officer", "border-service", "officer"),
    ("moderator", "border-service", "moderator"),
    ("protection", "border-service", "protection"),
    ("analyst", "border-service", "analyst"),
    ("police", "police", "officer"),
    ("observer", "osce-field-office", "analyst"),
    ("administrator", "border-service", "administrator"),
)
AGENCIES = (
    ("border-service", "Border Service"),
    ("police", "Police"),
    ("osce-field-office", "OSCE Field Office"),
)
ENVIRONMENT = """\
# Settings of this workspace; docs/operations/settings.md explains each. Keep this file secret: it holds the key that
# signs sessions and seals second factors.
KEREGE_SECRET_KEY={secret}
KEREGE_REGION={region}
KEREGE_AGENCY={agency}
# Only this machine can reach the application, so it is served without encryption. Before others can reach it: put it
# behind a server that speaks HTTPS, remove the next line, and name its host in KEREGE_HOSTS.
KEREGE_HTTPS=no
"""


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("init")(init)


def init(
    region: Annotated[str, typer.Option(help="Code of a region that is shipped, or the folder of your own.")] = "",
    agency: Annotated[str, typer.Option(help="Code of the agency that runs this station.")] = "border-service",
    demo: Annotated[
        bool, typer.Option("--demo", help="Load the region's incidents and make one person per role.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Make the workspace: settings, database, region. On an existing one: bring its database up to date."""
    is_new = make_workspace(region=region, agency=agency, demo=demo)
    from django.conf import settings

    from kerege_web.accounts.access import operator
    from kerege_web.region import current_region

    passwords = make_demonstration() if demo else {}
    incidents = import_region_incidents(operator()).new if demo else 0
    found = current_region()
    if as_json:
        print_json(
            {
                "workspace": str(settings.WORKSPACE),
                "is_new": is_new,
                "region": found.code,
                "sections": len(found.sections),
                "new_incidents": incidents,
                "passwords": passwords,
            }
        )
        return
    done = "made" if is_new else "brought up to date"
    typer.echo(f"The workspace {settings.WORKSPACE} is {done}: {found.title}, {len(found.sections)} sections.")
    if passwords:
        typer.echo(f"{incidents} incidents from public sources are new in it.")
        print_sign_ins(passwords)
    else:
        typer.echo(
            "Next: kerege user add LOGIN --agency CODE --role officer|moderator|protection|analyst|administrator"
        )


def make_workspace(*, region: str, agency: str, demo: bool = False) -> bool:
    """Make what is missing of a workspace and bring its database up to date; whether it is new is the answer.

    Raises
    ------
    InputError
        If the region cannot be used.
    """
    from kerege.domain.errors import InputError
    from kerege.files.region import default_region
    from kerege_web.commands.workspace import open_workspace
    from kerege_web.environment import FILE_NAME, workspace_folder

    folder = workspace_folder()
    is_new = not (folder / FILE_NAME).exists()
    if is_new:
        chosen = region or default_region()
        _check_region(chosen)
        _write_environment(folder, chosen, agency, demo=demo)
    elif region:
        raise InputError(
            "This workspace has its region already",
            where="--region",
            mend="Change KEREGE_REGION in its environment file",
        )
    open_workspace(may_be_outdated=True)
    _prepare_database()
    return is_new


def _check_region(region: str) -> None:
    from kerege.files.region import read_region, shipped_region

    read_region(Path(region).resolve() if "/" in region else shipped_region(region))


def _write_environment(folder: Path, region: str, agency: str, *, demo: bool) -> None:
    from kerege_web.environment import FILE_NAME

    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    content = ENVIRONMENT.format(
        secret=secrets.token_urlsafe(48),
        region=str(Path(region).resolve()) if "/" in region else region,
        agency=agency,
    )
    if demo:
        content += "KEREGE_DEMONSTRATION=yes\n"
    if os.environ.get("DATABASE_URL"):
        content += f"DATABASE_URL={os.environ['DATABASE_URL']}\n"
    descriptor = os.open(folder / FILE_NAME, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(content)


def _prepare_database() -> None:
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from kerege_web.accounts.access import operator
    from kerege_web.accounts.actions import add_agency

    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    if connection.vendor == "sqlite":
        Path(str(connection.settings_dict["NAME"])).chmod(0o600)
    names = dict(AGENCIES)
    code = settings.KEREGE_AGENCY
    add_agency(operator(), code=code, name=names.get(code, code))


def make_demonstration() -> dict[str, str]:
    """Make the demonstration's people, or give them fresh passwords; passwords by login.

    Each call gives new ones: nobody can sign in with a password that was printed for somebody else.
    """
    from kerege_web.accounts.access import access_people, operator
    from kerege_web.accounts.actions import add_agency, add_person, reset_person
    from kerege_web.accounts.roles import Role

    actor = operator()
    for code, name in AGENCIES:
        add_agency(actor, code=code, name=name)
    known = {person.login: person for person in access_people(actor)}
    passwords = {}
    for login, agency, role in DEMONSTRATION:
        if login not in known:
            passwords[login] = add_person(actor, login=login, agency=agency, role=Role(role), is_demonstration=True)
        elif known[login].is_demonstration:
            passwords[login] = reset_person(actor, login=login, must_change=False)
    return passwords


def import_region_incidents(actor: Viewer) -> ImportOutcome:
    """Read in the incidents that the region brings; they are public news, so everybody may see them.

    Raises
    ------
    InputError
        If the region brings none.
    """
    from kerege.domain.errors import InputError
    from kerege.domain.marking import TLP, Marking
    from kerege_web.incidents.actions import import_reports
    from kerege_web.region import region_folder

    path = region_folder() / "incidents.csv"
    if not path.exists():
        raise InputError("The region brings no incidents", where=str(path), mend="Make the workspace without --demo")
    return import_reports(actor, content=path.read_bytes(), name=path.name, marking=Marking(TLP.CLEAR))


def print_sign_ins(passwords: dict[str, str]) -> None:
    """The block a newcomer copies a sign-in from."""
    people = {login: (agency, role) for login, agency, role in DEMONSTRATION}
    rows = [(login, password, *people[login][::-1]) for login, password in passwords.items()]
    print_table(("sign-in", "password", "role", "agency"), rows, title="Demonstration sign-ins, new at every start")
