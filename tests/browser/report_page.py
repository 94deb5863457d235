"""How tests look at the report page, and at what a phone keeps of it."""

from __future__ import annotations

import sqlite3
from typing import Any

from playwright.sync_api import Page
from tests.browser.conftest import Station

_ALL = """async () => {
  const opening = indexedDB.open("kerege-reports", 1);
  const database = await new Promise(done => { opening.onsuccess = () => done(opening.result); });
  const request = database.transaction("reports").objectStore("reports").getAll();
  const found = await new Promise(done => { request.onsuccess = () => done(request.result); });
  database.close();
  return found.map(({photo, ...rest}) => ({...rest, photo: photo ? Array.from(new Uint8Array(photo)) : null}));
}"""
_PUT = """async report => {
  const opening = indexedDB.open("kerege-reports", 1);
  const database = await new Promise(done => { opening.onsuccess = () => done(opening.result); });
  const transaction = database.transaction("reports", "readwrite");
  transaction.objectStore("reports").put(report);
  await new Promise(done => { transaction.oncomplete = done; });
  database.close();
}"""


def wait_until_ready(page: Page) -> None:
    """Wait until the page's scripts have opened the queue."""
    page.wait_for_selector("html[data-queue=ready]", timeout=20_000)


def wait_until_installed(page: Page) -> None:
    """Wait until everything that is needed without network is on the phone."""
    page.wait_for_function("() => navigator.serviceWorker.ready.then(found => found.active.state === 'activated')")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")


def wait_until_kept(page: Page) -> None:
    """Wait until a report waits on the phone and the first try to send it is over."""
    page.locator("#phone li[data-state=waiting]").first.wait_for()
    page.locator("button.button--large:not([aria-busy])").wait_for()


def on_phone(page: Page) -> list[dict[str, Any]]:
    """The reports that the phone keeps."""
    return page.evaluate(_ALL)  # type: ignore[no-any-return]


def put_on_phone(page: Page, report: dict[str, Any]) -> None:
    """Put a report into the phone's queue, past the form."""
    page.evaluate(_PUT, report)


def stored(station: Station, text: str) -> int:
    """How many reports the station has with exactly this text."""
    return _number(station, "SELECT COUNT(*) FROM reports_report WHERE text = ?", text)


def pictures(station: Station, text: str) -> int:
    """How many pictures the reports with exactly this text have."""
    query = "SELECT COUNT(*) FROM reports_photo WHERE report_id IN (SELECT id FROM reports_report WHERE text = ?)"
    return _number(station, query, text)


def _number(station: Station, query: str, text: str) -> int:
    (file,) = station.workspace.glob("*.sqlite3")
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as database:
        return int(database.execute(query, [text]).fetchone()[0])
