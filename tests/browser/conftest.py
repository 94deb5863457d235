"""A real workspace of the shipped region, served as `make run` serves it, and a browser that looks at it."""

from __future__ import annotations

import os
import re
import selectors
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
SCREENSHOTS = ROOT / "tests/screenshots"
CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = ["--no-sandbox", "--disable-quic", "--use-angle=swiftshader", "--disable-background-networking"]
SIGN_IN = re.compile(r"^\W*(officer|analyst|police|observer|administrator)\W+([a-z0-9]{4}(?:-[a-z0-9]{4}){3})\b", re.M)
# The browser's own remarks on drawing without a graphics card are none of the page's.
NOT_OURS = re.compile(r"GL Driver Message|GPU stall|GroupMarkerNotSet|Automatic fallback to software WebGL")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All of these tests share one server, so they stay on one worker."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@dataclass(frozen=True)
class Station:
    """A station that runs: its address and the passwords of its demonstration people."""

    address: str
    passwords: dict[str, str]
    workspace: Path


@dataclass
class Watched:
    """A page, with everything that went wrong on it."""

    page: Page
    address: str
    troubles: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """Go to a path and wait until it stands."""
        self.page.goto(self.address + path)
        return self.page

    def sign_in(self, login: str, password: str) -> Page:
        """Sign in as a person does."""
        self.open("/sign-in")
        self.page.get_by_label("Sign-in name").fill(login)
        self.page.get_by_label("Password").fill(password)
        self.page.locator("main").get_by_role("button", name="Sign in").click()
        self.page.wait_for_url("**/picture")
        return self.page


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _output_until_ready(process: subprocess.Popen[bytes], seconds: float) -> str:
    assert process.stdout is not None
    text, end = b"", time.monotonic() + seconds
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while time.monotonic() < end and b"Kerege is at" not in text:
            if selector.select(timeout=1):
                piece = os.read(process.stdout.fileno(), 65_536)
                if not piece:
                    break
                text += piece
    output = text.decode()
    assert "Kerege is at" in output, f"The station did not come up:\n{output}"
    return output


@pytest.fixture(scope="session")
def station(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Station]:
    """What `make run` gives, in a folder of its own."""
    workspace, port = tmp_path_factory.mktemp("station") / "workspace", _free_port()
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("KEREGE_", "DJANGO_", "DATABASE_URL"))
    }
    process = subprocess.Popen(
        [str(Path(sys.executable).parent / "kerege"), "--workspace", str(workspace), "demo", "--port", str(port)],
        env={**environment, "PYTHONUNBUFFERED": "1", "COLUMNS": "160"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        text = _output_until_ready(process, 240)
        passwords = dict(SIGN_IN.findall(text))
        assert set(passwords) >= {"officer", "analyst", "administrator"}, text
        yield Station(f"http://127.0.0.1:{port}", passwords, workspace)
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without a graphics card."""
    if not CHROMIUM.exists():
        pytest.skip("there is no browser at /usr/bin/chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def new_page(browser: Browser, station: Station) -> Iterator[Callable[..., Watched]]:
    """Open pages that note every error, every breach of the content policy and every call to another host."""
    contexts: list[BrowserContext] = []

    def make(*, width: int = 1440, height: int = 900, **options: object) -> Watched:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        watched = Watched(page, station.address)
        page.on(
            "console",
            lambda message: (
                watched.troubles.append(f"{message.type}: {message.text}")
                if message.type in ("error", "warning") and not NOT_OURS.search(message.text)
                else None
            ),
        )
        page.on("pageerror", lambda error: watched.troubles.append(f"page error: {error}"))
        page.on(
            "request",
            lambda request: (
                watched.troubles.append(f"other host: {request.url}")
                if not request.url.startswith((station.address, "data:", "blob:"))
                else None
            ),
        )
        return watched

    yield make
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def session_cookies(browser: Browser, station: Station) -> list[dict[str, object]]:
    """The analyst's session, so that not every test signs in anew."""
    context = browser.new_context()
    watched = Watched(context.new_page(), station.address)
    watched.sign_in("analyst", station.passwords["analyst"])
    cookies = [dict(cookie) for cookie in context.cookies()]
    context.close()
    return cookies


@pytest.fixture
def analyst(new_page: Callable[..., Watched], session_cookies: list[dict[str, object]]) -> Callable[..., Watched]:
    """Open pages as the analyst."""

    def make(**options: object) -> Watched:
        watched = new_page(**options)
        watched.page.context.add_cookies(session_cookies)  # type: ignore[arg-type]
        return watched

    return make
