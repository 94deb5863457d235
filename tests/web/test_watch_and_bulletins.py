"""Runs are kept once and whole; bulletins are files that prove themselves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from kerege.domain.bulletin import BulletinLevel
from kerege.domain.errors import AccessDeniedError, InputError, KeregeError
from kerege.domain.marking import TLP
from kerege_web.accounts.access import Viewer
from kerege_web.accounts.roles import Role
from kerege_web.audit.access import chain_head, logged_actions
from kerege_web.incidents.actions import ImportOutcome
from kerege_web.risk.access import access_bulletin_file, access_bulletins, access_section_levels
from kerege_web.risk.actions import publish_bulletin
from kerege_web.warning.access import access_earlier_run, access_latest_run, access_run, access_runs, access_signals
from kerege_web.warning.actions import run_watch

Import = Callable[..., ImportOutcome]
AS_OF = datetime(2022, 1, 1, tzinfo=UTC)


@pytest.fixture
def busy_year(analyst: Viewer, import_rows: Import) -> None:
    """Two quiet years at one section, and a busy fortnight at the end."""
    quiet = [{"id": f"Q-{n}", "occurred": f"20{20 + n // 6}-{n % 6 * 2 + 1:02}-10"} for n in range(11)]
    busy = [{"id": f"B-{n}", "occurred": f"2021-12-{18 + n}", "killed": 1} for n in range(8)]
    assert import_rows(analyst, *quiet, *busy).new == 19


def test_the_same_run_is_kept_once_with_all_it_was_made_from(analyst: Viewer, busy_year: None) -> None:
    first = run_watch(analyst, as_of=AS_OF)
    head = chain_head()
    second = run_watch(analyst, as_of=AS_OF)
    assert first.summary == second.summary
    assert len(access_runs(analyst)) == 1
    assert chain_head() == head
    assert (first.summary.incident_count, first.summary.marking.tlp) == (19, TLP.CLEAR)
    assert logged_actions("run", first.summary.id)[0].details["digest"] == first.summary.digest
    assert len(access_section_levels(analyst).levels) == len(first.run.risks)


def test_a_run_for_a_past_day_uses_only_what_was_known_then(analyst: Viewer, busy_year: None) -> None:
    detail = run_watch(analyst, as_of=datetime(2021, 12, 19, tzinfo=UTC))
    # The tenth of every second month, eleven times, and 18 December, which ended at 18:00 UTC.
    assert detail.summary.incident_count == 12


def test_more_incidents_make_another_run_of_the_same_day(analyst: Viewer, import_rows: Import, busy_year: None) -> None:
    first = run_watch(analyst, as_of=AS_OF)
    import_rows(analyst, {"id": "late", "occurred": "2021-12-30", "reported": "2021-12-31"})
    second = run_watch(analyst, as_of=AS_OF)
    assert first.summary.id[:10] == second.summary.id[:10] == "2022-01-01"
    assert first.summary.id != second.summary.id


def test_runs_come_newest_first_and_know_the_one_before(analyst: Viewer, busy_year: None) -> None:
    earlier = run_watch(analyst, as_of=AS_OF - timedelta(days=30))
    later = run_watch(analyst, as_of=AS_OF)
    assert [run.id for run in access_runs(analyst)] == [later.summary.id, earlier.summary.id]
    latest, before = access_latest_run(analyst), access_earlier_run(analyst, AS_OF)
    assert latest is not None
    assert before is not None
    assert (latest.summary.id, before.summary.id) == (later.summary.id, earlier.summary.id)
    assert [signal.run.id for signal in access_signals(analyst, run_id=earlier.summary.id)] == [
        earlier.summary.id for _ in earlier.run.signals
    ]


def test_what_comes_back_is_what_the_watch_found(analyst: Viewer, busy_year: None) -> None:
    made = run_watch(analyst, as_of=AS_OF)
    found = access_run(analyst, made.summary.id).run
    assert (found.signals, found.risks, found.gaps) == (made.run.signals, made.run.risks, made.run.gaps)
    assert made.run.signals, "the busy fortnight is a signal"


def test_officers_read_runs_but_do_not_make_them_and_the_future_is_refused(
    viewers: dict[tuple[str, Role], Viewer], busy_year: None
) -> None:
    officer, analyst = viewers["border-service", Role.OFFICER], viewers["border-service", Role.ANALYST]
    with pytest.raises(AccessDeniedError):
        run_watch(officer, as_of=AS_OF)
    with pytest.raises(InputError, match="future"):
        run_watch(analyst, as_of=timezone.now() + timedelta(hours=1))
    made = run_watch(analyst, as_of=AS_OF)
    assert access_run(officer, made.summary.id).summary.id == made.summary.id


def test_a_bulletin_is_kept_once_and_proves_itself(viewers: dict[tuple[str, Role], Viewer], busy_year: None) -> None:
    officer, analyst = viewers["border-service", Role.OFFICER], viewers["border-service", Role.ANALYST]
    run = run_watch(analyst, as_of=AS_OF).summary
    first = publish_bulletin(analyst, level=BulletinLevel.TACTICAL, language="en", run_id=run.id)
    second = publish_bulletin(analyst, level=BulletinLevel.TACTICAL, language="en")
    assert first == second
    assert access_bulletins(officer) == (first,)
    file = access_bulletin_file(officer, first.id)
    assert file.content.startswith(b"%PDF-")
    assert (first.run_id, first.marking, first.size_bytes) == (run.id, run.marking, len(file.content))
    with default_storage.open(first.file_name, "wb") as stored:
        stored.write(b"%PDF- something else")
    with pytest.raises(KeregeError, match="is not the one that was published"):
        access_bulletin_file(officer, first.id)


def test_officers_do_not_publish_and_what_cannot_be_made_is_refused(
    viewers: dict[tuple[str, Role], Viewer], busy_year: None
) -> None:
    officer, analyst = viewers["border-service", Role.OFFICER], viewers["border-service", Role.ANALYST]
    with pytest.raises(InputError, match="no run of the watch yet"):
        publish_bulletin(analyst, level=BulletinLevel.TACTICAL, language="en")
    run_watch(analyst, as_of=AS_OF)
    with pytest.raises(AccessDeniedError):
        publish_bulletin(officer, level=BulletinLevel.TACTICAL, language="en")
    with pytest.raises(InputError, match="'de' is not offered"):
        publish_bulletin(analyst, level=BulletinLevel.TACTICAL, language="de")


def test_a_bulletin_of_strictly_marked_incidents_is_hidden_from_other_agencies(
    viewers: dict[tuple[str, Role], Viewer], import_rows: Import
) -> None:
    analyst, stranger = viewers["border-service", Role.ANALYST], viewers["police", Role.ADMINISTRATOR]
    import_rows(analyst, {"id": "A-1"}, tlp=TLP.AMBER_STRICT)
    bulletin = publish_bulletin(analyst, level=BulletinLevel.TACTICAL, language="en", as_of=AS_OF)
    assert bulletin.marking.tlp is TLP.AMBER_STRICT
    assert access_bulletins(stranger) == ()
    with pytest.raises(AccessDeniedError):
        access_bulletin_file(stranger, bulletin.id)
