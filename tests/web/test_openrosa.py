"""The door for form clients answers as the standard says, word for word, and never as a page for browsers."""

from __future__ import annotations

import base64
import hashlib
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from kerege.domain.receipt_code import ReceiptCode
from kerege_web.accounts.access import Viewer, operator
from kerege_web.accounts.actions import add_agency
from kerege_web.chunked_body import LARGEST, ChunkedBody
from kerege_web.reports.access.receipts import access_receipt
from kerege_web.reports.actions.devices import add_device, switch_device
from kerege_web.reports.door_limit import forget_counts
from kerege_web.reports.models import Contact, Device, Photo, Report
from kerege_web.sealing import Purpose, unseal

pytestmark = pytest.mark.django_db
KEY = "key-of-a-phone"
LIST = "{http://openrosa.org/xforms/xformsList}"
MANIFEST = "{http://openrosa.org/xforms/xformsManifest}"
ANSWER = "{http://openrosa.org/http/response}"
EVERYWHERE = ("formList", "forms/kerege_report.xml", "forms/kerege_report/manifest", "submission")


@pytest.fixture(autouse=True)
def own_workspace(settings: Any, tmp_path: Path) -> Path:
    settings.WORKSPACE = tmp_path
    forget_counts()
    return tmp_path


@pytest.fixture
def phone(db: None) -> int:
    for code in ("border-service", "police"):
        add_agency(operator(), code=code, name=code)
    return add_device(operator(), name="Phone", agency="police", door="odk", key=KEY, side="BB", reliability="B")


def basic(key: str = KEY) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"anybody:{key}".encode()).decode()}


def filled(identifier: str = "uuid:1", **answers: str) -> bytes:
    body = "".join(f"<{name}>{text}</{name}>" for name, text in answers.items())
    meta = f"<meta><instanceID>{identifier}</instanceID></meta>" if identifier else ""
    return f'<data id="kerege_report" version="1">{body}{meta}</data>'.encode()


def picture(colour: str = "red", name: str = "1.jpg") -> SimpleUploadedFile:
    target = io.BytesIO()
    Image.new("RGB", (30, 20), colour).save(target, "JPEG")
    return SimpleUploadedFile(name, target.getvalue(), "image/jpeg")


def send(client: Client, xml: bytes, *files: SimpleUploadedFile, language: str = "en", **headers: str) -> Any:
    parts = {file.name: file for file in files}
    body = {"xml_submission_file": SimpleUploadedFile("form.xml", xml, "text/xml"), **parts}
    return client.post(
        "/odk/submission?deviceID=collect:1", body, headers={**basic(), "Accept-Language": language, **headers}
    )


def message(response: Any) -> str:
    root = ElementTree.fromstring(response.content)
    assert root.tag == f"{ANSWER}OpenRosaResponse"
    return root.findtext(f"{ANSWER}message") or ""


def code_of(response: Any) -> str:
    found = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", message(response))
    assert found
    return found[0]


@pytest.mark.parametrize("path", EVERYWHERE)
def test_without_a_key_every_address_asks_for_one_and_redirects_nowhere(client: Client, phone: int, path: str) -> None:
    response = client.head(f"/odk/{path}") if path == "submission" else client.get(f"/odk/{path}")
    assert response.status_code == 401
    assert response["WWW-Authenticate"].startswith("Basic realm=")
    assert response["X-OpenRosa-Version"] == "1.0"


@pytest.mark.parametrize("path", EVERYWHERE)
def test_where_the_site_allows_it_no_key_is_needed(client: Client, phone: int, path: str, settings: Any) -> None:
    settings.KEREGE_ODK_ANONYMOUS = True
    response = client.head(f"/odk/{path}") if path == "submission" else client.get(f"/odk/{path}")
    assert response.status_code == (204 if path == "submission" else 200)
    assert "WWW-Authenticate" not in response


