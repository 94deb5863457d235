"""The scan itself: the best windows of the data, and what chance alone would have given."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kerege.detection.scan.any_windows import best_window_of_each_list
from kerege.detection.scan.cluster import ScanCluster, ScanResult
from kerege.detection.scan.growing_windows import best_of_each_list
from kerege.detection.scan.replications import cases_by_place, cumulated_expectation, replicated_maxima
from kerege.detection.scan.settings import RATES, ScanSettings
from kerege.detection.scan.significance import (
    gumbel_p_value,
    monte_carlo_p_value,
    recurrence_interval_days,
    sequential_p_value,
)
from kerege.detection.scan.study import ScanStudy
from kerege.detection.scan.zones import Zones

Array = NDArray[np.float64]
LANES = 8


@dataclass(frozen=True, slots=True)
class _Best:
    """The best window of each list of places: statistic, end of the zone, last period, length in periods less one."""

    value: Array
    end: NDArray[np.int64]
    last: NDArray[np.int64]
    length: NDArray[np.int64]


def space_time_scan(
    study: ScanStudy,
    zones: Zones,
    settings: ScanSettings,
    *,
    seed: int,
    executor: Executor | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> ScanResult:
    """Where and when cases lie closer together than chance lets expect.

    Every zone is combined with every stretch of periods that the settings allow. With n cases, m expected and C in
    all, a window has the log likelihood ratio

        n ln(n/m) + (C - n) ln((C - n)/(C - m))        (0 on the side that is not looked for)

    The best window of each list of places is a candidate; the largest is the most likely cluster, and of the others
    those follow that share no place with one before. P-values compare each with the largest statistic of data sets made
    under the null hypothesis.

    Parameters
    ----------
    study : ScanStudy
    zones : Zones
        See `circles` and `stretches`; cut here by `max_share` of the cases (permutation) or of what is expected.
    settings : ScanSettings
    seed : int
        Of the replications; the same seed gives the same answer with any number of workers.
    executor : Executor or None
        None: in this thread.
    progress : callable or None
        Told (replications done, replications in all).

    Raises
    ------
    ValueError
        If the study has no cases, zones and study disagree, or the model is permutation and the windows spatial.

    Source: Kulldorff 1997, Communications in Statistics: Theory and Methods 26: 1481-1496; Kulldorff 2001, J. R. Stat.
    Soc. A 164: 61-72; Kulldorff et al. 2005, PLoS Medicine 2: e59.

    Examples
    --------
    Two places; the last two of six cases fall together at place 1 on the last of three days.

    >>> from kerege.detection.scan.study import permutation_study
    >>> from kerege.detection.scan.zones import circles
    >>> study = permutation_study(np.array([0, 0, 0, 0, 1, 1]), np.array([0, 0, 1, 1, 2, 2]),
    ...     np.zeros(6, dtype=np.int64), places=2, periods=3)
    >>> zones = circles(np.array([[0.0, 0.0], [9.0, 0.0]]), max_km=5)
    >>> found = space_time_scan(study, zones, ScanSettings(max_periods=1, replications=99), seed=1)
    >>> best = found.clusters[0]
    >>> best.places, best.first, best.observed, round(best.expected, 4), round(best.statistic, 4)
    ((1,), 2, 2, 0.6667, 1.0465)
    """
    if not study.cases:
        raise ValueError("A scan needs cases.")
    if settings.windows == "spatial" and study.model == "permutation":
        raise ValueError("The permutation model says nothing of space alone; use poisson with a population.")
    if len(zones.member) and int(zones.member.max()) >= len(study.expected):
        raise ValueError("The zones hold places that the study does not know.")
    periods = study.expected.shape[1]
    longest = _longest(periods, settings)
    zones = _within_share(study, zones, settings)
    # What is expected of the newest 1, 2, ... periods of each place.
    recent = np.ascontiguousarray(np.cumsum(study.expected[:, ::-1], axis=1)[:, :longest])
    if settings.windows == "spatial":
        recent = study.expected.sum(axis=1, keepdims=True)
    best = _best_windows(study, zones, settings, longest, recent)
    chosen = _apart(best, zones)
    statistic = float(best.value[chosen[0]]) if chosen else 0.0
    maxima = replicated_maxima(
        study if settings.windows != "spatial" else _one_period(study),
        zones,
        settings,
        longest=longest,
        recent=recent,
        single=_padded(recent),
        statistic=statistic,
        seed=seed,
        executor=executor,
        progress=progress,
    )
    return ScanResult(
        clusters=tuple(_cluster(i, best, zones, study, settings, maxima) for i in chosen),
        maxima=maxima,
        cases=study.cases,
        places=len(study.expected),
        periods=periods,
    )


def _longest(periods: int, settings: ScanSettings) -> int:
    if settings.windows == "spatial":
        return 1
    wanted = max(periods // 2, 1) if settings.max_periods is None else settings.max_periods
    return min(wanted, periods)


def _within_share(study: ScanStudy, zones: Zones, settings: ScanSettings) -> Zones:
    if study.model == "permutation":
        weight = np.bincount(study.location, minlength=len(study.expected)).astype(np.float64)
    else:
        weight = study.expected.sum(axis=1)
    return zones.within(weight, settings.max_share * study.cases)


def _padded(recent: Array) -> NDArray[np.float32]:
    """Single precision, filled up to whole vectors with windows that expect a case and never see one."""
    fill = -recent.shape[1] % LANES
    return np.ascontiguousarray(np.pad(recent, ((0, 0), (0, fill)), constant_values=1.0).astype(np.float32))


def _one_period(study: ScanStudy) -> ScanStudy:
    return ScanStudy(
        location=study.location,
        period=np.zeros_like(study.period),
        stratum=study.stratum,
        expected=study.expected.sum(axis=1, keepdims=True),
        model=study.model,
    )


def _best_windows(study: ScanStudy, zones: Zones, settings: ScanSettings, longest: int, recent: Array) -> _Best:
    count, periods = len(zones), study.expected.shape[1]
    value = np.zeros(count)
    end, last, length = (np.full(count, -1) for _ in range(3))
    total, side = float(study.cases), RATES[settings.rates]
    if settings.windows == "retrospective":
        order, case_start = cases_by_place(study)
        best_window_of_each_list(
            zones.start, zones.member, zones.closes,
            cumulated_expectation(study), case_start, study.period[order], longest, total, settings.min_cases,
            side, value, end, last, length,
        )  # fmt: skip
        return _Best(value, end, last, length)
    age = periods - 1 - study.period
    if settings.windows == "spatial":
        age = np.zeros_like(age)
    newest = age < longest
    best_of_each_list(
        zones.start, zones.member, zones.closes,
            recent, _padded(recent), study.location[newest].astype(np.int32), age[newest].astype(np.int32), total,
        settings.min_cases, side, value, end, length,
    )  # fmt: skip
    last[:] = periods - 1
    if settings.windows == "spatial":
        length[:] = periods - 1
    return _Best(value, end, last, length)


def _apart(best: _Best, zones: Zones) -> list[int]:
    """The lists whose best windows are reported: largest first, of equal ones the smaller; none share a place."""
    reach = np.where(best.end >= 0, zones.reach_km[np.maximum(best.end, 0)] if len(zones.reach_km) else 0.0, np.inf)
    size = best.end - zones.start[:-1]
    # Equal statistics may differ in their last digits.
    order = np.lexsort((np.arange(len(best.value)), reach, size, -np.round(best.value, 9)))
    taken: set[int] = set()
    chosen = []
    for i in order.tolist():
        if best.value[i] <= 0:
            break
        places = zones.member[zones.start[i] : best.end[i] + 1].tolist()
        if taken.isdisjoint(places):
            taken.update(places)
            chosen.append(i)
    return chosen


def _cluster(i: int, best: _Best, zones: Zones, study: ScanStudy, settings: ScanSettings, maxima: Array) -> ScanCluster:
    places = zones.member[zones.start[i] : best.end[i] + 1]
    last = int(best.last[i])
    first = last - int(best.length[i])
    inside = np.isin(study.location, places) & (study.period >= first) & (study.period <= last)
    observed = int(inside.sum())
    expected = float(study.expected[places, first : last + 1].sum())
    statistic = float(best.value[i])
    enough = (settings.replications + 1) // 20
    p_value = (
        sequential_p_value(statistic, maxima, enough) if settings.sequential else monte_carlo_p_value(statistic, maxima)
    )
    outside = (study.cases - observed) * expected
    return ScanCluster(
        places=tuple(places.tolist()),
        reach_km=float(zones.reach_km[best.end[i]]),
        first=first,
        last=last,
        observed=observed,
        expected=expected,
        statistic=statistic,
        relative_risk=observed * (study.cases - expected) / outside if outside > 0 else float("inf"),
        p_value=p_value,
        p_gumbel=gumbel_p_value(statistic, maxima),
        recurrence_interval_days=recurrence_interval_days(p_value, settings.days_between, settings.earlier_analyses),
        cases=tuple(np.flatnonzero(inside).tolist()),
    )
