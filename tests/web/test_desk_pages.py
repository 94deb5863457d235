"""The pages of the desk: who may open which, what they say and do, and what they never show."""

from __future__ import annotations

import io
import re
import uuid
from collections.abc import Callable

import pypdf
import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image
from tests.web.desk_reports import send

from kerege.domain.submission import Door, Hurt, Submission
from kerege.domain.verdict import Verdict
from kerege_web.accounts.access import Viewer
from kerege_web.accounts.roles import PEOPLE_ROLES, Role
from kerege_web.audit.models import AuditEntry
from kerege_web.reports.access.receipts import access_receipt
from kerege_web.reports.actions.judging import judge_report
from kerege_web.reports.actions.receiving import receive_report
from kerege_web.reports.doorkeeper import doorkeeper
from kerege_web.reports.models import Contact, Photo, Report
from kerege_web.reports.photo import clean_photo

pytestmark = pytest.mark.django_db
Viewers = dict[tuple[str, Role], Viewer]
SignIn = Callable[[Viewer], Client]


def words(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined, no-any-return]


def test_who_is_not_signed_in_sees_no_page_and_no_number(viewers: Viewers) -> None:
    report = send(hurt=Hurt.YES, text="Stones")
    guest = Client()
    for path in ("/desk", f"/desk/{report}", "/desk/enter", "/desk/alerts", "/desk/deliveries", "/desk/form-en.pdf"):
        assert guest.get(path).status_code == 302
    assert (guest.get("/desk/count").status_code, guest.get("/desk/count").content) == (204, b"")


@pytest.mark.parametrize("role", PEOPLE_ROLES)
def test_a_protected_report_exists_for_the_named_role_only(viewers: Viewers, sign_in: SignIn, role: Role) -> None:
    protected = send("The child was taken to hospital", hurt=Hurt.YES, phone="+996 555 000111")
    browser = sign_in(viewers["border-service", role])
    is_named = role is Role.PROTECTION
    for path in ("", "/judge", "/hand", "/tell", "/read", "/narrow", "/lift", "/contact", "/incident", "/photos/1"):
        answer = browser.get(f"/desk/{protected}{path}")
        absent = browser.get(f"/desk/999999{path}")
        if path and path not in ("/incident", "/photos/1"):
            answer, absent = browser.post(f"/desk/{protected}{path}"), browser.post("/desk/999999" + path)
        assert absent.status_code == 404, path
        if not is_named or path == "/photos/1":
            assert answer.status_code == 404, path
    assert ("hospital" in words(browser.get("/desk"))) is is_named
    assert ("hospital" in words(browser.get("/desk?text=child"))) is is_named
    assert ('data-count="1"' in words(browser.get("/desk/count"))) is is_named


def test_the_queue_says_what_stands_and_what_to_do(viewers: Viewers, officer: Viewer, sign_in: SignIn) -> None:
    browser = sign_in(officer)
    assert "Nothing waits" in words(browser.get("/desk"))
    report = send("<script>alert(1)</script> Call Асанов Бакыт +996 555 123456", hurt=Hurt.YES, place="Ak-Sai")
    page = words(browser.get("/desk"))
    assert "<script>alert" not in page
    assert "Look now" in page
    assert "May name a person" in page
    assert "Nothing matches" in words(browser.get("/desk?text=nothing-like-this"))
    assert browser.get("/desk?verdict=zzz&section_id=q&page=-3").status_code == 200
    one = words(browser.get(f"/desk/{report}"))
    assert (
        '<mark class="flagged">+996 555 123456<span class="flagged__word" lang="en">telephone number?</span></mark>'
        in one
    )
    assert "<script>alert" not in one


@pytest.mark.parametrize("language", ["en", "ru", "ky", "tg", "uz"])
@pytest.mark.parametrize("number", [1, 2, 5])
def test_every_page_stands_in_every_language(officer: Viewer, sign_in: SignIn, language: str, number: int) -> None:
    # Counted words have as many forms as the language has: one, a few, many.
    sent = [send(f"Stones {one}", hurt=Hurt.YES) for one in range(number)]
    browser = sign_in(officer)
    for path in ("/desk", f"/desk/{sent[0]}", "/desk/enter", "/desk/alerts", "/desk?text=nothing", "/incidents"):
        answer = browser.get(path, headers={"accept-language": language})
        assert answer.status_code == 200
        assert f'data-count="{number}"' in words(answer)


