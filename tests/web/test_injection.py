"""Text from a sender is data everywhere: in SQL, pages, JSON, CSV and PDF."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from django.test import Client

from kerege.intake.cell_text import guarded_text
from kerege_web.accounts.access import Viewer
from kerege_web.incidents.access import access_incident, access_incidents
from kerege_web.incidents.actions import ImportOutcome
from kerege_web.incidents.filter import IncidentFilter
from kerege_web.incidents.models import Incident

HOSTILE = (
    "'; DROP TABLE incidents_incident; --",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "{{ settings.SECRET_KEY }}{% load static %}",
    "=HYPERLINK(\"http://elsewhere.example\",\"x\")",
    "#include \"x\" #sys.inputs \\u{1F600} $x$ @label <tag>",
    "%s %(x)s \\x00 ${jndi:ldap://x} `id` $(id)",
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_kept_as_it_is_and_never_becomes_anything_else(
    text: str,
    analyst: Viewer,
    import_rows: Callable[..., ImportOutcome],
    sign_in: Callable[[Viewer], Client],
) -> None:
    outcome = import_rows(analyst, {"id": "A-1", "summary": text, "account_a": text, "source": text, "place": "Birka"})
    assert outcome.new == 1
    incident = access_incident(analyst, "A-1").known.incident
    assert (incident.summary, incident.accounts[0].text) == (text, text)
    browser = sign_in(analyst)
    page = browser.get("/incidents/A-1").content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "for tests only" not in page
    assert browser.get("/api/v1/incidents/A-1").json()["summary"] == text
    for row in csv.reader(io.StringIO(browser.get("/incidents.csv").getvalue().decode("utf-8-sig"))):
        assert not any(cell.startswith(("=", "+", "@")) for cell in row), row
    assert Incident.objects.count() == 1


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_searches_find_nothing_and_break_nothing(
    text: str, analyst: Viewer, import_rows: Callable[..., ImportOutcome], sign_in: Callable[[Viewer], Client]
) -> None:
    import_rows(analyst, {"id": "A-1"})
    assert access_incidents(analyst, IncidentFilter(text=text)).total == 0
    answer = sign_in(analyst).get("/incidents", {"text": text, "q": text, "pair": text, "section_id": text})
    assert answer.status_code == 200
    assert b"<script>alert" not in answer.content


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", " =1", "\t=1", "\r=1"])
def test_a_cell_that_a_spreadsheet_would_take_for_a_formula_is_text(text: str) -> None:
    assert guarded_text(text) == f"'{text}"


def test_an_id_that_would_break_an_address_is_made_harmless(
    analyst: Viewer, import_rows: Callable[..., ImportOutcome], sign_in: Callable[[Viewer], Client]
) -> None:
    import_rows(analyst, {"id": "../../etc/passwd?x=<b>"})
    known = access_incidents(analyst, IncidentFilter()).items[0].incident
    assert known.id == "..-..-etc-passwd-x-b"
    assert sign_in(analyst).get(f"/incidents/{known.id}").status_code == 200
