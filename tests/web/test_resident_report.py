"""A resident reports without account, scripts or session, and finds the report again by its code."""

from __future__ import annotations

import gzip
import io
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from kerege.files.catalogue import read_catalogue
from kerege_web.accounts.access import Viewer, operator
from kerege_web.accounts.actions import add_agency
from kerege_web.accounts.roles import Role
from kerege_web.region import current_region
from kerege_web.reports import limits, proof
from kerege_web.reports.actions.conversation import tell_reporter
from kerege_web.reports.happening import HAPPENINGS, words_of_kind
from kerege_web.reports.models import Contact, Photo, Report
from kerege_web.sealing import Purpose, unseal
from kerege_web.settings import BASE_DIR

pytestmark = pytest.mark.django_db
LANGUAGES = ("en", "ru", "ky", "tg", "uz")
CODE = re.compile(r'<p class="code">([0-9A-Z]{4}(?:-[0-9A-Z]{4}){2})</p>')


@pytest.fixture(autouse=True)
def station(db: None) -> Iterator[None]:
    add_agency(operator(), code="border-service", name="Border Service of AA")
    limits.forget_all()
    yield
    limits.forget_all()


@pytest.fixture
def client() -> Client:
    """A phone that nobody has signed in on, and that really checks against forgery."""
    return Client(enforce_csrf_checks=True, headers={"accept-language": "en"})


def filled(**other: object) -> dict[str, object]:
    return {"id": str(uuid4()), "happening": "shots", "place": "Alba", "when": "today", "hurt": "yes", **other}


def text_of(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def code_of(response: Any) -> str:
    found = CODE.search(response.content.decode())
    assert found, response.content.decode()
    return found[1]


def picture_file(name: str = "x.jpg") -> SimpleUploadedFile:
    exif = Image.Exif()
    exif[0x0110] = "Secret phone"
    target = io.BytesIO()
    Image.new("RGB", (900, 600), "red").save(target, "JPEG", exif=exif)
    assert b"Secret phone" in target.getvalue()
    return SimpleUploadedFile(name, target.getvalue(), content_type="image/jpeg")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_stands_in_every_language_and_says_who_reads_it(client: Client, language: str) -> None:
    response = client.get(f"/report/{language}")
    page = response.content.decode()
    assert f'<html lang="{language}"' in page
    assert "Border Service of AA" in page and "90" in page
    assert page.count('name="happening"') == 8
    assert all(f'href="/report/{other}"' in page for other in LANGUAGES)
    assert not response.cookies and "csrfmiddlewaretoken" not in page
    assert not re.search(r"\sstyle=|\son\w+=|javascript:|<style", page)


def test_only_this_page_may_ask_where_the_phone_is(client: Client) -> None:
    assert "geolocation=(self)" in client.get("/report")["Permissions-Policy"]
    for path in ("/", "/receipt", "/sign-in"):
        assert "geolocation=()" in client.get(path)["Permissions-Policy"]


def test_an_unknown_language_is_absent(client: Client) -> None:
    assert client.get("/report/xx").status_code == 404
    assert client.get("/receipt/xx").status_code == 404


def test_the_page_travels_packed(client: Client) -> None:
    response = client.get("/report/ru", headers={"accept-encoding": "gzip"})
    assert response["Content-Encoding"] == "gzip"
    assert response["Cache-Control"] == "no-cache", "a kept copy would give its id to another report"
    assert len(response.content) < len(gzip.decompress(response.content)) / 3


def test_a_report_is_kept_and_its_code_leads_back_to_it(client: Client, viewers: dict[Any, Viewer]) -> None:
    code = code_of(client.post("/report/en", filled(text="Three shots", contact="+996 555 000111")))
    row = Report.objects.get()
    assert (row.door, row.kind, row.text, row.hurt, row.language) == ("web", "shooting", "Three shots", "yes", "en")
    assert row.latitude == pytest.approx(45.0, abs=0.5), "the village was found by its name"
    assert row.start is not None and row.end is not None and row.end - row.start == timedelta(days=1)
    contact = Contact.objects.get()
    assert (contact.kind, unseal(contact.sealed, Purpose.CONTACT)) == ("phone", "+996 555 000111")
    page = text_of(client.post("/receipt/en", {"code": code.lower().replace("-", " ")}))
    assert "A person will read it soon." in page and "Shots" in page and "Alba" in page
    tell_reporter(
        viewers["border-service", Role.OFFICER], report_id=row.pk, kind="question", text="How many <b>men</b>?"
    )
    asked = client.post("/receipt/en", {"code": code})
    assert "How many &lt;b&gt;men&lt;/b&gt;?" in asked.content.decode() and "Your answer" in text_of(asked)
    answered = text_of(client.post("/receipt/en", {"code": code, "text": "Four."}))
    assert "Your words were added." in answered and "Four." in answered


def test_sending_the_same_page_twice_is_one_report_and_going_back_for_another_is_two(client: Client) -> None:
    page = filled(text="First")
    first = code_of(client.post("/report", page))
    assert code_of(client.post("/report", page)) == first
    assert code_of(client.post("/report", {**page, "text": "Second"})) != first
    assert sorted(Report.objects.values_list("text", flat=True)) == ["First", "Second"]


def test_the_code_stands_in_no_address_and_in_no_cache(client: Client) -> None:
    response = client.post("/report", filled())
    assert response.status_code == 200 and response["Cache-Control"] == "no-store"
    assert "?code" not in response.content.decode()
    assert client.post("/receipt", {"code": code_of(response)})["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "said", [{"place": "nowhere that is known"}, {"place": ""}, {"latitude": "abc", "longitude": "1"},
             {"latitude": "45.0", "longitude": "400"}, {"place_id": "no-such-place"}, {"when": "some time"},
             {"hurt": "perhaps"}, {"happening": "", "text": "Only words"}],
)  # fmt: skip
def test_a_place_that_is_not_known_and_whatever_is_left_open_is_never_refused(client: Client, said: Any) -> None:
    response = client.post("/report", filled(**said))
    if said.get("latitude") == "abc":
        assert response.status_code == 422, "a hidden field that was tampered with is shown again"
        return
    code_of(response)
    assert Report.objects.get().latitude is None or said.get("place") != ""


