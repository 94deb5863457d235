"""The desk as it is used: at night on a phone, by day with the keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import ROOT, SCREENSHOTS, Station, Watched

AXE = ROOT / "node_modules/axe-core/axe.min.js"
PHONE = {"width": 320, "height": 720}


@pytest.fixture(scope="module")
def officer_cookies(browser: Any, station: Station) -> list[dict[str, object]]:
    context = browser.new_context()
    watched = Watched(context.new_page(), station.address)
    watched.sign_in("officer", station.passwords["officer"])
    for kind, place, hurt, text in (
        (
            "Stone throwing",
            "Batken",
            "Somebody is hurt",
            "Boys threw stones at a car. Call Асанов Бакыт, +996 555 123456.",
        ),
        ("Shooting", "Batken", "Not known whether anybody is hurt", "Three shots near the canal."),
        ("Road block", "Isfara", "Nobody is hurt", "The road is blocked with stones, nobody passes."),
    ):
        page = watched.open("/desk/enter")
        page.get_by_label("What happened").select_option(label=kind)
        page.get_by_label("Where", exact=True).fill(place)
        page.get_by_label("Is anybody hurt?").select_option(label=hurt)
        page.get_by_label("In the reporter's words").fill(text)
        page.get_by_role("button", name="Keep the report").click()
        expect(page.get_by_text("The report is kept.")).to_be_visible()
    cookies = [dict(cookie) for cookie in context.cookies()]
    context.close()
    return cookies


@pytest.fixture
def officer(
    new_page: Callable[..., Watched], officer_cookies: list[dict[str, object]]
) -> Iterator[Callable[..., Watched]]:
    made: list[Watched] = []

    def make(**options: object) -> Watched:
        watched = new_page(**options)
        watched.page.context.add_cookies(officer_cookies)  # type: ignore[arg-type]
        made.append(watched)
        return watched

    yield make
    assert [trouble for watched in made for trouble in watched.troubles if "status of 422" not in trouble] == []


def _report_path(page: Page, title: str) -> str:
    return str(page.get_by_role("link", name=re.compile(title)).first.get_attribute("href"))


def test_the_keyboard_alone_leads_from_the_queue_to_a_verdict_and_into_hands(officer: Callable[..., Watched]) -> None:
    page = officer().open("/desk")
    expect(page.locator("[data-report]").first).to_contain_text("Shooting")
    page.keyboard.press("j")
    expect(page.locator("[data-report]").first).to_have_class(re.compile("is-chosen"))
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/desk/\d+$"))
    page.keyboard.press("v")
    expect(page.get_by_role("radio", name="Verified", exact=True)).to_be_checked()
    expect(page.locator("#id_reason")).to_be_focused()
    page.keyboard.type("A patrol heard it, very far away.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Your judgement is kept")).to_be_visible()
    page.keyboard.press("a")
    expect(page.locator("#id_login")).to_be_focused()
    page.keyboard.press("Escape")
    page.locator("h1").click()
    here = page.url
    page.keyboard.press("j")
    page.wait_for_url(lambda url: url != here and re.search(r"/desk/\d+$", url) is not None)
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()


def test_a_verdict_can_be_chosen_in_the_queue_and_g_still_leads_to_pages(officer: Callable[..., Watched]) -> None:
    page = officer().open("/desk")
    page.keyboard.press("j")
    page.keyboard.press("u")
    page.wait_for_url(re.compile(r"verdict=unverifiable$"))
    expect(page.get_by_role("radio", name="Cannot be verified")).to_be_checked()
    expect(page.locator("#id_reason")).to_be_focused()
    page.locator("h1").click()
    page.keyboard.press("g")
    page.keyboard.press("d")
    page.wait_for_url(re.compile(r"/desk$"))


def test_an_urgent_report_that_comes_in_is_said_without_moving_the_list(officer: Callable[..., Watched]) -> None:
    page = officer().open("/desk")
    before = page.locator("[data-report]").count()
    badge = page.locator(".bar .desk-count").first
    more = int(badge.get_attribute("data-count") or 0) + 1
    page.route(
        "**/desk/count",
        lambda route: route.fulfill(
            content_type="text/html",
            body=f'<span class="desk-count" data-count="{more}" data-words="{more} new urgent reports">{more}</span>',
        ),
    )
    page.evaluate("htmx.ajax('GET', '/desk/count', {target: document.querySelector('.desk-count'), swap: 'outerHTML'})")
    expect(page.locator("#arrived")).to_be_visible()
    expect(page.locator("#voice")).to_have_text(f"{more} new urgent reports")
    assert page.locator("[data-report]").count() == before


@pytest.mark.parametrize("language", ["en", "ru", "ky", "tg", "uz"])
def test_the_desk_fits_a_phone_in_every_language(officer: Callable[..., Watched], language: str) -> None:
    watched = officer(**PHONE)
    watched.page.context.add_cookies([{"name": "django_language", "value": language, "url": watched.address}])
    SCREENSHOTS.mkdir(exist_ok=True)
    page = watched.open("/desk")
    one = str(page.locator("[data-report] a").first.get_attribute("href"))
    for path in ("/desk", "/desk?text=nothing-like-this", one, "/desk/enter", "/desk/alerts"):
        page = watched.open(path)
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, f"{path} is too wide by {over} px"
        name = re.sub(r"\W+", "-", path).strip("-")
        page.screenshot(path=SCREENSHOTS / f"{name}-320-{language}.png", full_page=True)


def test_a_phone_is_enough_to_judge_and_to_ask_back(officer: Callable[..., Watched]) -> None:
    page = officer(**PHONE, has_touch=True).open("/desk")
    page.get_by_role("link", name=re.compile("Stone throwing")).first.tap()
    expect(page.locator(".flagged__word").first).to_have_text(re.compile(r"\?$"))
    page.get_by_label("Being checked").tap()
    page.get_by_role("button", name="Keep this judgement").tap()
    expect(page.get_by_text("Your judgement is kept")).to_be_visible()
    page.get_by_text("Ask or answer").tap()
    page.get_by_label("Frequent words").select_option("where")
    page.get_by_role("button", name="Put it under the code").tap()
    expect(page.get_by_text("It stands under the reporter's code now.")).to_be_visible()


def test_axe_finds_no_serious_fault_at_the_desk(
    officer: Callable[..., Watched], analyst: Callable[..., Watched]
) -> None:
    # The policy is lifted here only, so that the examiner's own script may run.
    watched = officer(bypass_csp=True)
    page = watched.open("/desk")
    one = str(page.locator("[data-report] a").first.get_attribute("href"))
    SCREENSHOTS.mkdir(exist_ok=True)
    faults: list[str] = []
    for path in ("/desk", one, "/desk/enter", "/desk/alerts"):
        page = watched.open(path)
        page.screenshot(path=SCREENSHOTS / f"{re.sub(r'[^a-z]+', '-', path).strip('-')}-1440-en.png", full_page=True)
        page.add_script_tag(path=AXE)
        for theme in ("light", "dark"):
            page.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)
            found: dict[str, Any] = page.evaluate("axe.run({resultTypes: ['violations']})")
            faults += [
                f"{theme} {path}: {fault['id']} {node['html'][:160]}"
                for fault in found["violations"]
                if fault["impact"] in ("serious", "critical")
                for node in fault["nodes"][:3]
            ]
    assert not faults, "\n".join(faults)
