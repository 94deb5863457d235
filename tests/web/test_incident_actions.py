"""Grading, further accounts, and the history of both."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kerege.domain.errors import InputError
from kerege.domain.grading import Credibility, Grading, Reliability
from kerege.domain.marking import TLP
from kerege_web.accounts.access import Viewer
from kerege_web.accounts.roles import Role
from kerege_web.incidents.access import access_incident, access_incidents
from kerege_web.incidents.actions import ImportOutcome, add_account, regrade_incident
from kerege_web.incidents.filter import IncidentFilter

Import = Callable[..., ImportOutcome]
B2 = Grading(Reliability.B, Credibility.PROBABLY_TRUE)


def test_a_new_grade_keeps_the_one_that_came_with_the_report(analyst: Viewer, import_rows: Import) -> None:
    import_rows(analyst, {"id": "A-1", "reliability": "D", "credibility": "4"})
    regrade_incident(analyst, incident_id="A-1", grading=B2, reason=" Seen by two posts. ")
    detail = access_incident(analyst, "A-1")
    judged = [(str(one.grading), one.reason, one.actor) for one in detail.gradings]
    assert judged == [("D4", "", analyst.login), ("B2", "Seen by two posts.", analyst.login)]
    assert str(detail.known.incident.grading) == "B2"
    assert [entry.action for entry in detail.history] == ["import_reports", "regrade_incident"]


def test_a_grade_needs_a_reason(analyst: Viewer, import_rows: Import) -> None:
    import_rows(analyst, {"id": "A-1"})
    with pytest.raises(InputError, match="needs a reason"):
        regrade_incident(analyst, incident_id="A-1", grading=B2, reason="  ")
    assert str(access_incident(analyst, "A-1").known.incident.grading) == "F6"


def test_a_further_account_stands_beside_the_others_and_can_be_searched_for(
    viewers: dict[tuple[str, Role], Viewer], import_rows: Import
) -> None:
    own, police = viewers["border-service", Role.ANALYST], viewers["police", Role.OFFICER]
    import_rows(own, {"id": "A-1", "account_a": "They came over."})
    add_account(police, incident_id="A-1", side="BB", text="We were on our field.")
    accounts = access_incident(own, "A-1").known.incident.accounts
    assert [(one.side, one.text) for one in accounts] == [("AA", "They came over."), ("BB", "We were on our field.")]
    assert access_incidents(own, IncidentFilter(text="our FIELD")).total == 1


@pytest.mark.parametrize("text", ["", "   ", "x" * 5_001])
def test_an_account_without_words_or_with_too_many_is_refused(analyst: Viewer, import_rows: Import, text: str) -> None:
    import_rows(analyst, {"id": "A-1"})
    with pytest.raises(InputError):
        add_account(analyst, incident_id="A-1", side="AA", text=text)


def test_who_works_in_another_agency_is_not_told(viewers: dict[tuple[str, Role], Viewer], import_rows: Import) -> None:
    own, police = viewers["border-service", Role.ANALYST], viewers["police", Role.ANALYST]
    import_rows(own, {"id": "A-1"}, tlp=TLP.AMBER, to=frozenset({"police"}))
    regrade_incident(own, incident_id="border-service~A-1", grading=B2, reason="Two posts")
    detail = access_incident(police, "border-service~A-1")
    assert {entry.actor for entry in detail.history} == {""}
    assert {judged.actor for judged in detail.gradings} == {""}
    assert detail.history[0].details == {}
    assert (detail.may_regrade, detail.may_add_account) == (False, True)
