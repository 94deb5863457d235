from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from kerege.domain.count_range import CountRange
from kerege.domain.grading import Grading
from kerege.domain.harm import Harm
from kerege.domain.marking import Marking
from kerege.domain.period import Period, Precision
from kerege.domain.position import Position
from kerege.domain.report import Report
from kerege.domain.source import Source
from kerege.files.catalogue import read_catalogue
from kerege.linkage.link import link_reports
from kerege.linkage.new_report import candidates_for
from kerege.linkage.reports_as_columns import reports_as_columns

DAY = Period.of_days(date(2021, 4, 28), date(2021, 4, 28), ZoneInfo("UTC"))
NOON = datetime(2021, 4, 28, 12, tzinfo=UTC)
POST = Report(
    reference="7", occurred=Period(NOON, NOON + timedelta(minutes=1), Precision.MINUTE),
    reported_at=datetime(2021, 4, 30, tzinfo=UTC), kind="shooting", trigger="", countries=("KG", "TJ"),
    position=Position(39.84, 70.6, 0.5), place="Aksai", harm=Harm(killed=CountRange(1, 2, 3)), summary="Shots heard.",
    accounts=(), response="", sources=(Source("post", ""),), grading=Grading(), marking=Marking(),
)  # fmt: skip
PAPER = replace(POST, occurred=DAY, position=Position(39.86, 70.61, 3.0), kind="armed_clash",
                sources=(Source("media", "https://www.example.org/1"),))  # fmt: skip
NOWHERE = replace(POST, position=None, sources=(Source("resident", ""),))


def test_reports_become_columns() -> None:
    catalogue = read_catalogue()
    columns = reports_as_columns(["a", "b", "c"], [POST, PAPER, NOWHERE], catalogue)
    assert columns.channels == ("media", "post", "resident")
    assert columns.channel.tolist() == [1, 0, 2]
    # 28 April 2021 is day 18,745 since 1970.
    assert columns.middle_days.tolist() == pytest.approx([18745.5 + 0.5 / 1440, 18745.5, 18745.5 + 0.5 / 1440])
    assert columns.half_days.tolist() == pytest.approx([0.5 / 1440, 0.5, 0.5 / 1440])
    assert columns.uncertainty_km.tolist()[:2] == [0.5, 3.0]
    assert np.isnan(columns.x[2])
    assert columns.counts.tolist() == [[2, -1, -1, -1]] * 3
    assert list(catalogue.kinds)[columns.kind[1]] == "armed_clash"
    assert columns.family[columns.kind[0]] == columns.family[columns.kind[1]]


def test_they_can_be_linked_and_asked_for() -> None:
    columns = reports_as_columns(["a", "b", "c"], [POST, PAPER, NOWHERE], read_catalogue())
    found = link_reports(columns)
    assert found.incident[0] == found.incident[1] != found.incident[2]
    assert found.independent_sources.tolist() == [2, 2, 1]
    asked = candidates_for(columns.rows(np.array([1])), columns.rows(np.array([0, 2])))
    assert [own.other for own in asked] == ["a"]


def test_no_reports_and_too_few_ids() -> None:
    nothing = reports_as_columns([], [], read_catalogue())
    assert link_reports(nothing).incident.tolist() == []
    with pytest.raises(ValueError, match="id of its own"):
        reports_as_columns([], [POST], read_catalogue())
