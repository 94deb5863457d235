"""The power fails while reports come in: what was accepted is there, once."""

from __future__ import annotations

import sqlite3
import threading
import time
from pathlib import Path

from tests.many_reports import send_many
from tests.station import Station


def test_a_killed_station_loses_no_accepted_report_and_keeps_each_once(tmp_path: Path, region_folder: Path) -> None:
    station = Station(tmp_path / "station", KEREGE_DEVICE_PER_MINUTE="0")
    station.kerege("init", "--region", str(region_folder))
    device = station.kerege("device", "add", "Gateway", "--agency", "border-service", "--door", "interface")
    station.start()

    def power_fails() -> None:
        time.sleep(4)
        station.kill()
        station.start()

    failure = threading.Thread(target=power_fails)
    try:
        failure.start()
        sent = send_many(station.port, device["key"], count=200, per_second=20)
        failure.join()
    finally:
        station.stop()
    assert sent.refused.get(0, 0) > 0, "nothing was on its way when the station was killed"
    assert set(sent.refused) <= {0, 503}
    assert len(sent.codes) == len(set(sent.codes.values())) == 200
    assert station.count_reports() == (200, 200)
    with sqlite3.connect(station.workspace / "kerege.sqlite3") as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert station.kerege("audit", "verify")["is_whole"]
