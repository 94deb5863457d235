from __future__ import annotations

import numpy as np
import pytest
from tests.linkage.linkage_reports import precision_recall
from tests.simulation.real_happenings import real_happenings

from kerege.linkage.link import link_reports
from kerege.simulation.channel_reports import (
    TELLING_CHANNELS,
    WORDED_CHANNELS,
    scattered_happenings,
    told_by_channels,
)


def rng(seed: int) -> np.random.Generator:
    return np.random.default_rng(seed)


def test_channels_tell_their_share_with_their_errors() -> None:
    happenings = scattered_happenings(20_000, 1.0, rng(1))
    columns, truth = told_by_channels(happenings, TELLING_CHANNELS, rng(2))
    for index, channel in enumerate(TELLING_CHANNELS):
        mine = columns.channel == index
        assert mine.sum() == pytest.approx(20_000 * channel.coverage, rel=0.05)
        assert (columns.x[mine] - happenings.x[truth[mine]]).std() == pytest.approx(channel.place_km, rel=0.03)
        late = columns.middle_days[mine] - happenings.days[truth[mine]]
        assert late.min() >= 0
        assert np.sqrt((late**2).mean()) == pytest.approx(channel.late_days, rel=0.03)
        off = columns.counts[mine, 0] - happenings.counts[truth[mine], 0]
        assert set(off.tolist()) == {-1, 0, 1}
        others = (columns.kind[mine] != happenings.kind[truth[mine]]).mean()
        assert others == pytest.approx(channel.other_kind * 0.8, rel=0.15)
    assert len(np.unique(truth[columns.channel == 0])) == (columns.channel == 0).sum()


def test_equal_generators_give_equal_reports() -> None:
    one, other = (told_by_channels(scattered_happenings(50, 2.0, rng(1)), TELLING_CHANNELS, rng(2)) for _ in range(2))
    assert (one[0].x == other[0].x).all()
    assert (one[1] == other[1]).all()


def test_real_incidents_told_by_four_channels_are_linked() -> None:
    happenings = real_happenings()
    assert len(happenings) == 93
    figures = []
    for seed in range(5):
        columns, truth = told_by_channels(happenings, WORDED_CHANNELS, rng(seed))
        figures.append(precision_recall(link_reports(columns).incident, truth))
    precision, recall = np.mean(figures, axis=0)
    assert precision >= 0.98
    assert recall >= 0.98
