"""A resident with an old phone reports: in five languages, with and without network, with and without scripts."""

from __future__ import annotations

import io
import json
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from PIL import Image
from playwright.sync_api import Page
from tests.browser.conftest import ROOT, SCREENSHOTS, Station, Watched
from tests.browser.report_page import (
    on_phone,
    put_on_phone,
    stored,
    wait_until_installed,
    wait_until_kept,
    wait_until_ready,
)

AXE = ROOT / "node_modules/axe-core/axe.min.js"
LANGUAGES = ("en", "ru", "ky", "tg", "uz")
HEADINGS = {"en": "Report what happened", "ru": "Сообщите", "ky": "кабарла", "tg": "хабар", "uz": "xabar"}
CODE = r"^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$"
MOST_BYTES = 60_000

Phone = Callable[..., Watched]


@pytest.fixture
def phone(new_page: Callable[..., Watched]) -> Phone:
    """Open pages on an old phone."""

    def make(**options: object) -> Watched:
        return new_page(width=320, height=640, has_touch=True, is_mobile=True, **options)

    return make


def unexpected(watched: Watched) -> list[str]:
    """Troubles but for the browser's own remarks on a network that is not there or a server that says wait."""
    return [
        trouble
        for trouble in watched.troubles
        if not any(
            known in trouble
            for known in ("ERR_INTERNET_DISCONNECTED", "status of 4", "ERR_FAILED", "blocked by Playwright")
        )
    ]


def ready(watched: Watched, path: str = "/report/en") -> Page:
    page = watched.open(path)
    wait_until_ready(page)
    return page


def write(page: Page, text: str) -> None:
    page.locator(".picture", has_text="Quarrel or crowd").click()
    page.locator("#text").fill(text)


def send(page: Page) -> None:
    page.get_by_role("button", name="Send the report").click()


def code_shown(page: Page) -> str:
    page.locator("#done .code").wait_for(timeout=30_000)
    return page.locator("#done .code").inner_text()


def words() -> str:
    return f"Words {uuid4()}"


def _axe_faults(page: Page, where: str) -> list[str]:
    faults: list[str] = []
    for theme in ("light", "dark"):
        page.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)
        found: dict[str, Any] = page.evaluate("axe.run({resultTypes: ['violations']})")
        faults += [
            f"{theme} {where}: {fault['id']} {node['html'][:120]} {node['failureSummary'][:200]}"
            for fault in found["violations"]
            for node in fault["nodes"][:3]
        ]
    return faults


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_cut_off_and_axe_finds_no_serious_fault(phone: Phone, language: str) -> None:
    SCREENSHOTS.mkdir(exist_ok=True)
    # The policy is lifted here only, so that the examiner's own script may run.
    watched = phone(bypass_csp=True, service_workers="block")
    faults: list[str] = []
    for path in ("report", "receipt"):
        page = watched.open(f"/{path}/{language}")
        if path == "report":
            wait_until_ready(page)
            assert HEADINGS[language].lower() in page.get_by_role("heading", level=1).inner_text().lower()
            page.get_by_role("group").first.wait_for()
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, f"/{path}/{language} is {over} px too wide"
        page.screenshot(path=SCREENSHOTS / f"{path}-320-{language}.png", full_page=True)
        page.set_viewport_size({"width": 1440, "height": 900})
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, f"/{path}/{language} is {over} px too wide at 1440"
        page.screenshot(path=SCREENSHOTS / f"{path}-1440-{language}.png")
        page.set_viewport_size({"width": 320, "height": 640})
        page.add_script_tag(path=AXE)
        faults += _axe_faults(page, path)
    assert faults == []
    assert unexpected(watched) == []


