"""Reports in: good rows kept, bad rows named, twice the same as once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.web.conftest import report_file

from kerege.domain.errors import AccessDeniedError, InputError
from kerege.domain.marking import TLP, Marking
from kerege_web.accounts.access import Viewer
from kerege_web.accounts.roles import Role
from kerege_web.audit.access import chain_head, logged_actions, verify_chain
from kerege_web.incidents import intake
from kerege_web.incidents.access import access_imports, access_incident, access_incidents
from kerege_web.incidents.actions import ImportOutcome, import_reports, preview_import, relocate_incidents
from kerege_web.incidents.filter import IncidentFilter, Order
from kerege_web.incidents.models import Incident

Import = Callable[..., ImportOutcome]


def everything_of(viewer: Viewer, **wanted: object) -> list[str]:
    page = access_incidents(viewer, IncidentFilter(order=Order.OLDEST, **wanted))
    return [known.incident.id for known in page.items]


def test_all_that_a_row_says_comes_back(analyst: Viewer, import_rows: Import) -> None:
    row = {
        "id": "A-1", "occurred": "2021-04-28T14:30+06:00", "reported": "2021-04-29", "kind": "shooting",
        "latitude": 45.01, "longitude": 10.25, "position_km": 2, "place": "Birka", "killed": 2, "injured": 4,
        "injured_low": 3, "injured_high": 6, "summary": "Shots at the canal.", "account_a": "They fired first.",
        "account_b": "We answered.", "channel": "post", "source": "book 7", "reliability": "B", "credibility": "2",
    }  # fmt: skip
    outcome = import_rows(analyst, row, tlp=TLP.GREEN)
    assert (outcome.new, outcome.known, outcome.rejected_count, outcome.format) == (1, 0, 0, "native")
    known = access_incident(analyst, "A-1").known
    incident = known.incident
    assert incident.occurred.start.isoformat() == "2021-04-28T08:30:00+00:00"
    assert incident.harm.killed is not None
    assert incident.harm.injured is not None
    assert (incident.harm.killed.best, incident.harm.displaced) == (2, None)
    assert (incident.harm.injured.low, incident.harm.injured.best, incident.harm.injured.high) == (3, 4, 6)
    assert [(a.side, a.text) for a in incident.accounts] == [("AA", "They fired first."), ("BB", "We answered.")]
    assert [(s.channel, s.reference) for s in incident.sources] == [("post", "book 7")]
    assert (str(incident.grading), incident.marking.tlp, incident.countries) == ("B2", TLP.GREEN, ("AA", "BB"))
    # 0.01 degrees of latitude is 1.11 km; the disc of 2 km reaches over the line.
    assert known.location is not None
    assert known.location.distance_km == pytest.approx(1.112, abs=0.01)
    assert (known.location.side, known.location.side_is_certain) == ("AA", False)
    assert (known.pair, known.group_id, known.agency) == ("AA-BB", "aa-bb.west", "border-service")


def test_importing_twice_changes_nothing(analyst: Viewer, import_rows: Import) -> None:
    rows = ({"id": "A-1"}, {"id": "A-2", "occurred": "2021-05"}, {"occurred": "2020-01-03", "place": "Cedra"})
    first = import_rows(analyst, *rows)
    before, head = list(Incident.objects.order_by("pk").values()), chain_head()
    second = import_rows(analyst, *rows)
    assert (first.new, first.known, second.new, second.known) == (3, 0, 0, 3)
    assert list(Incident.objects.order_by("pk").values()) == before
    assert chain_head() == head
    assert len(access_imports(analyst)) == 1


def test_an_id_that_stands_for_something_else_is_refused_with_its_line(analyst: Viewer, import_rows: Import) -> None:
    import_rows(analyst, {"id": "A-1"})
    outcome = import_rows(analyst, {"id": "A-2"}, {"id": "A-1", "summary": "Something else."})
    assert (outcome.new, outcome.rejected_count) == (1, 1)
    assert (outcome.rejected[0].line, outcome.rejected[0].column, outcome.rejected[0].value) == (3, "id", "A-1")
    same_file = import_rows(analyst, {"id": "A-3"}, {"id": "A-3"}, {"id": "A-3", "summary": "Something else."})
    assert (same_file.new, same_file.known, [row.line for row in same_file.rejected]) == (1, 1, [4])


def test_bad_rows_are_named_in_the_order_of_the_file_and_good_rows_stay(analyst: Viewer, import_rows: Import) -> None:
    outcome = import_rows(
        analyst,
        {"id": "A-1"},
        {"id": "A-2", "occurred": "yesterday"},
        {"id": "A-3", "latitude": 123},
        {"id": "A-4", "killed": -2},
        {"id": "A-5"},
    )
    assert (outcome.new, outcome.rejected_count) == (2, 3)
    assert [(row.line, row.column) for row in outcome.rejected] == [(3, "occurred"), (4, "latitude"), (5, "killed")]
    assert everything_of(analyst) == ["A-1", "A-5"]


def test_slices_of_a_file_keep_the_numbers_of_its_lines(
    analyst: Viewer, import_rows: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "SLICE_ROWS", 2)
    rows = [{"id": f"A-{number}"} for number in range(5)]
    rows[3]["occurred"], rows[4]["id"] = "never", "A-0"
    rows[4]["summary"] = "Another happening."
    outcome = import_rows(analyst, *rows)
    assert (outcome.new, [row.line for row in outcome.rejected]) == (3, [5, 6])


def test_a_preview_tells_the_same_and_stores_nothing(analyst: Viewer) -> None:
    content = report_file({"id": "A-1"}, {"id": "A-2", "occurred": "never"})
    head = chain_head()
    preview = preview_import(analyst, content=content, name="rows.csv")
    assert (preview.new, preview.rejected_count, preview.is_stored) == (1, 1, False)
    assert [incident.id for incident in preview.sample] == ["A-1"]
    assert (Incident.objects.count(), access_imports(analyst), chain_head()) == (0, (), head)
    stored = import_reports(analyst, content=content, name="rows.csv")
    assert (stored.new, stored.rejected) == (preview.new, preview.rejected)


def test_rows_without_a_marking_are_amber_for_the_own_agency_and_a_rows_own_marking_wins(analyst: Viewer) -> None:
    content = report_file({"id": "A-1"}, {"id": "A-2", "marking": "TLP:GREEN"})
    import_reports(analyst, content=content, name="rows.csv")
    markings = {
        known.incident.id: known.incident.marking for known in access_incidents(analyst, IncidentFilter()).items
    }
    assert markings == {"border-service~A-1": Marking(TLP.AMBER), "A-2": Marking(TLP.GREEN)}


@pytest.mark.parametrize(
    ("content", "name"), [(b"", "empty.csv"), (b"a,b\n1,2\n", "other.csv"), (b"PK\x03\x04broken", "book.xlsx")]
)
def test_a_file_that_cannot_be_read_as_a_whole_is_refused_in_one_sentence(
    analyst: Viewer, content: bytes, name: str
) -> None:
    with pytest.raises(InputError) as refusal:
        import_reports(analyst, content=content, name=name)
    assert name in str(refusal.value)
    assert Incident.objects.count() == 0


def test_a_file_beyond_the_limit_and_an_unknown_format_are_refused(analyst: Viewer, settings: object) -> None:
    with pytest.raises(InputError, match="larger than"):
        settings.KEREGE_MAX_IMPORT_MB = 0  # type: ignore[attr-defined]
        import_reports(analyst, content=report_file({}), name="rows.csv")
    settings.KEREGE_MAX_IMPORT_MB = 1  # type: ignore[attr-defined]
    with pytest.raises(InputError, match="'xml' is not known"):
        import_reports(analyst, content=report_file({}), name="rows.csv", format_name="xml")


def test_an_import_is_logged_with_what_it_did(analyst: Viewer, import_rows: Import) -> None:
    import_rows(analyst, {"id": "A-1"}, {"id": "A-2", "occurred": "never"})
    batch = Incident.objects.get().batch
    entry = logged_actions("import", str(batch.pk))[0]
    assert (entry.actor, entry.action) == (analyst.login, "import_reports")
    assert {name: entry.details[name] for name in ("new", "known", "rejected")} == {"new": 1, "known": 0, "rejected": 1}
    assert verify_chain() == []


def test_search_finds_words_in_any_case_also_in_cyrillic(analyst: Viewer, import_rows: Import) -> None:
    import_rows(
        analyst,
        {"id": "A-1", "summary": "Стрельба у канала, ҚЫШЛАҚ", "place": "Ош"},
        {"id": "A-2", "summary": "Shooting at the canal"},
    )
    assert everything_of(analyst, text="СТРЕЛЬБА қышлақ") == ["A-1"]
    assert everything_of(analyst, text="CANAL") == ["A-2"]
    assert everything_of(analyst, text="canal стрельба") == []
    assert everything_of(analyst, text="100%") == []


def test_filters_narrow_by_pair_section_kind_severity_and_local_day(analyst: Viewer, import_rows: Import) -> None:
    import_rows(
        analyst,
        {"id": "A-1", "occurred": "2021-04-28", "killed": 12},
        {"id": "A-2", "occurred": "2021-05", "longitude": 10.75, "kind": "other"},
        {"id": "A-3", "occurred": "2021-06-01", "side_b": "CC", "latitude": 45.15, "longitude": 10.99},
        {"id": "A-4", "occurred": "2021-06-02", "latitude": 48, "longitude": 5},
    )
    assert everything_of(analyst, pair="AA-CC") == ["A-3"]
    assert everything_of(analyst, group_id="aa-bb.east") == ["A-2"]
    assert everything_of(analyst, section_id="aa-bb.cedra--dolna") == ["A-1"]
    assert everything_of(analyst, kind="other") == ["A-2"]
    assert everything_of(analyst, min_severity=5) == ["A-1"]
    assert everything_of(analyst, located=False) == ["A-4"]
    from datetime import date

    # The month of May touches the tenth of May; the day of 28 April has ended by the 29th, local time.
    assert everything_of(analyst, first=date(2021, 5, 10), last=date(2021, 5, 11)) == ["A-2"]
    assert everything_of(analyst, first=date(2021, 4, 29)) == ["A-2", "A-3", "A-4"]
    assert everything_of(analyst, last=date(2021, 4, 28)) == ["A-1"]


def test_pages_hold_what_is_asked_and_the_last_one_answers_for_those_beyond(
    analyst: Viewer, import_rows: Import
) -> None:
    import_rows(analyst, *({"id": f"A-{number}", "occurred": f"2021-04-{number + 1:02}"} for number in range(5)))
    page = access_incidents(analyst, IncidentFilter(order=Order.OLDEST, page=9, page_size=2))
    assert (page.page, page.pages, page.total) == (3, 3, 5)
    assert [known.incident.id for known in page.items] == ["A-4"]


def test_relocating_finds_places_anew_and_only_administrators_may(
    viewers: dict[tuple[str, Role], Viewer], import_rows: Import
) -> None:
    analyst, administrator = viewers["border-service", Role.ANALYST], viewers["police", Role.ADMINISTRATOR]
    import_rows(analyst, {"id": "A-1"}, {"id": "A-2", "latitude": 48, "longitude": 5}, tlp=TLP.RED)
    Incident.objects.update(section_id="gone", distance_km=9.0, pair="", group_id="")
    with pytest.raises(AccessDeniedError):
        relocate_incidents(analyst)
    assert relocate_incidents(administrator) == 1
    assert everything_of(analyst, section_id="aa-bb.cedra--dolna") == ["border-service~A-1"]
    assert everything_of(analyst, located=False) == ["border-service~A-2"]


def test_an_officer_may_import_and_what_an_agency_reads_in_is_its_own(
    viewers: dict[tuple[str, Role], Viewer], import_rows: Import
) -> None:
    import_rows(viewers["police", Role.OFFICER], {"id": "P-1"})
    assert [record.agency for record in access_imports(viewers["police", Role.ANALYST])] == ["police"]
    assert access_imports(viewers["border-service", Role.ANALYST]) == ()
