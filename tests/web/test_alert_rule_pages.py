"""The page of the rules: said in words, tried on what is kept, changed as a new version, by few."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.web.desk_reports import send

from kerege.domain.alert_rule import AlertRule, RuleSource
from kerege.domain.errors import AccessDeniedError
from kerege.domain.position import Position
from kerege_web.accounts.access import Viewer, operator
from kerege_web.alerts.access.rule_preview import access_rule_preview
from kerege_web.alerts.actions.opening_by_rule import open_by_rules
from kerege_web.alerts.models import Alert, RuleVersion
from kerege_web.alerts.rule_words import rule_conditions
from kerege_web.reports.models import Report

pytestmark = pytest.mark.django_db
SignIn = Callable[[Viewer], Client]
SHOTS = {"name": "Shots <b>anywhere</b>", "source": "report", "kinds": ["shooting"], "least_severity": "3"}


def test_a_rule_is_tried_kept_changed_and_put_to_rest_by_forms(analyst: Viewer, sign_in: SignIn) -> None:
    client = sign_in(analyst)
    assert "No rule is set" in client.get("/alerts/rules").content.decode()
    send("Shots", kind="shooting")
    tried = client.post("/alerts/rules/new", {**SHOTS, "try": "yes"}).content.decode()
    assert "it would have opened 1 alert." in tried and not RuleVersion.objects.exists()
    assert client.post("/alerts/rules/new", {**SHOTS, "keep": "yes"}).status_code == 302
    page = client.get("/alerts/rules").content.decode()
    assert "its severity is 3 (Serious) or more" in page and "Shooting" in page
    assert "Shots &lt;b&gt;anywhere" in page and "<b>anywhere" not in page
    changed = {**SHOTS, "name": "Shots", "least_severity": "4", "only_verified": "on", "keep": "yes"}
    assert client.post("/alerts/rules/rule-1", changed).status_code == 302
    assert [(row.version, row.least_severity) for row in RuleVersion.objects.order_by("version")] == [(1, 3), (2, 4)]
    assert "its severity is 3" in client.get("/alerts/rules/rule-1").content.decode()
    for said, holds in (("no", False), ("yes", True)):
        assert client.post("/alerts/rules/rule-1/switch", {"is_in_force": said}).status_code == 302
        assert RuleVersion.objects.get(is_newest=True).is_in_force is holds
    assert client.post("/alerts/rules/rule-1/switch", {"is_in_force": "perhaps"}).status_code == 404
    assert client.get("/alerts/rules/nothing").status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"kinds": [], "least_severity": ""}, {"source": "signal"}, {"source": "report", "least_recurrence_days": "30"},
        {"name": ""}, {"kinds": ["dance"]}, {"least_percent": "101"}, {"least_percent": "nan"}, {"source": "rumour"},
    ],
)  # fmt: skip
def test_what_can_be_no_rule_is_said(analyst: Viewer, sign_in: SignIn, wrong: dict[str, object]) -> None:
    assert sign_in(analyst).post("/alerts/rules/new", {**SHOTS, **wrong, "keep": "yes"}).status_code == 422
    assert not RuleVersion.objects.exists()


def test_many_read_the_rules_and_few_set_them(officer: Viewer, sign_in: SignIn) -> None:
    client = sign_in(officer)
    page = client.get("/alerts/rules")
    assert page.status_code == 200 and "A new rule" not in page.content.decode()
    for address in ("/alerts/rules/new", "/alerts/rules/rule-1"):
        assert client.get(address).status_code == client.post(address, SHOTS).status_code == 404
    with pytest.raises(AccessDeniedError):
        access_rule_preview(officer, AlertRule(source=RuleSource.REPORT, least_severity=1), timezone.now())


def test_the_trial_says_what_the_rule_then_does(analyst: Viewer) -> None:
    there = {"position": Position(45.01, 10.05, 1.0), "kind": "shooting"}
    for number, hours in enumerate((1, 2, 3)):
        send(f"Shots {number}", hours_ago=hours, **there)
    send("Stones", position=there["position"])
    send("A drill", is_exercise=True, **there)
    rule = AlertRule(source=RuleSource.REPORT, kinds=frozenset({"shooting"}))
    found = access_rule_preview(analyst, rule, timezone.now())
    assert (found.looked_at, found.met, found.alerts) == (4, 3, 1)
    from kerege_web.alerts.actions.rules import put_rule

    put_rule(analyst, code="shots", name="Shots", rule=rule)
    assert open_by_rules(operator(), now=timezone.now()) == 2
    assert Alert.objects.filter(is_exercise=False).count() == found.alerts
    # Two days apart they are two alerts; what is older than 30 days is not tried.
    first, second = Report.objects.filter(kind="shooting", is_exercise=False).order_by("pk")[:2]
    Report.objects.filter(pk=first.pk).update(received_at=timezone.now() - timedelta(days=2))
    Report.objects.filter(pk=second.pk).update(received_at=timezone.now() - timedelta(days=40))
    again = access_rule_preview(analyst, rule, timezone.now())
    assert (again.looked_at, again.met, again.alerts) == (3, 2, 2)


def test_every_demand_has_its_words() -> None:
    full = AlertRule(
        source=RuleSource.REPORT, section_ids=frozenset({"aa-bb.alba--birka"}), kinds=frozenset({"shooting", "armed"}),
        least_severity=4, least_probability=0.25, only_verified=True,
    )  # fmt: skip
    assert len(rule_conditions(full)) == 5
    rare = AlertRule(source=RuleSource.SIGNAL, least_recurrence_days=365.0)
    assert rule_conditions(rare) == ("chance alone would give such a signal once in 365 days or more seldom",)
