"""Programs send reports with a key of their own, and whoever holds a code may ask."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from kerege_web.accounts.access import Viewer, operator
from kerege_web.accounts.roles import Role
from kerege_web.reports.actions.conversation import tell_reporter
from kerege_web.reports.actions.devices import add_device, change_device_key, switch_device
from kerege_web.reports.door_limit import forget_counts
from kerege_web.reports.limits import forget_all
from kerege_web.reports.models import Contact, Photo, Report

pytestmark = pytest.mark.django_db
Send = Callable[..., Any]


@pytest.fixture
def program(viewers: dict[tuple[str, Role], Viewer]) -> int:
    forget_counts()
    forget_all()
    return add_device(operator(), name="P", agency="police", door="interface", key="key 1", side="AA", reliability="B")


@pytest.fixture
def send(client: Client) -> Send:
    def post(key: str = "key 1", **report: object) -> Any:
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        return client.post("/api/v1/reports", json.dumps(report), content_type="application/json", headers=headers)

    return post


def test_a_report_is_kept_once_with_everything_it_says(program: int, send: Send) -> None:
    report = {
        "id": "7", "kind": "shooting", "text": "Shots.", "place": "Bridge", "occurred": "2021-04-28T14:30+06:00",
        "position": {"latitude": 45.01, "longitude": 10.25, "uncertainty_km": 0.5},
        "sent_at": "2021-04-28T15:00:00+06:00",
        "language": "tg", "hurt": "yes", "injured": 2, "topics": ["medical"], "source": "unit 4",
        "contact": {"kind": "phone", "address": "+992 900 000000"},
    }  # fmt: skip
    first, again = send(**report), send(**{**report, "text": "Other words."})
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == {**again.json(), "is_new": True}
    row = Report.objects.get()
    assert (row.door, row.device_id, row.agency_id) == ("interface", program, "police")
    assert (row.side, row.reliability) == ("AA", "B")
    assert (row.kind, row.text, row.place, row.precision, row.hurt) == ("shooting", "Shots.", "Bridge", "minute", "yes")
    assert (row.harm, row.section_id, row.topics) == ({"injured": [2, 2, 2]}, "aa-bb.cedra--dolna", "|medical|")
    assert (row.uncertainty_km, row.language, Contact.objects.count()) == (0.5, "tg", 1)


def test_two_programs_may_use_the_same_id(program: int, send: Send) -> None:
    add_device(operator(), name="Q", agency="police", door="interface", key="key 2")
    codes = {send(key, id="1").json()["code"] for key in ("key 1", "key 2")}
    assert len(codes) == Report.objects.count() == 2
    sources = set(Report.objects.values_list("source_digest", flat=True))
    assert len(sources) == 2


def test_a_key_is_needed_and_fits_its_own_door_only(program: int, send: Send) -> None:
    add_device(operator(), name="Phone", agency="police", door="odk", key="key of a phone")
    for key in ("", "wrong", "key of a phone"):
        answer = send(key, id="1")
        assert (answer.status_code, answer.json()) == (
            401, {"error": "Send the key of this program: Authorization: Bearer KEY."}
        )  # fmt: skip
    change_device_key(operator(), device_id=program, key="key 3")
    assert (send("key 1", id="1").status_code, send("key 3", id="1").status_code) == (401, 201)
    switch_device(operator(), device_id=program, is_active=False)
    assert send("key 3", id="2").status_code == 401
    assert Report.objects.count() == 1


def test_who_is_signed_in_cannot_send_without_a_key(
    program: int, officer: Viewer, sign_in: Callable[..., Client]
) -> None:
    browser = sign_in(officer)
    assert browser.post("/api/v1/reports", json.dumps({"id": "1"}), content_type="application/json").status_code == 401


@pytest.mark.parametrize(
    ("wrong", "named"),
    [({"kind": "dragon"}, "kind"), ({"side": "ZZ"}, "side"), ({"occurred": "yesterday"}, "occurred"),
     ({"id": ""}, "id"),
     ({"position": {"latitude": 95, "longitude": 1}}, "latitude"), ({"sent_at": "2021-04-28T15:00:00"}, "sent_at"),
     ({"hurt": "maybe"}, "hurt"), ({"killed": -1}, "killed"), ({"mood": "angry"}, "mood"), ({"id": "x" * 81}, "id"),
     ({"topics": ["weather"]}, "topics"), ({"language": "de"}, "language"), ({"text": "x" * 5001}, "text")],
)  # fmt: skip
def test_what_a_program_gets_wrong_is_named_and_nothing_is_kept(
    program: int, send: Send, wrong: dict[str, object], named: str
) -> None:
    answer = send(**{"id": "1", **wrong})
    assert answer.status_code == 422
    assert named in answer.json()["error"]
    assert Report.objects.count() == 0


def test_broken_or_too_large_bodies_are_refused(program: int, client: Client) -> None:
    for body, status in ((b"{", 400), (b"[]", 422), (b'{"id": "1", "text": "' + b"x" * 1_100_000 + b'"}', 413)):
        answer = client.post(
            "/api/v1/reports", body, content_type="application/json", headers={"Authorization": "Bearer key 1"}
        )
        assert (answer.status_code, "error" in answer.json()) == (status, True)


def test_a_program_that_sends_too_much_is_asked_to_wait(program: int, send: Send, settings: Any) -> None:
    settings.KEREGE_DEVICE_PER_MINUTE = 1
    assert send(id="1").status_code == 201
    answer = send(id="2")
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")


def test_the_code_tells_where_the_report_stands_without_a_sign_in(
    program: int, send: Send, client: Client, viewers: dict[tuple[str, Role], Viewer], settings: Any
) -> None:
    code = send(id="1", kind="shooting", place="Bridge").json()["code"]
    police = viewers["police", Role.OFFICER]
    tell_reporter(police, report_id=Report.objects.get().pk, kind="question", text="How many shots?")
    answer = client.get(f"/api/v1/reports/receipt/{code.lower()}")
    assert answer.status_code == 200
    found = answer.json()
    assert (found["verdict"], found["place"], found["waits_for_answer"]) == ("new", "Bridge", True)
    assert [line["text"] for line in found["lines"]] == ["How many shots?"]
    assert not {"report_id", "id", "source", "agency"} & found.keys()
    assert client.get(f"/api/v1/reports/receipt/{code[:-1]}").status_code == 422
    Report.objects.all().delete()
    assert client.get(f"/api/v1/reports/receipt/{code}").status_code == 404
    settings.KEREGE_REPORTS_PER_MINUTE = 1
    answers = [client.get(f"/api/v1/reports/receipt/{code}").status_code for _ in range(9)]
    assert answers[-1] == 429


def test_a_picture_comes_after_its_report_and_is_kept_once(program: int, send: Send, client: Client) -> None:
    def picture(report: str, content: bytes) -> Any:
        parts = {"report": report, "photo": SimpleUploadedFile("1.png", content)}
        return client.post("/api/v1/reports/photos", parts, headers={"Authorization": "Bearer key 1"})

    target = io.BytesIO()
    Image.new("RGB", (30, 20), "red").save(target, "PNG")
    send(id="a/7")
    answers = [picture("a/7", target.getvalue()), picture("a/7", target.getvalue())]
    assert [(answer.status_code, answer.json()) for answer in answers] == [
        (201, {"is_new": True}),
        (200, {"is_new": False}),
    ]
    assert Photo.objects.get().report.pk == Report.objects.get().pk
    assert picture("8", target.getvalue()).status_code == 404
    assert picture("a/7", b"no picture").status_code == 422
    assert picture("a/7", b"0" * 10_000_001).status_code == 413
    assert client.post("/api/v1/reports/photos", {"report": "a/7"}).status_code == 401
    assert Photo.objects.count() == 1
