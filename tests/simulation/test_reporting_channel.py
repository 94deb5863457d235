from __future__ import annotations

import numpy as np
import pytest
from tests.simulation.made_history import made_history

from kerege.simulation.reporting_channel import CHANNELS, ReportingChannel


@pytest.mark.parametrize("channel", CHANNELS, ids=lambda channel: channel.id)
def test_delays_follow_the_law_of_the_channel(channel: ReportingChannel) -> None:
    delays = channel.draw_delays(200_000, np.random.default_rng(1))
    assert delays.min() > 0
    assert delays.mean() == pytest.approx(channel.mean_delay_days, rel=0.03)
    if not channel.late_share:
        assert np.median(delays) == pytest.approx(channel.delay_days, rel=0.02)
        assert np.log(delays).std() == pytest.approx(channel.delay_spread, rel=0.02)


def test_late_reports_are_a_law_of_their_own() -> None:
    channel = ReportingChannel(
        id="x", share=1.0, delay_days=1.0, delay_spread=0.01, late_share=0.2, late_days=100.0, late_spread=0.01
    )
    delays = channel.draw_delays(50_000, np.random.default_rng(2))
    assert (delays > 50).mean() == pytest.approx(0.2, abs=0.01)
    assert np.median(delays[delays > 50]) == pytest.approx(100, rel=0.01)
    # 0.8 * 1 + 0.2 * 100, the spreads being next to nothing.
    assert channel.mean_delay_days == pytest.approx(20.8, abs=0.01)


def test_the_shares_of_all_channels_add_up() -> None:
    assert sum(channel.share for channel in CHANNELS) == pytest.approx(1)


def test_incidents_come_by_each_channel_with_its_delay_exactness_and_grade() -> None:
    border = made_history(incidents_per_year=5000.0, escalations=0)
    columns = border.columns
    delay_days = (columns.reported_s - columns.started_s) / 86_400
    for index, channel in enumerate(CHANNELS):
        mine = columns.channel == index
        assert mine.mean() == pytest.approx(channel.share, abs=0.01)
        # Rounded up to the minute: half a minute on average.
        assert delay_days[mine].mean() == pytest.approx(channel.mean_delay_days, rel=0.06)
        assert columns.gives_minute[mine].mean() == pytest.approx(channel.minute_share, abs=0.015)
        assert set(columns.uncertainty_km[mine].tolist()) == set(channel.position_km)
        graded = {str(own.grading.reliability) for own, m in zip(border.incidents, mine, strict=True) if m}
        assert graded == set(channel.reliability)
        assert {own.sources[0].channel for own, m in zip(border.incidents, mine, strict=True) if m} == {channel.id}