def test_a_judgement_on_the_page(officer: Viewer, sign_in: SignIn) -> None:
    report, browser = send(), sign_in(officer)
    said = {"verdict": "verified", "reliability": "B", "credibility": "2", "reason": ""}
    refused = browser.post(f"/desk/{report}/judge", said)
    assert refused.status_code == 422
    assert "Say in a few words what you rely on." in words(refused)
    assert browser.post(f"/desk/{report}/judge", {**said, "reason": "A patrol saw it."}).status_code == 302
    page = words(browser.get(f"/desk/{report}"))
    assert "A patrol saw it." in page
    assert "Make an incident of it" in page
    wrong = {**said, "verdict": "duplicate", "duplicate_of": "999", "reason": "x"}
    assert "no other report with this number" in words(browser.post(f"/desk/{report}/judge", wrong))
    chosen = words(browser.get(f"/desk/{report}?verdict=false"))
    assert re.search(r'value="false"[^>]*checked', chosen)
    assert Report.objects.get(pk=report).verdict == "verified"


def test_hands_questions_and_protection_on_the_page(viewers: Viewers, sign_in: SignIn) -> None:
    officer = viewers["border-service", Role.OFFICER]
    report, browser = send(language="ru"), sign_in(officer)
    assert (
        browser.post(f"/desk/{report}/hand", {"login": officer.login, "due_hours": "4", "note": "x"}).status_code == 302
    )
    row = Report.objects.get(pk=report)
    assert row.assigned_to == officer.login
    assert row.due_at is not None
    assert abs((row.due_at - timezone.now()).total_seconds() - 4 * 3600) < 60
    assert browser.post(f"/desk/{report}/hand", {"login": "police.officer"}).status_code == 422
    assert browser.post(f"/desk/{report}/tell", {"kind": "question", "answer": "", "text": ""}).status_code == 422
    assert browser.post(f"/desk/{report}/tell", {"kind": "question", "answer": "when", "text": "?"}).status_code == 302
    assert browser.post(f"/desk/{report}/narrow", {}).status_code == 422
    assert browser.post(f"/desk/{report}/narrow", {"topics": ["minor"]}).url == "/desk"  # type: ignore[attr-defined]
    assert browser.get(f"/desk/{report}").status_code == 404
    named = sign_in(viewers["border-service", Role.PROTECTION])
    assert named.post(f"/desk/{report}/lift", {"reason": ""}).status_code == 422
    assert named.post(f"/desk/{report}/lift", {"reason": "Safe."}).status_code == 302
    assert browser.get(f"/desk/{report}").status_code == 200


def test_a_contact_stands_on_the_one_page_that_was_asked_for(viewers: Viewers, sign_in: SignIn) -> None:
    report = send(phone="+996 555 000111")
    for role in PEOPLE_ROLES:
        browser = sign_in(viewers["border-service", role])
        for path in ("/desk", f"/desk/{report}", "/desk?text=555", f"/desk/{report}/incident"):
            assert "000111" not in words(browser.get(path))
        answer = browser.post(f"/desk/{report}/contact", {"reason": "To ask where"})
        assert ("000111" in words(answer)) is (role in (Role.MODERATOR, Role.PROTECTION))
        assert answer.headers["Cache-Control"] == "no-store"
    assert AuditEntry.objects.filter(action="look_at_contact", object_id=str(report)).count() == 2
    assert "000111" not in str(list(AuditEntry.objects.values_list("details", flat=True)))


def test_pictures_are_shown_to_who_may_see_the_report(viewers: Viewers, sign_in: SignIn) -> None:
    target = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(target, "PNG")
    receive_report(
        doorkeeper(Door.WEB),
        submission=Submission(client_id="p", door=Door.WEB),
        photos=[clean_photo(target.getvalue())],
    )
    photo = Photo.objects.get()
    path = f"/desk/{photo.report_id}/photos/{photo.pk}"
    shown = sign_in(viewers["border-service", Role.OFFICER]).get(path)
    assert (shown.status_code, shown.headers["Content-Type"]) == (200, "image/jpeg")
    assert shown.content[:2] == b"\xff\xd8"
    assert sign_in(viewers["police", Role.PROTECTION]).get(path).status_code == 404