def test_a_mark_on_the_map_counts_before_the_name(client: Client) -> None:
    code_of(client.post("/report", filled(latitude="45.02", longitude="10.3", accuracy_m="800")))
    row = Report.objects.get()
    assert (row.latitude, row.longitude, row.uncertainty_km) == (45.02, 10.3, 0.8)
    assert row.section_id


def test_nothing_said_is_asked_again_and_what_was_typed_stays(client: Client) -> None:
    response = client.post("/report", filled(happening="", text="", place="Dolna"))
    assert response.status_code == 422
    assert "Choose a picture, or write in a few words what happened." in text_of(response)
    assert 'value="Dolna"' in response.content.decode()
    future = client.post("/report", filled(when="day", day=(timezone.localdate() + timedelta(days=5)).isoformat()))
    assert "This day has not come yet." in text_of(future)
    long = client.post("/report", filled(text="x" * 5001))
    assert long.status_code == 422 and "too long" in text_of(long)
    assert not Report.objects.exists()


def test_of_a_photo_only_the_picture_is_kept_and_a_bad_one_is_said(client: Client) -> None:
    code_of(client.post("/report", filled(photo=picture_file())))
    photo = Photo.objects.get()
    assert b"Secret" not in bytes(photo.content)
    bad = client.post("/report", filled(text="Kept words", photo=SimpleUploadedFile("x.jpg", b"no picture")))
    assert bad.status_code == 422
    assert "The picture cannot be read." in text_of(bad) and "Kept words" in bad.content.decode()


def test_another_site_cannot_make_its_readers_report(client: Client) -> None:
    for headers in ({"sec-fetch-site": "cross-site"}, {"origin": "https://elsewhere.example"}, {"origin": "null"}):
        response = client.post("/report", filled(), headers=headers)
        assert response.status_code == 403
        assert client.post("/receipt", {"code": "x"}, headers=headers).status_code == 403
    assert not Report.objects.exists()
    code_of(client.post("/report", filled(), headers={"origin": "http://testserver"}))
    code_of(client.post("/report", filled(), headers={"sec-fetch-site": "same-origin", "origin": "null"}))


