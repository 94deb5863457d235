"""Ten thousand open alerts: how long their pages take, served, on both databases."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.regions.synthetic import write_synthetic_region
from tests.station import Station

from benchmarks.submissions import database

ALERTS, ROUNDS, WARM = 10_000, 40, 2
PAGES = (
    "/alerts", "/alerts?page=200", "/alerts?text=Bridge+77", "/alerts?section_id=aa-bb.alba--birka",
    "/alerts?shown=overdue", "/duty", "/live", "/figures",
)  # fmt: skip
FILL = f"""
from kerege_web.commands.workspace import open_workspace
open_workspace()
from datetime import timedelta
from django.conf import settings
from django.test import Client
from django.utils import timezone
from kerege_web.accounts.access import operator
from kerege_web.accounts.actions import add_agency, add_person
from kerege_web.accounts.models import Person
from kerege_web.accounts.roles import Role
from kerege_web.alerts.models import Alert, AlertStep
from kerege_web.region import current_region
add_agency(operator(), code="police", name="Police")
sections, now = [one.id for one in current_region().sections], timezone.now()
agency = operator().agency
Alert.objects.bulk_create([
    Alert(
        agency_id=(agency, "police")[i % 2], tlp="TLP:AMBER", title=f"Bridge {{i}}", kind="shooting",
        section_id=sections[i % len(sections)], severity=1 + i % 5, opened_at=now - timedelta(minutes=i),
        changed_at=now, opened_by="a", stage="triage", entered_at=now,
        due_at=now + timedelta(minutes=i - {ALERTS // 2}),
    ) for i in range({ALERTS})
], batch_size=500)
AlertStep.objects.bulk_create([
    AlertStep(alert_id=pk, kind="opened", stage="triage", reason="Two posts heard it.", at=now, actor="a", agency="a")
    for pk in Alert.objects.values_list("pk", flat=True) for _ in range(3)
], batch_size=500)
add_person(operator(), login="officer", agency=agency, role=Role.OFFICER)
person = Person.objects.get(login="officer")
Person.objects.update(must_change_password=False)
client = Client()
client.force_login(person)
print(client.cookies[settings.SESSION_COOKIE_NAME].value)
"""


def run() -> None:
    """Print the median and 95 % of each page."""
    for name in ("SQLite", "PostgreSQL"):
        with tempfile.TemporaryDirectory() as folder, database(name) as more:
            _measure(name, Path(folder), more)


def _measure(name: str, folder: Path, more: dict[str, str]) -> None:
    station = Station(folder / "station", **more)
    station.kerege("init", "--region", str(write_synthetic_region(folder / "region")))
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("KEREGE_", "DATABASE_", "DJANGO_"))}
    environment = {**clean, **more, "KEREGE_WORKSPACE": str(folder / "station"), "KEREGE_HOSTS": "127.0.0.1,testserver"}
    done = subprocess.run([sys.executable, "-c", FILL], env=environment, capture_output=True, check=True, timeout=300)
    session = done.stdout.decode().split()[-1]
    station.start()
    try:
        for page in PAGES:
            # The first ones read templates and libraries; a station is not started anew for each page.
            taken = sorted([_seconds(station.port, page, session) for _ in range(WARM + ROUNDS)][WARM:])
            print(
                f"{name}, {ALERTS:,} open alerts, {page}: median {1000 * taken[ROUNDS // 2]:.0f} ms, 95 % "
                f"{1000 * taken[int(0.95 * ROUNDS) - 1]:.0f} ms   (wanted: below 300 ms)"
            )
    finally:
        station.stop()


def _seconds(port: int, page: str, session: str) -> float:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    began = time.perf_counter()
    connection.request("GET", page, headers={"Cookie": f"kerege={session}"})
    answer = connection.getresponse()
    content = answer.read()
    took = time.perf_counter() - began
    connection.close()
    assert answer.status == 200, (page, answer.status, content[:200])
    return took
