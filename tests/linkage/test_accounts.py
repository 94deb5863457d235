from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kerege.domain.account import Account
from kerege.domain.count_range import CountRange
from kerege.domain.grading import Credibility, Grading, Reliability
from kerege.domain.harm import Harm
from kerege.domain.joint_view import Agreement, JointView, Version
from kerege.domain.marking import TLP, Marking
from kerege.domain.period import Period, Precision
from kerege.domain.position import Position
from kerege.domain.report import Report
from kerege.domain.source import Source
from kerege.files.catalogue import read_catalogue
from kerege.linkage.accounts import joint_view
from kerege.linkage.joined_incident import joined_incident

ZONE = ZoneInfo("Asia/Bishkek")
NOON = datetime(2021, 4, 28, 12, tzinfo=UTC)


def report(reference: str, **changes: object) -> Report:
    plain = Report(
        reference=reference, occurred=Period.of_days(date(2021, 4, 28), date(2021, 4, 28), ZONE),
        reported_at=datetime(2021, 4, 30, tzinfo=UTC), kind="shooting", trigger="", countries=("KG", "TJ"),
        position=Position(39.84, 70.6, 2.0), place="", harm=Harm(), summary="", accounts=(), response="",
        sources=(Source("post", reference),), grading=Grading(), marking=Marking(TLP.CLEAR),
    )  # fmt: skip
    return replace(plain, **changes)  # type: ignore[arg-type]


def states(view: JointView) -> dict[str, Agreement]:
    return {own.field: own.agreement for own in view.fields}


def test_each_field_is_agreed_disputed_of_one_side_or_not_known() -> None:
    ours = report("a", harm=Harm(killed=CountRange(1, 2, 3), injured=CountRange.exactly(4)))
    theirs = report(
        "b", kind="stone_throwing", occurred=Period(NOON, NOON + timedelta(minutes=1), Precision.MINUTE),
        position=Position(39.90, 70.6, 2.0), harm=Harm(killed=CountRange.exactly(3)),
    )  # fmt: skip
    view = joint_view({"TJ": [theirs], "KG": [ours]})
    assert view.sides == ("KG", "TJ")
    assert states(view) == {
        "time": Agreement.AGREED,
        # 6.7 km apart, and both within 2 km.
        "place": Agreement.DISPUTED,
        "kind": Agreement.DISPUTED,
        "killed": Agreement.AGREED,
        "injured": Agreement.ONE_SIDE_ONLY,
        "displaced": Agreement.NOT_KNOWN,
        "detained": Agreement.NOT_KNOWN,
    }
    assert view.agreed == ("time", "killed")
    assert view.disputed == ("place", "kind")
    killed = view.fields[3]
    assert killed.versions == (Version("KG", ("1-3",), ("a",)), Version("TJ", ("3",), ("b",)))


def test_one_report_of_a_side_that_fits_is_enough() -> None:
    view = joint_view({"KG": [report("a"), report("b", kind="armed_clash")], "TJ": [report("c", kind="armed_clash")]})
    assert states(view)["kind"] is Agreement.AGREED
    assert view.fields[2].versions[0].values == ("shooting", "armed_clash")


def test_one_side_alone_disputes_nothing() -> None:
    view = joint_view({"KG": [report("a")], "TJ": []})
    assert view.sides == ("KG",)
    assert not view.agreed
    assert not view.disputed
    with pytest.raises(ValueError, match="nobody's side"):
        joint_view({"": [report("a")]})


def test_an_incident_keeps_every_account_and_takes_each_field_from_who_knows_best() -> None:
    poor = report(
        "poor", reported_at=datetime(2021, 4, 29, tzinfo=UTC), kind="stone_throwing", summary="Stones.",
        harm=Harm(killed=CountRange.exactly(9), injured=CountRange.exactly(4)),
        accounts=(Account("KG", "They began."),),
        marking=Marking(TLP.AMBER, frozenset({"police"})), trigger="water",
    )  # fmt: skip
    good = report(
        "good", grading=Grading(Reliability.B, Credibility.PROBABLY_TRUE), position=None, summary="Shots.",
        harm=Harm(killed=CountRange.exactly(1)), accounts=(Account("TJ", "No, they did."),), countries=("TJ", "KG"),
    )  # fmt: skip
    incident = joined_incident("I-1", [poor, good], read_catalogue())
    assert (incident.kind, incident.summary, incident.trigger) == ("shooting", "Shots.", "water")
    assert incident.harm == Harm(killed=CountRange.exactly(1), injured=CountRange.exactly(4))
    assert incident.position == poor.position
    assert incident.reported_at == poor.reported_at
    assert {account.side for account in incident.accounts} == {"KG", "TJ"}
    assert len(incident.sources) == 2
    assert incident.countries == ("TJ", "KG")
    assert incident.marking == poor.marking
    assert str(incident.grading) == "B2"
    assert joined_incident("I-1", [good, poor], read_catalogue()) == incident
    with pytest.raises(ValueError, match="needs a report"):
        joined_incident("I-1", [], read_catalogue())
