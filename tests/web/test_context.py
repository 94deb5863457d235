"""Foreign warnings: fetched, kept, replaced, taken back, shown; a feed that fails says so and stops no other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from hypothesis import given
from tests.sharing.cap_messages import messages
from tests.web.fake_feed import FakeFeed, fake_feed, feed_of, message

from kerege.domain.errors import AccessDeniedError
from kerege.intake.cap import read_cap
from kerege.sharing.cap.message import CapMessage
from kerege.sharing.cap.writer import write_message
from kerege_web.accounts.access import Viewer, operator
from kerege_web.accounts.actions import add_agency
from kerege_web.accounts.roles import Role
from kerege_web.audit.models import AuditEntry
from kerege_web.context import actions
from kerege_web.context.access import access_context, access_feeds
from kerege_web.context.actions import KEPT, MOST_LINKS, fetch_feeds
from kerege_web.context.models import ContextFeed, FetchedLink, StoredWarning, TakenBack
from kerege_web.context.schedule import EVERY, enqueue_due_context
from kerege_web.context.warning_document import warning_from_document, warning_to_document
from kerege_web.region import current_region

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 5, tzinfo=UTC)
EARLIER = "met,A-1,2026-03-01T09:00:00+06:00"


@pytest.fixture
def server(settings: Any, db: None) -> Iterator[FakeFeed]:
    add_agency(operator(), code="border-service", name="Border Service")
    with fake_feed() as fake:
        settings.KEREGE_CAP_INNER_HOSTS = ["127.0.0.1"]
        settings.KEREGE_CAP_FEEDS = [f"{fake.address}/feed?key=secret"]
        yield fake


def put(server: FakeFeed, *entries: str, **headers: str) -> None:
    server.put("/feed?key=secret", feed_of(*entries), **headers)


def names(at: datetime = NOW, section_id: str = "") -> list[str]:
    return [near.warning.reference.identifier for near in access_context(operator(), at=at, section_id=section_id)]


def fetch(at: datetime = NOW) -> int:
    return fetch_feeds(operator(), now=at)


def test_what_reaches_the_border_is_kept_with_its_sections(server: FakeFeed) -> None:
    put(server, message(), message("FAR", area="<circle>10.0,10.0 3</circle>"))
    assert fetch() == 1
    (near,) = access_context(operator(), at=NOW)
    assert near.warning == read_cap(message().encode())
    assert near.source == "127.0.0.1"
    # The middle lies on the line at 10.25: the third of ten sections of a tenth of a degree each is nearest.
    third = [own for own in current_region().sections if own.pair == "AA-BB" and own.part == "main"][2]
    assert near.section_ids[0] == third.id
    assert names(section_id=third.id) == ["A-1"]
    assert names(section_id="elsewhere") == []


def test_a_warning_without_shapes_is_kept_without_sections(server: FakeFeed) -> None:
    put(server, message(area=""))
    assert fetch() == 1
    assert access_context(operator(), at=NOW)[0].section_ids == ()


def test_a_warning_ends(server: FakeFeed) -> None:
    put(server, message())
    fetch()
    end = datetime(2026, 3, 1, 15, tzinfo=UTC)
    assert (names(end - timedelta(seconds=1)), names(end)) == (["A-1"], [])


@pytest.mark.parametrize("status", ["Exercise", "Test", "System", "Draft"])
def test_what_is_not_meant_is_not_kept(status: str, server: FakeFeed) -> None:
    put(server, message(status=status), message("A-2", status=status, message_type="Cancel", references=EARLIER))
    assert fetch() == 0
    assert not StoredWarning.objects.exists()
    assert not TakenBack.objects.exists()


def test_an_update_replaces_and_a_cancellation_takes_back(server: FakeFeed) -> None:
    put(server, message())
    fetch()
    update = message("A-2", message_type="Update", references=EARLIER)
    put(server, message(), update)
    assert fetch() == 1
    assert names() == ["A-2"]
    put(server, message("A-3", message_type="Cancel", references="met,A-2,2026-03-01T09:00:00+06:00"))
    assert fetch() == 0
    assert names() == []


def test_a_message_that_comes_after_its_cancellation_does_not_hold(server: FakeFeed) -> None:
    put(server, message("A-3", message_type="Cancel", references=EARLIER))
    fetch()
    put(server, message())
    fetch()
    assert names() == []


def test_another_feed_cannot_take_a_warning_back(server: FakeFeed, settings: Any) -> None:
    settings.KEREGE_CAP_FEEDS.append(f"{server.address}/other")
    put(server, message())
    server.put("/other", feed_of(message("X", message_type="Cancel", references=EARLIER)))
    fetch()
    assert names() == ["A-1"]


def test_a_message_that_names_itself_still_holds(server: FakeFeed) -> None:
    put(server, message(message_type="Update", references=EARLIER))
    fetch()
    assert names() == ["A-1"]


def test_something_newer_under_the_same_name_counts(server: FakeFeed) -> None:
    put(server, message())
    fetch()
    put(server, message(severity="Extreme", sent="2026-03-01T10:00:00+06:00"))
    assert fetch() == 0
    assert [near.warning.severity for near in access_context(operator(), at=NOW)] == ["Extreme"]
    put(server, message(severity="Minor"))
    fetch()
    assert [near.warning.severity for near in access_context(operator(), at=NOW)] == ["Extreme"]


def test_the_gravest_stands_first(server: FakeFeed) -> None:
    put(server, message("A-1", severity="Minor"), message("A-2", severity="Extreme"), message("A-3", severity="High"))
    fetch()
    assert names() == ["A-2", "A-1", "A-3"]


def test_links_are_fetched_once_and_what_is_gone_is_named(server: FakeFeed) -> None:
    server.put("/1.xml", message("L-1"))
    put(server, "/1.xml", "/gone.xml", "1.xml")
    assert fetch() == 1
    assert fetch() == 0
    assert (server.paths.count("/1.xml"), server.paths.count("/gone.xml")) == (1, 1)
    (state,) = access_feeds(operator(), at=NOW)
    assert state.problem == ""


def test_what_cannot_be_used_is_counted_and_named_and_the_rest_goes_on(server: FakeFeed) -> None:
    put(server, message("BAD", status="Real"), message())
    assert fetch() == 1
    (state,) = access_feeds(operator(), at=NOW)
    assert (state.refused, state.problem) == (1, "")
    assert state.refusal.startswith("BAD: 127.0.0.1: <status> must be one of")
    assert "secret" not in state.refusal


def test_more_links_than_are_fetched_at_once_follow_next_time(server: FakeFeed) -> None:
    links = [f"/{number}.xml" for number in range(MOST_LINKS + 2)]
    for link in links:
        server.put(link, message(link))
    put(server, *links, ETag='"1"')
    assert fetch() == MOST_LINKS
    assert "2 documents wait" in access_feeds(operator(), at=NOW)[0].problem
    assert fetch() == 2
    assert access_feeds(operator(), at=NOW)[0].problem == ""


def test_a_feed_of_slow_links_does_not_keep_the_others_waiting(
    server: FakeFeed, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.put("/1.xml", message())
    put(server, message("A-0"), "/1.xml", ETag='"1"')
    monkeypatch.setattr(actions, "SECONDS_OF_LINKS", -1.0)
    assert fetch() == 1
    assert access_feeds(operator(), at=NOW)[0].problem == "1 documents wait for the next time."
    monkeypatch.undo()
    assert fetch() == 1


def test_a_link_that_fails_is_asked_again(server: FakeFeed) -> None:
    server.put("/1.xml", status=500)
    put(server, "/1.xml", ETag='"1"')
    assert fetch() == 0
    assert access_feeds(operator(), at=NOW)[0].problem == "127.0.0.1 answered 500."
    server.put("/1.xml", message())
    assert fetch() == 1


def test_a_link_into_the_inner_network_is_not_asked(server: FakeFeed) -> None:
    put(server, "https://169.254.169.254/latest", "file:///etc/passwd", "https://[bad", message())
    assert fetch() == 1
    assert server.paths == ["/feed?key=secret"]


def test_a_feed_that_has_not_changed_is_not_read_again(server: FakeFeed) -> None:
    put(server, message("BAD", status="Real"), message(), ETag='"1"')
    fetch()
    later = NOW + timedelta(minutes=10)
    assert fetch(later) == 0
    assert server.requests[1][1]["If-None-Match"] == '"1"'
    (state,) = access_feeds(operator(), at=later)
    assert (state.fetched_at, state.refused, state.is_stale) == (later, 1, False)
    assert names(later) == ["A-1"]


def test_a_feed_that_fails_keeps_what_it_said_and_stops_no_other(server: FakeFeed, settings: Any) -> None:
    settings.KEREGE_CAP_FEEDS = [*settings.KEREGE_CAP_FEEDS, f"{server.address}/other"]
    put(server, message())
    server.put("/other", feed_of(message("B-1")))
    assert fetch() == 2
    server.put("/feed?key=secret", "<html/>")
    server.put("/other", feed_of(message("B-2")))
    later = NOW + timedelta(minutes=61)
    assert fetch(later) == 1
    first, second = access_feeds(operator(), at=later)
    assert "neither a CAP message nor a feed" in first.problem
    assert (first.fetched_at, first.tried_at, first.is_stale) == (NOW, later, True)
    assert (second.problem, second.is_stale) == ("", False)
    assert names(later) == ["A-1", "B-1", "B-2"]


def test_a_feed_that_the_settings_no_longer_name_is_forgotten(server: FakeFeed, settings: Any) -> None:
    put(server, message())
    fetch()
    settings.KEREGE_CAP_FEEDS = []
    assert (names(), access_feeds(operator(), at=NOW)) == ([], ())
    fetch()
    assert not ContextFeed.objects.exists()


def test_what_ended_long_ago_is_deleted(server: FakeFeed) -> None:
    server.put("/1.xml", message("A-9", message_type="Cancel", references=EARLIER))
    put(server, message("A-2"), "/1.xml")
    fetch()
    put(server)
    fetch(NOW + KEPT)
    assert (StoredWarning.objects.count(), TakenBack.objects.count(), FetchedLink.objects.count()) == (1, 1, 1)
    fetch(NOW + KEPT + timedelta(hours=11))
    assert (StoredWarning.objects.count(), TakenBack.objects.count(), FetchedLink.objects.count()) == (0, 1, 1)
    fetch(NOW + 2 * KEPT + timedelta(hours=1))
    assert (TakenBack.objects.count(), FetchedLink.objects.count()) == (0, 0)


def test_the_log_tells_of_new_warnings_and_of_failures_and_not_of_every_look(server: FakeFeed) -> None:
    put(server, message())
    fetch()
    fetch()
    server.put("/feed?key=secret", status=500)
    fetch()
    fetch()
    entries = AuditEntry.objects.filter(action="fetch_context").order_by("sequence")
    assert [entry.details for entry in entries] == [
        {"new": 1, "refused": 0, "failed": False},
        {"new": 0, "refused": 0, "failed": True},
    ]
    assert {entry.object_id for entry in entries} == {"127.0.0.1"}


def test_who_may_not_is_denied(viewers: dict[tuple[str, Role], Viewer]) -> None:
    with pytest.raises(AccessDeniedError):
        fetch_feeds(viewers["border-service", Role.ANALYST], now=NOW)
    door = Viewer(person_id=None, login="door", agency="border-service", role=Role.DOOR)
    for read in (access_context, access_feeds):
        with pytest.raises(AccessDeniedError):
            read(door, at=NOW)


@given(message=messages())
def test_a_warning_is_stored_and_read_back_the_same(message: CapMessage) -> None:
    warning = read_cap(write_message(message))
    assert warning_from_document(warning_to_document(warning)) == warning


def test_fetching_is_due_every_ten_minutes(settings: Any) -> None:
    settings.KEREGE_CAP_FEEDS = []
    now = timezone.now()
    assert not enqueue_due_context(now)
    settings.KEREGE_CAP_FEEDS = ["https://met.example/feed"]
    assert enqueue_due_context(now)
    assert not enqueue_due_context(timezone.now())
    DBTaskResult.objects.update(status=TaskResultStatus.SUCCESSFUL)
    assert not enqueue_due_context(timezone.now() + EVERY - timedelta(minutes=1))
    assert enqueue_due_context(timezone.now() + EVERY + timedelta(seconds=1))


def page(browser: Client, query: str = "") -> str:
    answer = browser.get(f"/context{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def lasting(name: str = "A-1", **other: str) -> str:
    return message(name, expires=(timezone.now() + timedelta(hours=5)).isoformat(timespec="seconds"), **other)


def test_the_page_shows_warnings_and_filters_by_section(
    server: FakeFeed, viewers: dict[tuple[str, Role], Viewer], sign_in: Callable[[Viewer], Client]
) -> None:
    put(server, lasting(), lasting("A-2", area="", event="Strong wind"))
    fetch(timezone.now())
    browser = sign_in(viewers["police", Role.OFFICER])
    text = page(browser)
    assert "Flash flood A-1" in text
    assert "Strong wind A-2" in text
    assert "Leave the valley &lt;now&gt;" in text
    assert "The service does not draw where" in text
    assert "secret" not in text
    assert "no sign of calm" not in text
    third = current_region().sections[2].id
    assert "Strong wind A-2" not in page(browser, f"?section={third}")
    assert "Flash flood A-1" in page(browser, f"?section={third}")
    assert "Strong wind A-2" in page(browser, "?section=%00nonsense")


def test_the_page_says_why_it_is_empty(
    settings: Any, viewers: dict[tuple[str, Role], Viewer], sign_in: Callable[[Viewer], Client]
) -> None:
    browser = sign_in(viewers["border-service", Role.OFFICER])
    settings.KEREGE_CAP_FEEDS = []
    assert "No service is connected" in page(browser)
    settings.KEREGE_CAP_FEEDS = ["https://met.example/feed"]
    text = page(browser)
    assert "Nothing is known" in text
    assert "Silence here is no sign of calm" in text
    assert "No warning holds" not in text
    ContextFeed.objects.create(address="https://met.example/feed", fetched_at=timezone.now())
    assert "No warning holds" in page(browser)


def test_the_page_is_for_people_who_have_signed_in() -> None:
    assert Client().get("/context").status_code == 302