@pytest.mark.parametrize(
    ("code", "words"),
    [("", "This field is required"), ("ABC", "This one has 3."), ("0000-0000-0000", "stands in no code"),
     ("GFDF-38HW-VJAB", "This code is not right."), ("FGDF-38HW-VJAB", "No report has this code.")],
)  # fmt: skip
def test_what_is_wrong_with_a_code_is_said(client: Client, code: str, words: str) -> None:
    response = client.post("/receipt/en", {"code": code})
    assert response.status_code == 422 and words in text_of(response)


def test_who_sends_too_much_waits_with_everything_typed_and_is_then_let_in(client: Client, settings: Any) -> None:
    settings.KEREGE_REPORTS_PER_MINUTE = 1.0
    for _ in range(2):
        code_of(client.post("/report", filled()))
    page = filled(text="The third")
    stopped = client.post("/report", page)
    assert stopped.status_code == 429 and int(stopped["Retry-After"]) == proof.WAIT_S
    text = stopped.content.decode()
    assert "The third" in text and str(page["id"]) in text
    ticket = re.search(r'name="ticket" value="([^"]+)"', text)
    assert ticket
    assert client.post("/report", {**page, "ticket": ticket[1]}).status_code == 429, "too soon"
    old = signing.TimestampSigner(salt=proof._TICKET)
    old.timestamp = lambda: signing.b62_encode(int(timezone.now().timestamp()) - proof.WAIT_S - 1)  # type: ignore[method-assign]
    waited = old.sign(proof._short(str(page["id"])))
    code_of(client.post("/report", {**page, "ticket": waited}))
    assert client.post("/report", {**filled(), "ticket": waited}).status_code == 429, "a ticket is for one report"


def test_codes_cannot_be_tried_out(client: Client, settings: Any) -> None:
    settings.KEREGE_REPORTS_PER_MINUTE = 1.0
    answers = [client.post("/receipt", {"code": "FGDF-38HW-VJAB"}) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [422] * 4 + [429] * 2
    assert int(answers[-1]["Retry-After"]) >= 1


def test_limits_forget_addresses_and_hold_none_that_can_be_read() -> None:
    now = [0.0]
    buckets = limits.TokenBuckets(1, 1, clock=lambda: now[0])
    assert buckets.wait_s("192.0.2.7") == 0.0
    assert buckets.wait_s("192.0.2.7") == pytest.approx(60.0)
    assert b"192.0.2.7" not in b"".join(buckets._buckets) and "192.0.2.7" not in str(vars(buckets))
    before = set(buckets._buckets)
    now[0] = 601.0
    assert buckets.wait_s("192.0.2.8") == 0.0
    assert len(buckets._buckets) == 1 and before.isdisjoint(buckets._buckets)


def test_the_limits_look_behind_one_trusted_server_only(rf: Any, settings: Any) -> None:
    request = rf.get("/", headers={"x-forwarded-for": "203.0.113.9, 198.51.100.1"}, REMOTE_ADDR="10.0.0.1")
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    assert limits.client_address(request) == "10.0.0.1"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert limits.client_address(request) == "198.51.100.1"
    six = rf.get("/", REMOTE_ADDR="2001:db8:1:2:3:4:5:6")
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    assert limits.client_address(six) == "2001:db8:1:2::/64"


def test_every_picture_is_drawn_and_is_a_kind_of_the_catalogue() -> None:
    kinds = read_catalogue().kinds
    drawn = (BASE_DIR / "static/report/pictures.svg").read_text(encoding="utf-8")
    assert len(HAPPENINGS) == 8
    for happening in HAPPENINGS:
        assert happening.kind in kinds
        assert f'<symbol id="{happening.id}"' in drawn
        assert words_of_kind(happening.kind) == happening.words
    assert words_of_kind("armed_conflict") == ""


def test_a_place_chosen_from_the_list_needs_no_words(client: Client) -> None:
    chosen = current_region().places[0]
    code_of(client.post("/report/ru", filled(place="", place_id=chosen.id)))
    row = Report.objects.get()
    assert (row.place, row.latitude, row.longitude) == (chosen.name, chosen.latitude, chosen.longitude)


def test_the_language_of_an_answer_can_be_changed_without_typing_the_code_again(client: Client) -> None:
    code = code_of(client.post("/report/en", filled()))
    page = client.post("/receipt/en", {"code": code}).content.decode()
    assert '<button formaction="/receipt/tg"' in page
    assert '<html lang="tg"' in client.post("/receipt/tg", {"code": code}).content.decode()
