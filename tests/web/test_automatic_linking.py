"""The machine joins reports only where a site lets it, and every person's word stands above its own."""

from __future__ import annotations

import time
from datetime import timedelta
from unittest.mock import Mock

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.web.desk_reports import send

from kerege.domain.errors import AccessDeniedError
from kerege.domain.verdict import Verdict
from kerege_web.accounts.access import Viewer, operator
from kerege_web.accounts.models import Person
from kerege_web.accounts.roles import Role
from kerege_web.audit.models import AuditEntry
from kerege_web.reports.access.desk_report import access_desk_report
from kerege_web.reports.access.joined_reports import joined_reports
from kerege_web.reports.actions import automatic_linking
from kerege_web.reports.actions.automatic_linking import link_automatically
from kerege_web.reports.actions.judging import judge_report
from kerege_web.reports.actions.linking import decide_same
from kerege_web.reports.models import LinkDecision, Report

pytestmark = pytest.mark.django_db
Viewers = dict[tuple[str, Role], Viewer]
WORDS = "Stones thrown at the canal bridge by two groups of young men"


@pytest.fixture
def moderator(viewers: Viewers, settings) -> Viewer:
    settings.KEREGE_LINK_PROBABILITY = 0.9
    return viewers["border-service", Role.MODERATOR]


def look() -> int:
    return link_automatically(operator(), now=timezone.now())


def group(viewer: Viewer, report: int) -> set[int]:
    """The report and those that the desk shows as joined to it."""
    seen = access_desk_report(viewer, report, timezone.now())
    return {report, *(near.item.id for near in seen.near if near.is_same)}


def stored() -> list[tuple[object, ...]]:
    """Every report as it stands, but for the note that it was compared."""
    names = [field.attname for field in Report._meta.concrete_fields if field.attname != "compared_at"]
    return list(Report.objects.order_by("pk").values_list(*names))


def test_what_tells_the_same_is_joined_once_and_parting_restores_it(moderator: Viewer) -> None:
    first, second = send(WORDS, source="one"), send(WORDS, source="two")
    before = stored()
    assert [look(), look()] == [1, 0]
    word = LinkDecision.objects.get()
    assert (word.is_same, word.is_automatic, word.actor) == (True, True, "kerege")
    assert word.probability is not None and word.probability >= 0.9
    near = access_desk_report(moderator, second, timezone.now()).near[0]
    assert (near.is_same, near.is_automatic, near.probability) == (True, True, word.probability)
    assert access_desk_report(moderator, first, timezone.now()).sources == 2
    assert AuditEntry.objects.filter(action="link_automatically").count() == 1
    decide_same(moderator, report_id=first, other_id=second, is_same=False)
    assert access_desk_report(moderator, first, timezone.now()).sources == 1
    assert stored() == before
    assert look() == 0


def test_a_person_may_confirm_what_the_machine_said(moderator: Viewer) -> None:
    first, second = send(WORDS, source="one"), send(WORDS, source="two")
    look()
    decide_same(moderator, report_id=first, other_id=second, is_same=True)
    assert not access_desk_report(moderator, first, timezone.now()).near[0].is_automatic


def test_a_persons_word_stands_above_a_later_one_of_the_machine(moderator: Viewer) -> None:
    first, second = send(WORDS, source="one"), send(WORDS, source="two")
    decide_same(moderator, report_id=first, other_id=second, is_same=False)
    assert look() == 0
    LinkDecision.objects.create(
        first_id=first, second_id=second, is_same=True, is_automatic=True, at=timezone.now(), actor="kerege"
    )
    assert group(moderator, first) == {first}


def test_nothing_is_joined_where_nothing_is_set_or_it_is_not_sure_enough(moderator: Viewer, settings) -> None:
    send(WORDS, source="one")
    send(WORDS, source="two")
    settings.KEREGE_LINK_PROBABILITY = None
    assert look() == 0
    settings.KEREGE_LINK_PROBABILITY = 0.999999
    assert look() == 0
    # They were compared once; another look does not compare them again.
    settings.KEREGE_LINK_PROBABILITY = 0.9
    assert look() == 0


@pytest.mark.parametrize(
    "other",
    [{"source": "one"}, {"is_exercise": True}, {"agency": "police"}, {"topics": frozenset({"minor"})}],
    ids=["the same source", "an exercise", "another agency", "a protected one"],
)
def test_what_must_stay_apart_is_never_joined(moderator: Viewer, other: dict) -> None:
    send(WORDS, source="one")
    send(WORDS + ".", **{"source": "two", **other})
    assert look() == 0


def test_what_is_false_is_joined_to_nothing(moderator: Viewer) -> None:
    first = send(WORDS, source="one")
    judge_report(moderator, report_id=first, verdict=Verdict.FALSE, reason="A joke.")
    send(WORDS, source="two")
    assert look() == 0


def test_one_source_is_never_twice_in_one_happening(moderator: Viewer) -> None:
    first, second = send(WORDS, source="one"), send(WORDS, source="two")
    assert look() == 1
    # The same source once more: near the second in all, but the happening has a report of it already.
    third = send(WORDS, source="one", hours_ago=1.1)
    assert look() == 0
    assert group(moderator, second) == {first, second} and third


def test_what_must_stay_apart_is_not_joined_through_others_either(moderator: Viewer) -> None:
    first, second = send(WORDS, source="one"), send(WORDS, source="two", topics=frozenset({"minor"}))
    LinkDecision.objects.create(first_id=first, second_id=second, is_same=True, at=timezone.now(), actor="protection")
    send(WORDS, source="three")
    assert look() == 0


