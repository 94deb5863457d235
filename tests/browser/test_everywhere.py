"""What holds on every page: nobody is kept out, nothing is cut off, nothing comes from elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.browser.conftest import ROOT, SCREENSHOTS, Watched
from tests.browser.picture_page import wait_for_picture

AXE = ROOT / "node_modules/axe-core/axe.min.js"
PUBLIC = ("/", "/sign-in", "/statements")
PAGES = (
    "/picture", "/picture?list=sections", "/picture?list=crossings", "/picture?list=lines", "/incidents",
    "/incidents?text=nothing-like-this", "/incidents/CA079", "/import", "/runs", "/signals", "/bulletins",
    "/situations", "/context", "/desk", "/desk/file", "/desk/alerts", "/duty", "/hotline", "/contacts", "/shifts",
    "/figures", "/alerts", "/alerts/new", "/alerts/1", "/alerts/1/response", "/alerts/1/warning", "/alerts/rules",
    "/alerts/rules/new", "/rumours", "/rumours/new", "/bulletins/village", "/account", "/account/second-factor",
    "/account/password", "/nothing-here",
)  # fmt: skip


def _name(path: str) -> str:
    return path.strip("/").replace("/", "-").replace("?", "-").replace("=", "-") or "start"


def _settled(watched: Watched, path: str) -> None:
    watched.open(path)
    if path.startswith("/picture"):
        wait_for_picture(watched.page)


def _run_path(watched: Watched) -> str:
    watched.open("/runs")
    return str(watched.page.locator("tbody a").first.get_attribute("href"))


def _axe_faults(watched: Watched, path: str, theme: str) -> list[str]:
    watched.page.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)
    found: dict[str, Any] = watched.page.evaluate("axe.run({resultTypes: ['violations']})")
    return [
        f"{theme} {path}: {fault['id']} ({fault['impact']}) {node['html'][:120]} {node['failureSummary'][:240]}"
        for fault in found["violations"]
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"][:3]
    ]


def test_axe_finds_no_serious_fault_in_light_and_dark(
    analyst: Callable[..., Watched], new_page: Callable[..., Watched]
) -> None:
    faults: list[str] = []
    # The policy is lifted here only, so that the examiner's own script may run.
    guest, member = new_page(bypass_csp=True), analyst(bypass_csp=True)
    for watched, paths in ((guest, PUBLIC), (member, (*PAGES, _run_path(member)))):
        for path in paths:
            _settled(watched, path)
            watched.page.add_script_tag(path=AXE)
            faults += [*_axe_faults(watched, path, "light"), *_axe_faults(watched, path, "dark")]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(("width", "language"), [(320, "en"), (320, "ru"), (768, "uz"), (1440, "en")])
def test_nothing_is_cut_off_breaks_the_content_policy_or_comes_from_elsewhere(
    analyst: Callable[..., Watched], new_page: Callable[..., Watched], width: int, language: str
) -> None:
    guest, member = new_page(width=width, height=720), analyst(width=width, height=720)
    SCREENSHOTS.mkdir(exist_ok=True)
    too_wide: list[str] = []
    for watched, paths in ((guest, PUBLIC), (member, (*PAGES, _run_path(member)))):
        watched.page.context.add_cookies([{"name": "django_language", "value": language, "url": watched.address}])
        for path in paths:
            if width == 1440:
                _settled(watched, path)
            else:
                watched.open(path)
            over = watched.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if over > 0:
                too_wide.append(f"{path} by {over} px")
            watched.page.screenshot(path=SCREENSHOTS / f"{_name(path)}-{width}-{language}.png")
        # The browser itself remarks on the page that is not there.
        assert [trouble for trouble in watched.troubles if "status of 404" not in trouble] == []
    assert too_wide == []


def test_lists_forms_and_downloads_work_without_scripts(analyst: Callable[..., Watched]) -> None:
    watched = analyst(java_script_enabled=False)
    page = watched.open("/incidents")
    page.get_by_label("Border", exact=True).select_option("KG-UZ")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**pair=KG-UZ**")
    # Without scripts nothing says that a page is whole but what stands last in it.
    page.locator("tbody tr").nth(5).wait_for()
    page.get_by_role("link", name="Next page").count()
    page.locator("tbody a").first.click()
    page.get_by_role("heading", level=2).nth(4).wait_for()
    page = watched.open("/picture")
    assert page.locator("#picture-list li").count() >= 20
    assert page.get_by_text("The map needs JavaScript").is_visible()
    assert not page.get_by_role("button", name="Show on the map").first.is_visible()
    page = watched.open("/bulletins")
    with page.expect_download():
        page.locator("a[download]").first.click()


def test_the_keyboard_reaches_everything(analyst: Callable[..., Watched]) -> None:
    watched = analyst()
    page = watched.open("/incidents")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("?")
    assert page.locator("dialog#keys").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("dialog#keys").is_visible()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "id_text"
    page.locator("h1").click()
    page.keyboard.press("g")
    page.keyboard.press("r")
    page.wait_for_url("**/runs")
    assert watched.troubles == []


def test_a_lost_connection_is_said(analyst: Callable[..., Watched]) -> None:
    watched = analyst()
    page = watched.open("/incidents")
    banner = page.locator("#offline")
    assert not banner.is_visible()
    page.context.set_offline(True)
    banner.wait_for(state="visible")
    page.context.set_offline(False)
    banner.wait_for(state="hidden")


def test_pages_print_with_marking_and_time_and_without_controls(analyst: Callable[..., Watched]) -> None:
    watched = analyst()
    page = watched.open("/incidents/CA079")
    page.emulate_media(media="print")
    assert page.locator(".marking").is_visible()
    assert page.locator(".foot time").is_visible()
    assert not page.locator(".bar__nav").is_visible()
    assert not page.locator("main form").first.is_visible()
