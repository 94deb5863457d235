"""The workspace's environment file: where the settings' values come from."""

from __future__ import annotations

import os
from pathlib import Path

from kerege.domain.errors import InputError

FILE_NAME = "environment"


def workspace_folder() -> Path:
    """The folder that holds the database, the published bulletins and the environment file."""
    return Path(os.environ.get("KEREGE_WORKSPACE", "kerege-data")).resolve()


def load_environment(folder: Path) -> None:
    """Set what the workspace's environment file gives, without overruling what the process was started with.

    Raises
    ------
    InputError
        If there is no workspace, or a line is not NAME=value.
    """
    path = folder / FILE_NAME
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        raise InputError(
            "There is no workspace here", where=str(folder), mend="Make one: kerege --workspace DIR init"
        ) from None
    except PermissionError:
        raise InputError(
            "The workspace's environment file may not be read by this user",
            where=str(path),
            mend="Run kerege as the user who made the workspace",
        ) from None
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        name, separator, value = line.partition("=")
        if not separator:
            raise InputError("A line must be NAME=value", where=f"{path} line {number}", mend="Correct or remove it")
        os.environ.setdefault(name.strip(), value.strip())
