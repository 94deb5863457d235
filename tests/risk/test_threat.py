from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kerege.files.watch_parameters import read_watch_parameters
from kerege.risk.threat import BorderTree, ThreatRates, threat_rates

PARAMETERS = replace(
    read_watch_parameters().risk, prior_incidents=0.5, pair_strength=2.0, group_strength=1.0, section_strength=0.5
)
TREE = BorderTree(np.array([0, 0, 1, 2]), np.array([0, 0, 1]), np.array([10.0, 30.0, 40.0, 20.0]))


def rates(
    counts: list[float], pair_only: tuple[float, float] = (0.0, 0.0), region_only: float = 0.0, exposure: float = 10.0
) -> ThreatRates:
    return threat_rates(
        TREE,
        section_counts=np.array(counts),
        pair_only_counts=np.array(pair_only),
        region_only_count=region_only,
        exposure=exposure,
        parameters=PARAMETERS,
    )


def test_hand_worked() -> None:
    # Sections 10, 30 | 40 km in pair 0, 20 km in pair 1. Counts 2, 1, 1, 0.5; 0.75 of pair 0 only, 0.25 of none.
    found = rates([2.0, 1.0, 1.0, 0.5], (0.75, 0.0), 0.25)
    # N = 4.5 + 0.75 + 0.25 = 5.5; region = 6 / 10 = 0.6.
    assert found.region == pytest.approx(0.6)
    # Pair counts 4.75 and 0.5; lengths 80 and 20 of 100: (2 x 0.8 + 4.75)/(2 + 5.25) = 6.35/7.25, (0.4 + 0.5)/7.25.
    assert found.pairs == pytest.approx([0.6 * 6.35 / 7.25, 0.6 * 0.9 / 7.25])
    # Groups of pair 0: counts 3 and 1 of 4, lengths 40 and 40: (0.5 + 3)/5 and (0.5 + 1)/5.
    assert found.groups[:2] == pytest.approx(0.6 * 6.35 / 7.25 * np.array([0.7, 0.3]))
    # Sections of group 0: lengths 1/4 and 3/4: (0.125 + 2)/3.5 and (0.375 + 1)/3.5.
    assert found.sections[:2] == pytest.approx(found.groups[0] * np.array([2.125, 1.375]) / 3.5)
    # The first section owes 2/3.5 of its group's rate to its own record; of the rest, 0.125/3.5, the group's record
    # (3 of 3.5) has made 6/7 and its length 1/7.
    assert found.from_here[0] == pytest.approx(found.groups[0] * 2 / 3.5)
    assert found.from_group[0] == pytest.approx(found.groups[0] * 0.125 / 3.5 * 6 / 7)
    assert found.from_border[0] == pytest.approx(found.groups[0] * 0.125 / 3.5 / 7)


counts = st.lists(st.floats(0, 20), min_size=4, max_size=4)


@settings(deadline=None)
@given(counts, st.floats(0, 5), st.floats(0, 5), st.floats(0.5, 50))
def test_every_level_adds_up_to_the_next(
    section: list[float], pair_only: float, region_only: float, exposure: float
) -> None:
    found = rates(section, (pair_only, 0.0), region_only, exposure)
    assert found.pairs.sum() == pytest.approx(found.region)
    assert np.bincount(TREE.pair_of_group, found.groups) == pytest.approx(found.pairs)
    assert np.bincount(TREE.group_of_section, found.sections) == pytest.approx(found.groups)
    assert found.from_here + found.from_group + found.from_border == pytest.approx(found.sections)
    assert (found.sections > 0).all()


@settings(deadline=None)
@given(counts, st.integers(0, 3), st.floats(0.01, 5), st.floats(0, 5))
def test_one_more_incident_never_lowers_its_section_group_pair_or_the_region(
    section: list[float], where: int, more: float, pair_only: float
) -> None:
    before = rates(section, (pair_only, 0.0))
    raised = list(section)
    raised[where] += more
    after = rates(raised, (pair_only, 0.0))
    group = TREE.group_of_section[where]
    pair = TREE.pair_of_group[group]
    assert after.sections[where] >= before.sections[where] - 1e-12
    assert after.groups[group] >= before.groups[group] - 1e-12
    assert after.pairs[pair] >= before.pairs[pair] - 1e-12
    assert after.region > before.region


@settings(max_examples=50, deadline=None)
@given(counts, st.permutations(range(4)))
def test_another_order_of_the_sections_changes_nothing(section: list[float], order: list[int]) -> None:
    before = rates(section)
    tree = BorderTree(TREE.group_of_section[order], TREE.pair_of_group, TREE.length_km[order])
    after = threat_rates(
        tree,
        section_counts=np.array(section)[order],
        pair_only_counts=np.zeros(2),
        region_only_count=0.0,
        exposure=10.0,
        parameters=PARAMETERS,
    )
    assert after.sections == pytest.approx(before.sections[order])


def test_without_any_incident_length_decides() -> None:
    found = rates([0.0] * 4)
    assert found.sections == pytest.approx(0.05 * np.array([0.1, 0.3, 0.4, 0.2]))


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        rates([-1.0, 0, 0, 0])
    with pytest.raises(ValueError, match="under watch"):
        rates([1.0, 0, 0, 0], exposure=0.0)
    with pytest.raises(ValueError, match="positive lengths"):
        BorderTree(np.array([0]), np.array([0]), np.array([0.0]))
    with pytest.raises(ValueError, match="Every group"):
        BorderTree(np.array([0]), np.array([0, 0]), np.array([1.0]))
