from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from kerege.detection.ears import EarsSettings, ears

CONFIGURATIONS = {
    "b7": {"baseline": 7, "min_sigma": 0.0},
    "b7_minSigma0.5": {"baseline": 7, "min_sigma": 0.5},
    "b14_alpha0.01": {"baseline": 14, "min_sigma": 0.0, "alpha": 0.01},
}


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("configuration", CONFIGURATIONS)
@pytest.mark.parametrize("variant", ["c1", "c2", "c3"])
@pytest.mark.parametrize("series", ["husO104_daily", "salmonella_agona"])
def test_every_configuration_equals_the_oracle(
    shared: Callable[[str], Path], series: str, variant: str, configuration: str
) -> None:
    name = {"husO104_daily": "husO104_daily_counts", "salmonella_agona": "salmonella_agona"}[series]
    counts = rows_of(shared(f"oracles/surveillance/data/{name}.csv"))
    observed = np.array([[float(row["observed"])] for row in counts])
    oracle = rows_of(shared(f"oracles/surveillance/ears/{series}__{variant.upper()}__{configuration}.csv"))
    control = EarsSettings(**CONFIGURATIONS[configuration], r_compatible=True)  # type: ignore[arg-type]
    judged = [int(row["t"]) - 1 for row in oracle]
    found = ears(observed, variant=variant, settings=control, judged=judged)
    wanted = np.array([float(row["upperbound"]) for row in oracle])
    np.testing.assert_allclose(found.upper[:, 0], wanted, rtol=1e-9, atol=1e-9)
    assert found.alarm[:, 0].astype(int).tolist() == [int(row["alarm"]) for row in oracle]


def test_c3_looks_at_today() -> None:
    quiet = np.tile([4.0, 6.0, 5.0], 8)
    loud = quiet.copy()
    loud[-1] = 30.0
    for values, expected in ((quiet, False), (loud, True)):
        found = ears(values[:, None], variant="c3", settings=EarsSettings(), judged=[23])
        assert bool(found.alarm[0, 0]) is expected


def test_a_c3_by_hand() -> None:
    # Baseline 3: y = 2 4 3 | 2 4 | 6 7 9. C2 of day 5 (0-based): baseline days 0-2 (2 4 3), m 3, s 1: (6-3)/1 = 3.
    # Day 6: days 1-3 (4 3 2), m 3, s 1: 4. Day 7: days 2-4 (3 2 4), m 3, s 1: 6.  C3 = 2 + 3 + 5 = 10.
    series = np.array([2.0, 4, 3, 2, 4, 6, 7, 9])[:, None]
    found = ears(series, variant="c3", settings=EarsSettings(baseline=3), judged=[7])
    z = stats.norm.isf(0.025)
    assert found.score[0, 0] == pytest.approx(10 / z)
    assert found.upper[0, 0] == 0.0  # the two days before are enough
    assert found.alarm[0, 0]


def test_the_p_value_of_c3_is_that_of_three_truncated_normals() -> None:
    rng = np.random.default_rng(1)
    draws = np.maximum(rng.standard_normal((400_000, 3)) - 1, 0).sum(axis=1)
    series = np.array([2.0, 4, 3, 2, 4, 3, 3, 5.5])[:, None]
    # Only today lies above: C2 = (5.5 - 3)/1, C3 = 1.5.
    found = ears(series, variant="c3", settings=EarsSettings(baseline=3), judged=[7])
    assert found.score[0, 0] * stats.norm.isf(0.025) == pytest.approx(1.5)
    assert found.p_value[0, 0] == pytest.approx((draws >= 1.5).mean(), abs=0.003)


def test_missing_counts_and_known_outbreaks_stay_out_of_the_baseline() -> None:
    series = np.array([5.0, np.nan, 3, 4, 60, 4, 4, 6])[:, None]
    outbreak = np.zeros(series.shape, dtype=bool)
    outbreak[4] = True
    found = ears(series, variant="c1", settings=EarsSettings(), judged=[7], excluded=outbreak)
    assert found.expected[0, 0] == pytest.approx(4.0)  # 5, 3, 4, 4, 4
    with_it = ears(series, variant="c1", settings=EarsSettings(), judged=[7])
    assert with_it.expected[0, 0] > 13