@pytest.mark.parametrize(
    "headers",
    [basic("wrong"), {"Authorization": "Basic !"}, {"Authorization": "Basic " + base64.b64encode(b"x").decode()}],
)
def test_a_key_that_does_not_fit_is_refused_even_where_none_is_needed(
    client: Client, phone: int, headers: dict[str, str], settings: Any
) -> None:
    for settings.KEREGE_ODK_ANONYMOUS in (False, True):
        response = client.get("/odk/formList", headers=headers)
        assert (response.status_code, "not known" in message(response)) == (403, True)
    assert client.get("/odk/key/wrong/formList").status_code == 403


def test_a_key_opens_its_own_door_only_and_ends_when_it_is_switched_off(client: Client, phone: int) -> None:
    add_device(operator(), name="Program", agency="police", door="interface", key="another key")
    assert client.get("/odk/formList", headers=basic("another key")).status_code == 403
    assert client.get("/odk/formList", headers=basic()).status_code == 200
    switch_device(operator(), device_id=phone, is_active=False)
    assert client.get("/odk/formList", headers=basic()).status_code == 403


def test_the_probe_says_how_much_may_be_sent_and_nothing_else(client: Client, phone: int) -> None:
    response = client.head("/odk/submission?deviceID=collect:1", headers=basic())
    assert (response.status_code, response.content) == (204, b"")
    assert response["X-OpenRosa-Accept-Content-Length"] == "10000000"


@pytest.mark.parametrize("below", ["/odk", f"/odk/key/{KEY}"])
def test_the_list_names_each_form_with_full_address_version_and_digest(client: Client, phone: int, below: str) -> None:
    response = client.get(f"{below}/formList", headers={**basic(), "Accept-Language": "ky"})
    assert response["Content-Type"] == "text/xml; charset=utf-8"
    assert response["X-OpenRosa-Version"] == "1.0"
    root = ElementTree.fromstring(response.content)
    assert root.tag == f"{LIST}xforms"
    entry = {part.tag.removeprefix(LIST): part.text or "" for part in root[0]}
    assert (entry["formID"], entry["name"], bool(entry["version"])) == ("kerege_report", "Чек арада эмне болду", True)
    assert entry["downloadUrl"] == f"http://testserver{below}/forms/kerege_report.xml"
    assert "manifestUrl" not in entry
    form = client.get(entry["downloadUrl"].removeprefix("http://testserver"), headers=basic())
    assert entry["hash"] == "md5:" + hashlib.md5(form.content).hexdigest()
    assert form.content.count(b"<translation ") == 5


def test_a_filled_form_becomes_a_report_once(client: Client, phone: int) -> None:
    xml = filled(
        kind="shooting", text="Shots near the canal", position="45.01 10.25 800 20", hurt="yes", injured="2",
        occurred="2026-11-25T10:00:00.000+01:00", topics="minor", contact="+996 555 000111",
    )  # fmt: skip
    first, again = send(client, xml), send(client, xml)
    assert (first.status_code, again.status_code) == (201, 202)
    assert code_of(first) == code_of(again)
    report = Report.objects.get()
    assert access_receipt(code_of(first)).report_id == report.pk
    assert (report.door, report.device_id, report.agency_id, report.reliability) == ("odk", phone, "police", "B")
    assert (report.kind, report.text, report.side, report.hurt) == ("shooting", "Shots near the canal", "BB", "yes")
    assert (report.harm, report.section_id) == ({"injured": [2, 2, 2]}, "aa-bb.cedra--dolna")
    assert (report.is_narrowed, report.topics) == (True, "|minor|")
    assert unseal(Contact.objects.get().sealed, Purpose.CONTACT) == "+996 555 000111"
    assert Device.objects.get(pk=phone).last_used_at is not None


def test_the_answer_comes_in_the_language_of_the_phone_and_so_does_the_later_one(client: Client, phone: int) -> None:
    assert "code" in message(send(client, filled("uuid:1"), language="en"))
    assert "код" in message(send(client, filled("uuid:2"), language="ru-RU,ru;q=0.9")).lower()
    assert sorted(Report.objects.values_list("language", flat=True)) == ["en", "ru"]


