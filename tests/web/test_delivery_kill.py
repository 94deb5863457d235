"""A worker that is killed in the middle of sending, for real: the message is not lost."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from tests.web.fake_servers import fake_server
from tests.web.test_commands import ENVIRONMENT, kerege

SEND = """
from kerege_web.commands.workspace import open_workspace
open_workspace()
from kerege.domain.submission import Door
from kerege_web.accounts.access import operator
from kerege_web.reports.actions.deliveries import enqueue_delivery, send_due_deliveries
from kerege_web.reports.channels import Channel
from kerege_web.reports.doorkeeper import doorkeeper
from kerege_web.reports.models import Delivery
if not Delivery.objects.exists():
    enqueue_delivery(doorkeeper(Door.SMS), purpose="receipt", channel=Channel.SMS, address="+996555000111",
                     text="Received.", language="en")
print(send_due_deliveries(operator()))
"""


def rows(workspace: Path) -> list[tuple[Any, ...]]:
    with sqlite3.connect(workspace / "kerege.sqlite3") as database:
        return database.execute("SELECT state, tries FROM reports_delivery").fetchall()


def test_a_killed_worker_loses_no_message(tmp_path: Path, region_folder: Path) -> None:
    workspace = tmp_path / "station"
    assert kerege(workspace, "init", "--region", str(region_folder), "--json").returncode == 0
    arrived, release = threading.Event(), threading.Event()

    def answer(path: str, content: dict[str, Any]) -> tuple[int, object]:
        arrived.set()
        release.wait(60)
        return 200, {}

    with fake_server(answer) as gateway:
        environment = {**ENVIRONMENT, "KEREGE_WORKSPACE": str(workspace), "KEREGE_SMS_URL": gateway.address}
        worker = subprocess.Popen([sys.executable, "-c", SEND], env=environment, stdout=subprocess.PIPE)
        try:
            assert arrived.wait(60)
        finally:
            os.kill(worker.pid, signal.SIGKILL)
            worker.communicate()
        release.set()
        assert rows(workspace) == [("waiting", 1)]
        # The claim runs out.
        with sqlite3.connect(workspace / "kerege.sqlite3") as database:
            database.execute("UPDATE reports_delivery SET next_try_at = created_at")
        again = subprocess.run(
            [sys.executable, "-c", SEND], env=environment, capture_output=True, text=True, timeout=60
        )
        assert "sent=1" in again.stdout, again.stderr
        assert rows(workspace) == [("sent", 2)]
        assert [content["id"] for _, content, _ in gateway.requests] == ["1", "1"]
        assert "555000111" not in again.stdout + again.stderr
