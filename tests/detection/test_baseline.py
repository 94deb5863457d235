from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kerege.detection.baseline import farrington_flexible
from kerege.detection.farrington_settings import FarringtonSettings

CONFIGURATIONS = (
    "doc_old", "doc_new", "jss_con1", "jss_con2", "jss_con3", "jss_con4", "nb_noreweight", "nb_notrend",
    "nb_b3_w2_p5", "delta_sqrt", "delta_none",
)  # fmt: skip


def number(text: str) -> float:
    return np.nan if text == "NA" else float(text)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def agona(shared: Callable[[str], Path]) -> np.ndarray:
    rows = rows_of(shared("oracles/surveillance/data/salmonella_agona.csv"))
    return np.array([[float(row["observed"])] for row in rows])


def configured(shared: Callable[[str], Path], name: str, *, r_compatible: bool) -> FarringtonSettings:
    rows = rows_of(shared("oracles/surveillance/farrington/CONFIGS.csv"))
    control = next(row for row in rows if row["config"] == name)
    return FarringtonSettings(
        b=int(control["b"]),
        w=int(control["w"]),
        no_periods=int(control["noPeriods"]),
        past_weeks_not_included=int(control["pastWeeksNotIncluded"]),
        threshold_method=control["thresholdMethod"],
        alpha=float(control["alpha"]),
        trend=control["trend"] == "TRUE",
        p_threshold_trend=float(control["pThresholdTrend"]),
        reweight=control["reweight"] == "TRUE",
        weights_threshold=float(control["weightsThreshold"]),
        power_transform=control["powertrans"],
        limit54=(int(control["limit54_cases"]), int(control["limit54_period"])),
        r_compatible=r_compatible,
    )


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_every_configuration_equals_the_oracle(shared: Callable[[str], Path], name: str) -> None:
    oracle = rows_of(shared(f"oracles/surveillance/farrington/salmonella_agona__{name}.csv"))
    found = farrington_flexible(
        agona(shared),
        frequency=52,
        settings=configured(shared, name, r_compatible=True),
        judged=[int(row["t"]) - 1 for row in oracle],
    )
    columns = {"upper": "upperbound", "expected": "expected", "score": "score", "p_value": "pvalue"}
    for ours, theirs in columns.items():
        wanted = np.array([number(row[theirs]) for row in oracle])
        np.testing.assert_allclose(getattr(found, ours)[:, 0], wanted, rtol=1e-9, atol=1e-12, err_msg=theirs)
    wanted = np.array([number(row["phi"]) for row in oracle])
    np.testing.assert_allclose(found.details["dispersion"][:, 0], wanted, rtol=1e-9)
    assert [int(row["alarm"]) for row in oracle] == found.alarm[:, 0].astype(int).tolist()
    assert [int(row["trend_used"]) for row in oracle] == found.details["trend_used"][:, 0].astype(int).tolist()


def test_the_defect_of_the_other_implementation_is_right_by_default(shared: Callable[[str], Path]) -> None:
    # Week 300: 7.3115 there, 7.3584 with the dispersion as published.
    right = farrington_flexible(
        agona(shared), frequency=52, settings=configured(shared, "doc_old", r_compatible=False), judged=[299]
    )
    assert right.upper[0, 0] == pytest.approx(7.3584, abs=5e-5)


def test_count_bounds_do_not_depend_on_the_defect(shared: Callable[[str], Path]) -> None:
    # With p_threshold_trend = 1 the wrong dispersion decides nothing that nbPlugin uses.
    weeks = range(211, 312)
    bounds = [
        farrington_flexible(
            agona(shared),
            frequency=52,
            settings=configured(shared, "jss_con3", r_compatible=compatible),
            judged=weeks,
        )
        for compatible in (True, False)
    ]
    shown = np.isfinite(bounds[0].upper)
    assert (bounds[0].upper[shown] == bounds[1].upper[shown]).all()
    assert (bounds[0].alarm == bounds[1].alarm).all()
    assert np.isfinite(bounds[1].upper).all()


def test_too_short_a_history_is_said_and_not_raised() -> None:
    found = farrington_flexible(np.ones((100, 1)), frequency=52, settings=FarringtonSettings(), judged=[99])
    assert not found.alarm[0, 0]
    assert np.isnan(found.upper[0, 0])
    assert found.reason[0, 0] == "history is too short: 5 years and 3 periods are needed, 99 periods are there"
    assert len(farrington_flexible(np.ones((100, 1)), frequency=52, settings=FarringtonSettings()).judged) == 0


def test_the_first_week_that_can_be_judged_is_the_one_with_all_windows() -> None:
    found = farrington_flexible(np.ones((265, 1)), frequency=52, settings=FarringtonSettings())
    # 5 x 52 + 3 = 263 periods before it.
    assert found.judged.tolist() == [263, 264]


def test_a_week_that_was_not_reported_is_not_zero() -> None:
    counts = np.full((312, 1), 6.0)
    counts[-1] = np.nan
    found = farrington_flexible(counts, frequency=52, settings=FarringtonSettings(), judged=[311])
    assert found.reason[0, 0] == "no count was reported"
    assert np.isnan(found.p_value[0, 0])
    # Past weeks that were not reported do not pull the baseline down.
    counts = np.full((312, 1), 6.0)
    counts[100:200:3] = np.nan
    found = farrington_flexible(counts, frequency=52, settings=FarringtonSettings(), judged=[311])
    assert found.expected[0, 0] == pytest.approx(6.0)