def test_pictures_that_come_in_several_posts_join_one_report(client: Client, phone: int) -> None:
    xml = filled(photo="1.jpg", place="Bridge")
    incomplete = SimpleUploadedFile("x", b"yes")
    parts = {"xml_submission_file": SimpleUploadedFile("f.xml", xml), "*isIncomplete*": "yes", "1.jpg": picture()}
    first = client.post("/odk/submission", parts, headers=basic())
    second = send(client, xml, picture("blue", "2.jpg"))
    third = send(client, xml, picture("blue", "2.jpg"))
    assert [answer.status_code for answer in (first, second, third)] == [201, 202, 202]
    assert incomplete.size == 3
    assert (Report.objects.count(), Photo.objects.count(), Report.objects.get().text) == (1, 2, "")


def test_a_file_that_is_no_picture_does_not_block_the_report(client: Client, phone: int) -> None:
    response = send(client, filled(), SimpleUploadedFile("voice.amr", b"#!AMR"), picture())
    assert response.status_code == 201
    assert "1 file is no picture and was not kept" in message(response)
    assert Photo.objects.count() == 1


@pytest.mark.parametrize("xml", [b"", b"<data>", b'<!DOCTYPE d [<!ENTITY a "b">]><d>&a;</d>'])
def test_what_cannot_be_read_is_refused_with_a_message_and_not_kept(client: Client, phone: int, xml: bytes) -> None:
    response = send(client, xml)
    assert (response.status_code, Report.objects.count()) == (400, 0)
    assert "send it again" in message(response)
    assert client.post("/odk/submission", {"a": "b"}, headers=basic()).status_code == 400
    assert client.post("/odk/submission", b"<d/>", content_type="text/xml", headers=basic()).status_code == 400


def test_more_than_is_taken_at_once_is_said(client: Client, phone: int) -> None:
    large = SimpleUploadedFile("1.jpg", b"\xff\xd8" + b"0" * 10_000_000)
    response = send(client, filled(), large)
    assert (response.status_code, Report.objects.count()) == (413, 0)
    assert message(response)


def test_a_form_without_identifier_is_known_by_its_content(client: Client, phone: int) -> None:
    assert send(client, filled("", place="Bridge")).status_code == 201
    assert send(client, filled("", place="Bridge")).status_code == 202
    assert send(client, filled("", place="Canal")).status_code == 201


def test_a_sender_without_a_key_is_told_apart_by_its_phone_alone(client: Client, phone: int, settings: Any) -> None:
    settings.KEREGE_ODK_ANONYMOUS = True
    for number, device in enumerate(("collect:1", "collect:1", "collect:2")):
        body = {"xml_submission_file": SimpleUploadedFile("f.xml", filled(f"uuid:{number}"))}
        assert client.post(f"/odk/submission?deviceID={device}", body).status_code == 201
    sources = list(Report.objects.order_by("pk").values_list("source_digest", flat=True))
    assert sources[0] == sources[1] != sources[2]
    assert set(Report.objects.values_list("agency_id", "device", "reliability")) == {("border-service", None, "F")}


def test_who_sends_too_much_is_asked_to_wait(client: Client, phone: int, settings: Any) -> None:
    settings.KEREGE_DEVICE_PER_MINUTE = 2
    answers = [send(client, filled(f"uuid:{number}")) for number in range(3)]
    assert [answer.status_code for answer in answers] == [201, 201, 429]
    assert answers[2]["Retry-After"] == "60"


def test_without_encryption_nothing_is_taken_where_the_site_speaks_https(
    client: Client, phone: int, settings: Any
) -> None:
    settings.HTTPS = settings.SECURE_SSL_REDIRECT = True
    assert client.get("/odk/formList", headers=basic()).status_code == 403
    assert client.get("/odk/formList", headers=basic(), secure=True).status_code == 200