def test_paper_is_typed_in_through_the_same_door(officer: Viewer, sign_in: SignIn) -> None:
    browser = sign_in(officer)
    said = {
        "client_id": str(uuid.uuid4()), "kind": "stone_throwing", "day": "2026-01-02", "hour": "14:30", "hurt": "yes",
        "injured": "2", "text": "Three boys threw stones.", "language": "ky", "phone": "+996 555 000111",
        "place": "Nowhere at all", "side": "AA",
    }  # fmt: skip
    page = words(browser.post("/desk/enter", said))
    code = re.search(r'receipt-code">([^<]+)<', page)
    assert code
    assert "000111" not in page
    row = Report.objects.get()
    assert (row.door, row.agency_id, row.kind, row.precision) == ("paper", officer.agency, "stone_throwing", "minute")
    assert row.harm == {"injured": [2, 2, 2]}
    assert access_receipt(code.group(1)).report_id == row.pk
    assert "This report was here already." in words(browser.post("/desk/enter", said))
    empty = {"client_id": str(uuid.uuid4()), "hurt": "unknown", "language": "en"}
    assert browser.post("/desk/enter", empty).status_code == 422
    assert Report.objects.count() == 1


@pytest.mark.parametrize("language", ["en", "ru", "ky", "tg", "uz"])
def test_the_form_on_paper_is_one_sheet(officer: Viewer, sign_in: SignIn, language: str) -> None:
    answer = sign_in(officer).get(f"/desk/form-{language}.pdf")
    assert len(pypdf.PdfReader(io.BytesIO(answer.content)).pages) == 1
    assert sign_in(officer).get("/desk/form-xx.pdf").status_code == 404


def test_a_verified_report_becomes_an_incident_once(viewers: Viewers, sign_in: SignIn) -> None:
    officer = viewers["border-service", Role.OFFICER]
    report = send("Асанов Бакыт threw stones", phone="+996 555 000111", source="secret source", hurt=Hurt.YES)
    browser = sign_in(officer)
    assert browser.get(f"/desk/{report}/incident").status_code == 302
    judge_report(officer, report_id=report, verdict=Verdict.VERIFIED, reason="A patrol saw it.")
    page = words(browser.get(f"/desk/{report}/incident"))
    assert "[…]" in page
    assert "Асанов" not in page
    said = {
        "kind": "stone_throwing", "day": "2026-01-02", "place": "Ak-Sai", "latitude": "45.01", "longitude": "10.25",
        "uncertainty_km": "1", "injured": "2", "summary": "Stones were thrown.", "account": "They began.",
        "account_side": "AA", "countries": ["AA", "BB"], "marking": "TLP:AMBER",
    }  # fmt: skip
    made = browser.post(f"/desk/{report}/incident", said)
    reference = Report.objects.get(pk=report).incident_reference
    assert made.url == f"/incidents/{reference}"  # type: ignore[attr-defined]
    assert browser.post(f"/desk/{report}/incident", said).url == made.url  # type: ignore[attr-defined]
    shown = words(browser.get(made.url))  # type: ignore[attr-defined]
    assert f'href="/desk/{report}"' in shown
    assert "They began." in shown
    for secret in ("Асанов", "000111", "secret source"):
        assert secret not in shown
    assert f'href="/incidents/{reference}"' in words(browser.get(f"/desk/{report}"))
    assert AuditEntry.objects.filter(action="incident_from_report").count() == 1
    assert sign_in(viewers["police", Role.ANALYST]).get(f"/desk/{report}/incident").status_code == 404


def test_an_exercise_never_becomes_an_incident(officer: Viewer, sign_in: SignIn) -> None:
    report = send(is_exercise=True)
    judge_report(officer, report_id=report, verdict=Verdict.VERIFIED, reason="Played.")
    assert sign_in(officer).post(f"/desk/{report}/incident", {}).status_code == 302
    assert Report.objects.get(pk=report).incident_reference == ""


def test_a_contact_whose_key_is_gone_is_an_answer_and_no_error(viewers: Viewers, sign_in: SignIn) -> None:
    report = send(phone="+996 555 000111")
    Contact.objects.update(sealed="sealed with another key")
    page = sign_in(viewers["border-service", Role.MODERATOR]).post(f"/desk/{report}/contact", {"reason": "To ask"})
    assert "sealed with a key that is not here any more" in page.content.decode()
