"""What reports are like in earnest: many residents, villages for places, days and months for times, bursts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from tests.linkage.linkage_reports import precision_recall

from kerege.linkage.link import link_reports
from kerege.linkage.report_columns import ReportColumns
from kerege.simulation.channel_reports import TELLING_CHANNELS, scattered_happenings, told_by_channels

GUARD, POLICE, RESIDENT = TELLING_CHANNELS


def rng(seed: int) -> np.random.Generator:
    return np.random.default_rng(seed)


def reached(columns: ReportColumns, truth: NDArray[np.int64]) -> tuple[float, float]:
    found = link_reports(columns)
    assert not found.refused
    return precision_recall(found.incident, truth)


def test_several_residents_tell_the_same_thing() -> None:
    channels = [GUARD, POLICE, *(replace(RESIDENT, name=f"resident{i}") for i in range(4))]
    columns, truth = told_by_channels(scattered_happenings(8000, 1.0, rng(1)), channels, rng(2))
    channel = np.minimum(columns.channel, 2)
    columns = replace(
        columns, channel=channel, channels=("guard", "police", "resident"), origin=channel,
        source=np.where(channel == 2, 10 + np.arange(len(columns)), channel),
    )  # fmt: skip
    precision, recall = reached(columns, truth)
    assert precision >= 0.95
    assert recall >= 0.92


def test_nameless_residents_who_never_repeat_each_other_are_learnt_to_be_one_source() -> None:
    columns, truth = told_by_channels(scattered_happenings(8000, 2.0, rng(1)), TELLING_CHANNELS, rng(2))
    nameless = replace(columns, source=np.where(columns.channel == 2, 10 + np.arange(len(columns)), columns.channel))
    assert (link_reports(nameless).incident == link_reports(columns).incident).all()
    assert reached(nameless, truth)[0] >= 0.95


def test_villages_stand_for_places_and_days_for_times() -> None:
    channels = [replace(own, gives_day=True) for own in TELLING_CHANNELS]
    columns, truth = told_by_channels(scattered_happenings(8000, 1.0, rng(1)), channels, rng(2))
    is_village = columns.channel > 0
    columns = replace(
        columns,
        x=np.where(is_village, np.round(columns.x / 4) * 4, columns.x),
        y=np.where(is_village, np.round(columns.y / 4) * 4, columns.y),
        uncertainty_km=np.where(is_village, 2.8, 0.6),
    )
    precision, recall = reached(columns, truth)
    assert precision >= 0.96
    assert recall >= 0.92


def test_some_residents_know_the_month_only() -> None:
    columns, truth = told_by_channels(scattered_happenings(8000, 1.0, rng(1)), TELLING_CHANNELS, rng(2))
    is_month = (columns.channel == 2) & (rng(3).uniform(size=len(columns)) < 0.3)
    columns = replace(
        columns,
        middle_days=np.where(is_month, np.floor(columns.middle_days / 30) * 30 + 15, columns.middle_days),
        half_days=np.where(is_month, 15.0, 0.0),
    )
    precision, recall = reached(columns, truth)
    assert precision >= 0.97
    assert recall >= 0.9


def test_half_of_the_happenings_come_in_bursts() -> None:
    happenings = scattered_happenings(8000, 1.0, rng(1))
    burst = rng(5).integers(0, 100, 4000)
    happenings.x[:4000] = rng(6).uniform(0, 500, 100)[burst] + rng(8).normal(0, 5, 4000)
    happenings.days[:4000] = rng(7).uniform(0, 1000, 100)[burst] + rng(9).exponential(5, 4000)
    precision, recall = reached(*told_by_channels(happenings, TELLING_CHANNELS, rng(2)))
    assert precision >= 0.92
    assert recall >= 0.92


def test_where_nobody_tells_what_another_tells_next_to_nothing_is_linked() -> None:
    columns, truth = told_by_channels(scattered_happenings(8000, 1.0, rng(1)), TELLING_CHANNELS, rng(2))
    found = link_reports(columns.rows(np.unique(truth, return_index=True)[1]))
    assert len(np.unique(found.incident)) >= 0.998 * len(found.incident)
    assert found.expected_pairs < 20
