from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from kerege.linkage.clusters import clusters
from kerege.linkage.decisions import LinkDecisions

NOTHING = np.empty((0, 2), np.int64)


@st.composite
def graphs(draw: st.DrawFn) -> tuple[int, NDArray[np.int64], NDArray[np.float64]]:
    count = draw(st.integers(2, 9))
    pairs = draw(st.sets(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)).filter(lambda p: p[0] < p[1])))
    logit = draw(st.lists(st.floats(-6, 6), min_size=len(pairs), max_size=len(pairs)))
    return count, np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2), np.array(logit, dtype=np.float64)


@settings(deadline=None)
@given(graph=graphs(), threshold=st.floats(-1, 3))
def test_members_fit_on_the_average_and_are_named_for_the_first(
    graph: tuple[int, NDArray[np.int64], NDArray[np.float64]], threshold: float
) -> None:
    count, pairs, logit = graph
    group = clusters(
        count, pairs[:, 0], pairs[:, 1], logit, threshold_logit=threshold, far_logit=-4.0, must=NOTHING, cannot=NOTHING
    )
    known = {(int(a), int(b)): float(own) for (a, b), own in zip(pairs, logit, strict=True)}
    for name in np.unique(group).tolist():
        members = np.flatnonzero(group == name).tolist()
        assert members[0] == name
        if len(members) > 1:
            fits = [known.get((a, b), -4.0) for i, a in enumerate(members) for b in members[i + 1 :]]
            assert np.mean(fits) >= threshold - 1e-9


@settings(deadline=None)
@given(graph=graphs(), data=st.data())
def test_decided_pairs_stand_above_every_probability(
    graph: tuple[int, NDArray[np.int64], NDArray[np.float64]], data: st.DataObject
) -> None:
    count, pairs, logit = graph
    report = st.integers(0, count - 1)
    decided = st.lists(st.tuples(report, report).filter(lambda p: p[0] != p[1]), max_size=3)
    must, cannot = data.draw(decided), data.draw(decided)
    try:
        LinkDecisions(tuple((str(a), str(b)) for a, b in must), tuple((str(a), str(b)) for a, b in cannot))
    except ValueError:
        return
    group = clusters(
        count, pairs[:, 0], pairs[:, 1], logit, threshold_logit=0.0, far_logit=-4.0,
        must=np.array(must, np.int64).reshape(-1, 2), cannot=np.array(cannot, np.int64).reshape(-1, 2),
    )  # fmt: skip
    assert all(group[a] == group[b] for a, b in must)
    assert all(group[a] != group[b] for a, b in cannot)


def test_decisions_that_make_no_sense_are_refused() -> None:
    with pytest.raises(ValueError, match="needs two reports"):
        LinkDecisions(must=(("a", "a"),))
    with pytest.raises(ValueError, match="keep them apart"):
        LinkDecisions(must=(("a", "b"), ("c", "b")), cannot=(("a", "c"),))
    assert LinkDecisions(must=(("a", "b"),), cannot=(("a", "x"),)).rows(("b", "a"))[1].shape == (0, 2)
