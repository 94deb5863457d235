"""The pages show what their reader may see, take what was typed, and say what went wrong."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.web.conftest import report_file

from kerege.domain.marking import TLP, Marking
from kerege_web.accounts.access import Viewer
from kerege_web.accounts.models import Person
from kerege_web.accounts.roles import Role
from kerege_web.incidents.access import access_incident
from kerege_web.incidents.actions import import_reports

pytestmark = pytest.mark.django_db

Viewers = dict[tuple[str, Role], Viewer]


@pytest.fixture
def browse(viewers: Viewers) -> Callable[[Viewer], Client]:
    """A browser in which somebody is signed in."""

    def signed_in(viewer: Viewer) -> Client:
        client = Client(headers={"accept-language": "en"})
        client.force_login(Person.objects.get(pk=viewer.person_id))
        return client

    return signed_in


def stored(viewer: Viewer, *rows: dict[str, object], tlp: TLP = TLP.GREEN) -> None:
    import_reports(viewer, content=report_file(*rows), name="rows.csv", marking=Marking(tlp))


def text_of(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.mark.parametrize(
    "path", ["/picture", "/incidents", "/incidents.csv", "/incidents/A", "/import", "/runs", "/signals", "/bulletins",
             "/account", "/picture/incidents.json", "/picture/sections.json", "/picture/timeline.json"],
)  # fmt: skip
def test_without_a_sign_in_every_page_leads_to_the_sign_in(client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 302
    assert response["Location"].startswith("/sign-in?next=")


def test_nothing_stands_in_a_page_that_the_content_policy_forbids(
    browse: Callable[[Viewer], Client], analyst: Viewer
) -> None:
    stored(analyst, {"id": "A"})
    client = browse(analyst)
    for path in (
        "/",
        "/picture",
        "/incidents",
        "/incidents/A",
        "/import",
        "/runs",
        "/signals",
        "/bulletins",
        "/account",
    ):
        page = client.get(path).content.decode()
        assert not re.search(r"\sstyle=|\son\w+=|javascript:|<style", page), path
        scripts = re.findall(r"<script([^>]*)>", page)
        assert all("src=" in script or 'type="application/json"' in script for script in scripts), path


def test_the_list_and_its_export_hold_what_the_reader_may_see(
    browse: Callable[[Viewer], Client], viewers: Viewers
) -> None:
    ours, theirs = viewers["border-service", Role.OFFICER], viewers["police", Role.OFFICER]
    stored(ours, {"id": "OURS", "summary": "Only for us."}, tlp=TLP.AMBER)
    stored(ours, {"id": "ALL", "summary": "For everybody."}, tlp=TLP.GREEN)
    for path in ("/incidents", "/picture", "/incidents.csv", "/picture/incidents.json"):
        for viewer, sees in ((ours, True), (theirs, False)):
            response = browse(viewer).get(path)
            page = b"".join(response).decode() if response.streaming else response.content.decode()
            assert "ALL" in page, path
            assert ("OURS" in page) is sees, path
    assert browse(theirs).get("/incidents/OURS").status_code == 404
    assert text_of(browse(theirs).get("/incidents/OURS")) == text_of(browse(theirs).get("/incidents/NONE"))


def test_the_export_can_be_read_in_again_and_runs_no_formula(
    browse: Callable[[Viewer], Client], analyst: Viewer
) -> None:
    stored(analyst, {"id": "A", "occurred": "2021-04", "killed": 2, "summary": "=1+1"}, {"id": "B", "killed": ""})
    response = browse(analyst).get("/incidents.csv?order=oldest")
    text = b"".join(response).decode("utf-8-sig")  # type: ignore[arg-type]
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(text))}
    assert rows["A"]["occurred"] == "2021-04", "a month stays a month"
    assert rows["A"]["killed"] == "2"
    assert rows["B"]["killed"] == "", "not known is not zero"
    assert rows["A"]["summary"] == "'=1+1"


def test_what_is_not_known_is_said_and_never_shown_as_zero(browse: Callable[[Viewer], Client], analyst: Viewer) -> None:
    stored(analyst, {"id": "A", "killed": 0, "injured": ""})
    page = text_of(browse(analyst).get("/incidents/A"))
    assert "Killed 0 Injured not known" in page


def test_text_of_a_report_is_never_markup(browse: Callable[[Viewer], Client], analyst: Viewer) -> None:
    stored(
        analyst,
        {"id": "A", "place": "<b>x</b>", "summary": "<script>alert(1)</script>", "source": "javascript:alert(1)"},
    )
    for path in ("/incidents", "/incidents/A", "/picture"):
        page = browse(analyst).get(path).content.decode()
        assert "<script>alert" not in page and "<b>x</b>" not in page
        assert 'href="javascript:' not in page


def test_a_filter_that_cannot_be_understood_is_left_open_and_said(
    browse: Callable[[Viewer], Client], analyst: Viewer
) -> None:
    stored(analyst, {"id": "A", "occurred": "2021-05-20"})
    page = text_of(
        browse(analyst).get("/incidents?first=2021-05-01&last=2021-04-01&pair=nowhere&page=abc&min_severity=9")
    )
    assert "The last day comes before the first." in page
    assert "1 incident" in page


def test_a_file_is_shown_before_it_is_stored_and_stored_once(
    browse: Callable[[Viewer], Client], analyst: Viewer
) -> None:
    client = browse(analyst)
    content = report_file({"id": "A"}, {"id": "B", "occurred": "2021-13-01"})
    upload = {"file": SimpleUploadedFile("may.csv", content), "format": "auto", "marking": "TLP:GREEN"}
    shown = client.post("/import", upload, follow=True)
    page = text_of(shown)
    assert "New incidents 1" in page and "Rows not taken 1" in page and "Nothing is stored yet." in page
    assert client.get("/incidents/A").status_code == 404
    address = shown.redirect_chain[0][0]
    after = text_of(client.post(address, follow=True))
    assert "1 incident was stored. 1 row was not taken." in after
    assert client.get("/incidents/A").status_code == 200
    assert "Nothing new was stored." in text_of(client.post(address, follow=True))
    rejected = client.get(f"{address}/rejected.csv").content.decode("utf-8-sig")
    assert rejected.splitlines()[1].startswith("3,occurred,2021-13-01,")


def test_a_waiting_file_is_its_senders_alone(
    browse: Callable[[Viewer], Client], viewers: Viewers, analyst: Viewer
) -> None:
    upload = {"file": SimpleUploadedFile("x.csv", report_file({"id": "A"})), "format": "auto", "marking": "TLP:AMBER"}
    address = browse(analyst).post("/import", upload)["Location"]
    assert browse(viewers["border-service", Role.OFFICER]).get(address).status_code == 404
    assert browse(analyst).get("/import/../../../etc/passwd").status_code == 404


def test_a_file_that_cannot_be_read_is_explained(browse: Callable[[Viewer], Client], analyst: Viewer) -> None:
    upload = {"file": SimpleUploadedFile("x.csv", b"\x00\x01\x02\x03"), "format": "native", "marking": "TLP:AMBER"}
    response = browse(analyst).post("/import", upload, follow=True)
    assert response.status_code == 422
    assert "The file cannot be read" in text_of(response) and "Nothing was stored." in text_of(response)


def test_an_analyst_judges_anew_with_a_reason_and_an_officer_cannot(
    browse: Callable[[Viewer], Client], analyst: Viewer, officer: Viewer
) -> None:
    stored(analyst, {"id": "A", "reliability": "C", "credibility": "3"})
    judgement = {"reliability": "B", "credibility": "1", "reason": "Two posts say the same."}
    without = browse(analyst).post("/incidents/A/grading", {**judgement, "reason": ""})
    assert without.status_code == 422 and "This field is required." in text_of(without)
    assert browse(officer).post("/incidents/A/grading", judgement).status_code == 404
    page = text_of(browse(analyst).post("/incidents/A/grading", judgement, follow=True))
    assert "B1 : usually reliable; confirmed by other sources." in page
    assert "Two posts say the same." in page and "The grading was changed" in page
    assert str(access_incident(analyst, "A").known.incident.grading) == "B1"


def test_an_account_is_added_beside_the_others(browse: Callable[[Viewer], Client], officer: Viewer) -> None:
    stored(officer, {"id": "A", "account_a": "They came first."})
    page = text_of(browse(officer).post("/incidents/A/accounts", {"side": "BB", "text": "We did not."}, follow=True))
    assert "They came first." in page and "We did not." in page


def test_pages_without_anything_say_how_to_begin(browse: Callable[[Viewer], Client], analyst: Viewer) -> None:
    client = browse(analyst)
    for path, words in (
        ("/incidents", "No incidents yet"), ("/runs", "No run yet"), ("/signals", "No run yet"),
        ("/bulletins", "No bulletin yet"), ("/import", "No file has been read in yet"),
        ("/picture", "No incidents yet"),
    ):  # fmt: skip
        assert words in text_of(client.get(path)), path


def test_the_watch_runs_from_its_page_for_those_who_may(
    browse: Callable[[Viewer], Client], analyst: Viewer, officer: Viewer
) -> None:
    stored(analyst, {"id": "A"}, {"id": "B", "occurred": "2021-05-02"})
    assert browse(officer).post("/runs", {"day": "2021-06-01"}).status_code == 404
    future = browse(analyst).post("/runs", {"day": "2999-01-01"})
    assert future.status_code == 422 and "has not come yet" in text_of(future)
    page = text_of(browse(analyst).post("/runs", {"day": "2021-06-01"}, follow=True))
    assert "The watch was run and its result kept." in page
    assert "What it was made from" in page and "Levels of the sections" in page
    assert "1 June 2021, 23:59" in page


def test_each_person_reads_the_own_language_on_every_device(
    browse: Callable[[Viewer], Client], analyst: Viewer
) -> None:
    browse(analyst).post("/account", {"language": "tg"})
    page = browse(analyst).get("/account").content.decode()
    assert '<html lang="tg"' in page


@pytest.mark.parametrize(("theme", "kept"), [("dark", "dark"), ("nonsense", None)])
def test_light_or_dark_is_kept_in_the_browser(client: Client, theme: str, kept: str | None) -> None:
    response = client.post("/theme", {"theme": theme, "next": "https://elsewhere.example/"})
    assert response["Location"] == "/"
    assert (response.cookies["kerege-theme"].value if "kerege-theme" in response.cookies else None) == kept


def test_a_stale_form_is_explained(browse: Callable[[Viewer], Client], analyst: Viewer) -> None:
    client = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    client.force_login(Person.objects.get(pk=analyst.person_id))
    response = client.post("/account", {"language": "en"})
    assert response.status_code == 403
    assert "Please send it again" in text_of(response)


def test_the_map_gets_every_section_with_status_source_and_level_words(
    browse: Callable[[Viewer], Client], analyst: Viewer
) -> None:
    client = browse(analyst)
    features = client.get("/picture/sections.json").json()["features"]
    assert features
    for feature in features:
        assert feature["properties"]["status"] in ("agreed", "claimed", "disputed")
        assert feature["properties"]["level_words"] == "Not judged yet"
        assert feature["properties"]["source_words"].startswith("Source: ")
    ground = client.get("/picture/ground.json")
    assert client.get("/picture/ground.json", headers={"if-none-match": ground["ETag"]}).status_code == 304