def test_a_word_against_holds_for_all_that_are_joined(moderator: Viewer) -> None:
    first, second = send(WORDS, source="one"), send(WORDS, source="two")
    assert look() == 1
    third = send(WORDS, source="three")
    decide_same(moderator, report_id=third, other_id=first, is_same=False)
    # The second alone would be as like; it stands together with the first.
    assert look() == 0
    assert group(moderator, second) == {first, second}


def test_a_report_is_joined_to_what_came_before_it(moderator: Viewer) -> None:
    reports = [send(WORDS, source=name) for name in ("one", "two", "three")]
    assert look() == 2
    pairs = [(word.first_id, word.second_id) for word in LinkDecision.objects.order_by("id")]
    assert [second for _first, second in pairs] == reports[1:]
    assert access_desk_report(moderator, reports[0], timezone.now()).sources == 3
    # Of the two others, one may have been joined to this one and one to the other: the desk shows how.
    shown = {one.item.id: one for one in access_desk_report(moderator, reports[2], timezone.now()).near}
    direct = {frozenset(pair) for pair in pairs}
    for other in reports[:2]:
        is_direct = frozenset((other, reports[2])) in direct
        assert (shown[other].is_same, shown[other].is_joined_through_others) == (is_direct or None, not is_direct)


def test_after_a_kill_in_the_middle_it_goes_on(moderator: Viewer, monkeypatch: pytest.MonkeyPatch) -> None:
    send(WORDS, source="one")
    send(WORDS, source="two")
    with monkeypatch.context() as killed, pytest.raises(KeyboardInterrupt):
        killed.setattr(automatic_linking, "record", Mock(side_effect=KeyboardInterrupt))
        look()
    assert (LinkDecision.objects.count(), Report.objects.filter(compared_at__isnull=True).count()) == (0, 1)
    assert [look(), look()] == [1, 0]
    assert LinkDecision.objects.count() == AuditEntry.objects.filter(action="link_automatically").count() == 1


def test_a_flood_holds_nobody_up_and_becomes_no_heap(moderator: Viewer, monkeypatch: pytest.MonkeyPatch) -> None:
    first = send(WORDS, source="")
    flood(first, 10_000)
    monkeypatch.setattr(automatic_linking, "MOST_SECONDS", 0.0)
    look()
    # One at least, and then time is up.
    assert Report.objects.filter(compared_at__isnull=False).count() == 1
    monkeypatch.setattr(automatic_linking, "MOST_SECONDS", 600.0)
    monkeypatch.setattr(automatic_linking, "MOST_AT_ONCE", 60)
    monkeypatch.setattr(automatic_linking, "MOST_JOINED", 20)
    began = time.process_time()
    with CaptureQueriesContext(connection) as asked:
        joined = look()
    # The last of 61 came after three groups of twenty.
    assert Report.objects.filter(compared_at__isnull=False).count() == 61
    assert joined == 61 - 4
    assert sorted(len(one) for one in set(joined_reports(range(first, first + 61)).group_of.values())) == [
        1,
        20,
        20,
        20,
    ]
    assert len(asked) / 60 < 30
    assert (time.process_time() - began) / 60 < 0.5


def test_what_was_joined_can_be_parted_however_much_came_after(moderator: Viewer) -> None:
    first, second = send(WORDS, source="one"), send(WORDS, source="two")
    assert look() == 1
    flood(first, 60)
    assert group(moderator, second) == {first, second}


def flood(of: int, number: int) -> None:
    """So many reports like one, that came after it, from nobody known."""
    row = Report.objects.get(pk=of)
    said = {
        field.attname: getattr(row, field.attname) for field in Report._meta.concrete_fields if not field.primary_key
    }
    own = (
        {"receipt_digest": f"r{i}", "client_digest": f"c{i}", "received_at": row.received_at + timedelta(seconds=i)}
        for i in range(1, number + 1)
    )
    rows = (Report(**{**said, "source_digest": "", "compared_at": None, **one}) for one in own)
    Report.objects.bulk_create(rows, batch_size=500)


def test_only_the_station_itself_looks(moderator: Viewer) -> None:
    with pytest.raises(AccessDeniedError):
        link_automatically(moderator, now=timezone.now())


def test_old_reports_are_left_alone(moderator: Viewer) -> None:
    send(WORDS, source="one")
    send(WORDS, source="two")
    assert link_automatically(operator(), now=timezone.now() + timedelta(days=8)) == 0


def test_the_desk_says_that_it_was_the_machine(moderator: Viewer) -> None:
    first, _ = send(WORDS, source="one"), send(WORDS, source="two")
    look()
    client = Client()
    client.force_login(Person.objects.get(login=moderator.login))
    page = client.get(f"/desk/{first}").content.decode()
    assert "Joined by itself as the same happening" in page
    assert "Another happening" in page


@pytest.mark.parametrize("text", ["0.5", "1", "2", "-1", "often", "nan"])
def test_a_setting_that_is_no_such_probability_is_named(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from kerege_web.settings import _share

    monkeypatch.setenv("KEREGE_LINK_PROBABILITY", text)
    with pytest.raises(ImproperlyConfigured, match="KEREGE_LINK_PROBABILITY must be a number between"):
        _share("KEREGE_LINK_PROBABILITY")
