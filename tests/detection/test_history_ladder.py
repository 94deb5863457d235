from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from scipy import stats

from kerege.detection.baseline import farrington_flexible
from kerege.detection.farrington_settings import FarringtonSettings
from kerege.detection.glr import GlrSettings, likelihood_ratio_chart
from kerege.detection.history_ladder import RUNGS, LadderSettings, judge_by_history
from kerege.detection.result import DetectionResult

LADDER = LadderSettings()


def counts_of(periods: int, series: int = 1, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).poisson(6.0, (periods, series)).astype(float)


def days(start: date, number: int, step: int = 1) -> list[date]:
    return [start + timedelta(days=step * i) for i in range(number)]


def months(number: int) -> list[date]:
    return [date(2010 + i // 12, i % 12 + 1, 1) for i in range(number)]


def rungs(found: DetectionResult, unit: int = 0) -> list[str]:
    return [RUNGS[int(rung)] for rung in found.details["rung"][:, unit]]


@pytest.mark.parametrize("frequency", [365, 52, 12])
def test_with_seven_periods_nothing_is_judged_and_with_eight_it_is(frequency: int) -> None:
    found = judge_by_history(counts_of(9), frequency=frequency, settings=LADDER)
    assert rungs(found) == ["none"] * 8 + ["ears_c2"]
    assert found.reason[7, 0] == "history is too short: 8 periods are needed, 7 periods are there"
    assert np.isnan(found.upper[7, 0])
    assert found.reason[8, 0] == ""
    assert np.isfinite(found.p_value[8, 0])


def test_the_bound_of_six_counts_by_hand() -> None:
    # Baseline 2 4 6 4 2 6: mean 4, squares 16, deviation sqrt(16/5) = 1.789, below sqrt(4) = 2 of a Poisson count.
    # 2 sqrt(1 + 1/6) = 2.1602; the 0.5 % quantile of t with 5 degrees of freedom is 4.0321: bound 4 + 8.7104.
    series = np.array([2.0, 4, 6, 4, 2, 6, 30, 30, 13])[:, None]
    found = judge_by_history(series, frequency=52, settings=LADDER, judged=[8])
    assert (found.expected[0, 0], found.alarm[0, 0]) == (4.0, True)
    assert found.upper[0, 0] == pytest.approx(12.7104, abs=1e-4)
    assert found.p_value[0, 0] == pytest.approx(stats.t.sf(9 / 2.160247, 5), rel=1e-6)
    series[8] = 12
    assert not judge_by_history(series, frequency=52, settings=LADDER, judged=[8]).alarm[0, 0]


@pytest.mark.parametrize(
    ("frequency", "dates"),
    [
        (365, None),
        (365, days(date(2011, 3, 5), 370)),
        (52, None),
        (52, days(date(2010, 1, 4), 60, 7)),
        (12, None),
        (12, months(20)),
    ],
)
def test_a_year_is_the_border_to_the_likelihood_ratio(frequency: int, dates: list[date] | None) -> None:
    counts = counts_of(frequency + 2)
    found = judge_by_history(
        counts,
        frequency=frequency,
        settings=LADDER,
        judged=[frequency - 1, frequency],
        dates=dates and dates[: len(counts)],
    )
    assert rungs(found) == ["ears_c2", "glr_negbin"]
    assert np.isfinite(found.p_value).all()


def test_the_likelihood_ratio_is_that_of_a_chart_since_a_quarter() -> None:
    counts = counts_of(80)
    counts[75:] = 15
    found = judge_by_history(counts, frequency=52, settings=LADDER, judged=[78])
    chart = likelihood_ratio_chart(
        counts[:79], family="negbin", frequency=52, settings=GlrSettings(), judged=range(65, 79)
    )
    for name in ("expected", "upper", "p_value", "score", "alarm"):
        assert getattr(found, name)[0, 0] == getattr(chart, name)[-1, 0]
    assert found.details["years"][0, 0] == 0


@pytest.mark.parametrize(
    ("frequency", "dates", "border"),
    [
        # Integer time: three years and the half window of three weeks.
        (365, None, 3 * 365 + 21),
        (52, None, 3 * 52 + 3),
        (12, None, 3 * 12 + 1),
        # Day 1,120 after 2011-03-05 is Saturday 2014-03-29. Three years before is Tuesday 2011-03-29, whose nearest
        # Saturday is the 26th, day 21; a day earlier it is day 20.
        (365, days(date(2011, 3, 5), 1200), 1120),
        # Week 159 after Monday 2010-01-04 begins on 2013-01-21. Three years before is Thursday 2010-01-21, whose
        # nearest Monday is the 18th, week 2; a week later it is the 25th, week 3.
        (52, days(date(2010, 1, 4), 200, 7), 160),
        (12, months(60), 37),
    ],
)
def test_three_years_and_a_half_window_are_the_border_to_farrington(
    frequency: int, dates: list[date] | None, border: int
) -> None:
    counts = counts_of(border + 2)
    known = None if dates is None else dates[: len(counts)]
    found = judge_by_history(counts, frequency=frequency, settings=LADDER, judged=[border - 1, border], dates=known)
    assert rungs(found) == ["glr_negbin", "farrington_flexible"]
    assert found.details["years"][:, 0].tolist() == [0, 3]
    assert (found.reason == "").all()
    assert np.isfinite(found.p_value).all()


def test_farrington_looks_back_as_many_years_as_there_are_up_to_those_wanted() -> None:
    counts = counts_of(700)
    dates = days(date(2010, 1, 4), 700, 7)
    found = judge_by_history(
        counts, frequency=52, settings=LadderSettings(years=10), judged=[211, 212, 213, 525, 650], dates=dates
    )
    # Four years before week 212, Monday 2014-01-27, is Wednesday 2010-01-27; its Monday is the 25th, week 3.
    assert found.details["years"][:, 0].tolist() == [3, 4, 4, 10, 10]
    assert (found.reason == "").all()
    plain = farrington_flexible(counts, frequency=52, settings=FarringtonSettings(b=4), judged=[212], dates=dates)
    assert found.upper[1, 0] == plain.upper[0, 0]


def test_control_values_meant_for_weeks_become_months() -> None:
    counts = counts_of(80)
    found = judge_by_history(counts, frequency=12, settings=LADDER, judged=[79], dates=months(80))
    control = FarringtonSettings(b=5, w=1, no_periods=4, past_weeks_not_included=6, limit54=(5, 1))
    plain = farrington_flexible(counts, frequency=12, settings=control, judged=[79])
    assert found.upper[0, 0] == plain.upper[0, 0]
    assert found.expected[0, 0] == plain.expected[0, 0]


def test_the_history_of_each_series_begins_with_its_own_first_count() -> None:
    counts = counts_of(200, series=4)
    counts[:100, 1] = np.nan
    counts[:193, 2] = np.nan
    counts[:, 3] = np.nan
    found = judge_by_history(counts, frequency=52, settings=LADDER, judged=[199])
    assert [rungs(found, unit)[0] for unit in range(4)] == ["farrington_flexible", "glr_negbin", "none", "none"]
    assert found.reason[0, 2].endswith("6 periods are there")
    assert found.reason[0, 3].endswith("0 periods are there")
    # What it says of a series is what it says of it alone, without the empty beginning.
    alone = judge_by_history(counts[100:, [1]], frequency=52, settings=LADDER, judged=[99])
    assert found.upper[0, 1] == alone.upper[0, 0]
    assert found.p_value[0, 1] == alone.p_value[0, 0]


def test_gaps_that_leave_too_little_to_learn_a_season_from_lead_back_to_ears() -> None:
    counts = counts_of(80, series=2)
    counts[5:60, 0] = np.nan
    found = judge_by_history(counts, frequency=52, settings=LADDER, judged=[78])
    assert [rungs(found, unit)[0] for unit in range(2)] == ["ears_c2", "glr_negbin"]
    assert np.isfinite(found.p_value).all()


def test_known_outbreaks_are_not_learnt_from_on_any_rung() -> None:
    counts = counts_of(300)
    excluded = np.zeros((300, 1), dtype=bool)
    for judged, first in ((20, 12), (80, 40), (299, 240)):
        counts[first : first + 3] += 60
        excluded[first : first + 3] = True
        with_them = judge_by_history(counts, frequency=52, settings=LADDER, judged=[judged])
        without = judge_by_history(counts, frequency=52, settings=LADDER, judged=[judged], excluded=excluded)
        assert without.upper[0, 0] < with_them.upper[0, 0]


def test_a_count_that_is_missing_has_a_reason_on_every_rung() -> None:
    counts = counts_of(300)
    judged = [20, 80, 299]
    counts[judged] = np.nan
    found = judge_by_history(counts, frequency=52, settings=LADDER, judged=judged)
    assert found.reason[:, 0].tolist() == ["no count was reported"] * 3
    assert not found.alarm.any()


def test_a_year_without_a_case_does_not_make_the_first_one_an_alarm() -> None:
    counts = np.zeros((80, 1))
    counts[79] = 1
    found = judge_by_history(counts, frequency=52, settings=LADDER, judged=[79])
    # Half a case in 66 weeks: log(132) - 1 + 1/132 = 3.89 is below 5; three cases in a week are far above.
    assert found.score[0, 0] * LADDER.c_ar == pytest.approx(np.log(132) - 1 + 1 / 132)
    assert not found.alarm[0, 0]
    counts[79] = 3
    assert judge_by_history(counts, frequency=52, settings=LADDER, judged=[79]).alarm[0, 0]


def test_a_yearly_series_has_no_season() -> None:
    found = judge_by_history(counts_of(12), frequency=1, settings=LADDER)
    assert rungs(found) == ["none"] * 8 + ["farrington_flexible"] * 4
    assert np.isfinite(found.p_value[8:]).all()


@pytest.mark.parametrize("frequency", [365, 52, 12])
def test_a_large_rise_is_found_on_every_rung(frequency: int) -> None:
    counts = counts_of(4 * frequency)
    judged = [max(frequency // 2, 9), 2 * frequency, 4 * frequency - 1]
    counts[judged] = 60
    found = judge_by_history(counts, frequency=frequency, settings=LADDER, judged=judged)
    assert rungs(found) == ["ears_c2", "glr_negbin", "farrington_flexible"]
    assert found.alarm.all()


def test_no_period_judged_gives_no_rows_and_bad_counts_are_refused() -> None:
    assert judge_by_history(counts_of(9), frequency=52, settings=LADDER, judged=[]).upper.shape == (0, 1)
    with pytest.raises(ValueError, match="cannot be negative"):
        judge_by_history(-counts_of(9), frequency=52, settings=LADDER)
    with pytest.raises(ValueError, match="years at least 3"):
        LadderSettings(years=2)
