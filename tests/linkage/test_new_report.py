from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from tests.linkage.linkage_reports import made_reports, oracle_reports

from kerege.linkage.link import link_reports
from kerege.linkage.new_report import candidates_for, in_channels


def test_a_new_report_finds_what_linking_all_of_them_finds(shared: Callable[[str], Path]) -> None:
    columns, truth = oracle_reports(shared("oracles/effect/linkage"))
    model = link_reports(columns).model
    rng = np.random.default_rng(1)
    found, right = 0, 0
    for row in rng.choice(len(columns), 200, replace=False).tolist():
        others = np.delete(np.arange(len(columns)), row)
        own = candidates_for(columns.rows(np.array([row])), columns.rows(others), model)
        assert list(own) == sorted(own, key=lambda one: -one.probability)
        partners = {columns.reference[i] for i in np.flatnonzero(truth == truth[row]) if i != row}
        likely = {one.other for one in own if one.probability >= 0.5}
        found += len(likely)
        right += len(likely & partners)
    assert right / found > 0.93
    assert found > 100


def test_without_a_model_the_anchors_judge() -> None:
    report = made_reports(x=[0.0], days=[3.0], channel=[0], kind=[2], texts=["shots at the canal"], reference=["new"])
    there = made_reports(
        x=[0.4, 5.0, 90.0], days=[3.1, 5.5, 3.0], channel=[1, 1, 2], kind=[2, 5, 2],
        texts=["shots near the canal", "cattle taken", "shots at the canal"],
    )  # fmt: skip
    found = candidates_for(report, there)
    assert [one.other for one in found if one.probability > 0.5] == ["r0"]
    assert found[0].report == "new"
    assert {reason.field for reason in found[0].reasons} == {"place", "time", "kind", "words", "other reports near by"}
    assert candidates_for(report, there.rows(np.array([2]))) == ()


def test_a_model_goes_on_with_channels_it_does_not_know(shared: Callable[[str], Path]) -> None:
    columns, _ = oracle_reports(shared("oracles/effect/linkage"))
    model = link_reports(columns.rows(np.arange(0, len(columns), 3))).model
    wider = in_channels(model, ("guard", "media", "police", "resident"))
    # guard and police: pair 1 of three channels, pair 3 of four.
    assert (wider.ratios.prior[3] == model.ratios.prior[1]).all()
    assert (wider.ratios.time_cumulated[3] == model.ratios.time_cumulated[1]).all()
    assert len(wider.ratios.prior) == 10
    assert in_channels(wider, model.channels).ratios.prior[1] == pytest.approx(model.ratios.prior[1])


def test_only_one_report_at_a_time() -> None:
    two = made_reports(x=[0, 1], days=[0, 1])
    with pytest.raises(ValueError, match="One report"):
        candidates_for(two, two)
    with pytest.raises(ValueError, match="different counts"):
        candidates_for(made_reports(x=[0], days=[0]), made_reports(x=[0], days=[0], people=[1]))
    model = link_reports(made_reports(x=[0], days=[0], people=[1])).model
    with pytest.raises(ValueError, match="learnt with other counts"):
        candidates_for(made_reports(x=[0], days=[0], reference=["new"]), two, model)
