from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kerege.detection.baseline_windows import baseline_rows, reference_points


def test_a_leap_day_has_its_like_on_the_28th() -> None:
    days = [date(2018, 1, 1) + timedelta(days=i) for i in range(1200)]
    judged = days.index(date(2020, 2, 29))  # a Saturday; 28 Feb 2019 is a Thursday, the nearest Saturday is 2 March
    points = reference_points(judged, 1, 365, days)
    assert days[points[1]] == date(2019, 3, 2)


def test_months_and_years_go_back_by_their_number() -> None:
    months = [date(2018 + i // 12, i % 12 + 1, 1) for i in range(60)]
    assert reference_points(50, 2, 12, months) == [50, 38, 26]


def test_one_group_uses_the_windows_only() -> None:
    rows, group = baseline_rows([0, -12, -24], half_window=1, groups=1, excluded=1)
    # Windows -25..-23, -13..-11 and -1..0; the judged period and the one before it are left out.
    assert rows.tolist() == [-25, -24, -23, -13, -12, -11]
    assert set(group.tolist()) == {0}


@settings(deadline=None)
@given(st.integers(1, 5), st.integers(0, 3), st.integers(2, 8), st.integers(0, 30))
def test_every_row_between_the_windows_is_used_once(years: int, half: int, groups: int, excluded: int) -> None:
    references = [-52 * year for year in range(years + 1)]
    rows, group = baseline_rows(references, half_window=half, groups=groups, excluded=excluded)
    expected = range(-52 * years - half, -excluded)
    assert rows.tolist() == list(expected)
    for row, own in zip(rows.tolist(), group.tolist(), strict=True):
        near = min(abs(row - reference) for reference in references)
        assert (own == groups - 1) == (near <= half)


def test_runs_differ_by_one_row_at_most() -> None:
    # Between windows of w = 3 lie 52 - 7 = 45 rows; nine runs of five.
    _, group = baseline_rows([0, -52], half_window=3, groups=10, excluded=26)
    assert [group.tolist().count(run) for run in range(4)] == [5, 5, 5, 5]


def test_overlapping_windows_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        baseline_rows([0, -6], half_window=3, groups=2, excluded=0)
