"""The pages of alerts: from a report to the lessons by forms alone, and nothing for who may not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest
from django.test import Client
from tests.web.desk_reports import send
from tests.web.made_alerts import decided, opened

from kerege.domain.alert_stage import AlertOutcome
from kerege_web.accounts.access import Viewer
from kerege_web.accounts.roles import Role
from kerege_web.alerts.actions.steps import release_alert
from kerege_web.alerts.models import Alert
from kerege_web.reports.models import Message
from kerege_web.warning.actions import run_watch

pytestmark = pytest.mark.django_db
SignIn = Callable[[Viewer], Client]
WAY = (
    ("triage", {"finding": "relevant", "reason": "Shots are shots."}),
    ("verification", {"finding": "verified", "reason": "Seen.", "evidence": "Post 3"}),
    ("assessment", {"hazard": "More fire.", "exposure": "Two villages.", "context": "Harvest.", "evidence": ""}),
    ("characterisation", {"likelihood": "likely", "consequence": "severe", "reason": "As in May."}),
    ("outcome", {"outcome": "respond", "reason": "Call the other side."}),
    ("review", {"level": "high", "reason": "Quieter."}),
)


def test_from_a_report_to_the_lessons(officer: Viewer, analyst: Viewer, sign_in: SignIn) -> None:
    report = send("Shots <b>near</b> the canal", kind="shooting", place="Bridge")
    client = sign_in(officer)
    assert f'href="/alerts/new?report={report}"' in client.get(f"/desk/{report}").content.decode()
    page = client.get(f"/alerts/new?report={report}")
    assert page.context["form"].initial["place"] == "Bridge"
    said = {
        "kind": "shooting",
        "severity": "4",
        "place": "Bridge",
        "marking": "TLP:AMBER",
        "reason": "Two posts <i>heard</i> it.",
    }
    assert client.post(f"/alerts/new?report={report}", said).status_code == 302
    alert = Alert.objects.get()
    for name, form in WAY:
        assert client.post(f"/alerts/{alert.pk}/{name}", form).status_code == 302, name
    page = client.get(f"/alerts/{alert.pk}").content.decode()
    assert "A second review must say so too" in page and "&lt;i&gt;heard&lt;/i&gt;" in page and "<i>heard" not in page
    assert client.post(f"/alerts/{alert.pk}/close", {"reason": "Call earlier."}).status_code == 404
    closing = {"reason": "Call earlier.", "is_told": "on"}
    assert sign_in(analyst).post(f"/alerts/{alert.pk}/close", closing).status_code == 302
    alert.refresh_from_db()
    assert (alert.stage, alert.level, alert.lessons) == ("closed", "critical", "Call earlier.")
    assert Message.objects.get(report_id=report).kind == "outcome"
    assert "Call earlier." in client.get(f"/alerts/{alert.pk}").content.decode()


def test_a_step_that_cannot_be_taken_changes_nothing_and_says_so(officer: Viewer, sign_in: SignIn) -> None:
    alert, client = opened(officer), sign_in(officer)
    for name, form in (
        ("triage", {"finding": "relevant", "reason": " "}),
        ("outcome", WAY[4][1]),
        ("give", {"login": "nobody", "reason": "x"}),
    ):
        response = client.post(f"/alerts/{alert}/{name}", form)
        assert response.status_code == 422, name
        assert "Nothing was changed" in response.content.decode() or name != "triage"
    assert client.post(f"/alerts/{alert}/dance", {"reason": "x"}).status_code == 404
    assert Alert.objects.get(pk=alert).stage == "triage"


def test_another_agency_sees_nothing_then_looks_on(viewers: dict[tuple[str, Role], Viewer], sign_in: SignIn) -> None:
    officer, police = viewers["border-service", Role.OFFICER], viewers["police", Role.OFFICER]
    alert, report = opened(officer, send(place="Bridge")), send()
    client = sign_in(police)
    assert client.get(f"/alerts/{alert}").status_code == client.get("/alerts/999999").status_code == 404
    assert client.get(f"/alerts/new?report={report}").status_code == 404
    assert "Shooting" not in client.get("/alerts").content.decode()
    release_alert(officer, alert_id=alert, agency="police", reason="Their road.")
    page = client.get(f"/alerts/{alert}").content.decode()
    assert (
        "A report that you may not see" in page
        and "can move it" in page
        and 'method="post" action="/alerts' not in page
    )
    assert client.post(f"/alerts/{alert}/triage", WAY[0][1]).status_code == 404


def test_whoever_is_not_signed_in_is_sent_to_the_sign_in_page(officer: Viewer) -> None:
    alert = opened(officer)
    for address in ("/alerts", f"/alerts/{alert}", "/alerts/new"):
        assert Client().get(address).status_code == 302
    assert Client().post(f"/alerts/{alert}/triage", WAY[0][1]).status_code == 302


def test_the_list_filters_and_says_when_it_is_empty(officer: Viewer, sign_in: SignIn) -> None:
    client = sign_in(officer)
    assert "No alert is open" in client.get("/alerts").content.decode()
    opened(officer, place="Мост")
    decided(officer, outcome=AlertOutcome.MONITOR, severity=2, place="Canal")
    assert client.get("/alerts").context["found"].total == 2
    assert client.get("/alerts?least_severity=4").context["found"].total == 1
    assert client.get("/alerts?text=мост").context["found"].total == 1
    assert client.get("/alerts?shown=mine").context["found"].total == 1
    assert "Nothing matches" in client.get("/alerts?shown=closed").content.decode()
    assert client.get("/alerts?least_severity=x&shown=y").status_code == 200


def test_ten_thousand_open_alerts_take_no_more_queries_than_one(
    officer: Viewer, sign_in: SignIn, django_assert_max_num_queries
) -> None:
    first = Alert.objects.get(pk=opened(officer))
    rows = []
    for _ in range(300):
        first.pk = None
        rows.append(Alert(**{field.attname: getattr(first, field.attname) for field in Alert._meta.concrete_fields}))
    Alert.objects.bulk_create(rows)
    client = sign_in(officer)
    with django_assert_max_num_queries(8):
        page = client.get("/alerts")
    assert (page.context["found"].total, len(page.context["found"].items)) == (301, 50)


def test_a_signal_is_dismissed_or_becomes_an_alert_and_the_page_says_so(
    officer: Viewer, analyst: Viewer, sign_in: SignIn, import_rows: Callable[..., object]
) -> None:
    quiet = [{"id": f"Q-{n}", "occurred": f"20{20 + n // 6}-{n % 6 * 2 + 1:02}-10"} for n in range(11)]
    import_rows(analyst, *quiet, *({"id": f"B-{n}", "occurred": f"2021-12-{18 + n}", "killed": 1} for n in range(8)))
    run = run_watch(analyst, as_of=datetime(2022, 1, 1, tzinfo=UTC))
    signal, client = run.run.signals[0], sign_in(analyst)
    said = {"run": run.summary.id, "signal": signal.id, "cause": "reporting", "reason": "A new <b>post</b> reports."}
    page = client.post("/signals/dismiss", said, follow=True).content.decode()
    assert "Dismissed, with your reason" in page and "A new &lt;b&gt;post&lt;/b&gt; reports." in page
    assert "1 of 1 dismissed (more than 99 %" in page or "1 of 1 dismissed (100 %" in page
    assert (
        "Nothing was changed" in client.post("/signals/dismiss", {**said, "reason": " "}, follow=True).content.decode()
    )
    assert sign_in(officer).post("/signals/dismiss", said).status_code == 404
    assert client.post("/signals/dismiss", {**said, "signal": "none"}).status_code == 404
    address = f"/alerts/new?{urlencode({'run': run.summary.id, 'signal': signal.id})}"
    assert client.get(address).context["form"].initial["place"] == signal.unit_name
    form = {"kind": "shooting", "severity": "3", "marking": "TLP:AMBER", "reason": "It is real after all."}
    assert client.post(address, form).status_code == 302
    alert = Alert.objects.get()
    assert [(one.type, one.reference) for one in alert.sources.all()] == [("signal", f"{run.summary.id}/{signal.id}")]
    assert "An alert was made of it" in client.get("/signals").content.decode()
    assert client.get(f"/alerts/new?run={run.summary.id}&signal=none").status_code == 404
