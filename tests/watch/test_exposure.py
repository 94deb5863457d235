from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kerege.watch.exposure import DAY, decayed_exposure, under_watch

days = st.lists(st.floats(0, 1000), max_size=12)


@settings(deadline=None)
@given(days, st.floats(1, 400))
def test_watched_time_equals_a_count_of_single_days(instants: list[float], silence: float) -> None:
    middle = np.array(instants) * DAY
    edges = np.arange(0, 1101.0) * DAY
    found = under_watch(middle, edges, silence)
    centre = np.arange(0.5, 1100) * DAY
    since = np.array([min((c - m for m in middle if m <= c), default=np.inf) for c in centre])
    clear = [not any(abs(c - m) < DAY or abs(c - m - silence * DAY) < DAY for m in middle) for c in centre]
    assert (found[clear] > 0).tolist() == (since[clear] < silence * DAY).tolist()
    assert found.sum() <= len(instants) * silence * DAY + 1


def test_decayed_exposure_hand_worked_with_a_silence() -> None:
    # Half-life 10 days. Incidents on days 0 and 30, each watched for 20 days; at day 40: stretches 0-20 and 30-40.
    # 10/ln 2 x ((2^-2 - 2^-4) + (1 - 2^-1)) = 14.42695 x 0.6875.
    found = decayed_exposure(np.array([0.0, 30 * DAY]), 40 * DAY, half_life_days=10, longest_silence_days=20)
    assert found == pytest.approx(14.42695 * 0.6875, rel=1e-6)


def test_without_incidents_nothing_was_watched() -> None:
    assert decayed_exposure(np.zeros(0), 0.0, half_life_days=10, longest_silence_days=20) == 0
