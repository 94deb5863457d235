"""What waits on a phone without network is carried to the desk, and the phone's own sending changes nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

from PIL import Image
from tests.browser.conftest import SCREENSHOTS, Station, Watched
from tests.browser.report_page import pictures, stored, wait_until_installed, wait_until_kept, wait_until_ready

CODE = re.compile(r"^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$")


def test_what_a_phone_saved_comes_in_at_the_desk_and_counts_once(
    new_page: Callable[..., Watched], analyst: Callable[..., Watched], station: Station, tmp_path: Path
) -> None:
    text, file = f"Words {uuid4()}", tmp_path / "saved.json"
    watched = new_page(width=320, height=640, has_touch=True, is_mobile=True)
    page = watched.open("/report/en")
    wait_until_ready(page)
    wait_until_installed(page)
    page.context.set_offline(True)
    page.locator(".picture", has_text="Quarrel or crowd").click()
    page.locator("#text").fill(text)
    Image.new("RGB", (900, 600), "teal").save(tmp_path / "there.jpg")
    page.locator("#photo").set_input_files(tmp_path / "there.jpg")
    page.get_by_role("button", name="Send the report").click()
    wait_until_kept(page)
    with page.expect_download() as saving:
        page.get_by_role("button", name="Save to a file").click()
    saving.value.save_as(file)

    desk = analyst(width=320, height=640)
    desk.open("/desk/enter").get_by_role("link", name="Reports from a phone").click()
    for _time, what in (("first", "The report is kept."), ("again", "This report was here already.")):
        desk.page.get_by_label("File from the phone").set_input_files(file)
        desk.page.get_by_role("button", name="Bring in").click()
        desk.page.get_by_text(what).wait_for()
    code = desk.page.locator("td .receipt-code").inner_text()
    assert CODE.match(code)
    assert desk.page.evaluate("document.documentElement.scrollWidth") <= 320
    SCREENSHOTS.mkdir(exist_ok=True)
    for width in (320, 1440):
        desk.page.set_viewport_size({"width": width, "height": 900})
        desk.page.screenshot(path=SCREENSHOTS / f"desk-file-{width}.png", full_page=True)
    page.context.set_offline(False)
    page.locator("#phone li[data-state=sent]").wait_for(timeout=30_000)
    assert page.locator("#phone .code").inner_text() == code
    assert (stored(station, text), pictures(station, text)) == (1, 1)
    assert desk.troubles == []
    # The browser's own remark on a network that is not there is no trouble of the page.
    assert [trouble for trouble in watched.troubles if "ERR_INTERNET_DISCONNECTED" not in trouble] == []
