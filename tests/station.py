"""A station as a site runs it: a workspace of its own, served by processes of their own."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

PROGRAM = Path(sys.executable).parent / "kerege"
OURS = ("KEREGE_", "DATABASE_", "DJANGO_")


class Station:
    """A workspace and, while it is served, its processes.

    Parameters
    ----------
    workspace : Path
        Made by `init`.
    more : dict of str to str
        Settings beside those of the workspace's own file.
    """

    def __init__(self, workspace: Path, **more: str) -> None:
        clean = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        self.workspace, self._environment = workspace, {**clean, **more}
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self._process: subprocess.Popen[bytes] | None = None

    def kerege(self, *words: str) -> Any:
        """Run a command on the workspace; its JSON is the answer."""
        line = [str(PROGRAM), "--workspace", str(self.workspace), *words, "--json"]
        done = subprocess.run(line, env=self._environment, capture_output=True, check=True, timeout=120)
        return json.loads(done.stdout)

    def count_reports(self) -> tuple[int, int]:
        """How many reports are stored, and how many different receipts they have."""
        asked = (
            "from kerege_web.commands.workspace import open_workspace\n"
            "open_workspace()\n"
            "from kerege_web.reports.models import Report\n"
            "print(Report.objects.count(), Report.objects.values('receipt_digest').distinct().count())\n"
        )
        environment = {**self._environment, "KEREGE_WORKSPACE": str(self.workspace)}
        done = subprocess.run(
            [sys.executable, "-c", asked], env=environment, capture_output=True, check=True, timeout=120
        )
        stored, different = done.stdout.split()
        return int(stored), int(different)

    def start(self, *, within_s: float = 90.0) -> None:
        """Serve, and wait until it answers."""
        line = [str(PROGRAM), "--workspace", str(self.workspace), "serve", "--port", str(self.port)]
        self._process = subprocess.Popen(line, env=self._environment)
        end = time.monotonic() + within_s
        while time.monotonic() < end:
            assert self._process.poll() is None, "the station ended by itself"
            with contextlib.suppress(OSError, http.client.HTTPException):
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
                connection.request("GET", "/sign-in")
                if connection.getresponse().status == 200:
                    return
            time.sleep(0.2)
        raise AssertionError(f"the station did not answer within {within_s} seconds")

    def kill(self) -> None:
        """Kill every process at once, as when the power fails; nothing can be tidied up."""
        assert self._process is not None
        for process in (self._process.pid, *descendants(self._process.pid)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        self._process.wait(30)

    def stop(self) -> None:
        """End it in order; harmless where it does not run."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(30)
        except subprocess.TimeoutExpired:
            self.kill()


def descendants(process: int) -> list[int]:
    """All processes that a process has started, and those that they have."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            with contextlib.suppress(OSError):
                parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
                parents.setdefault(parent, []).append(int(entry.name))
    found, waiting = [], [process]
    while waiting:
        children = parents.get(waiting.pop(), [])
        found += children
        waiting += children
    return found
