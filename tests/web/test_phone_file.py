"""A phone's saved reports come in by hand, once, whatever the file holds besides."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from kerege.domain.errors import AccessDeniedError, InputError
from kerege.domain.submission import Door
from kerege_web.accounts.access import Viewer
from kerege_web.reports.brought_report import bring_in_phone_file
from kerege_web.reports.doorkeeper import doorkeeper
from kerege_web.reports.models import Photo, Report
from kerege_web.reports.phone_file import PhoneFile, read_phone_file

SignIn = Callable[[Viewer], Client]


def picture() -> str:
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(file, "JPEG")
    return base64.b64encode(file.getvalue()).decode()


def saved(text: str, **other: Any) -> dict[str, Any]:
    return {
        "id": str(uuid4()), "state": "waiting", "written_at": "2026-11-20T08:00:00.000Z", "reason": "", "code": "",
        "said": {"language": "ky", "text": text, "happening": "shots", "place": "Bridge", "hurt": "yes"},
        "photo_jpeg_base64": "", **other,
    }  # fmt: skip


def bring(client: Client, *reports: Any, saved_at: str = "2026-11-20T10:00:00.000Z") -> Any:
    content = json.dumps({"saved_at": saved_at, "reports": reports}).encode()
    return client.post("/desk/file", {"file": SimpleUploadedFile("reports.json", content)})


@pytest.mark.django_db
def test_each_report_is_taken_once_also_when_the_phone_sends_it_later(officer: Viewer, sign_in: SignIn) -> None:
    client, report = sign_in(officer), saved("Ок атылды", photo_jpeg_base64=picture())
    page = bring(client, report)
    row = Report.objects.get()
    assert (row.text, row.kind, row.hurt, row.language, row.door) == ("Ок атылды", "shooting", "yes", "ky", "web")
    assert row.photos.count() == 1
    # Written two hours before it was saved, whenever it is brought in.
    assert row.sent_at is not None and row.sent_at.isoformat() == "2026-11-20T08:00:00+00:00"
    codes = page.context["brought"][0].receipt.code
    again = bring(client, report)
    assert (again.context["brought"][0].receipt.is_new, again.context["brought"][0].receipt.code) == (False, codes)
    sent = client.post(
        "/report/send", {"report": json.dumps({**report["said"], "id": report["id"]})}, headers={"X-Kerege-Report": "1"}
    )
    assert sent.json() == {"code": str(codes), "is_new": False, "photos_left_out": 0}
    assert Report.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("hours_ago", "is_believed"), [(0, True), (30, True), (-5, True), (24 * 90, False), (-48, False)]
)
def test_a_phones_clock_counts_unless_it_cannot_be_right(
    officer: Viewer, sign_in: SignIn, hours_ago: int, is_believed: bool
) -> None:
    saved_at = timezone.now() - timedelta(hours=hours_ago)
    said = {"language": "en", "text": "Shots", "when": "now"}
    written_at = (saved_at - timedelta(hours=2)).isoformat()
    bring(sign_in(officer), saved("", said=said, written_at=written_at), saved_at=saved_at.isoformat())
    row = Report.objects.get()
    assert (row.end is not None) is is_believed
    if is_believed:
        # Two hours before it was saved; a clock that runs ahead saves it no later than now.
        told = min(saved_at, timezone.now()) - timedelta(hours=2)
        assert row.end is not None and abs(row.end - told) < timedelta(minutes=1)


@pytest.mark.django_db
@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "9999-12-31", "no day"])
def test_a_day_that_cannot_be_is_left_out(officer: Viewer, sign_in: SignIn, day: str) -> None:
    said = {"language": "en", "text": "Shots", "when": "day", "day": day}
    assert bring(sign_in(officer), saved("", said=said)).context["brought"][0].receipt.is_new
    assert Report.objects.get().start is None


@pytest.mark.django_db
def test_a_look_keeps_nothing(officer: Viewer) -> None:
    content = json.dumps({"saved_at": "", "reports": [saved("Shots", photo_jpeg_base64=picture())]}).encode()
    looked, done = (
        bring_in_phone_file(officer, content=content, now=timezone.now(), is_look_only=is_look)[0].receipt
        for is_look in (True, False)
    )
    assert looked is not None and done is not None
    assert (looked.is_new, done.is_new, Report.objects.count(), Photo.objects.count()) == (True, True, 1, 1)


@pytest.mark.django_db
def test_who_may_not_enter_reports_brings_nothing_in() -> None:
    with pytest.raises(AccessDeniedError):
        bring_in_phone_file(doorkeeper(Door.WEB), content=b"{}", now=timezone.now())


@pytest.mark.django_db
def test_one_that_cannot_be_taken_holds_up_no_other(officer: Viewer, sign_in: SignIn) -> None:
    reports = [
        saved("x" * 6000), {"id": "no id at all", "said": {"text": "Shots"}}, "no report", saved("Second"),
        saved("Sent", state="sent"), saved("Third", photo_jpeg_base64="!!"), saved("\ud800 half"),
    ]  # fmt: skip
    brought = bring(sign_in(officer), *reports).context["brought"]
    assert [one.receipt is not None for one in brought] == [False, False, False, True, False, True, True]
    assert brought[4].is_sent and "too long" in brought[0].problem and "picture is damaged" in brought[5].problem
    assert Report.objects.count() == 3


@pytest.mark.django_db
@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"[1, 2]", b'{"reports": 3}', b"{" * 100_000, b"PK\x03\x04"])
def test_what_is_no_such_file_gets_one_sentence(officer: Viewer, sign_in: SignIn, content: bytes) -> None:
    response = sign_in(officer).post("/desk/file", {"file": SimpleUploadedFile("x.json", content)})
    assert response.status_code == 422
    assert ("is damaged" in response.content.decode()) is bool(content)
    assert Report.objects.count() == 0


@pytest.mark.django_db
def test_an_empty_file_and_a_stranger(officer: Viewer, sign_in: SignIn) -> None:
    assert "holds no reports" in bring(sign_in(officer)).content.decode()
    assert bring(Client(), saved("Shots")).status_code == 302
    assert Report.objects.count() == 0


def test_a_file_of_too_many_is_refused() -> None:
    with pytest.raises(InputError, match="more than 500"):
        read_phone_file(json.dumps({"reports": [{}] * 501}).encode())


JSON = st.recursive(st.none() | st.booleans() | st.floats() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner))  # noqa: E501  # fmt: skip
ENTRIES = st.dictionaries(st.sampled_from(["id", "said", "state", "written_at", "photo_jpeg_base64", "x"]), JSON)


@given(st.binary() | st.builds(lambda entries, at: json.dumps({"saved_at": at, "reports": entries}).encode(), st.lists(ENTRIES | JSON), JSON))  # noqa: E501  # fmt: skip
def test_whatever_it_holds_it_is_read_or_refused(content: bytes) -> None:
    try:
        found = read_phone_file(content)
    except InputError:
        return
    assert isinstance(found, PhoneFile)
    assert all(isinstance(text, str) for one in found.reports for text in one.said.values())