def test_axe_finds_no_fault_where_lists_map_and_messages_are_open(phone: Phone) -> None:
    watched = phone(bypass_csp=True, service_workers="block")
    page = ready(watched)
    page.route("**/report/send", lambda route: route.abort())
    write(page, words())
    send(page)
    page.get_by_role("heading", name="Saved on this phone").wait_for()
    page.get_by_role("button", name="Show on the map").click()
    page.wait_for_function("() => document.querySelector('#map canvas').getAttribute('aria-label')")
    page.get_by_text("Another day").click()
    page.get_by_text("Choose from the list").first.click()
    send(page)
    assert page.get_by_text("Choose a picture, or write in a few words what happened.").is_visible()
    page.get_by_label("Village or place").press_sequentially("Isfara")
    page.locator("#place-list li").first.wait_for()
    page.keyboard.press("ArrowDown")
    assert page.locator("#place").get_attribute("aria-activedescendant") == "place-list-0"
    page.add_script_tag(path=AXE)
    assert _axe_faults(page, "open") == []
    page.keyboard.press("Enter")
    assert page.locator("#place-list").is_hidden() and page.locator("#place_id").input_value()
    page.screenshot(path=SCREENSHOTS / "report-open-320.png", full_page=True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_with_the_network_off_and_on_a_report_arrives_in_every_language(
    phone: Phone, station: Station, language: str
) -> None:
    watched = phone()
    page = ready(watched, f"/report/{language}")
    wait_until_installed(page)
    page.context.set_offline(True)
    page.goto(f"{watched.address}/report/{language}")
    wait_until_ready(page)
    assert page.locator("html").get_attribute("lang") == language
    text = words()
    page.locator(".picture").nth(2).click()
    page.locator("#text").fill(text)
    page.locator("button.button--large").click()
    wait_until_kept(page)
    assert [report["said"]["text"] for report in on_phone(page)] == [text]
    assert stored(station, text) == 0
    page.context.set_offline(False)
    page.locator("#phone li[data-state=sent]").wait_for(timeout=30_000)
    assert stored(station, text) == 1
    (kept,) = on_phone(page)
    assert (kept["said"], kept["photo"]) == ({}, None), "what was said leaves the phone when it has arrived"
    assert unexpected(watched) == []


def test_a_report_takes_six_touches_and_its_code_leads_back(phone: Phone, station: Station) -> None:
    watched = phone()
    page = ready(watched)
    begun = time.monotonic()
    text = words()
    page.locator(".picture", has_text="Shots").click()
    page.get_by_label("Village or place").press_sequentially("Ходжай А")
    page.locator("#place-list li").first.click()
    assert page.get_by_label("Village or place").input_value()
    assert page.locator("#place_id").input_value()
    page.get_by_text("Just now").click()
    page.get_by_text("No", exact=True).click()
    page.get_by_label("In your own words").fill(text)
    send(page)
    code = code_shown(page)
    assert time.monotonic() - begun < 30
    assert re.match(CODE, code)
    assert on_phone(page) == [], "the code is kept only if the person says so"
    assert stored(station, text) == 1
    page.locator("#done").get_by_role("button", name="See where it stands").click()
    page.get_by_text("A person will read it soon.").wait_for()
    assert code not in page.url
    page.get_by_label("Do you want to add something?").fill("One more thing.")
    page.get_by_role("button", name="Send", exact=True).click()
    page.get_by_text("Your words were added.").wait_for()
    page.locator(".top__form button[lang=ky]").click()
    assert page.locator("html").get_attribute("lang") == "ky"
    assert page.get_by_text("One more thing.").is_visible()
    assert watched.troubles == []


@pytest.mark.parametrize(
    ("typed", "expected"), [("Хужанд", "Худжанд"), ("khujand", "Khujand"), ("Исфаарa", "Исфара"), ("Batkn", "Batken")]
)
def test_a_place_is_found_in_either_alphabet_and_misspelt(phone: Phone, typed: str, expected: str) -> None:
    page = ready(phone())
    page.get_by_label("Village or place").press_sequentially(typed)
    page.locator("#place-list li").first.wait_for()
    assert expected in " ".join(page.locator("#place-list li").all_inner_texts())


def test_a_mark_on_the_map_and_the_place_of_the_phone_go_along(phone: Phone) -> None:
    watched = phone(geolocation={"latitude": 39.95, "longitude": 70.55, "accuracy": 25}, permissions=["geolocation"])
    page = ready(watched)
    page.get_by_role("button", name="Show on the map").click()
    page.locator("#map canvas").wait_for()
    page.wait_for_function("() => document.querySelector('#map canvas').getAttribute('aria-label')")
    SCREENSHOTS.mkdir(exist_ok=True)
    page.locator("#map").screenshot(path=SCREENSHOTS / "report-map.png")
    page.locator("#map canvas").click(position={"x": 150, "y": 130})
    page.get_by_text("Your mark on the map is noted.").wait_for()
    first = page.locator("[name=latitude]").input_value()
    assert 36 < float(first) < 44
    page.locator("#map canvas").focus()
    for key in ("+", "ArrowLeft", "Enter"):
        page.keyboard.press(key)
    assert page.locator("[name=latitude]").input_value() != ""
    page.get_by_role("button", name="I am there now").click()
    page.get_by_text("Your place is noted, to about 25 m.").wait_for()
    assert page.locator("[name=latitude]").input_value() == "39.95"
    page.locator("#map").screenshot(path=SCREENSHOTS / "report-map-here.png")
    page.locator("#spot-forget").click()
    assert page.locator("[name=latitude]").input_value() == ""
    assert watched.troubles == []


def test_a_refused_place_is_said_and_the_report_goes_all_the_same(phone: Phone, station: Station) -> None:
    page = ready(phone())
    page.get_by_role("button", name="I am there now").click()
    page.get_by_text("The phone does not know where it is.").wait_for()
    text = words()
    write(page, text)
    page.get_by_label("Village or place").fill("A bridge that no list knows")
    send(page)
    code_shown(page)
    assert stored(station, text) == 1


def test_the_traces_of_a_photo_are_gone_before_it_is_kept(phone: Phone, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0110] = "Secret phone"
    photo = tmp_path / "photo.jpg"
    Image.new("RGB", (2000, 1000), "red").save(photo, "JPEG", exif=exif)
    assert b"Secret phone" in photo.read_bytes()
    watched = phone()
    page = ready(watched)
    wait_until_installed(page)
    page.context.set_offline(True)
    page.locator("#photo").set_input_files(photo)
    page.locator("#photo-ready canvas").wait_for()
    write(page, words())
    send(page)
    wait_until_kept(page)
    (kept,) = on_phone(page)
    content = bytes(kept["photo"])
    assert b"Secret" not in content
    with Image.open(io.BytesIO(content)) as opened:
        assert (opened.format, opened.size, dict(opened.getexif())) == ("JPEG", (1280, 640), {})
    (tmp_path / "none.jpg").write_bytes(b"no picture")
    page.locator("#photo").set_input_files(tmp_path / "none.jpg")
    page.get_by_text("The picture cannot be read.").wait_for()
    page.context.set_offline(False)
    page.locator("#phone li[data-state=sent]").wait_for(timeout=30_000)
    assert unexpected(watched) == []


def test_a_poisoned_report_blocks_no_other_and_can_be_saved_and_deleted(
    phone: Phone, station: Station, tmp_path: Path
) -> None:
    watched = phone()
    page = ready(watched)
    wait_until_installed(page)
    page.context.set_offline(True)
    poisoned = {
        "id": str(uuid4()), "state": "waiting", "label": "", "writtenAt": "2020-01-01T00:00:00.000Z",
        "said": {"language": "en", "text": "x" * 6000}, "photo": None, "keep": False, "tries": 0, "nextAt": 0,
    }  # fmt: skip
    put_on_phone(page, poisoned)
    text = words()
    write(page, text)
    send(page)
    wait_until_kept(page)
    page.context.set_offline(False)
    page.locator("#phone li[data-state=refused]").wait_for(timeout=30_000)
    page.locator("#phone li[data-state=sent]").wait_for(timeout=30_000)
    assert stored(station, text) == 1
    refused = page.locator("#phone li[data-state=refused]")
    assert "Was not taken" in refused.inner_text() and "too long" in refused.inner_text()
    SCREENSHOTS.mkdir(exist_ok=True)
    page.locator("#phone").screenshot(path=SCREENSHOTS / "report-on-phone.png")
    with page.expect_download() as saving:
        page.get_by_role("button", name="Save to a file").click()
    saving.value.save_as(tmp_path / "saved.json")
    saved = json.loads((tmp_path / "saved.json").read_text(encoding="utf-8"))
    assert [report["state"] for report in saved["reports"]] == ["refused", "sent"]
    assert saved["reports"][0]["said"]["text"] == "x" * 6000
    page.once("dialog", lambda dialog: dialog.accept())
    refused.get_by_role("button", name="Delete").click()
    refused.wait_for(state="detached")
    page.get_by_role("button", name="I have written it down").click()
    page.locator("#phone").wait_for(state="hidden")
    assert on_phone(page) == []
    assert unexpected(watched) == []


def test_two_windows_that_send_at_once_make_one_report(phone: Phone, station: Station) -> None:
    watched = phone()
    page = ready(watched)
    wait_until_installed(page)
    page.context.set_offline(True)
    text = words()
    write(page, text)
    send(page)
    wait_until_kept(page)
    other = page.context.new_page()
    other.goto(f"{watched.address}/report/en")
    wait_until_ready(other)
    page.context.set_offline(False)
    for window in (page, other):
        window.evaluate("window.dispatchEvent(new Event('online'))")
    for window in (page, other):
        window.reload()
        window.locator("#phone li[data-state=sent]").wait_for(timeout=30_000)
    assert stored(station, text) == 1


def test_an_answer_that_is_not_ours_leaves_the_report_waiting(phone: Phone, station: Station) -> None:
    watched = phone(service_workers="block")
    page = ready(watched)
    text = words()
    page.route(
        "**/report/send", lambda route: route.fulfill(status=200, body="<html>Please pay for the internet</html>")
    )
    write(page, text)
    send(page)
    page.get_by_role("heading", name="Saved on this phone").wait_for()
    assert page.locator("#phone li[data-state=waiting]").count() == 1
    page.unroute("**/report/send")
    page.locator("#phone-send").click()
    page.locator("#phone li[data-state=sent]").wait_for(timeout=30_000)
    assert stored(station, text) == 1


_BURST = """async () => {
  const found = [];
  for (let index = 0; index < 14; index += 1) {
    const body = new FormData();
    body.append("report", JSON.stringify({id: crypto.randomUUID(), text: "burst"}));
    const answer = await fetch("/report/send", {method: "POST", body, headers: {"X-Kerege-Report": "1"}});
    found.push(answer.status);
  }
  return found;
}"""


def test_a_burst_is_answered_with_a_calculation_that_the_page_does(phone: Phone, station: Station) -> None:
    page = ready(phone())
    assert 429 in page.evaluate(_BURST)
    text = words()
    write(page, text)
    send(page)
    code_shown(page)
    assert stored(station, text) == 1


def test_a_refused_report_can_be_changed_and_sent_again(phone: Phone, station: Station) -> None:
    watched = phone()
    page = ready(watched)
    poisoned = {
        "id": str(uuid4()), "state": "waiting", "label": "", "writtenAt": "2026-01-01T00:00:00.000Z",
        "said": {"language": "en", "happening": "fight", "place": "Vorukh", "text": "x" * 6000}, "photo": None,
        "keep": False, "tries": 0, "nextAt": 0,
    }  # fmt: skip
    put_on_phone(page, poisoned)
    page.reload()
    page.locator("#phone li[data-state=refused]").wait_for(timeout=30_000)
    page.get_by_role("button", name="Change it and send again").click()
    assert page.get_by_label("Village or place").input_value() == "Vorukh"
    assert page.locator("[name=happening]:checked").get_attribute("value") == "fight"
    text = words()
    page.locator("#text").fill(text)
    send(page)
    code_shown(page)
    assert stored(station, text) == 1
    assert on_phone(page) == []
    assert unexpected(watched) == []


def test_a_report_is_sent_when_the_page_is_closed(phone: Phone, station: Station) -> None:
    watched = phone()
    page = ready(watched)
    wait_until_installed(page)
    page.context.set_offline(True)
    text = words()
    write(page, text)
    send(page)
    wait_until_kept(page)
    # The page itself can send nothing, and is left for one of the same station that has no scripts of its own.
    page.route("**/report/send", lambda route: route.abort())
    page.context.set_offline(False)
    page.goto(f"{watched.address}/receipt/en")
    devtools = page.context.new_cdp_session(page)
    registrations: list[str] = []
    devtools.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: registrations.extend(one["registrationId"] for one in event["registrations"]),
    )
    devtools.send("ServiceWorker.enable")
    deadline = time.monotonic() + 40
    while stored(station, text) == 0 and time.monotonic() < deadline:
        # The browser calls the worker when it sees fit; it is reminded.
        page.wait_for_timeout(3_000)
        for registration in registrations[:1]:
            what = {"origin": watched.address, "registrationId": registration, "tag": "send-reports"}
            devtools.send("ServiceWorker.dispatchSyncEvent", {**what, "lastChance": False})
    assert stored(station, text) == 1


