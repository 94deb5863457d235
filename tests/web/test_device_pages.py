"""The page of devices: a key is shown once, to who manages doors alone, and ends when it is told to."""

from __future__ import annotations

import base64
import html
import json
import re
import zlib
from collections.abc import Callable

import pytest
from django.test import Client

from kerege.domain.errors import AccessDeniedError
from kerege.domain.submission import Door
from kerege_web.accounts.access import Viewer
from kerege_web.accounts.roles import Role
from kerege_web.audit.models import AuditEntry
from kerege_web.reports.access.devices import device_of_key
from kerege_web.reports.device_setup import DeviceSetup
from kerege_web.reports.models import Device

pytestmark = pytest.mark.django_db
KEY = re.compile(r"(?:[a-z0-9]{5}-){5}[a-z0-9]{5}")
NEW = {"name": "Post 7", "door": "odk", "agency": "police", "side": "AA", "reliability": "B"}
Browse = Callable[[Viewer], Client]


def key_of(page: bytes) -> str:
    found = set(KEY.findall(html.unescape(page.decode())))
    assert len(found) == 1
    return found.pop()


def test_nobody_but_who_manages_doors_sees_or_changes_devices(
    sign_in: Browse, viewers: dict[tuple[str, Role], Viewer], client: Client
) -> None:
    assert client.get("/devices")["Location"].startswith("/sign-in")
    for (agency, role), viewer in viewers.items():
        browser = sign_in(viewer)
        expected = 200 if role is Role.ADMINISTRATOR else 404
        assert browser.get("/devices").status_code == expected, (agency, role)
        if expected == 404:
            for path in ("/devices", "/devices/1/key", "/devices/1/active"):
                assert browser.post(path, NEW).status_code == 404
    assert not Device.objects.exists()


def test_the_key_is_shown_once_and_opens_its_door(administrator: Viewer, sign_in: Browse) -> None:
    browser = sign_in(administrator)
    made = browser.post("/devices", NEW)
    assert (made.status_code, made["Cache-Control"]) == (201, "no-store")
    key = key_of(made.content)
    device = device_of_key(key, Door.ODK)
    assert (device.name, device.agency, device.side, device.reliability) == ("Post 7", "police", "AA", "B")
    with pytest.raises(AccessDeniedError):
        device_of_key(key, Door.INTERFACE)
    listed = browser.get("/devices").content.decode()
    assert "Post 7" in listed
    assert key not in listed
    assert key not in str(list(Device.objects.values())) + str(list(AuditEntry.objects.values()))


def test_a_new_key_ends_the_one_before_and_switching_off_ends_both(administrator: Viewer, sign_in: Browse) -> None:
    browser = sign_in(administrator)
    first = key_of(browser.post("/devices", NEW).content)
    number = Device.objects.get().pk
    second = key_of(browser.post(f"/devices/{number}/key").content)
    with pytest.raises(AccessDeniedError):
        device_of_key(first, Door.ODK)
    assert device_of_key(second, Door.ODK).id == number
    assert (
        "may no longer send"
        in browser.post(f"/devices/{number}/active", {"active": "no"}, follow=True).content.decode()
    )
    with pytest.raises(AccessDeniedError):
        device_of_key(second, Door.ODK)
    browser.post(f"/devices/{number}/active", {"active": "yes"})
    assert device_of_key(second, Door.ODK).is_active
    actions = list(AuditEntry.objects.filter(object_type="device").order_by("pk").values_list("action", flat=True))
    assert actions == ["add_device", "change_device_key", "switch_device", "switch_device"]
    assert browser.post("/devices/99/key").status_code == 404


def test_what_is_wrong_is_said_and_nothing_is_made(administrator: Viewer, sign_in: Browse) -> None:
    browser = sign_in(administrator)
    for wrong in ({"name": ""}, {"agency": "nowhere"}, {"door": "web"}, {"side": "ZZ"}, {"reliability": "Z"}):
        assert browser.post("/devices", {**NEW, **wrong}).status_code == 422
    assert not Device.objects.exists()


def test_a_program_is_shown_its_header_and_no_picture(administrator: Viewer, sign_in: Browse) -> None:
    page = sign_in(administrator).post("/devices", {**NEW, "door": "interface"}).content.decode()
    assert "Authorization: Bearer" in page
    assert "/api/v1/reports" in page
    assert "data:image/svg" not in page


@pytest.mark.parametrize(
    ("address", "server", "has_password"),
    [("https://border.example.org/", "https://border.example.org/odk", True),
     ("http://10.0.0.5:8000", "http://10.0.0.5:8000/odk/key/k-1", False)],
)  # fmt: skip
def test_the_code_holds_the_settings_as_collect_reads_them(address: str, server: str, has_password: bool) -> None:
    setup = DeviceSetup(address, "Post 7", "k-1")
    settings = json.loads(zlib.decompress(base64.b64decode(setup.code_text)))
    assert set(settings) == {"general", "admin", "project"}
    general = settings["general"]
    assert (general["server_url"], general["form_update_mode"]) == (server, "match_exactly")
    assert ("password" in general) is has_password
    assert settings["project"]["name"] == "Kerege Post 7"
    assert setup.svg().startswith(b"<?xml")
    assert len(setup.code_text) < 600


def test_nothing_stands_in_the_pages_that_the_content_policy_forbids(administrator: Viewer, sign_in: Browse) -> None:
    browser = sign_in(administrator)
    for page in (browser.post("/devices", NEW), browser.get("/devices")):
        text = page.content.decode()
        assert not re.search(r"\sstyle=|\son\w+=|javascript:|<style|<script(?![^>]*src=)", text)
