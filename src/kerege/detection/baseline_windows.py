"""Which past periods a count is compared with, and the season group each belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray


def reference_points(judged: int, years: int, frequency: int, dates: Sequence[date] | None) -> list[int]:
    """Positions of the judged period and of the same time in the years before it, newest first.

    With integer time one year is `frequency` periods. With the dates of a weekly or daily series it is one calendar
    year, moved to the nearest day of the same weekday; then a year is 52 or 53 weeks.

    Parameters
    ----------
    judged : int
        Position of the period judged.
    years : int
        Years back.
    frequency : int
        Periods in a year: 365, 52, 12 or 1.
    dates : sequence of date or None
        First day of each period, without gaps; None for integer time.

    Returns
    -------
    list of int
        years + 1 positions; negative where the series does not reach.

    Examples
    --------
    >>> reference_points(300, 2, 52, None)
    [300, 248, 196]
    >>> mondays = [date(2020, 1, 6) + timedelta(weeks=week) for week in range(120)]
    >>> reference_points(110, 2, 52, mondays)
    [110, 58, 6]
    """
    if dates is None or frequency not in (52, 365):
        return [judged - year * frequency for year in range(years + 1)]
    step = 7 if frequency == 52 else 1
    today = dates[judged]
    positions = []
    for year in range(years + 1):
        # The 29th of February has its like on the 28th.
        like = today.replace(year=today.year - year, day=28 if (today.month, today.day) == (2, 29) else today.day)
        like = today if year == 0 else like
        ahead = (today.weekday() - like.weekday()) % 7
        snapped = like + timedelta(days=ahead if ahead <= 3 else ahead - 7)
        positions.append(judged - (today - snapped).days // step)
    return positions


def baseline_rows(
    references: Sequence[int], *, half_window: int, groups: int, excluded: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Positions of the baseline periods and their season groups, oldest first.

    The windows r_i - w .. r_i + w around the reference points and r_0 - w .. r_0 before the judged period carry the
    last group. The periods between two windows are cut into groups - 1 runs of equal length, the first ones longer
    by one where that does not go up; they carry the groups 0, 1, ... in time order. With one group only the windows
    are used. The judged period and the `excluded` ones before it are left out.

    Parameters
    ----------
    references : sequence of int
        Newest first, as from `reference_points`.
    half_window, groups, excluded : int

    Raises
    ------
    ValueError
        If neighbouring windows overlap.

    Examples
    --------
    Two years of six periods, w = 1, three groups: between the windows -7..-5 and -1..0 lie -4, -3, -2; the first run
    is longer.

    >>> rows, group = baseline_rows([0, -6], half_window=1, groups=3, excluded=0)
    >>> rows.tolist(), group.tolist()
    ([-7, -6, -5, -4, -3, -2, -1], [2, 2, 2, 0, 0, 1, 2])
    """
    rows: list[int] = []
    group: list[int] = []
    ascending = list(reversed(references))
    for position, following in zip(ascending, [*ascending[1:], None], strict=True):
        last = position if following is None else position + half_window
        window = range(position - half_window, last + 1)
        rows += window
        group += [groups - 1] * len(window)
        if following is None:
            break
        between = range(position + half_window + 1, following - half_window)
        if following - position < 2 * half_window + 1:
            raise ValueError(f"Windows of {half_window} periods to each side overlap; make w smaller.")
        if groups > 1:
            each, longer = divmod(len(between), groups - 1)
            lengths = [each + (run < longer) for run in range(groups - 1)]
            rows += between
            group += [run for run, length in enumerate(lengths) for _ in range(length)]
    keep = np.array(rows) < references[0] - excluded
    return np.array(rows, dtype=np.int64)[keep], np.array(group, dtype=np.int64)[keep]
