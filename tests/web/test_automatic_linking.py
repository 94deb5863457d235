"""The machine joins reports only where a site lets it, and every person's word stands above its own."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.utils import timezone
from tests.web.desk_reports import send

from kerege.domain.errors import AccessDeniedError
from kerege.domain.verdict import Verdict
from kerege_web.accounts.access import Viewer, operator
from kerege_web.accounts.models import Person
from kerege_web.accounts.roles import Role
from kerege_web.audit.models import AuditEntry
from kerege_web.reports.access.desk_report import access_desk_report
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
