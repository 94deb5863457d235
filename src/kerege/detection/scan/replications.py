"""The same scan on data made by chance alone."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from kerege.detection.scan.any_windows import drawn_window_maxima, permuted_window_maxima
from kerege.detection.scan.growing_windows import drawn_maxima, permuted_maxima
from kerege.detection.scan.settings import RATES, ScanSettings
from kerege.detection.scan.significance import EQUAL
from kerege.detection.scan.study import ScanStudy
from kerege.detection.scan.zones import Zones

Array = NDArray[np.float64]
Whole = NDArray[np.int64]
# Replications of one piece of work: the same pieces for any number of workers.
PIECE = 25


def replicated_maxima(
    study: ScanStudy,
    zones: Zones,
    settings: ScanSettings,
    *,
    longest: int,
    recent: Array,
    single: NDArray[np.float32],
    statistic: float,
    seed: int,
    executor: Executor | None,
    progress: Callable[[int, int], None] | None,
) -> Array:
    """Largest statistic of each replication; fewer than asked for where a sequential test has seen enough.

    Replication s has its own generator, seeded with `seed` + s (splitmix64), so that the answer is the same for any
    number of workers.

    Parameters
    ----------
    study, zones, settings
    longest : int
        Longest window, in periods.
    recent, single
        What is expected of the newest 1, 2, ... periods of each place; see `space_time_scan`.
    statistic : float
        The largest of the data, for the sequential stop.
    seed : int
    executor : Executor or None
        Threads are enough: the machine code releases the interpreter.
    progress : callable or None
        Told (replications done, replications in all).
    """
    run = _prepared(study, zones, settings, longest, recent, single, seed)
    count = settings.replications
    pieces = [(first, min(first + PIECE, count)) for first in range(0, count, PIECE)]
    enough = (count + 1) // 20
    found: list[Array] = []
    reached = 0
    answers = map(run, pieces) if executor is None else executor.map(run, pieces)
    for own in answers:
        found.append(own)
        reached += int((own >= statistic - EQUAL).sum())
        if progress is not None:
            progress(sum(map(len, found)), count)
        if settings.sequential and reached >= enough:
            break
    return np.concatenate(found) if found else np.zeros(0)


def _prepared(
    study: ScanStudy,
    zones: Zones,
    settings: ScanSettings,
    longest: int,
    recent: Array,
    single: NDArray[np.float32],
    seed: int,
) -> Callable[[tuple[int, int]], Array]:
    """The replications of a piece, as a function."""
    total, side = float(study.cases), RATES[settings.rates]
    periods = study.expected.shape[1]
    ages = (periods - 1 - study.period).astype(np.int32)
    strata = int(study.stratum.max(initial=-1)) + 1
    by_stratum = np.argsort(study.stratum, kind="stable")
    stratum_start = np.searchsorted(study.stratum[by_stratum], np.arange(strata + 1)).astype(np.int64)
    grows = settings.windows != "retrospective"
    is_permutation = study.model == "permutation"
    weight = (
        np.bincount(study.location, minlength=len(study.expected)) if is_permutation else study.expected.sum(axis=1)
    )
    largest = _largest_zone(zones, weight.astype(np.float64))

    if grows and is_permutation:
        newest = [np.sort(ages[by_stratum[a:b]][ages[by_stratum[a:b]] < longest]) for a, b in _pairs(stratum_start)]
        recent_start = np.concatenate([[0], np.cumsum([len(own) for own in newest])]).astype(np.int64)
        recent_age = np.concatenate(newest) if newest else np.zeros(0, dtype=np.int32)
        place = study.location[by_stratum].astype(np.int32)

        def run(piece: tuple[int, int]) -> Array:
            maxima = np.zeros(piece[1] - piece[0])
            permuted_maxima(
                piece[0], piece[1], seed, zones.start, zones.member, zones.closes,
            recent, single, place, stratum_start, recent_age, recent_start, total,
                settings.min_cases, side, largest, maxima,
            )  # fmt: skip
            return maxima

        return run
    if grows:
        single_periods = np.diff(recent, axis=1, prepend=0.0)
        share = np.cumsum(single_periods.ravel()) / max(total, 1.0)

        def run(piece: tuple[int, int]) -> Array:
            maxima = np.zeros(piece[1] - piece[0])
            drawn_maxima(
                piece[0], piece[1], seed, zones.start, zones.member, zones.closes,
            recent, single, share, study.cases, total, settings.min_cases, side, largest,
                maxima,
            )  # fmt: skip
            return maxima

        return run
    return _prepared_any(study, zones, settings, longest, total, side, largest, seed, by_stratum, stratum_start)


def _prepared_any(
    study: ScanStudy,
    zones: Zones,
    settings: ScanSettings,
    longest: int,
    total: float,
    side: int,
    largest: float,
    seed: int,
    by_stratum: Whole,
    stratum_start: Whole,
) -> Callable[[tuple[int, int]], Array]:
    cumulated = cumulated_expectation(study)
    sure = 2.0 if study.model == "permutation" and 2 * largest <= total else 1.0
    by_place, case_start = cases_by_place(study)
    position = np.empty(study.cases, dtype=np.int64)
    position[by_place] = np.arange(study.cases)
    share = np.cumsum(study.expected.ravel()) / max(total, 1.0)

    def run(piece: tuple[int, int]) -> Array:
        maxima = np.zeros(piece[1] - piece[0])
        if study.model == "permutation":
            permuted_window_maxima(
                piece[0], piece[1], seed, zones.start, zones.member, zones.closes,
            cumulated, case_start, study.period[by_place], position[by_stratum],
                stratum_start, longest, total, settings.min_cases, side, sure, maxima,
            )  # fmt: skip
        else:
            drawn_window_maxima(
                piece[0], piece[1], seed, zones.start, zones.member, zones.closes,
            cumulated, share, study.cases, longest, total, settings.min_cases, side, sure,
                maxima,
            )  # fmt: skip
        return maxima

    return run


def cumulated_expectation(study: ScanStudy) -> Array:
    """What is expected of each place before each period, shape (L, T + 1).

    Examples
    --------
    >>> study = ScanStudy(location=np.zeros(3, dtype=np.int64), period=np.array([0, 1, 1]), model="poisson",
    ...     stratum=np.zeros(3, dtype=np.int64), expected=np.array([[1.0, 2.0]]))
    >>> cumulated_expectation(study).tolist()
    [[0.0, 1.0, 3.0]]
    """
    return np.concatenate([np.zeros((len(study.expected), 1)), np.cumsum(study.expected, axis=1)], axis=1)


def cases_by_place(study: ScanStudy) -> tuple[Whole, Whole]:
    """The cases in the order of their places, and where each place begins among them."""
    order = np.argsort(study.location, kind="stable").astype(np.int64)
    start = np.searchsorted(study.location[order], np.arange(len(study.expected) + 1)).astype(np.int64)
    return order, start


def _largest_zone(zones: Zones, weight: Array) -> float:
    walked = np.concatenate([[0.0], np.cumsum(weight[zones.member])])
    return float((walked[zones.start[1:]] - walked[zones.start[:-1]]).max(initial=0.0))


def _pairs(edges: Whole) -> list[tuple[int, int]]:
    return [(int(a), int(b)) for a, b in pairwise(edges)]
