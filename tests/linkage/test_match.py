from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from kerege.domain.account import Account
from kerege.domain.count_range import CountRange
from kerege.domain.errors import InputError
from kerege.domain.grading import Credibility, Grading, Reliability
from kerege.domain.harm import Harm
from kerege.domain.marking import TLP, Marking
from kerege.domain.period import Period
from kerege.domain.position import Position
from kerege.domain.report import Report
from kerege.domain.source import Source
from kerege.files.catalogue import read_catalogue
from kerege.linkage.match import incident_id, incidents_from_reports, match_reports

REPORT = Report(
    reference="B-17",
    occurred=Period.of_days(date(2021, 4, 28), date(2021, 4, 28), ZoneInfo("Asia/Bishkek")),
    reported_at=datetime(2021, 4, 28, 18, tzinfo=UTC),
    kind="stone_throwing",
    trigger="water",
    countries=("AA", "BB"),
    position=Position(40.25, 70.5, 2.0),
    place="Ak-Bulak",
    harm=Harm(killed=CountRange(1, 1, 3), injured=CountRange.exactly(12)),
    summary="At the intake.",
    accounts=(Account("AA", "They began."), Account("BB", "No, they.")),
    response="Border representatives met.",
    sources=(Source("post", "log 17"),),
    grading=Grading(Reliability.B, Credibility.PROBABLY_TRUE),
    marking=Marking(TLP.AMBER, frozenset({"police"})),
)


def test_an_incident_says_all_that_its_report_says() -> None:
    (incident,) = incidents_from_reports([REPORT], read_catalogue())
    assert incident.id == "B-17" and incident.severity == 4  # one killed
    shared = {field.name for field in fields(Report)} & {field.name for field in fields(incident)}
    assert shared == {field.name for field in fields(Report)} - {"reference"}
    assert all(getattr(incident, name) == getattr(REPORT, name) for name in shared)


def test_a_report_without_an_id_gets_one_from_its_content() -> None:
    nameless = replace(REPORT, reference="")
    assert incident_id(nameless) == f"R-{nameless.content_digest[:12]}"
    assert incident_id(replace(nameless, place="Kum")) != incident_id(nameless)


def test_the_same_report_twice_is_one_incident_in_the_order_of_first_mention() -> None:
    other = replace(REPORT, reference="A-1")
    nameless = replace(REPORT, reference="")
    matched = match_reports([REPORT, nameless, other, REPORT, nameless], read_catalogue())
    assert [incident.id for incident in matched.incidents] == ["B-17", incident_id(nameless), "A-1"]
    assert matched.conflicting == []


def test_the_same_id_with_other_content_makes_no_incident_and_is_listed() -> None:
    changed = replace(REPORT, summary="At the bridge.")
    matched = match_reports([REPORT, changed], read_catalogue())
    assert [incident.summary for incident in matched.incidents] == ["At the intake."]
    assert matched.conflicting == [changed]
    with pytest.raises(InputError, match=r"1 reports have the id .* B-17"):
        incidents_from_reports([REPORT, changed], read_catalogue())


def test_an_id_that_looks_like_a_made_one_cannot_take_its_place() -> None:
    nameless = replace(REPORT, reference="")
    impostor = replace(REPORT, reference=incident_id(nameless), summary="Something else.")
    assert match_reports([nameless, impostor], read_catalogue()).conflicting == [impostor]
