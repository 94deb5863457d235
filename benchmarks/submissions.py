"""A hundred reports a second for a minute, from another process, on the embedded database; then the power fails."""

from __future__ import annotations

import sqlite3
import tempfile
import threading
import time
from pathlib import Path

from tests.many_reports import send_many
from tests.regions.synthetic import write_synthetic_region
from tests.station import Station

PER_SECOND, SECONDS = 100, 60


def run() -> None:
    """Print what was accepted, how soon, and what is stored, without and with a kill in the middle."""
    for is_killed in (False, True):
        with tempfile.TemporaryDirectory() as folder:
            station = Station(Path(folder) / "station", KEREGE_DEVICE_PER_MINUTE="0")
            station.kerege("init", "--region", str(write_synthetic_region(Path(folder) / "region")))
            device = station.kerege("device", "add", "Gateway", "--agency", "border-service", "--door", "interface")
            station.start()
            failure = threading.Thread(target=_power_fails, args=(station,))
            try:
                if is_killed:
                    failure.start()
                began = time.perf_counter()
                sent = send_many(station.port, device["key"], count=PER_SECOND * SECONDS, per_second=PER_SECOND)
                took = time.perf_counter() - began
                if is_killed:
                    failure.join()
            finally:
                station.stop()
            with sqlite3.connect(station.workspace / "kerege.sqlite3") as database:
                stored = database.execute("SELECT count(*) FROM reports_report").fetchone()[0]
        print(
            f"{'killed after half the time' if is_killed else 'undisturbed'}: {len(sent.codes):,} accepted of "
            f"{PER_SECOND * SECONDS:,} in {took:.0f} s, {stored:,} stored; until accepted at the first attempt: median "
            f"{1000 * sent.percentile(0.5):.0f} ms, 95 % {1000 * sent.percentile(0.95):.0f} ms, 99 % "
            f"{1000 * sent.percentile(0.99):.0f} ms   (wanted: 95 % below 300 ms); not answered or refused at first: "
            f"{dict(sorted(sent.refused.items()))}"
        )


def _power_fails(station: Station) -> None:
    time.sleep(SECONDS / 2)
    station.kill()
    station.start()
