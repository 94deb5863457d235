"""Opening the workspace that a command works in."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from kerege_web.environment import load_environment, workspace_folder

if TYPE_CHECKING:
    from kerege_web.accounts.access import Viewer


def open_workspace(*, may_be_outdated: bool = False) -> Path:
    """Load the workspace's settings and set the application up; the folder is the answer.

    Raises
    ------
    InputError
        If there is no workspace, its settings cannot be used, or its database was made by an earlier version.
    """
    from kerege.domain.errors import InputError

    folder = workspace_folder()
    load_environment(folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kerege_web.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise InputError(str(error).rstrip("."), where=str(folder / "environment")) from None
    if not may_be_outdated and is_outdated():
        raise InputError(
            "The database of this workspace was made by another version",
            where=str(folder),
            mend=f"Bring it up to date, after a backup: kerege --workspace {folder} init",
        )
    return folder


def is_outdated() -> bool:
    """Whether the database lacks changes that this version needs.

    Raises
    ------
    InputError
        If the database does not answer.
    """
    from django.db import OperationalError, connection
    from django.db.migrations.executor import MigrationExecutor

    from kerege.domain.errors import InputError

    try:
        executor = MigrationExecutor(connection)
        return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except OperationalError as error:
        reason = str(error).strip().splitlines()[0]
        raise InputError(
            f"The database does not answer ({reason})", mend="Look at DATABASE_URL and the server"
        ) from None


def actor_for(login: str) -> Viewer:
    """Who a command acts for: the named person, or the operator of the station.

    Raises
    ------
    InputError
        If the person is not known.
    """
    from kerege.domain.errors import AccessDeniedError, InputError
    from kerege_web.accounts.access import access_viewer, operator

    if not login:
        return operator()
    try:
        return access_viewer(login)
    except AccessDeniedError:
        raise InputError(f"The login {login!r} is not known", mend="See the list: kerege user list") from None
