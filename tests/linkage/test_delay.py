from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from kerege.files.line_list import LineList, read_line_list
from kerege.linkage.delay.nowcast import NowcastSettings, bayes_nowcast, lawless_nowcast, reported_share
from kerege.linkage.delay.reporting_triangle import (
    DelayHazard,
    ReportingTriangle,
    delay_hazard,
    reporting_triangle,
)

Shared = Callable[[str], Path]
NOW = date(2011, 6, 2).toordinal()
ORACLE = "oracles/surveillance/nowcast/husO104__2011-06-02__"


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def outbreak(shared: Shared, tmp_path: Path) -> LineList:
    rows = rows_of(shared("oracles/surveillance/data/husO104Hosp_linelist.csv"))
    path = tmp_path / "list.csv"
    path.write_text("occurred,reported\n" + "\n".join(f"{row['dHosp']},{row['dReport']}" for row in rows) + "\n")
    return read_line_list(path)


@pytest.fixture
def triangle(outbreak: LineList) -> ReportingTriangle:
    return reporting_triangle(outbreak.occurred, outbreak.reported, now=NOW, longest=15)


def test_the_triangle_equals_the_oracle(shared: Shared, triangle: ReportingTriangle) -> None:
    oracle = rows_of(shared(f"{ORACLE}reporting_triangle_D15.csv"))
    counts = [[0 if row[str(d)] == "NA" else int(row[str(d)]) for d in range(1, 17)] for row in oracle]
    assert triangle.counts.tolist() == counts


def test_medians_lie_within_1_of_the_oracle(shared: Shared, triangle: ReportingTriangle) -> None:
    oracle = rows_of(shared(f"{ORACLE}bayes.trunc.csv"))
    found = bayes_nowcast(triangle, NowcastSettings(draws=20_000), np.random.default_rng(1))
    for i, row in enumerate(oracle, len(found.seen) - len(oracle)):
        assert found.seen[i] == int(row["reported_by_now"])
        assert abs(found.estimate[i] - float(row["nowcast"])) <= 1
        # The bounds there come from 1,000 draws.
        assert found.lower[i] == pytest.approx(float(row["ci_lower"]), abs=1)
        assert found.upper[i] == pytest.approx(float(row["ci_upper"]), rel=0.06, abs=1)


def test_lawless_equals_the_oracle_with_its_defects(shared: Shared, triangle: ReportingTriangle) -> None:
    oracle = rows_of(shared(f"{ORACLE}lawless.csv"))
    found = lawless_nowcast(triangle, NowcastSettings(), r_compatible=True)
    wider = lawless_nowcast(triangle, NowcastSettings())
    for i, row in enumerate(oracle, len(found.seen) - len(oracle)):
        ours = (found.estimate[i], found.lower[i], found.upper[i])
        assert ours == tuple(float(row[name]) for name in ("nowcast", "ci_lower", "ci_upper"))
        assert wider.upper[i] >= found.upper[i] - 1


def test_the_hazard_by_hand() -> None:
    # Three periods, D = 2: 5 3 1 / 4 2 . / 6 . .
    triangle = ReportingTriangle(np.array([[5, 3, 1], [4, 2, 0], [6, 0, 0]]), 0)
    hazard = delay_hazard(triangle)
    assert hazard.at.tolist() == [15, 5, 1]
    assert hazard.up_to.tolist() == [15, 14, 9]
    found = lawless_nowcast(triangle, NowcastSettings())
    # F of the newest: (1 - 5/14)(1 - 1/9); of the one before: 1 - 1/9.
    share = (9 / 14) * (8 / 9)
    assert 6 / share == pytest.approx(10.5)
    whole = 6 / share
    doubt = (5 / 14) / (14 * 9 / 14) + (1 / 9) / (9 * 8 / 9)
    deviation = np.sqrt(whole * (whole + 1) * doubt + whole * (1 - share) / share)
    below = stats.norm.cdf(6, whole, deviation)
    assert found.upper[-1] == pytest.approx(stats.norm.ppf(below + 0.975 * (1 - below), whole, deviation))
    newest = delay_hazard(triangle, window=1)
    assert newest.at.tolist() == [10, 2, 0]


def test_truths_of_simulated_epidemics_lie_in_the_interval_as_often_as_it_says() -> None:
    rng = np.random.default_rng(5)
    share = np.array([0.3, 0.3, 0.2, 0.1, 0.1])
    inside = []
    for _ in range(60):
        truth = rng.poisson(25, size=40)
        counts = np.array([rng.multinomial(own, share) for own in truth])
        seen = np.array([[n if t + d < 40 else 0 for d, n in enumerate(row)] for t, row in enumerate(counts)])
        found = bayes_nowcast(
            ReportingTriangle(seen, 0), NowcastSettings(level=0.8, prior_mean=25, prior_variance=600), rng
        )
        inside += ((found.lower <= truth[-5:]) & (truth[-5:] <= found.upper))[1:].tolist()
    assert np.mean(inside) == pytest.approx(0.83, abs=0.09)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 9)), min_size=1, max_size=60), st.integers(1, 8))
def test_nothing_reported_later_is_used_and_nothing_seen_is_lost(rows: list[tuple[int, int]], longest: int) -> None:
    occurred = np.array([t for t, _ in rows])
    reported = occurred + np.array([d for _, d in rows])
    now = 15
    triangle = reporting_triangle(occurred, reported, now=now, longest=longest)
    known = (reported <= now) & (occurred <= now)
    assert triangle.counts.sum() == known.sum()
    again = reporting_triangle(occurred[known], reported[known], now=now, longest=longest)
    assert (again.counts == triangle.counts).all()
    found = bayes_nowcast(triangle, NowcastSettings(draws=50), np.random.default_rng(1))
    assert (found.lower >= found.seen).all()
    assert (found.estimate >= found.lower).all()
    assert (found.upper >= found.estimate).all()


def test_the_share_reported_by_hand() -> None:
    # Many reports: the posterior sits at the observed hazards 0.2 and 0.25.
    hazard = DelayHazard(np.array([6000, 2000, 2500]), np.array([6000, 10_000, 10_000]))
    shares = reported_share(hazard, 0.1, np.random.default_rng(1), 4000).mean(axis=0)
    assert shares == pytest.approx([0.8 * 0.75, 0.75, 1.0], abs=0.005)


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="before it occurred"):
        reporting_triangle(np.array([3]), np.array([2]), now=5, longest=3)
    with pytest.raises(ValueError, match="at least 1 period"):
        reporting_triangle(np.array([3]), np.array([4]), now=5, longest=0)
    with pytest.raises(ValueError, match="prior_variance"):
        NowcastSettings(prior_mean=5, prior_variance=5)