def test_what_cannot_be_judged_says_why() -> None:
    series = np.array([[np.nan], [np.nan], [1], [2], [3], [4], [5], [6], [np.nan]])
    found = ears(series, variant="c1", settings=EarsSettings(), judged=[3, 7, 8])
    assert found.reason[0, 0] == "history is too short: 7 periods are needed, 3 periods are there"
    assert found.reason[1, 0] == ""
    assert found.reason[2, 0] == "no count was reported"
    assert len(ears(np.ones((3, 1)), variant="c2", settings=EarsSettings()).judged) == 0


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 50), min_size=14, max_size=14), st.sampled_from(["c1", "c2", "c3"]))
def test_more_cases_never_turn_an_alarm_off(values: list[int], variant: str) -> None:
    series = np.array(values, dtype=float)[:, None]
    more = series.copy()
    more[-1] += 4
    first, second = (ears(own, variant=variant, settings=EarsSettings(), judged=[13]) for own in (series, more))
    assert second.alarm[0, 0] >= first.alarm[0, 0]
    assert second.p_value[0, 0] <= first.p_value[0, 0]


@pytest.mark.parametrize(
    ("change", "said"), [({"baseline": 2}, "at least 3"), ({"alpha": 1.0}, "alpha"), ({"min_sigma": -1}, "min_sigma")]
)
def test_settings_outside_their_range_are_refused(change: dict[str, float], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        EarsSettings(**change)  # type: ignore[arg-type]


def test_the_predictive_bound_keeps_its_level_where_the_usual_one_does_not() -> None:
    counts = np.random.default_rng(3).normal(1000.0, 100.0, (60, 700)).round()
    usual, predictive = (
        ears(counts, variant="c1", settings=EarsSettings(alpha=0.01, predictive=own)) for own in (False, True)
    )
    # Student's t with 6 degrees of freedom beyond 2.326 / sqrt(8/7): 0.036.
    assert usual.alarm.mean() == pytest.approx(0.036, abs=0.004)
    assert predictive.alarm.mean() == pytest.approx(0.01, abs=0.002)
    assert ((predictive.p_value < 0.01) == predictive.alarm).all()
    assert ((predictive.score > 1) == predictive.alarm).all()


def test_fewer_counts_in_the_baseline_widen_the_predictive_bound() -> None:
    series = np.array([10.0, 14, 12, 10, 14, 12, 12, 12])[:, None]
    gaps = series.copy()
    gaps[3:6] = np.nan
    whole, few = (ears(own, variant="c1", settings=EarsSettings(alpha=0.01, predictive=True)) for own in (series, gaps))
    # Of 7 counts: sqrt(12) is above their deviation, and t of 6 degrees of freedom is 3.1427; of 4: 4.5407.
    assert whole.upper[0, 0] == pytest.approx(12 + 3.1427 * np.sqrt(12 * 8 / 7), abs=1e-3)
    assert few.upper[0, 0] == pytest.approx(12 + 4.5407 * np.sqrt(12 * 5 / 4), abs=1e-3)


def test_c3_has_no_predictive_bound() -> None:
    with pytest.raises(ValueError, match="predictive is for C1 and C2"):
        ears(np.ones((20, 1)), variant="c3", settings=EarsSettings(predictive=True))


def test_a_missing_day_adds_nothing_to_c3_and_does_not_silence_it() -> None:
    # Twelve days of 4 and 6 in turn, then 12, a day that is missing, and 12.
    series = np.array([4.0, 6] * 6 + [12, np.nan, 12])[:, None]
    found = ears(series, variant="c3", settings=EarsSettings(), judged=[12, 13, 14])
    alone = ears(series, variant="c2", settings=EarsSettings(), judged=[12, 14])
    z = stats.norm.isf(0.025), stats.norm.isf(0.001)
    both = (alone.score[0, 0] + alone.score[1, 0]) * z[1] - 2
    assert found.score[2, 0] * z[0] == pytest.approx(both)
    assert found.alarm[:, 0].tolist() == [True, False, True]
    assert found.reason[1, 0] == "no count was reported"
