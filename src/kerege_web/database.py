"""Which database the address in DATABASE_URL names."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from kerege.domain.errors import InputError


def database_settings(url: str, workspace: Path) -> dict[str, Any]:
    """Django's settings for the database at `url`; the workspace's SQLite file where the address is empty.

    Parameters
    ----------
    url : str
        "", "sqlite:///PATH" or "postgresql://USER:PASSWORD@HOST:PORT/NAME". For a Unix socket leave the host empty and
        add "?host=FOLDER". Further query words, such as sslmode, go to the PostgreSQL client.
    workspace : Path
        Folder of the SQLite file.

    Raises
    ------
    InputError
        For any other address. The address itself is not repeated, because it may hold a password.

    Examples
    --------
    >>> database_settings("postgresql://kerege:s%40fe@db.example:5433/border?sslmode=require", Path("/"))["OPTIONS"]
    {'sslmode': 'require'}
    >>> database_settings("", Path("/data"))["NAME"]
    '/data/kerege.sqlite3'
    """
    parts = urlsplit(url)
    if not url or parts.scheme == "sqlite":
        return _sqlite(parts.path.removeprefix("/") if url else str(workspace / "kerege.sqlite3"))
    if parts.scheme not in ("postgresql", "postgres"):
        raise InputError(
            "The address of the database is of an unknown kind",
            where="DATABASE_URL",
            mend="Write postgresql://USER:PASSWORD@HOST:PORT/NAME, or leave it out for SQLite",
        )
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    name = unquote(parts.path.removeprefix("/"))
    if not name:
        raise InputError("The database has no name", where="DATABASE_URL", mend="Add /NAME after the host")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or parts.hostname or "",
        "PORT": parts.port or "",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def _sqlite(name: str) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        # To open the file and read its tables anew takes longer than most requests.
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            # Writers wait for each other from their first word on, so that none fails half-way.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
            "PRAGMA cache_size=-32000; PRAGMA temp_store=MEMORY;",
        },
    }
