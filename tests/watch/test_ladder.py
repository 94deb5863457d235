from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.regions.synthetic import synthetic_region

from kerege.watch.border_tree import border_tree
from kerege.watch.ladder import pooling_ladder

REGION = synthetic_region()
TREE = border_tree(REGION)


def test_a_busy_group_stands_alone_and_quiet_ones_are_pooled() -> None:
    # Groups 0, 1, 2 of AA-BB: 3 and 1.5 and 0 incidents; 1 known for the pair only; AA-CC one, BB-CC none.
    group = np.array([0, 0, 0, 1, 1, -1, 3])
    pair = np.array([0, 0, 0, 0, 0, 0, 1])
    decayed = np.array([1.0, 1.0, 1.0, 0.75, 0.75, 1.0, 1.0])
    units, unit = pooling_ladder(REGION, TREE, pair=pair, group=group, decayed=decayed, standing_incidents=2.0)
    assert [(own.level, own.id) for own in units] == [
        ("group", "aa-bb.west"),
        ("pair", "AA-BB"),
        ("region", "synthetic"),
    ]
    assert units[1].pooled_from == ("aa-bb.east", "aa-bb.ostrov")
    assert units[2].pooled_from == ("AA-CC", "BB-CC")
    assert unit.tolist() == [0, 0, 0, 1, 1, 1, 2]


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(-1, 4), st.floats(0, 3)), max_size=25))
def test_every_incident_counts_in_exactly_one_unit_and_every_group_lies_in_one(rows: list[tuple[int, float]]) -> None:
    group = np.array([own for own, _ in rows], dtype=np.int64)
    pair = np.where(group >= 0, TREE.pair_of_group[np.maximum(group, 0)], -1)
    decayed = np.array([weight for _, weight in rows], dtype=float)
    units, unit = pooling_ladder(REGION, TREE, pair=pair, group=group, decayed=decayed, standing_incidents=2.0)
    assert ((unit >= 0) & (unit < len(units))).all()
    for index in range(5):
        assert len(set(unit[group == index].tolist())) <= 1
    for own, level in ((own, own.level) for own in units):
        total = decayed[unit == units.index(own)].sum()
        assert total >= 2.0 - 1e-9 or level == "region"
