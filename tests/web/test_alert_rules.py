"""Rules open alerts by themselves: once for a thing, in the words of a version, and never for what was dismissed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from tests.web.desk_reports import send
from tests.web.made_alerts import decided

from kerege.domain.alert_rule import AlertRule, RuleSource
from kerege.domain.alert_stage import AlertOutcome
from kerege.domain.errors import AccessDeniedError, InputError
from kerege.domain.verdict import Verdict
from kerege_web.accounts.access import Viewer, operator
from kerege_web.alerts.access.alert_page import access_alert
from kerege_web.alerts.access.rules import access_rule, access_rules
from kerege_web.alerts.actions.closing import close_alert
from kerege_web.alerts.actions.opening_by_rule import open_by_rules
from kerege_web.alerts.actions.rules import put_rule, switch_rule
from kerege_web.alerts.actions.steps import decide_alert
from kerege_web.alerts.models import Alert, AlertSource
from kerege_web.incidents.actions import ImportOutcome
from kerege_web.reports.actions.judging import judge_report
from kerege_web.reports.models import Report
from kerege_web.warning import access as warning
from kerege_web.warning.access import access_newest_signals, access_realised_alarms, access_reviews
from kerege_web.warning.actions import accept_signal, dismiss_signal, run_watch

pytestmark = pytest.mark.django_db
Import = Callable[..., ImportOutcome]
GRAVE = AlertRule(source=RuleSource.REPORT, least_severity=3)
RARE = AlertRule(source=RuleSource.SIGNAL, least_recurrence_days=30.0)
AS_OF = datetime(2022, 1, 1, tzinfo=UTC)


def look() -> int:
    return open_by_rules(operator(), now=timezone.now())


def rests_on(alert: int) -> list[str]:
    return list(AlertSource.objects.filter(alert_id=alert).values_list("reference", flat=True))


@pytest.fixture
def busy_year(analyst: Viewer, import_rows: Import) -> None:
    quiet = [{"id": f"Q-{n}", "occurred": f"20{20 + n // 6}-{n % 6 * 2 + 1:02}-10"} for n in range(11)]
    busy = [{"id": f"B-{n}", "occurred": f"2021-12-{18 + n}", "killed": 1} for n in range(8)]
    import_rows(analyst, *quiet, *busy)


def test_a_report_that_meets_a_rule_becomes_one_alert(analyst: Viewer) -> None:
    put_rule(analyst, code="grave", name="Grave reports", rule=GRAVE)
    shots, stones = send("Shots", kind="shooting", place="Bridge"), send("Stones")
    assert [look(), look()] == [1, 0]
    row = Alert.objects.get()
    assert (row.kind, row.place, row.severity, row.opened_by, row.stage) == (
        "shooting",
        "Bridge",
        3,
        "kerege",
        "triage",
    )
    assert rests_on(row.pk) == [str(shots)] and stones
    found = access_alert(analyst, row.pk, timezone.now())
    assert (found.rule_code, found.rule_version, found.steps[0].reason) == ("grave", 1, "Grave reports (grave 1)")


def test_more_reports_of_the_same_thing_join_the_open_alert(analyst: Viewer) -> None:
    put_rule(analyst, code="grave", name="Grave reports", rule=GRAVE)
    first = send("Shots", kind="shooting")
    assert look() == 1
    second, other_kind = send("Shots again", kind="shooting", source="b"), send("A mine", kind="mine", source="c")
    assert look() == 1
    row = Alert.objects.order_by("pk").first()
    assert row is not None
    assert rests_on(row.pk) == [str(first), str(second)]
    decide = decided(analyst, other_kind)
    assert decide and look() == 0
    Alert.objects.filter(pk=row.pk).update(stage="outcome", outcome="monitor")
    close_alert(analyst, alert_id=row.pk, lessons="None.")
    send("Shots once more", kind="shooting", source="d")
    assert look() == 1


def test_an_exercise_never_joins_the_world(analyst: Viewer) -> None:
    put_rule(analyst, code="grave", name="Grave reports", rule=GRAVE)
    send("Shots", kind="shooting")
    send("Played shots", kind="shooting", source="b", is_exercise=True)
    assert look() == 2
    assert list(Alert.objects.order_by("pk").values_list("is_exercise", flat=True)) == [False, True]


def test_only_verified_ones_wait_for_a_person_and_false_ones_are_left_out(analyst: Viewer) -> None:
    put_rule(analyst, code="sure", name="Verified", rule=replace(GRAVE, only_verified=True))
    shots, hoax = send("Shots", kind="shooting"), send("Hoax", kind="mine", source="b")
    assert look() == 0
    judge_report(analyst, report_id=shots, verdict=Verdict.VERIFIED, reason="Seen.")
    judge_report(analyst, report_id=hoax, verdict=Verdict.FALSE, reason="A joke.")
    assert look() == 1
    put_rule(analyst, code="any", name="Every grave one", rule=GRAVE)
    assert look() == 0


def test_a_protected_report_gives_its_place_to_nobody(analyst: Viewer) -> None:
    put_rule(analyst, code="grave", name="Grave reports", rule=GRAVE)
    send("A child was shot at", kind="shooting", place="Third house", topics=frozenset({"minor"}))
    assert look() == 1
    row = Alert.objects.get()
    assert (row.place, row.latitude) == ("", None)
    assert not access_alert(analyst, row.pk, timezone.now()).sources[0].is_visible


def test_a_changed_rule_is_a_new_version_and_the_old_one_stays_with_its_alerts(analyst: Viewer) -> None:
    assert put_rule(analyst, code="grave", name="Grave reports", rule=GRAVE) == 1
    send("Shots", kind="shooting")
    look()
    assert put_rule(analyst, code="grave", name="Graver reports", rule=replace(GRAVE, least_severity=5)) == 2
    send("A mine", kind="mine", source="b")
    assert look() == 0
    found = access_rule(analyst, "grave")
    assert (found.version, found.name, found.alert_count, found.rule.least_severity) == (2, "Graver reports", 0, 5)
    assert access_alert(analyst, Alert.objects.get().pk, timezone.now()).rule_name == "Grave reports"


def test_a_rule_rests_and_holds_again(analyst: Viewer) -> None:
    put_rule(analyst, code="grave", name="Grave reports", rule=GRAVE)
    switch_rule(analyst, code="grave", is_in_force=False)
    send("Shots", kind="shooting")
    assert look() == 0
    switch_rule(analyst, code="grave", is_in_force=True)
    assert look() == 1


def test_who_may_set_rules_and_what_a_rule_may_say(officer: Viewer, analyst: Viewer) -> None:
    with pytest.raises(AccessDeniedError):
        put_rule(officer, code="grave", name="Grave", rule=GRAVE)
    with pytest.raises(AccessDeniedError):
        switch_rule(analyst, code="absent", is_in_force=False)
    with pytest.raises(AccessDeniedError):
        open_by_rules(analyst, now=timezone.now())
    for code, name, rule in (
        ("Grave!", "Grave", GRAVE), ("grave", " ", GRAVE), ("grave", "Grave", replace(GRAVE, kinds=frozenset({"x"}))),
        ("grave", "Grave", replace(GRAVE, section_ids=frozenset({"nowhere"}))),
    ):  # fmt: skip
        with pytest.raises(InputError):
            put_rule(analyst, code=code, name=name, rule=rule)
    assert access_rules(officer) == ()


def test_a_signal_opens_one_alert_for_as_long_as_it_speaks(analyst: Viewer, busy_year: None) -> None:
    put_rule(analyst, code="rare", name="Rare counts", rule=RARE)
    run_watch(analyst, as_of=AS_OF)
    assert look() >= 1
    topics = list(Alert.objects.order_by("pk").values_list("topic", flat=True))
    run_watch(analyst, as_of=AS_OF + timedelta(days=1))
    look()
    # The next day's run says the same of the same stretch: it joins, and does not open another.
    assert all(Alert.objects.filter(topic=topic).count() == 1 for topic in topics)
    joined = [alert for alert in Alert.objects.filter(topic__in=topics) if alert.sources.count() == 2]
    assert joined
    row = joined[0]
    # Closed on the second day, when the statistic had spoken since the first: the third day opens nothing anew.
    Alert.objects.filter(pk=row.pk).update(stage="outcome", outcome="monitor")
    decide_alert(analyst, alert_id=row.pk, outcome=AlertOutcome.DISCARD, reason="Known.")
    run_watch(analyst, as_of=AS_OF + timedelta(days=2))
    look()
    assert Alert.objects.filter(topic=row.topic).count() == 1


def test_what_was_dismissed_opens_nothing_and_teaches_the_rate(
    officer: Viewer, analyst: Viewer, busy_year: None
) -> None:
    run = run_watch(analyst, as_of=AS_OF)
    signals = run.run.signals
    assert signals
    for signal in signals:
        dismiss_signal(
            analyst, run_id=run.summary.id, signal_id=signal.id, cause="reporting", reason="A new post reports."
        )
    put_rule(analyst, code="rare", name="Rare counts", rule=RARE)
    assert (look(), access_newest_signals(analyst)) == (0, ())
    accept_signal(analyst, run_id=run.summary.id, signal_id=signals[0].id, reason="Looked again: it is real.")
    assert look() == 1
    rates = {rate.detector: rate for rate in access_realised_alarms(analyst)}
    own = rates[signals[0].detector]
    same = [signal for signal in signals if signal.detector == signals[0].detector]
    episodes = {warning.signal_episode(signal) for signal in same}
    assert (own.accepted, own.dismissed) == (1, len(episodes) - 1)
    assert access_reviews(analyst, signals)[signals[0].id].is_accepted
    with pytest.raises(AccessDeniedError):
        dismiss_signal(officer, run_id=run.summary.id, signal_id=signals[0].id, cause="data", reason="No.")
    for wrong in ({"cause": "boredom", "reason": "No."}, {"cause": "data", "reason": " "}):
        with pytest.raises(InputError):
            dismiss_signal(analyst, run_id=run.summary.id, signal_id=signals[0].id, **wrong)


def test_the_chances_of_a_run_reach_the_rules(analyst: Viewer, busy_year: None) -> None:
    run = run_watch(analyst, as_of=AS_OF)
    report = send("Stones")
    section = Report.objects.get(pk=report).section_id
    chance = next(risk.probability_incident for risk in run.run.risks if risk.section_id == section)
    for code, least, opened in (("above", chance * 1.001, 0), ("reached", chance, 1)):
        put_rule(analyst, code=code, name=code, rule=AlertRule(source=RuleSource.REPORT, least_probability=least))
        assert look() == opened
