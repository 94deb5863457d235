"""A report comes in, is kept once, and its sender can ask what became of it."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from PIL import Image

from kerege.domain.errors import AccessDeniedError, InputError
from kerege.domain.position import Position
from kerege.domain.submission import Door, Submission
from kerege.domain.verdict import Verdict
from kerege_web.accounts.access import Viewer, operator
from kerege_web.accounts.actions import add_agency
from kerege_web.accounts.roles import Role
from kerege_web.audit.models import AuditEntry
from kerege_web.reports.access.receipts import access_receipt
from kerege_web.reports.access.reports import visible_report
from kerege_web.reports.actions.conversation import answer_by_receipt, tell_reporter
from kerege_web.reports.actions.receiving import ReporterContact, add_device, receive_report
from kerege_web.reports.doorkeeper import doorkeeper
from kerege_web.reports.models import Contact, Photo, Report
from kerege_web.reports.photo import LONGEST_SIDE, clean_photo
from kerege_web.sealing import Purpose, unseal

pytestmark = pytest.mark.django_db


@pytest.fixture
def door(db: None) -> Viewer:
    add_agency(operator(), code="border-service", name="Border Service")
    return doorkeeper(Door.WEB)


def submission(**other: object) -> Submission:
    said = {
        "client_id": "3f0c", "door": Door.WEB, "text": "Shots near the canal", "kind": "shooting",
        "position": Position(45.01, 10.25, 1.0), "source": "a phone",
    }  # fmt: skip
    return Submission(**{**said, **other})  # type: ignore[arg-type]


def photo_with_traces(colour: str = "red") -> bytes:
    picture = Image.new("RGB", (2400, 1200), colour)
    exif = Image.Exif()
    exif[0x0110] = "Secret phone"
    exif[0x8825] = {1: "N", 2: (40.0, 30.0, 0.0)}
    target = io.BytesIO()
    picture.save(target, "JPEG", exif=exif, comment=b"home")
    return target.getvalue()


def test_a_report_sent_twice_is_kept_once_and_has_one_code(door: Viewer) -> None:
    first = receive_report(door, submission=submission())
    again = receive_report(door, submission=submission(text="other words"))
    other = receive_report(door, submission=submission(client_id="4a"))
    assert (first.is_new, again.is_new, other.is_new) == (True, False, True)
    assert first.code == again.code != other.code
    assert Report.objects.count() == 2
    assert Report.objects.get(pk=first.report_id).text == "Shots near the canal"
    assert AuditEntry.objects.filter(action="receive_report", actor="door-web").count() == 2


def test_a_receipt_outlives_a_change_of_keys(door: Viewer, settings: Any) -> None:
    first = receive_report(door, submission=submission())
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a new key of forty letters, for the test."
    again = receive_report(door, submission=submission())
    assert (again.is_new, again.code) == (False, first.code)
    assert access_receipt(str(again.code)).report_id == first.report_id
    other = receive_report(door, submission=submission(client_id="4a"))
    assert access_receipt(str(other.code)).report_id == other.report_id
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(AccessDeniedError):
        access_receipt(str(first.code))


def test_the_same_id_through_another_door_is_another_report(door: Viewer) -> None:
    receive_report(door, submission=submission())
    assert receive_report(doorkeeper(Door.SMS), submission=submission(door=Door.SMS)).is_new


def test_nothing_but_an_id_is_needed(door: Viewer) -> None:
    receipt = receive_report(door, submission=Submission(client_id="x", door=Door.WEB))
    row = Report.objects.get(pk=receipt.report_id)
    assert (row.verdict, row.latitude, row.reliability, row.credibility) == ("new", None, "F", "6")


def test_the_code_is_the_key_and_is_nowhere_kept(door: Viewer) -> None:
    receipt = receive_report(door, submission=submission())
    status = access_receipt(str(receipt.code).lower().replace("-", " "))
    assert (status.report_id, status.verdict, status.kind) == (receipt.report_id, Verdict.NEW, "shooting")
    wrong = receipt.code.characters[1] + receipt.code.characters[0] + receipt.code.characters[2:]
    if wrong != receipt.code.characters:
        with pytest.raises(InputError):
            access_receipt(wrong)
    other = receive_report(door, submission=submission(client_id="4a")).code
    Report.objects.filter(client_digest__isnull=False).exclude(pk=receipt.report_id).delete()
    with pytest.raises(AccessDeniedError):
        access_receipt(str(other))
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            assert receipt.code.characters not in str(cursor.fetchall())


def test_questions_and_answers_stand_under_the_code(door: Viewer, viewers: dict[tuple[str, Role], Viewer]) -> None:
    receipt = receive_report(door, submission=submission())
    officer = viewers["border-service", Role.OFFICER]
    tell_reporter(officer, report_id=receipt.report_id, kind="question", text="How many shots?")
    assert access_receipt(str(receipt.code)).waits_for_answer
    answer_by_receipt(code=str(receipt.code), text="Three.", door=Door.WEB)
    status = access_receipt(str(receipt.code))
    assert [line.text for line in status.lines] == ["How many shots?", "Three."]
    assert not status.waits_for_answer
    with pytest.raises(InputError):
        answer_by_receipt(code=str(receipt.code), text="  ", door=Door.WEB)
    with pytest.raises(AccessDeniedError):
        tell_reporter(door, report_id=receipt.report_id, kind="question", text="How many shots?")


def test_of_a_photo_only_the_picture_is_kept(door: Viewer) -> None:
    sent = photo_with_traces()
    assert b"Secret phone" in sent
    photo = clean_photo(sent)
    assert b"Secret" not in photo.content
    assert b"home" not in photo.content
    with Image.open(io.BytesIO(photo.content)) as opened:
        assert not opened.getexif()
        assert opened.size == (LONGEST_SIDE, LONGEST_SIDE // 2)
        assert opened.getpixel((5, 5))[0] > 240  # type: ignore[index]
    receive_report(door, submission=submission(), photos=[photo])
    receive_report(door, submission=submission(), photos=[photo, clean_photo(photo_with_traces("blue"))])
    assert Photo.objects.count() == 2


@pytest.mark.parametrize("content", [b"", b"not a picture", b"\xff\xd8\xff\xe0" + b"0" * 100, b"<svg/>"])
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(InputError, match="picture"):
        clean_photo(content)


def test_a_contact_is_sealed_and_has_an_end(door: Viewer) -> None:
    receipt = receive_report(door, submission=submission(), contact=ReporterContact("phone", " +996 555 000111 "))
    contact = Contact.objects.get(report_id=receipt.report_id)
    assert "555 000" not in contact.sealed
    assert unseal(contact.sealed, Purpose.CONTACT) == "+996 555 000111"
    assert timedelta(days=89) < contact.delete_after - timezone.now() < timedelta(days=91)


def test_who_may_see_a_report(door: Viewer, viewers: dict[tuple[str, Role], Viewer]) -> None:
    open_report = receive_report(door, submission=submission()).report_id
    narrowed = receive_report(door, submission=submission(client_id="m", topics=frozenset({"minor"}))).report_id
    may_see = {
        (agency, role): [_sees(viewer, report) for report in (open_report, narrowed)]
        for (agency, role), viewer in viewers.items()
    }
    for (agency, role), seen in may_see.items():
        here = agency == "border-service"
        assert seen == [here, here and role is Role.PROTECTION], (agency, role)


def _sees(viewer: Viewer, report_id: int) -> bool:
    try:
        visible_report(viewer, report_id)
    except AccessDeniedError:
        return False
    return True


def test_a_device_has_a_key_that_is_not_kept(administrator: Viewer, officer: Viewer, door: Viewer) -> None:
    device = add_device(
        administrator, name="Gateway", agency="police", door="sms", key="very secret key", reliability="B"
    )
    receipt = receive_report(door, submission=submission(), device_id=device)
    row = Report.objects.get(pk=receipt.report_id)
    assert (row.agency_id, row.reliability) == ("police", "B")
    with pytest.raises(AccessDeniedError):
        add_device(officer, name="x", agency="police", door="sms", key="very secret key")
