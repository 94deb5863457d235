"""Alerts published as CAP 1.2: what goes out, to whom, what replaces it, and that nothing else ever does."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.utils import timezone
from tests.sharing.cap_messages import cap_schema
from tests.sharing.test_signature import key_and_certificate
from tests.web.desk_reports import send
from tests.web.made_alerts import decided, opened

from kerege.domain.alert_stage import TriageFinding, VerificationFinding
from kerege.domain.cap_terms import CapMessageType, CapScope
from kerege.domain.errors import AccessDeniedError, InputError
from kerege.domain.marking import TLP, Marking
from kerege.domain.risk import RiskLevel
from kerege.domain.submission import Door
from kerege.intake.cap_feed import read_cap_feed
from kerege.sharing.cap.signature import verify_document
from kerege_web.accounts.access import Viewer, operator
from kerege_web.accounts.roles import Role
from kerege_web.alerts.actions.closing import close_alert
from kerege_web.alerts.actions.steps import raise_level, release_alert, triage_alert, verify_alert
from kerege_web.alerts.models import Alert
from kerege_web.audit.models import AuditEntry
from kerege_web.publication.access.publications import (
    access_document,
    access_feed,
    access_publications,
    feed_changed_at,
)
from kerege_web.publication.actions.publishing import publish_warning, take_back_of_closed, take_back_warning
from kerege_web.publication.compose import Issue
from kerege_web.publication.models import Publication
from kerege_web.publication.warning_words import Advice
from kerege_web.reports.actions.devices import add_device

pytestmark = pytest.mark.django_db
Viewers = dict[tuple[str, Role], Viewer]
SignIn = Callable[[Viewer], Client]
SECTION, CAP = "aa-bb.alba--birka", "{urn:oasis:names:tc:emergency:cap:1.2}"
SCHEMA = cap_schema()
ISSUE = Issue(message_type=CapMessageType.ALERT, is_public=False, advice=Advice.STAY_AWAY)


def issue(**other: Any) -> Issue:
    return Issue(**{**{name: getattr(ISSUE, name) for name in ISSUE.__slots__}, **other})


def document(identifier: str) -> ET.Element:
    content = bytes(Publication.objects.get(identifier=identifier).document)
    SCHEMA.validate(io.BytesIO(content))
    return ET.fromstring(content)


def said(root: ET.Element, path: str) -> list[str]:
    return [found.text or "" for found in root.findall("/".join(CAP + part for part in path.split("/")))]


def clear(actor: Viewer, *reports: int, **other: Any) -> int:
    return decided(actor, *reports, section_id=SECTION, marking=Marking(TLP.CLEAR), **other)


def test_a_warning_an_update_and_its_end_refer_to_each_other_and_hold_to_the_schema(
    officer: Viewer, analyst: Viewer
) -> None:
    alert = clear(officer, send("Shots by Asan near house 5", place="Bridge"), place="Bridge of Asan")
    first = publish_warning(analyst, alert_id=alert, issue=issue(is_public=True))
    raise_level(officer, alert_id=alert, level=RiskLevel.CRITICAL, reason="Fire.")
    second = publish_warning(analyst, alert_id=alert, issue=issue(is_public=True, advice=Advice.LEAVE, hours=6))
    third = take_back_warning(analyst, alert_id=alert, is_over=True)
    roots = [document(name) for name in (first, second, third)]
    assert [said(root, "msgType") for root in roots] == [["Alert"], ["Update"], ["Cancel"]]
    assert [said(root, "scope") for root in roots] == [["Public"]] * 3
    sender, sent = said(roots[0], "sender")[0], said(roots[0], "sent")[0]
    assert said(roots[0], "references") == []
    # Letter by letter, as readers compare them.
    assert said(roots[1], "references") == [f"{sender},{first},{sent}"]
    assert said(roots[2], "references")[0].startswith(f"{sender},{second},")
    assert said(roots[2], "note") == ["The danger is over."]
    # Bishkek's clocks, never Z; five languages; grave, and seen.
    for root in roots[:2]:
        for moment in said(root, "sent") + said(root, "info/expires") + said(root, "info/effective"):
            assert moment.endswith("+06:00")
        assert said(root, "info/language") == ["en", "ru-KG", "ky-KG", "tg-TJ", "uz-Latn-UZ"]
        assert len(set(said(root, "info/headline"))) == 5
        assert len(said(root, "info/area/polygon")) == 5
    assert said(roots[0], "info/severity")[0] == "Severe" and said(roots[1], "info/severity")[0] == "Extreme"
    assert said(roots[0], "info/certainty")[0] == "Observed" and said(roots[1], "info/responseType")[0] == "Evacuate"
    content = b"".join(bytes(row.document) for row in Publication.objects.all())
    assert b"Asan" not in content and b"house" not in content and b"Bridge" not in content
    assert [row.is_replaced for row in Publication.objects.order_by("pk")] == [True, True, False]
    assert access_publications(officer, alert, timezone.now()).holds is None
    actions = AuditEntry.objects.filter(action="publish_warning").values_list("object_id", flat=True)
    assert list(actions) == [first, second, third]


def test_our_own_reader_understands_them(analyst: Viewer) -> None:
    name = publish_warning(analyst, alert_id=clear(analyst), issue=issue(is_public=True))
    found = read_cap_feed(bytes(Publication.objects.get(identifier=name).document), where="own")
    (warning,) = found.warnings
    assert (warning.reference.identifier, found.refused) == (name, ())
    assert set(warning.headlines) >= {"en", "ru-KG"} or len(warning.headlines) == 5


def test_a_restricted_one_is_for_its_agencies_and_no_one_else(viewers: Viewers, client: Client) -> None:
    officer = viewers["border-service", Role.OFFICER]
    alert = decided(officer, section_id=SECTION)
    before = publish_warning(officer, alert_id=alert, issue=ISSUE)
    root = document(before)
    assert said(root, "scope") == ["Restricted"] and said(root, "restriction")
    assert "police" not in said(root, "addresses")[0]
    release_alert(officer, alert_id=alert, agency="police", reason="Their village.")
    after = publish_warning(officer, alert_id=alert, issue=ISSUE)
    now = timezone.now() + timedelta(seconds=5)
    assert access_feed("", now) == ()
    assert {line.identifier for line in access_feed("border-service", now)} == {before, after}
    assert [line.identifier for line in access_feed("police", now)] == [after]
    for agency, name in (("", after), ("police", before), ("border-service", "nothing")):
        with pytest.raises(AccessDeniedError):
            access_document(agency, name)
    assert client.get(f"/cap/{after}.xml").status_code == 404
    key = "a-key-that-is-long-enough-for-everybody"
    add_device(operator(), name="Neighbour", agency="police", door=Door.INTERFACE, key=key)
    headers = {"Authorization": f"Bearer {key}"}
    assert client.get(f"/cap/{after}.xml", headers=headers)["Content-Type"].startswith("application/cap+xml")
    assert client.get(f"/cap/{before}.xml", headers=headers).status_code == 404
    assert after in client.get("/cap/feed.atom", headers=headers).content.decode()
    for wrong in ("Bearer nonsense", "Basic abc", f"Basic {key}"):
        assert client.get("/cap/feed.atom", headers={"Authorization": wrong}).status_code == 404


def test_everybodys_feed_is_asked_again_cheaply_and_holds_neither_exercise_nor_test(
    analyst: Viewer, client: Client
) -> None:
    assert client.get("/cap/feed.atom").status_code == 200
    name = publish_warning(analyst, alert_id=clear(analyst), issue=issue(is_public=True))
    publish_warning(analyst, alert_id=clear(analyst, is_exercise=True), issue=issue(is_public=True))
    publish_warning(analyst, alert_id=clear(analyst), issue=issue(is_public=True, is_test=True))
    page = client.get("/cap/feed.atom")
    assert page.content.count(b"<entry>") == 1 and f"/cap/{name}.xml".encode() in page.content
    assert client.get("/cap/feed.atom", headers={"If-None-Match": page["ETag"]}).status_code == 304
    assert client.get(f"/cap/{name}.xml", headers={"If-None-Match": '"other"'}).status_code == 200
    own = access_feed("border-service", timezone.now() + timedelta(seconds=5))
    assert sorted(line.status for line in own) == ["Actual", "Exercise", "Test"]


def test_an_exercise_and_a_test_say_so(analyst: Viewer) -> None:
    drill = document(publish_warning(analyst, alert_id=clear(analyst, is_exercise=True), issue=issue(is_test=True)))
    assert said(drill, "status") == ["Exercise"] and "exercise" in said(drill, "note")[0]
    assert all("EXERCISE" in line or "." in line for line in said(drill, "info/headline"))
    alert = clear(analyst)
    trial = document(publish_warning(analyst, alert_id=alert, issue=issue(is_test=True)))
    assert said(trial, "status") == ["Test"]
    assert said(drill, "info/headline")[0].startswith("EXERCISE. ")
    assert said(trial, "info/headline")[0].startswith("TEST. ")
    # A test replaces nothing, and nothing replaces it.
    real = document(publish_warning(analyst, alert_id=alert, issue=ISSUE))
    assert said(real, "msgType") == ["Alert"]


def test_only_who_may_publishes_and_only_what_is_clear_to_everybody(viewers: Viewers) -> None:
    officer, analyst = viewers["border-service", Role.OFFICER], viewers["border-service", Role.ANALYST]
    police = viewers["police", Role.ANALYST]
    alert, open_one = decided(officer, section_id=SECTION), clear(officer)
    for actor, number, is_public in (
        (analyst, alert, True), (officer, open_one, True), (police, alert, False), (police, open_one, False),
        (analyst, 999_999, False),
    ):  # fmt: skip
        with pytest.raises(AccessDeniedError):
            publish_warning(actor, alert_id=number, issue=issue(is_public=is_public))
    publish_warning(officer, alert_id=open_one, issue=ISSUE)
    with pytest.raises(AccessDeniedError):
        take_back_warning(police, alert_id=open_one, is_over=True)
    with pytest.raises(AccessDeniedError):
        take_back_of_closed(officer, now=timezone.now())


def test_what_has_no_place_no_end_or_is_closed_is_not_published(officer: Viewer) -> None:
    with pytest.raises(InputError, match="no place"):
        publish_warning(officer, alert_id=opened(officer), issue=ISSUE)
    alert = decided(officer, section_id=SECTION)
    for hours in (0.0, -1.0, 169.0, float("nan"), float("inf")):
        with pytest.raises(InputError, match="up to a week"):
            publish_warning(officer, alert_id=alert, issue=issue(hours=hours))
    with pytest.raises(InputError, match="No warning"):
        take_back_warning(officer, alert_id=alert, is_over=True)
    Alert.objects.filter(pk=alert).update(stage="closed")
    with pytest.raises(InputError, match="closed"):
        publish_warning(officer, alert_id=alert, issue=ISSUE)
    assert not Publication.objects.exists()


def test_a_warning_does_not_outlive_its_alert(officer: Viewer, analyst: Viewer) -> None:
    alert, false_one, going_on = clear(officer), opened(officer, section_id=SECTION), clear(officer)
    for number in (alert, false_one, going_on):
        publish_warning(officer, alert_id=number, issue=ISSUE)
    close_alert(analyst, alert_id=alert, lessons="None.")
    triage_alert(officer, alert_id=false_one, finding=TriageFinding.RELEVANT, reason="Shots.")
    verify_alert(officer, alert_id=false_one, finding=VerificationFinding.FALSE, reason="A wedding.")
    now = timezone.now() + timedelta(seconds=2)
    assert take_back_of_closed(operator(), now=now) == 2
    assert take_back_of_closed(operator(), now=now) == 0
    notes = {row.alert_id: row.summary for row in Publication.objects.filter(message_type="Cancel")}
    assert notes == {alert: "The danger is over.", false_one: "It was found to be otherwise."}
    assert access_publications(officer, going_on, now).holds is not None


def test_what_is_signed_can_be_verified_and_a_missing_key_is_said(
    analyst: Viewer, settings: Any, tmp_path: Any
) -> None:
    key, certificate = key_and_certificate(ec.generate_private_key(ec.SECP256R1()))
    (tmp_path / "key.pem").write_bytes(key)
    (tmp_path / "own.pem").write_bytes(certificate)
    settings.KEREGE_CAP_KEY, settings.KEREGE_CAP_CERTIFICATE = str(tmp_path / "key.pem"), str(tmp_path / "own.pem")
    name = publish_warning(analyst, alert_id=clear(analyst), issue=ISSUE)
    signed = bytes(Publication.objects.get(identifier=name).document)
    assert name.encode() in verify_document(signed, certificate=certificate)
    with pytest.raises(InputError):
        verify_document(signed.replace(b"Severe", b"Minor"), certificate=certificate)
    settings.KEREGE_CAP_KEY = str(tmp_path / "gone.pem")
    with pytest.raises(InputError, match="cannot be read"):
        publish_warning(analyst, alert_id=clear(analyst), issue=ISSUE)
    assert Publication.objects.count() == 1
    assert not Publication.objects.filter(is_replaced=True).exists()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"KEREGE_CAP_SENDER": "two words"}, "KEREGE_CAP_SENDER.*no space"),
        ({"KEREGE_CAP_KEY": "key.pem"}, "needed together"),
        ({"KEREGE_CAP_CERTIFICATE": "own.pem"}, "needed together"),
        ({"KEREGE_CAP_KEY": "gone.pem", "KEREGE_CAP_CERTIFICATE": "own.pem"}, "cannot be read"),
        ({"KEREGE_CAP_KEY": "own.pem", "KEREGE_CAP_CERTIFICATE": "own.pem"}, "not in PEM.*belong together"),
        ({"KEREGE_CAP_KEY": "key.pem", "KEREGE_CAP_CERTIFICATE": "other.pem"}, "another key"),
    ],
)
def test_settings_that_cannot_sign_are_said_at_the_start(
    said: dict[str, str], sentence: str, settings: Any, tmp_path: Any
) -> None:
    for name, own in (("own.pem", "key.pem"), ("other.pem", "other-key.pem")):
        key, certificate = key_and_certificate(ec.generate_private_key(ec.SECP256R1()))
        (tmp_path / own).write_bytes(key)
        (tmp_path / name).write_bytes(certificate)
    start = apps.get_app_config("publication").ready
    start()
    for name, value in said.items():
        setattr(settings, name, str(tmp_path / value) if value.endswith(".pem") else value)
    with pytest.raises(ImproperlyConfigured, match=sentence):
        start()


def test_a_key_that_is_lost_stops_neither_the_page_nor_the_look_after_closed_alerts(
    analyst: Viewer, officer: Viewer, sign_in: SignIn, settings: Any, tmp_path: Any, caplog: pytest.LogCaptureFixture
) -> None:
    alert = clear(officer)
    publish_warning(officer, alert_id=alert, issue=ISSUE)
    settings.KEREGE_CAP_KEY = settings.KEREGE_CAP_CERTIFICATE = str(tmp_path / "gone.pem")
    client, sent = sign_in(analyst), {"advice": "watch", "hours": "6", "audience": "agencies"}
    page = client.post(f"/alerts/{alert}/warning", sent)
    assert page.status_code == 422 and "key for signatures cannot be used" in page.content.decode()
    back = client.post(f"/alerts/{alert}/warning/take-back", {"why": "over"}, follow=True)
    assert "key for signatures cannot be used" in back.content.decode()
    close_alert(analyst, alert_id=alert, lessons="None.")
    now = timezone.now() + timedelta(seconds=2)
    assert take_back_of_closed(operator(), now=now) == 0
    assert f"The warning of alert {alert} was not taken back" in caplog.text
    settings.KEREGE_CAP_KEY = ""
    assert take_back_of_closed(operator(), now=now) == 1


def test_what_everybody_was_told_is_not_replaced_or_taken_back_behind_their_backs(
    analyst: Viewer, officer: Viewer, sign_in: SignIn, client: Client
) -> None:
    alert = clear(officer)
    first = publish_warning(analyst, alert_id=alert, issue=issue(is_public=True))
    with pytest.raises(InputError, match="for everybody"):
        publish_warning(analyst, alert_id=alert, issue=ISSUE)
    # An officer may not speak to everybody, so not tell everybody that it is over either.
    with pytest.raises(AccessDeniedError):
        take_back_warning(officer, alert_id=alert, is_over=True)
    sent = {"advice": "watch", "hours": "6", "audience": "agencies"}
    page = sign_in(analyst).post(f"/alerts/{alert}/warning", sent)
    assert page.status_code == 422 and "replace it for everybody" in page.content.decode()
    assert "take-back" not in sign_in(officer).get(f"/alerts/{alert}/warning").content.decode()
    assert [row.identifier for row in Publication.objects.all()] == [first]
    publish_warning(analyst, alert_id=alert, issue=issue(is_test=True))
    last = take_back_warning(analyst, alert_id=alert, is_over=True)
    feed = client.get("/cap/feed.atom").content.decode()
    assert f"/cap/{last}.xml" in feed and "Taken back: " in feed
    assert publish_warning(analyst, alert_id=alert, issue=ISSUE)


def test_the_page_says_when_the_level_has_changed_since(analyst: Viewer, officer: Viewer, sign_in: SignIn) -> None:
    alert = clear(officer)
    publish_warning(officer, alert_id=alert, issue=ISSUE)
    address, words = f"/alerts/{alert}/warning", "level of the alert has changed"
    assert words not in sign_in(analyst).get(address).content.decode()
    raise_level(officer, alert_id=alert, level=RiskLevel.CRITICAL, reason="Fire.")
    assert words in sign_in(analyst).get(address).content.decode()


def test_the_feed_is_new_when_time_takes_a_message_out(analyst: Viewer) -> None:
    now = timezone.now()
    assert feed_changed_at("", now) is None
    publish_warning(analyst, alert_id=clear(analyst), issue=issue(is_public=True, hours=3))
    row = Publication.objects.get()
    assert feed_changed_at("", row.sent + timedelta(hours=1)) == row.sent
    assert feed_changed_at("", row.sent + timedelta(hours=4)) == row.expires
    gone = row.sent + timedelta(days=7)
    assert len(access_feed("", gone - timedelta(seconds=1))) == 1 and access_feed("", gone) == ()
    assert feed_changed_at("", gone) == gone
    assert feed_changed_at("", gone + timedelta(days=9)) == gone


def test_the_page_shows_what_goes_out_and_sends_it(analyst: Viewer, officer: Viewer, sign_in: SignIn) -> None:
    alert, client = clear(officer), sign_in(analyst)
    page = client.get(f"/alerts/{alert}/warning").content.decode()
    assert "Stay away from the place" in page and "Не подходите" in page and 'value="everybody"' in page
    assert 'value="everybody"' not in sign_in(officer).get(f"/alerts/{alert}/warning").content.decode()
    sent = {"advice": "stay_inside", "hours": "6", "audience": "everybody"}
    assert client.post(f"/alerts/{alert}/warning", {**sent, "advice": "dance"}).status_code == 422
    assert sign_in(officer).post(f"/alerts/{alert}/warning", sent).status_code == 422
    assert client.post(f"/alerts/{alert}/warning", sent).status_code == 302
    row = Publication.objects.get()
    assert (row.scope, row.advice) == (CapScope.PUBLIC, "stay_inside")
    page = client.get(f"/alerts/{alert}/warning").content.decode()
    assert "holds" in page and "Stay inside, away from windows" in page
    assert re.search(r'value="stay_inside"[^>]* checked', page) and re.search(r'value="everybody"[^>]* checked', page)
    assert client.post(f"/alerts/{alert}/warning/take-back", {"why": ""}).status_code == 302
    assert Publication.objects.count() == 1
    assert client.post(f"/alerts/{alert}/warning/take-back", {"why": "otherwise"}).status_code == 302
    assert Publication.objects.count() == 2
    Alert.objects.filter(pk=alert).update(stage="closed")
    assert client.post(f"/alerts/{alert}/warning", sent).status_code == 422
