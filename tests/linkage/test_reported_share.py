from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kerege.linkage.delay.reported_share import ReportedShare, estimate_reported_share
from kerege.linkage.delay.reporting_triangle import delay_hazard, reporting_triangle

NO_DECAY = 1e15
RECORD = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda pair: (min(pair), max(pair))), max_size=40
)


def share_of(record: list[tuple[int, int]], longest: int = 20, half_life: float = 30.0) -> ReportedShare:
    return estimate_reported_share(
        np.array([delay for delay, _ in record], dtype=np.int64),
        np.array([age for _, age in record], dtype=np.int64),
        longest=longest,
        half_life_days=half_life,
        prompt_incidents=2.0,
    )


def test_by_hand_with_decay() -> None:
    # Half-life 1 day: weights 1/4, 1/2, 1/2, 1 of (delay, age) = (2, 2), (1, 1), (0, 1), (0, 0); kappa 2.
    # x = 2: N = 1/4, n = 1/4: g = (1/4) / (9/4) = 1/9. x = 1: the first has delay 2 > 1; N = 1/2 + 1/2, n = 1/2:
    # g = (1/2) / 3 = 1/6. F_1 = 8/9, F_0 = 8/9 * 5/6 = 20/27.
    found = share_of([(2, 2), (1, 1), (0, 1), (0, 0)], longest=2, half_life=1.0)
    assert found.by_age == pytest.approx([20 / 27, 8 / 9, 1.0], rel=1e-14)
    assert found.incidents == pytest.approx(2.25)


@settings(max_examples=60, deadline=None)
@given(RECORD, st.integers(1, 30))
def test_without_prior_and_decay_it_is_the_reverse_hazard_of_the_nowcast(
    record: list[tuple[int, int]], longest: int
) -> None:
    now = 100
    occurred = np.array([now - age for _, age in record], dtype=np.int64)
    delays = np.array([delay for delay, _ in record], dtype=np.int64)
    hazard = delay_hazard(reporting_triangle(occurred, occurred + delays, now=now, longest=longest))
    found = estimate_reported_share(
        delays, now - occurred, longest=longest, half_life_days=NO_DECAY, prompt_incidents=1e-9
    )
    # The triangle caps an age of D or more at D as well, so every n_x and N_x is the same.
    at, up_to = hazard.at.astype(float), hazard.up_to.astype(float)
    kept = 1 - np.divide(at, up_to, out=np.zeros_like(at), where=up_to > 0)
    assert found.by_age == pytest.approx([float(np.prod(kept[age + 1 :])) for age in range(longest + 1)], abs=1e-6)


@settings(max_examples=60, deadline=None)
@given(RECORD, st.integers(0, 30), st.floats(0.5, 1000))
def test_shares_lie_in_0_1_and_never_fall_with_age(
    record: list[tuple[int, int]], longest: int, half_life: float
) -> None:
    found = share_of(record, longest, half_life)
    assert len(found.by_age) == longest + 1
    assert ((found.by_age > 0) & (found.by_age <= 1)).all()
    assert (np.diff(found.by_age) >= 0).all()
    assert found.by_age[-1] == 1
    assert found.capped == sum(delay > longest for delay, _ in record)
    assert found.mean(0, 27) <= found.mean(1, 28) <= 1


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 400), max_size=30), st.floats(0.5, 1000))
def test_where_nothing_came_late_everything_is_reported(ages: list[int], half_life: float) -> None:
    found = share_of([(0, age) for age in ages], 90, half_life)
    assert (found.by_age == 1).all()


def test_one_late_report_among_few_lowers_the_share_only_a_little() -> None:
    found = share_of([(0, 100 + i) for i in range(10)] + [(15, 100)], half_life=NO_DECAY)
    assert found.by_age[:15] == pytest.approx(1 - 1 / 13)
    assert (found.by_age[15:] == 1).all()


def test_truncated_delays_give_the_true_share() -> None:
    rng = np.random.default_rng(5)
    ages, delays = rng.integers(0, 400, 60_000), rng.geometric(1 / 11, 60_000) - 1
    seen = delays <= ages
    found = estimate_reported_share(delays[seen], ages[seen], longest=120, half_life_days=365.25, prompt_incidents=2.0)
    truth = 1 - (10 / 11) ** np.arange(1, 122)
    # 60,000 draws: standard error of a share about 0.003; 120 days hold all but 1 in 100,000.
    assert np.abs(found.by_age - truth).max() < 0.01
    naive = np.array([(delays[seen] <= age).mean() for age in range(121)])
    assert np.abs(naive - truth).max() > 0.01  # delays that are seen look shorter than delays are


def test_a_changed_channel_is_followed_at_the_pace_of_the_half_life() -> None:
    early = [(0, 1000 + i) for i in range(200)]
    late = [(10, 40 + i) for i in range(50)]
    quick, slow = (share_of(early + late, half_life=days).by_age[0] for days in (100.0, NO_DECAY))
    assert quick < 0.1
    assert slow > 0.75


def test_longer_delays_count_as_the_longest_and_are_told() -> None:
    found = share_of([(0, 500), (0, 500), (300, 500)], longest=10, half_life=NO_DECAY)
    assert found.capped == 1
    assert found.by_age.tolist() == pytest.approx([1 - 1 / 5] * 10 + [1.0])
    assert share_of([(0, 500), (300, 500)], longest=0).by_age.tolist() == [1.0]


def test_impossible_records_and_settings_are_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and the age"):
        share_of([(3, 2)])
    with pytest.raises(ValueError, match="between 0 and the age"):
        share_of([(-1, 2)])
    with pytest.raises(ValueError, match="at least 0"):
        share_of([], longest=-1)
    with pytest.raises(ValueError, match="above 0"):
        share_of([], half_life=0.0)
    with pytest.raises(ValueError, match="from 3 to 2"):
        share_of([]).mean(3, 2)
