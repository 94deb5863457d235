"""Deny by default: role x agency x marking x action, through the doors and through every address."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from kerege.domain.errors import AccessDeniedError
from kerege.domain.grading import Credibility, Grading, Reliability
from kerege.domain.marking import TLP
from kerege_web.accounts.access import Viewer, operator
from kerege_web.accounts.roles import Role
from kerege_web.incidents.access import (
    access_every_incident,
    access_incident,
    access_incident_points,
    access_incidents,
    access_incidents_by_id,
    access_incidents_for_watch,
)
from kerege_web.incidents.actions import ImportOutcome, add_account, regrade_incident
from kerege_web.incidents.filter import IncidentFilter
from kerege_web.warning.actions import run_watch

# The incident comes from the border service. "own": border service, "released": police, which AMBER is released to,
# "other": a field office that nothing is released to.
TABLE = """
marking  own officer own analyst own administrator released officer released analyst other analyst other administrator
TLP:CLEAR         sees         sees         sees               sees              sees              sees           sees
TLP:GREEN         sees         sees         sees               sees              sees              sees           sees
TLP:AMBER         sees         sees         sees               sees              sees              -              -
TLP:AMBER+STRICT  sees         sees         sees               -                 -                 -              -
TLP:RED           -            sees         sees               -                 -                 -              -
"""
LINES = [line.split() for line in TABLE.strip().splitlines()]
WHO = [(LINES[0][i], LINES[0][i + 1]) for i in range(1, len(LINES[0]), 2)]
CELLS = [
    (TLP(line[0]), agency, Role(role), word == "sees")
    for line in LINES[1:]
    for (agency, role), word in zip(WHO, line[1:], strict=True)
]
AGENCY = {"own": "border-service", "released": "police", "other": "field-office"}


@pytest.fixture
def viewer_for(viewers: dict[tuple[str, Role], Viewer]) -> Callable[[str, Role], Viewer]:
    from kerege_web.accounts.access import access_viewer
    from kerege_web.accounts.actions import add_agency, add_person
    from kerege_web.accounts.models import Person

    def find(agency: str, role: Role) -> Viewer:
        code = AGENCY[agency]
        if (code, role) not in viewers:
            add_agency(operator(), code=code, name=code)
            add_person(operator(), login=f"{role}.{code}", agency=code, role=role)
            Person.objects.update(must_change_password=False)
            viewers[code, role] = access_viewer(f"{role}.{code}")
        return viewers[code, role]

    return find


@pytest.fixture
def marked_incident(analyst: Viewer, import_rows: Callable[..., ImportOutcome]) -> Callable[[TLP], str]:
    """Import one incident of the border service with a marking; its id is the answer."""

    def make(tlp: TLP) -> str:
        to = frozenset({"police"}) if tlp is TLP.AMBER else frozenset()
        outcome = import_rows(analyst, {"id": "S-1", "place": "Secretplace", "reported": "2021-04-29"}, tlp=tlp, to=to)
        assert (outcome.new, outcome.rejected) == (1, ())
        return "S-1" if tlp in (TLP.CLEAR, TLP.GREEN) else "border-service~S-1"

    return make


@pytest.mark.parametrize(("tlp", "agency", "role", "expected"), CELLS)
def test_every_door_shows_what_the_table_says(
    tlp: TLP,
    agency: str,
    role: Role,
    expected: bool,
    viewer_for: Callable[[str, Role], Viewer],
    marked_incident: Callable[[TLP], str],
    sign_in: Callable[[Viewer], Client],
) -> None:
    viewer, incident_id = viewer_for(agency, role), marked_incident(tlp)
    everything = IncidentFilter()
    assert (access_incidents(viewer, everything).total == 1) is expected
    assert (access_incidents(viewer, IncidentFilter(text="secretplace")).total == 1) is expected
    assert bool(list(access_every_incident(viewer, everything))) is expected
    assert bool(access_incident_points(viewer, everything)) is expected
    assert bool(access_incidents_by_id(viewer, (incident_id,))) is expected
    if expected:
        assert access_incident(viewer, incident_id).known.incident.place == "Secretplace"
    else:
        with pytest.raises(AccessDeniedError):
            access_incident(viewer, incident_id)
    browser = sign_in(viewer)
    for address in (
        "/api/v1/incidents",
        "/api/v1/incidents?text=secretplace",
        "/api/v1/incidents.geojson",
        f"/api/v1/incidents/{incident_id}",
    ):
        answer = browser.get(address)
        assert (b"Secretplace" in answer.content) is expected, address
        if not expected:
            assert b"S-1" not in answer.content, address


@pytest.mark.parametrize(("tlp", "agency", "role", "expected"), CELLS)
def test_what_cannot_be_seen_cannot_be_changed_and_regrading_is_for_analysts_of_the_own_agency(
    tlp: TLP,
    agency: str,
    role: Role,
    expected: bool,
    viewer_for: Callable[[str, Role], Viewer],
    marked_incident: Callable[[TLP], str],
) -> None:
    viewer, incident_id = viewer_for(agency, role), marked_incident(tlp)
    grading = Grading(Reliability.B, Credibility.PROBABLY_TRUE)
    if expected:
        add_account(viewer, incident_id=incident_id, side="AA", text="We saw it.")
    else:
        with pytest.raises(AccessDeniedError):
            add_account(viewer, incident_id=incident_id, side="AA", text="We saw it.")
    if expected and agency == "own" and role is not Role.OFFICER:
        regrade_incident(viewer, incident_id=incident_id, grading=grading, reason="Second source")
        assert str(access_incident(viewer, incident_id).known.incident.grading) == "B2"
    else:
        with pytest.raises(AccessDeniedError):
            regrade_incident(viewer, incident_id=incident_id, grading=grading, reason="Second source")


@pytest.mark.parametrize(("tlp", "agency", "role", "expected"), [cell for cell in CELLS if cell[2] is not Role.OFFICER])
def test_a_run_uses_what_its_maker_may_see_but_never_red(
    tlp: TLP,
    agency: str,
    role: Role,
    expected: bool,
    viewer_for: Callable[[str, Role], Viewer],
    marked_incident: Callable[[TLP], str],
) -> None:
    from datetime import UTC, datetime

    viewer = viewer_for(agency, role)
    marked_incident(tlp)
    used = access_incidents_for_watch(viewer, datetime(2022, 1, 1, tzinfo=UTC))
    assert bool(used) is (expected and tlp is not TLP.RED)


@pytest.mark.parametrize("tlp", [TLP.AMBER, TLP.AMBER_STRICT, TLP.RED])
def test_forbidden_and_absent_get_the_same_answer(
    tlp: TLP,
    viewer_for: Callable[[str, Role], Viewer],
    marked_incident: Callable[[TLP], str],
    sign_in: Callable[[Viewer], Client],
) -> None:
    incident_id = marked_incident(tlp)
    browser = sign_in(viewer_for("other", Role.ADMINISTRATOR))
    for address in ("/api/v1/incidents/{}", "/api/v1/runs/{}", "/api/v1/bulletins/{}.pdf", "/incidents/{}"):
        forbidden, absent = browser.get(address.format(incident_id)), browser.get(address.format("border-service~S-9"))
        assert (forbidden.status_code, absent.status_code) == (404, 404)
        assert without_token(forbidden.content).replace(b"S-1", b"S-9") == without_token(absent.content)


def without_token(page: bytes) -> bytes:
    """A page without the random token of its forms, and without the second it was made in."""
    page = re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", page)
    return re.sub(rb"<time.*?</time>", b"", page, flags=re.DOTALL)


def test_an_id_that_another_agency_uses_is_not_refused_so_that_nothing_is_learned(
    viewer_for: Callable[[str, Role], Viewer],
    marked_incident: Callable[[TLP], str],
    import_rows: Callable[..., ImportOutcome],
) -> None:
    marked_incident(TLP.RED)
    outcome = import_rows(viewer_for("other", Role.ANALYST), {"id": "S-1", "place": "Elsewhere"}, tlp=TLP.AMBER)
    assert (outcome.new, outcome.known, outcome.rejected_count) == (1, 0, 0)
    probe = import_rows(viewer_for("other", Role.ANALYST), {"id": "border-service~S-1", "place": "Probe"})
    assert (probe.new, probe.rejected_count) == (1, 0)


def test_a_run_is_marked_as_strictly_as_what_it_used_and_hidden_accordingly(
    viewer_for: Callable[[str, Role], Viewer],
    marked_incident: Callable[[TLP], str],
    import_rows: Callable[..., ImportOutcome],
) -> None:
    from datetime import UTC, datetime

    from kerege_web.warning.access import access_latest_run, access_run, access_runs, access_signals

    marked_incident(TLP.AMBER_STRICT)
    made = run_watch(viewer_for("own", Role.ANALYST), as_of=datetime(2022, 1, 1, tzinfo=UTC))
    assert made.summary.marking.tlp is TLP.AMBER_STRICT
    assert access_runs(viewer_for("own", Role.OFFICER)) != ()
    stranger = viewer_for("other", Role.ADMINISTRATOR)
    assert (access_runs(stranger), access_latest_run(stranger), access_signals(stranger)) == ((), None, ())
    with pytest.raises(AccessDeniedError):
        access_run(stranger, made.summary.id)


PAGES = (
    "/picture", "/picture/incidents.json", "/picture/sections.json", "/picture/timeline.json", "/incidents",
    "/incidents.csv", "/incidents/S-1", "/import", "/runs", "/signals", "/bulletins", "/account",
)  # fmt: skip
INTERFACE = (
    "/api/v1/incidents", "/api/v1/incidents.geojson", "/api/v1/incidents/S-1", "/api/v1/runs", "/api/v1/runs/x",
    "/api/v1/signals", "/api/v1/sections.geojson", "/api/v1/bulletins", "/api/v1/bulletins/x.pdf",
)  # fmt: skip


@pytest.mark.parametrize("address", PAGES)
def test_whoever_is_not_signed_in_is_sent_to_the_sign_in_page(address: str, db: None) -> None:
    answer = Client().get(address)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/sign-in?next=")


@pytest.mark.parametrize("address", INTERFACE)
def test_whoever_is_not_signed_in_gets_nothing_from_the_interface(address: str, db: None) -> None:
    answer = Client().get(address)
    assert (answer.status_code, answer.json()) == (401, {"error": "Sign in first."})


def test_whoever_may_no_longer_sign_in_loses_access_at_once(
    officer: Viewer, sign_in: Callable[[Viewer], Client]
) -> None:
    from kerege_web.accounts.actions import set_active

    browser = sign_in(officer)
    assert browser.get("/api/v1/incidents").status_code == 200
    set_active(operator(), login=officer.login, is_active=False)
    assert browser.get("/api/v1/incidents").status_code == 401