@pytest.mark.parametrize("method", ["put", "delete", "get", "patch"])
def test_other_methods_are_not_allowed(client: Client, phone: int, method: str) -> None:
    assert getattr(client, method)("/odk/submission", headers=basic()).status_code == 405


def test_no_protection_of_browser_forms_stands_in_the_way(phone: int) -> None:
    assert send(Client(enforce_csrf_checks=True), filled()).status_code == 201


def test_a_form_of_the_site_is_offered_with_its_media(
    client: Client, phone: int, own_workspace: Path, make_workbook: Callable[..., bytes]
) -> None:
    folder = own_workspace / "forms"
    (folder / "own-media").mkdir(parents=True)
    (folder / "own.xlsx").write_bytes(make_workbook(form_id="own", version="7"))
    (folder / "bad.xlsx").write_bytes(b"no workbook")
    (folder / "own-media" / "Карта 1.png").write_bytes(b"picture")
    (own_workspace / "secret.txt").write_text("secret")
    root = ElementTree.fromstring(client.get("/odk/formList", headers=basic()).content)
    assert [entry.findtext(f"{LIST}formID") for entry in root] == ["kerege_report", "own"]
    address = (root[1].findtext(f"{LIST}manifestUrl") or "").removeprefix("http://testserver")
    media = ElementTree.fromstring(client.get(address, headers=basic()).content)[0]
    assert media.findtext(f"{MANIFEST}filename") == "Карта 1.png"
    assert media.findtext(f"{MANIFEST}hash") == "md5:" + hashlib.md5(b"picture").hexdigest()
    file = client.get(
        (media.findtext(f"{MANIFEST}downloadUrl") or "").removeprefix("http://testserver"), headers=basic()
    )
    assert b"".join(file) == b"picture"  # type: ignore[arg-type]
    for name in ("secret.txt", "..%2F..%2Fsecret.txt", "../../../secret.txt", "bad"):
        assert client.get(f"/odk/forms/own/media/{name}", headers=basic()).status_code == 404
    assert client.get("/odk/forms/none.xml", headers=basic()).status_code == 404


def test_a_form_of_the_site_may_take_the_place_of_the_shipped_one(
    client: Client, phone: int, own_workspace: Path, make_workbook: Callable[..., bytes]
) -> None:
    (own_workspace / "forms").mkdir()
    (own_workspace / "forms" / "ours.xlsx").write_bytes(make_workbook(form_id="kerege_report", version="ours"))
    root = ElementTree.fromstring(client.get("/odk/formList", headers=basic()).content)
    assert [entry.findtext(f"{LIST}version") for entry in root] == ["ours"]


class _Chunks(io.BytesIO):
    pass


def test_a_body_in_chunks_is_read_to_its_end() -> None:
    seen: dict[str, Any] = {}

    def application(environment: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        seen.update(length=environment.get("CONTENT_LENGTH"), body=environment["wsgi.input"].read())
        return [b"done"]

    def ask(body: bytes, path: str = "/odk/submission", **more: str) -> list[str]:
        statuses: list[str] = []
        environment = {"wsgi.input": _Chunks(body), "PATH_INFO": path, "HTTP_TRANSFER_ENCODING": "chunked", **more}
        ChunkedBody(application)(environment, lambda status, _headers: statuses.append(status))
        return statuses

    assert ask(b"x" * 3_000_000) == []
    assert (seen["length"], len(seen["body"])) == ("3000000", 3_000_000)
    ask(b"xyz", "/import")
    assert seen["length"] is None
    seen.clear()
    assert ask(b"x" * (LARGEST + 1)) == ["413 Content Too Large"]
    assert seen == {}


def test_a_code_that_came_back_is_one(client: Client, phone: int, officer: Viewer) -> None:
    assert str(ReceiptCode.read(code_of(send(client, filled())))) == code_of(send(client, filled()))