def test_fewer_than_five_cases_in_four_weeks_raise_no_alarm() -> None:
    counts = np.zeros((312, 1))
    counts[-1] = 4
    settings_ = FarringtonSettings()
    quiet = farrington_flexible(counts, frequency=52, settings=settings_, judged=[311])
    assert not quiet.alarm[0, 0]
    assert quiet.reason[0, 0] == "fewer than 5 cases in 4 periods: no alarm is raised"
    counts[-1] = 5
    assert farrington_flexible(counts, frequency=52, settings=settings_, judged=[311]).alarm[0, 0]


def test_a_known_outbreak_in_the_past_does_not_hide_a_new_one() -> None:
    counts = np.tile([4.0, 5.0, 6.0, 5.0], 78)[:, None]
    counts[150:156] = 40.0
    plain = farrington_flexible(counts, frequency=52, settings=FarringtonSettings(reweight=False), judged=[311])
    weighed = farrington_flexible(counts, frequency=52, settings=FarringtonSettings(), judged=[311])
    assert weighed.upper[0, 0] < plain.upper[0, 0]


def test_population_that_doubles_doubles_the_expectation() -> None:
    counts = np.full((312, 1), 8.0)
    people = np.full((312, 1), 1000.0)
    people[-1] = 2000.0
    control = FarringtonSettings(population_offset=True)
    found = farrington_flexible(counts, frequency=52, settings=control, judged=[311], populations=people)
    assert found.expected[0, 0] == pytest.approx(16.0)
    with pytest.raises(ValueError, match="populations"):
        farrington_flexible(counts, frequency=52, settings=control, judged=[311])


def test_series_are_judged_alike_alone_and_together() -> None:
    rng = np.random.default_rng(5)
    counts = rng.poisson([2.0, 9.0, 40.0], size=(320, 3)).astype(float)
    together = farrington_flexible(counts, frequency=52, settings=FarringtonSettings())
    for unit in range(3):
        alone = farrington_flexible(counts[:, [unit]], frequency=52, settings=FarringtonSettings())
        np.testing.assert_allclose(alone.p_value[:, 0], together.p_value[:, unit], rtol=1e-7)
        assert (alone.upper[:, 0] == together.upper[:, unit]).all()


def test_dates_and_integer_time_agree_where_a_year_has_52_weeks() -> None:
    rng = np.random.default_rng(6)
    counts = rng.poisson(7.0, size=(312, 1)).astype(float)
    mondays = [date(2015, 1, 5) + timedelta(weeks=week) for week in range(312)]
    with_dates = farrington_flexible(counts, frequency=52, settings=FarringtonSettings(), judged=[311], dates=mondays)
    without = farrington_flexible(counts, frequency=52, settings=FarringtonSettings(), judged=[311])
    # One of five years has 53 Mondays in between: the baseline shifts by a week, the answer hardly.
    assert with_dates.expected[0, 0] == pytest.approx(without.expected[0, 0], rel=0.15)
    assert with_dates.expected[0, 0] != without.expected[0, 0]


def test_false_alarms_come_about_as_often_as_asked_for() -> None:
    rng = np.random.default_rng(7)
    season = 6 * np.exp(0.4 * np.sin(2 * np.pi * np.arange(290) / 52))
    counts = rng.poisson(season[:, None], size=(290, 80)).astype(float)
    control = FarringtonSettings(b=5, alpha=0.05)
    found = farrington_flexible(counts, frequency=52, settings=control)
    # 27 weeks x 80 series = 2,160 tests; a discrete bound alarms less often than alpha, never far more.
    assert 0.02 < found.alarm.mean() < 0.06


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 30), min_size=60, max_size=60), st.integers(0, 40))
def test_more_cases_never_turn_an_alarm_off(past: list[int], now: int) -> None:
    series = np.array([*past, now], dtype=float)[:, None]
    more = series.copy()
    more[-1] += 5
    control = FarringtonSettings(b=3, w=1, no_periods=3, past_weeks_not_included=2, alpha=0.05)
    first = farrington_flexible(series, frequency=12, settings=control, judged=[60])
    second = farrington_flexible(more, frequency=12, settings=control, judged=[60])
    assert second.alarm[0, 0] >= first.alarm[0, 0]
    assert not second.p_value[0, 0] > first.p_value[0, 0]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"b": 0}, "b >= 1"),
        ({"alpha": 0.0}, "alpha"),
        ({"threshold_method": "magic"}, "threshold_method"),
        ({"power_transform": "3/4"}, "power_transform"),
        ({"weights_threshold": 0.0}, "weights_threshold"),
    ],
)
def test_settings_outside_their_range_are_refused(change: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        FarringtonSettings(**change)  # type: ignore[arg-type]


def test_windows_that_overlap_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        farrington_flexible(np.ones((400, 1)), frequency=52, settings=FarringtonSettings(w=30), judged=[399])


def test_an_almost_empty_series_has_a_bound_that_is_a_number() -> None:
    # Cases only long ago: with trend and ten groups of the season the mean is known within many powers of ten.
    counts = np.zeros((624, 1))
    counts[[20, 60, 300, 350, 420]] = 1.0
    counts[620:] = 3.0
    settings = FarringtonSettings(threshold_method="muan")
    with np.errstate(over="raise"):
        found = farrington_flexible(counts, frequency=52, settings=settings, judged=range(600, 624))
    judged = found.reason[:, 0] == ""
    assert judged.any()
    assert np.isfinite(found.upper[judged]).all()
