"""Reports of one happening: suggested with a probability, joined and parted by people."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from tests.web.desk_reports import later, send

from kerege.domain.count_range import CountRange
from kerege.domain.errors import AccessDeniedError, InputError
from kerege.domain.harm import Harm
from kerege.domain.marking import TLP, Marking
from kerege.domain.period import Period, Precision
from kerege.domain.position import Position
from kerege.domain.verdict import Verdict
from kerege_web.accounts.access import Viewer, operator
from kerege_web.accounts.actions import add_agency
from kerege_web.accounts.models import Person
from kerege_web.accounts.roles import Role
from kerege_web.audit.models import AuditEntry
from kerege_web.incidents.access import (
    access_every_incident,
    access_incident_points,
    access_incidents,
    access_incidents_for_watch,
    access_same_incidents,
)
from kerege_web.incidents.filter import IncidentFilter
from kerege_web.incidents.known_incident import SameIncidents
from kerege_web.incidents.report_actions import VerifiedHappening, incident_from_report
from kerege_web.reports.access.desk_report import DeskReport, NearReport, access_desk_report
from kerege_web.reports.access.same_happening import ReportsOfIncident, access_joint_view, access_reports_of_incident
from kerege_web.reports.actions.judging import judge_report
from kerege_web.reports.actions.linking import decide_same
from kerege_web.reports.models import LinkDecision

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator(viewers: dict[tuple[str, Role], Viewer]) -> Viewer:
    return viewers["border-service", Role.MODERATOR]


@pytest.fixture
def fight(db: None) -> tuple[int, int, int]:
    """Two reports of one fight, and one of something else in the same day."""
    add_agency(operator(), code="border-service", name="Border Service")
    return (
        send("Stones thrown at the canal bridge", source="one"),
        send("Stones thrown near the bridge at the canal", source="two", hours_ago=1.2),
        send(
            "Cattle were stolen", source="three", hours_ago=15, position=Position(45.08, 10.3, 1.0), kind="cattle_theft"
        ),
    )


def seen(viewer: Viewer, report_id: int) -> DeskReport:
    return access_desk_report(viewer, report_id, later())


def near(viewer: Viewer, report_id: int, other: int) -> NearReport:
    return next(one for one in seen(viewer, report_id).near if one.item.id == other)


def test_the_like_report_is_suggested_and_the_unlike_one_is_not(moderator: Viewer, fight: tuple[int, int, int]) -> None:
    like, unlike = near(moderator, fight[0], fight[1]), near(moderator, fight[0], fight[2])
    assert like.probability is not None
    assert like.probability > 0.8
    assert (unlike.probability or 0.0) < 0.2
    assert seen(moderator, fight[0]).near[0].item.id == fight[1]
    assert (like.is_same, seen(moderator, fight[0]).sources) == (None, 1)


def test_a_word_joins_and_another_parts_and_both_are_kept(moderator: Viewer, fight: tuple[int, int, int]) -> None:
    decide_same(moderator, report_id=fight[1], other_id=fight[0], is_same=True)
    decide_same(moderator, report_id=fight[0], other_id=fight[1], is_same=True)
    assert near(moderator, fight[0], fight[1]).is_same is True
    assert [seen(moderator, report).sources for report in fight] == [2, 2, 1]
    decide_same(moderator, report_id=fight[0], other_id=fight[1], is_same=False)
    assert near(moderator, fight[1], fight[0]).is_same is False
    assert seen(moderator, fight[0]).sources == 1
    assert [row.is_same for row in LinkDecision.objects.all()] == [True, False]
    assert AuditEntry.objects.filter(action="decide_same").count() == 2


def test_what_is_joined_to_one_is_joined_to_all(moderator: Viewer, fight: tuple[int, int, int]) -> None:
    decide_same(moderator, report_id=fight[0], other_id=fight[1], is_same=True)
    decide_same(moderator, report_id=fight[1], other_id=fight[2], is_same=True)
    assert [seen(moderator, report).sources for report in fight] == [3, 3, 3]


def test_two_reports_of_one_source_are_no_two_witnesses(moderator: Viewer, fight: tuple[int, int, int]) -> None:
    again = send("Stones again at the canal bridge", source="one", hours_ago=0.9)
    decide_same(moderator, report_id=fight[0], other_id=again, is_same=True)
    assert seen(moderator, again).sources == 1


def test_who_may_not_link_may_not(viewers: dict[tuple[str, Role], Viewer], fight: tuple[int, int, int]) -> None:
    for agency, role in (("border-service", Role.OFFICER), ("police", Role.MODERATOR), ("police", Role.ANALYST)):
        with pytest.raises(AccessDeniedError):
            decide_same(viewers[agency, role], report_id=fight[0], other_id=fight[1], is_same=True)
    with pytest.raises(InputError):
        decide_same(viewers["border-service", Role.ANALYST], report_id=fight[0], other_id=fight[0], is_same=True)
    with pytest.raises(AccessDeniedError):
        decide_same(viewers["border-service", Role.ANALYST], report_id=fight[0], other_id=10_000, is_same=True)


def test_the_page_offers_it_and_takes_it(moderator: Viewer, fight: tuple[int, int, int], client: Client) -> None:
    client.force_login(
        Person.objects.get(login=moderator.login), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    page = client.get(f"/desk/{fight[0]}").content.decode()
    assert "The same happening: " in page
    done = client.post(f"/desk/{fight[0]}/same", {"other": fight[1], "is_same": "yes"}, follow=True)
    page = done.content.decode()
    assert "Decided: the same happening." in page
    assert "2 independent sources tell of this happening." in page
    assert client.post(f"/desk/{fight[0]}/same", {"other": "x"}).status_code == 302
    assert LinkDecision.objects.count() == 1


def test_reports_of_one_happening_have_one_incident_and_parting_takes_them_away(
    moderator: Viewer, fight: tuple[int, int, int], client: Client
) -> None:
    for report in fight[:2]:
        judge_report(moderator, report_id=report, verdict=Verdict.VERIFIED, reason="Seen by the patrol")
    now = datetime.now(UTC)
    happening = VerifiedHappening(
        kind="stone_throwing",
        occurred=Period(now - timedelta(hours=2), now, Precision.MINUTE),
        summary="Stones thrown.",
    )
    reference = incident_from_report(moderator, report_id=fight[0], happening=happening)
    assert seen(moderator, fight[1]).incident == ""
    decide_same(moderator, report_id=fight[0], other_id=fight[1], is_same=True)
    assert seen(moderator, fight[1]).incident == reference
    assert incident_from_report(moderator, report_id=fight[1], happening=happening) == reference
    assert access_reports_of_incident(moderator, reference) == ReportsOfIncident(fight[:2], 2)
    client.force_login(
        Person.objects.get(login=moderator.login), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    assert "2 independent sources tell of this happening." in client.get(f"/incidents/{reference}").content.decode()
    decide_same(moderator, report_id=fight[0], other_id=fight[1], is_same=False)
    assert access_reports_of_incident(moderator, reference) == ReportsOfIncident(fight[:1], 1)
    assert incident_from_report(moderator, report_id=fight[1], happening=happening) != reference


def test_the_incident_says_what_the_sides_agree_on_and_what_they_dispute(
    moderator: Viewer, db: None, client: Client
) -> None:
    killed = {"AA": CountRange.exactly(1), "BB": CountRange.exactly(3)}
    sides = [
        send(f"Shots at the bridge, {side}", source=side, side=side, kind="shooting", harm=Harm(killed=killed[side]))
        for side in ("AA", "BB")
    ]
    judge_report(moderator, report_id=sides[0], verdict=Verdict.VERIFIED, reason="Seen by the patrol")
    now = datetime.now(UTC)
    happening = VerifiedHappening(kind="shooting", occurred=Period(now - timedelta(hours=2), now, Precision.MINUTE))
    reference = incident_from_report(moderator, report_id=sides[0], happening=happening)
    assert access_joint_view(moderator, reference) is None
    decide_same(moderator, report_id=sides[0], other_id=sides[1], is_same=True)
    view = access_joint_view(moderator, reference)
    assert view is not None
    assert (view.agreed, view.disputed) == (("time", "place", "kind"), ("killed",))
    client.force_login(
        Person.objects.get(login=moderator.login), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    page = " ".join(client.get(f"/incidents/{reference}").content.decode().split())
    row = page[page.index('<th scope="row">Killed</th>') :]
    assert row.index(">1</td>") < row.index(">3</td>") < 200
    assert "<strong>Disputed</strong>" in row[:300]
    assert "Both agree" in page


def made_incident(moderator: Viewer, report: int, **marking: object) -> str:
    judge_report(moderator, report_id=report, verdict=Verdict.VERIFIED, reason="Seen.")
    day = Period(later() - timedelta(days=1), later(), Precision.DAY)
    said = VerifiedHappening(
        kind="stone_throwing", occurred=day, summary="Stones.", marking=Marking(**{"tlp": TLP.GREEN, **marking})
    )
    return incident_from_report(moderator, report_id=report, happening=said)


def counted(viewer: Viewer) -> list[str]:
    listed = [known.incident.id for known in access_incidents(viewer, IncidentFilter()).items]
    exported = [known.incident.id for known in access_every_incident(viewer, IncidentFilter())]
    points = [point.id for point in access_incident_points(viewer, IncidentFilter())]
    assert sorted(listed) == sorted(exported) == sorted(points)
    return sorted(listed)


def test_a_happening_that_became_two_incidents_counts_once_while_joined(
    moderator: Viewer, analyst: Viewer, fight: tuple[int, int, int], django_assert_max_num_queries
) -> None:
    first, second, third = (made_incident(moderator, report) for report in fight)
    before = later()
    assert counted(moderator) == sorted((first, second, third))
    decide_same(moderator, report_id=fight[0], other_id=fight[1], is_same=True)
    assert counted(moderator) == sorted((first, third))
    assert [one.id for one in access_incidents_for_watch(analyst, later(hours=1))] == sorted((first, third))
    assert access_same_incidents(moderator, second) == SameIncidents(earlier=first, later=())
    assert access_same_incidents(moderator, first) == SameIncidents(earlier="", later=(second,))
    # A run for a moment before the word was said counts both, as it did then.
    LinkDecision.objects.update(at=before + timedelta(minutes=1))
    assert len(access_incidents_for_watch(analyst, before)) == 3
    with django_assert_max_num_queries(8):
        access_incidents(moderator, IncidentFilter())
    LinkDecision.objects.update(at=before)
    decide_same(moderator, report_id=fight[0], other_id=fight[1], is_same=False)
    assert counted(moderator) == sorted((first, second, third))


def test_joined_through_a_third_report_they_count_once_too(moderator: Viewer, fight: tuple[int, int, int]) -> None:
    first, third = made_incident(moderator, fight[0]), made_incident(moderator, fight[2])
    decide_same(moderator, report_id=fight[1], other_id=fight[2], is_same=True)
    assert counted(moderator) == sorted((first, third))
    decide_same(moderator, report_id=fight[0], other_id=fight[1], is_same=True)
    assert counted(moderator) == [first]


def test_what_is_hidden_hides_nothing_else(
    viewers: dict[tuple[str, Role], Viewer], moderator: Viewer, fight: tuple[int, int, int]
) -> None:
    analyst = viewers["border-service", Role.ANALYST]
    red, green = made_incident(moderator, fight[0], tlp=TLP.RED), made_incident(moderator, fight[1])
    decide_same(moderator, report_id=fight[0], other_id=fight[1], is_same=True)
    assert (counted(moderator), counted(analyst)) == ([green], [red])
    assert access_same_incidents(moderator, green) == SameIncidents(earlier="", later=())


def test_of_those_that_may_be_seen_the_first_one_counts(
    viewers: dict[tuple[str, Role], Viewer], moderator: Viewer, fight: tuple[int, int, int]
) -> None:
    analyst = viewers["border-service", Role.ANALYST]
    red, second, third = (
        made_incident(moderator, report, tlp=tlp)
        for report, tlp in zip(fight, (TLP.RED, TLP.GREEN, TLP.GREEN), strict=True)
    )
    decide_same(moderator, report_id=fight[0], other_id=fight[1], is_same=True)
    decide_same(moderator, report_id=fight[0], other_id=fight[2], is_same=True)
    assert (counted(analyst), counted(moderator)) == ([red], [second])
    assert access_same_incidents(moderator, third) == SameIncidents(earlier=second, later=())
    assert access_same_incidents(analyst, third) == SameIncidents(earlier=red, later=())


def test_the_list_shows_what_is_told_again_and_does_not_count_it(
    moderator: Viewer, fight: tuple[int, int, int]
) -> None:
    first, second, third = (made_incident(moderator, report) for report in fight)
    decide_same(moderator, report_id=fight[0], other_id=fight[1], is_same=True)
    found = access_incidents(moderator, IncidentFilter(page_size=2), with_told_again=True)
    assert (found.total, found.told_again, found.pages, len(found.items)) == (2, 1, 2, 2)
    listed = access_incidents(moderator, IncidentFilter(), with_told_again=True).items
    assert {known.incident.id: known.earlier for known in listed} == {first: "", second: first, third: ""}
    client = Client()
    client.force_login(Person.objects.get(login=moderator.login))
    page = " ".join(client.get("/incidents").content.decode().split())
    assert "<strong>2</strong> incidents" in page
    assert "1 more is told again" in page
    assert f'Not counted: the same happening as <a href="/incidents/{first}">' in page
    table = b"".join(client.get("/incidents.csv").streaming_content).decode()
    assert first in table and second not in table


def test_the_pages_lead_to_each_other(moderator: Viewer, fight: tuple[int, int, int]) -> None:
    first, second = (made_incident(moderator, report) for report in fight[:2])
    decide_same(moderator, report_id=fight[0], other_id=fight[1], is_same=True)
    client = Client()
    client.force_login(Person.objects.get(login=moderator.login))
    later_page, earlier_page = (client.get(f"/incidents/{one}").content.decode() for one in (second, first))
    assert "stands here twice" in later_page and f'href="/incidents/{first}"' in later_page
    assert "Told again" in earlier_page and f'href="/incidents/{second}"' in earlier_page
