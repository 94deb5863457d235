"""A study for the scan, put together from its tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kerege.detection.scan.study import ScanStudy, permutation_study, poisson_study, standardised_weights
from kerege.domain.errors import InputError
from kerege.files.scan_tables import (
    LATEST_PERIODS,
    CaseTable,
    PlaceTable,
    period_days,
    period_of,
    read_amounts,
)

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyFrame:
    """How days and places of the tables become numbers.

    Parameters
    ----------
    places : PlaceTable
    first, last : date
        The study period, both included.
    precision : str
        Length of a period: "day", "month" or "year".
    weekday : bool
        Whether the days of the week are strata of their own.
    """

    places: PlaceTable
    first: date
    last: date
    precision: str
    weekday: bool = False

    @property
    def periods(self) -> int:
        """T."""
        return period_of(self.last, self.first, self.precision) + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadStudy:
    """A study with the row of the case table behind each of its cases."""

    study: ScanStudy
    row: NDArray[np.int64]


def study_from(
    cases: CaseTable,
    frame: StudyFrame,
    *,
    model: str,
    population: Path | None,
    expected: Path | None,
    satscan: bool,
    where: str,
) -> ReadStudy:
    """The study of a scan: every case by place, period and stratum, and what is expected.

    Cases outside the study period are left out. A covariate group is one combination of values.

    Parameters
    ----------
    cases, frame
    model : str
        "permutation", or "poisson" with a population or expectations.
    population, expected : Path or None
        For "poisson": exactly one of them. Populations are taken as linear between their dates and flat outside them.
    satscan : bool
        Layout of the population file.
    where : str
        Name of the case file, for messages.

    Raises
    ------
    InputError
        For a place without a position, a study without cases, or tables that do not fit together.
    """
    if frame.last < frame.first or frame.periods > LATEST_PERIODS:
        raise InputError(
            f"The study runs from {frame.first} to {frame.last}", where="--from, --to",
            mend="It must end after it begins, and not span too many periods",
        )  # fmt: skip
    index = {own: i for i, own in enumerate(frame.places.ids)}
    groups: dict[tuple[str, ...], int] = {}
    location, period, stratum, row = [], [], [], []
    for i, (place, day, count) in enumerate(zip(cases.location, cases.day, cases.count.tolist(), strict=True)):
        if place not in index:
            raise InputError(
                f"The place {place!r} has no position", where=f"{where}, line {cases.line[i]}",
                mend="Add it to the locations",
            )  # fmt: skip
        if not frame.first <= day <= frame.last:
            continue
        group = cases.covariates[i] + ((str(day.weekday()),) if frame.weekday else ())
        location += [index[place]] * count
        period += [period_of(day, frame.first, frame.precision)] * count
        stratum += [groups.setdefault(group, len(groups))] * count
        row += [i] * count
    if not location:
        raise InputError("No case lies in the study period", where=where, mend="Look at --from and --to")
    place_of, period_number, group_of = (np.array(own, dtype=np.int64) for own in (location, period, stratum))
    places, periods = len(frame.places.ids), frame.periods
    if model == "permutation":
        study = permutation_study(place_of, period_number, group_of, places=places, periods=periods)
        return ReadStudy(study=study, row=np.array(row, dtype=np.int64))
    if (population is None) == (expected is None):
        raise InputError("The model poisson needs either --population or --expected", where="--model")
    if expected is not None:
        weights = _expected_weights(expected, index, frame)
    else:
        weights = _population_weights(population, index, frame, cases, groups, group_of, satscan=satscan)  # type: ignore[arg-type]
    try:
        study = poisson_study(place_of, period_number, weights)
    except ValueError as error:
        raise InputError(str(error).removesuffix("."), where=str(expected or population)) from error
    return ReadStudy(study=study, row=np.array(row, dtype=np.int64))


def _expected_weights(path: Path, index: dict[str, int], frame: StudyFrame) -> Array:
    weights = np.zeros((len(index), frame.periods))
    for line, place, day, amount, _ in read_amounts(path, "expected", ()):
        if place not in index:
            raise InputError(f"The place {place!r} has no position", where=f"{path}, line {line}")
        if frame.first <= day <= frame.last:
            weights[index[place], period_of(day, frame.first, frame.precision)] += amount
    return weights


def _population_weights(
    path: Path,
    index: dict[str, int],
    frame: StudyFrame,
    cases: CaseTable,
    groups: dict[tuple[str, ...], int],
    group_of: NDArray[np.int64],
    *,
    satscan: bool,
) -> Array:
    """Person-time of each place, period and stratum, brought to what is expected."""
    known: dict[tuple[int, int], dict[int, float]] = {}
    for line, place, day, amount, values in read_amounts(path, "population", cases.covariate_names, satscan=satscan):
        if place not in index:
            raise InputError(f"The place {place!r} has no position", where=f"{path}, line {line}")
        # A group without any case has rate 0 and takes part all the same.
        group = groups.setdefault(values, len(groups))
        own = known.setdefault((index[place], group), {})
        # A year or month stands for its middle.
        moment = _middle(day, satscan=satscan)
        own[moment] = own.get(moment, 0.0) + amount
    people = np.zeros((len(index), frame.periods, len(groups)))
    middles = np.array(
        [
            (a.toordinal() + b.toordinal()) / 2
            for a, b in (period_days(t, frame.first, frame.precision) for t in range(frame.periods))
        ]
    )
    for (place_number, group), amounts in known.items():
        moments = sorted(amounts)
        people[place_number, :, group] = np.interp(middles, moments, [amounts[moment] for moment in moments])
    counts = np.bincount(group_of, minlength=len(groups)).astype(np.float64)
    try:
        return standardised_weights(counts, people)
    except ValueError as error:
        raise InputError(
            str(error).removesuffix("."), where=str(path), mend="Give the population of every group that has cases"
        ) from error


def _middle(day: date, *, satscan: bool) -> int:
    return day.toordinal() + (181 if satscan else 0)


def network_edges(
    edges: Sequence[tuple[str, str, float]], places: PlaceTable, where: str
) -> list[tuple[int, int, float]]:
    """Edges by number of place.

    Raises
    ------
    InputError
        For a place that is not among the locations.
    """
    index = {own: i for i, own in enumerate(places.ids)}
    for a, b, _ in edges:
        for own in (a, b):
            if own not in index:
                raise InputError(f"The place {own!r} of an edge is not among the locations", where=where)
    return [(index[a], index[b], km) for a, b, km in edges]
