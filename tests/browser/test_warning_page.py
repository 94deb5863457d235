"""An alert is published as a warning in the browser, everybody's feed has it, and it is taken back."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect
from tests.browser.conftest import SCREENSHOTS, Watched
from tests.browser.test_everywhere import AXE, _axe_faults


def _new_alert(watched: Watched) -> str:
    page = watched.open("/alerts/new")
    page.locator("[name=severity]").select_option("4")
    page.locator("[name=section_id]").select_option(index=1)
    page.locator("[name=marking]").select_option("TLP:CLEAR")
    page.locator("[name=reason]").fill("Two posts heard shots.")
    page.locator("[name=reason]").press("Tab")
    page.locator("main form button.button").last.click()
    page.wait_for_url(re.compile(r"/alerts/\d+$"))
    return page.url.removeprefix(watched.address)


def test_a_warning_is_published_seen_by_everybody_and_taken_back(
    analyst: Callable[..., Watched], new_page: Callable[..., Watched]
) -> None:
    watched = analyst(bypass_csp=True)
    path = f"{_new_alert(watched)}/warning"
    page = watched.open(path)
    page.get_by_label("Stay inside").check()
    page.get_by_label("Everybody").check()
    page.get_by_role("button", name="Publish the warning").click()
    expect(page.get_by_text("The warning is published.")).to_be_visible()
    # What holds is offered again, so that an update changes nothing by accident.
    expect(page.get_by_label("Everybody")).to_be_checked()
    expect(page.get_by_label("Stay inside")).to_be_checked()
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOTS / "warning-1440-en.png", full_page=True)
    page.add_script_tag(path=AXE)
    assert [*_axe_faults(watched, path, "light"), *_axe_faults(watched, path, "dark")] == []
    guest = new_page()
    feed = guest.page.request.get(guest.address + "/cap/feed.atom")
    assert feed.headers["content-type"].startswith("application/atom+xml")
    assert feed.text().count("<entry>") == 1 and "set-cookie" not in feed.headers
    phone = analyst(width=320, height=720)
    for language in ("en", "ru", "ky", "tg", "uz"):
        phone.page.context.add_cookies([{"name": "django_language", "value": language, "url": phone.address}])
        page = phone.open(path)
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        page.screenshot(path=SCREENSHOTS / f"warning-320-{language}.png", full_page=True)
        assert over <= 0, f"{path} is too wide by {over} px in {language}"
    page = watched.open(path)
    page.get_by_label("It was found to be otherwise").check()
    page.get_by_role("button", name="Take the warning back").click()
    expect(page.get_by_text("The warning is taken back.")).to_be_visible()
    assert "Taken back" in guest.page.request.get(guest.address + "/cap/feed.atom").text()
    assert watched.troubles == phone.troubles == []