def test_a_phone_that_can_keep_nothing_sends_the_form_as_ever(phone: Phone, station: Station) -> None:
    watched = phone(service_workers="block")
    watched.page.add_init_script("Object.defineProperty(window, 'indexedDB', {get() { throw new Error('closed'); }});")
    page = watched.open("/report/en")
    page.wait_for_selector("html[data-queue=none]")
    text = words()
    write(page, text)
    send(page)
    page.wait_for_load_state()
    if page.get_by_text("Very many reports are coming in").is_visible():
        page.wait_for_timeout(21_500)
        send(page)
    page.locator("main .code").first.wait_for()
    assert stored(station, text) == 1


def test_the_code_stays_on_the_phone_if_the_person_says_so(phone: Phone) -> None:
    page = ready(phone())
    write(page, words())
    page.get_by_label("Keep the code on this phone").check()
    send(page)
    code = code_shown(page)
    page.reload()
    page.locator("#phone li .code").wait_for()
    assert page.locator("#phone li .code").inner_text() == code


def test_without_scripts_it_works_and_waits_in_a_burst(phone: Phone, station: Station) -> None:
    crowd = ready(phone())
    page = phone(java_script_enabled=False).page
    # A place may come free between the burst and the form; then another form is tried.
    for _ in range(5):
        page.goto(crowd.url)
        text = words()
        page.get_by_text("Fight, stones thrown").click()
        page.get_by_label("Village or place").fill("Ак-Сай")
        page.get_by_text("Yesterday").click()
        page.get_by_label("In your own words").fill(text)
        assert not page.get_by_role("button", name="Show on the map").is_visible()
        assert 429 in crowd.evaluate(_BURST)
        send(page)
        if page.get_by_text("Very many reports are coming in").is_visible():
            break
    assert page.get_by_text("Very many reports are coming in").is_visible()
    assert page.get_by_label("In your own words").input_value() == text
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOTS / "report-wait-320.png")
    page.wait_for_timeout(21_500)
    send(page)
    assert page.get_by_role("heading", name="Your report has arrived").is_visible()
    page.screenshot(path=SCREENSHOTS / "report-sent-320.png", full_page=True)
    page.get_by_role("button", name="See where it stands").click()
    assert page.get_by_text("A person will read it soon.").is_visible()
    assert page.get_by_text("Ак-Сай").is_visible()
    assert stored(station, text) == 1


def test_the_first_opening_costs_little(phone: Phone) -> None:
    watched = phone(service_workers="block")
    devtools = watched.page.context.new_cdp_session(watched.page)
    devtools.send("Network.enable")
    sizes: list[float] = []
    devtools.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    ready(watched, "/report/ky")
    watched.page.wait_for_load_state("networkidle")
    assert len(sizes) >= 8
    assert sum(sizes) < MOST_BYTES, f"{sum(sizes):.0f} bytes"


def test_other_pages_are_left_alone_by_the_worker(phone: Phone) -> None:
    page = ready(phone())
    wait_until_installed(page)
    for path, heading in (("/receipt/en", "Where does my report stand?"), ("/", "See trouble at the border")):
        response = page.goto(page.url.split("/report")[0] + path)
        assert response is not None and not response.from_service_worker
        assert heading in page.get_by_role("heading", level=1).inner_text()
        page.go_back()
