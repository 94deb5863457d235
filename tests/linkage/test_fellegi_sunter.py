"""The weight of one pair, worked by hand, and what the parts of the model promise."""

from __future__ import annotations

from math import erf, exp, log2, sqrt

import numpy as np
import pytest
from tests.linkage.linkage_reports import made_reports

from kerege.linkage.candidate_pairs import candidate_pairs
from kerege.linkage.comparison import compare_pairs
from kerege.linkage.expectation import AgreementRatios, expect, rivals
from kerege.linkage.reasons import field_weights
from kerege.linkage.settings import LinkageSettings
from kerege.linkage.term_weights import term_weights


def test_the_weight_of_a_pair_worked_by_hand() -> None:
    """Every field takes part, and no term of the sum is zero."""
    columns = made_reports(
        x=[0.0, 1.5], days=[10.0, 10.3], half=[0.0, 0.15], channel=[0, 1], kind=[0, 0], people=[5, 6],
        uncertainty=[2.0, 4.0], texts=["shots at the canal", "shots fired near Aksai"],
    )  # fmt: skip
    settings = LinkageSettings()
    first, second, km = candidate_pairs(columns, settings)
    weights = term_weights(columns.text)
    share = np.array([0.5, 0.1, 0.1, 0.1, 0.1, 0.1])
    pairs = compare_pairs(columns, first, second, km, settings, weights.of(columns.text.terms), share)
    # Deviations 1 and 2 km: s^2 = 5, z = 1.5 / 2.236 = 0.671: the level from 0.6 to 0.8, of the area (.64 - .36) 5.
    law_of_space = np.full(17, 0.01)
    law_of_space[3] = 0.12
    # The gap is -0.3 days, open by 0.15: from -0.45 to -0.15. Sixteen edges lie at or before 0.
    half = np.array([0.04, 0.08, 0.15, 0.25, 0.375, 0.5, 0.75, 1, 1.25, 1.5, 2, 2.5, 3, 3.5, 4])
    edges = np.concatenate([-half[::-1], [0.0], half])
    cumulated = np.array([0.5 * (1 + erf(t / sqrt(2))) for t in edges])
    ratios = AgreementRatios(
        prior=np.tile([0.7, 0.01], (6, 1)), space=np.tile(law_of_space, (6, 1)),
        time_cumulated=np.tile(cumulated, (6, 1)), kind=np.array([4.0, 1.2, 0.15, 1.0]),
        counts=np.array([[1.5, 4.0, 8.0, 2.0, 1.0, 0.4, 0.12, 1.0]]), text=np.array([0.5, 1.2, 3.0, 8.0, 20.0, 1.0]),
    )  # fmt: skip
    crowding = np.array([2.0, 3.0])
    found = {own.field: own for own in field_weights(pairs, 0, ratios, crowding, columns.count_names)}

    place = 0.995 * 0.12 * 64 / ((0.64 - 0.36) * 5) + 0.005
    # -0.45 lies four tenths of the way from -0.5 to -0.375, where the cumulated law is taken as straight.
    low = cumulated[9] + (0.05 / 0.125) * (cumulated[10] - cumulated[9])
    time = 0.995 * (cumulated[12] - low) * 4 / 0.15 + 0.005
    kind = 4.0 * (0.25 + 5 * 0.01) / 0.5
    people = 2.0
    # Of the words "shots" stands in both; "at" is too short, five words stand in one: weights log 2 and log 3.
    common = 2 * np.log(2) / (2 * np.log(2) + 5 * np.log(3))
    text = 3.0 if 0.14 <= common < 0.26 else 1.2 if common < 0.14 else 8.0
    near = 0.7 / 2.5
    by_hand = {"place": place, "time": time, "kind": kind, "people": people, "words": text,
               "other reports near by": near}  # fmt: skip
    assert {name: own.bits for name, own in found.items()} == {
        name: pytest.approx(log2(ratio), abs=1e-5) for name, ratio in by_hand.items()
    }
    assert all(abs(own.bits) > 0.05 for own in found.values())
    odds = place * time * kind * people * text * near
    groups = rivals(pairs, columns.source)
    probability, _ = expect(pairs, groups, ratios, crowding, (np.ones(1), np.ones(1)), 1)
    # A pair without rivals keeps its odds.
    assert probability[0] == pytest.approx(odds / (1 + odds), rel=1e-5)


def test_rivals_share_what_one_of_them_can_have() -> None:
    """Two reports of one source near one of another: probabilities o1 / (1 + o1 + o2)."""
    columns = made_reports(x=[0.0, 1.0, 2.0], days=[1.0, 1.1, 1.2], channel=[0, 1, 1])
    settings = LinkageSettings()
    first, second, km = candidate_pairs(columns, settings)
    pairs = compare_pairs(columns, first, second, km, settings, np.empty(0), np.full(6, 1 / 6))
    ratios = AgreementRatios(
        prior=np.tile([1.0, 1e-12], (6, 1)), space=np.full((6, 17), 0.05),
        time_cumulated=np.tile(np.linspace(0, 1, 31), (6, 1)), kind=np.ones(4), counts=np.ones((0, 8)),
        text=np.ones(6),
    )  # fmt: skip
    alone, _ = expect(pairs, rivals(pairs, np.arange(3)), ratios, np.ones(3), (np.ones(3), np.ones(3)), 1)
    shared, _ = expect(pairs, rivals(pairs, columns.source), ratios, np.ones(3), (np.ones(3), np.ones(3)), 30)
    one, other = (alone / (1 - alone))[:2]
    assert shared[0] == pytest.approx(one / (1 + one + other), rel=1e-4)
    assert shared[1] == pytest.approx(other / (1 + one + other), rel=1e-4)


def test_candidates_are_all_pairs_within_reach_on_the_globe_and_on_a_plane() -> None:
    rng = np.random.default_rng(3)
    for is_on_globe in (False, True):
        count = 300
        columns = made_reports(
            x=(rng.uniform(-1, 1, count) + 180) % 360 - 180 if is_on_globe else rng.uniform(0, 80, count),
            y=rng.uniform(60, 61, count) if is_on_globe else rng.uniform(0, 80, count),
            days=rng.uniform(0, 60, count), half=rng.choice([0.0, 0.5, 15.0], count),
            uncertainty=rng.choice([np.nan, 1.0, 5.0, 25.0], count), is_on_globe=is_on_globe,
        )  # fmt: skip
        first, second, km = candidate_pairs(columns, LinkageSettings())
        expected = []
        radius = np.where(np.isnan(columns.uncertainty_km), 2.0, columns.uncertainty_km)
        beyond = 1.5 * np.maximum(0, radius - 2)
        for a in range(count):
            for b in range(a + 1, count):
                gap = abs(columns.middle_days[a] - columns.middle_days[b])
                east, north = columns.x[b] - columns.x[a], columns.y[b] - columns.y[a]
                if is_on_globe:
                    east = ((east + 180) % 360 - 180) * 111.320 * np.cos(np.radians(columns.y[[a, b]].mean()))
                    north *= 111.32
                apart = float(np.hypot(east, north))
                if gap <= 4 + columns.half_days[[a, b]].sum():
                    expected.append((a, b, apart, 8 + beyond[[a, b]].sum()))
        found = dict(zip(zip(first.tolist(), second.tolist(), strict=True), km.tolist(), strict=True))
        assert len(found) == len(first) > 100
        for a, b, apart, reach in expected:
            # The sphere stands for the ellipsoid to 1 per cent.
            if apart < 0.99 * reach:
                assert found[a, b] == pytest.approx(apart, rel=0.01)
            elif apart > 1.01 * reach:
                assert (a, b) not in found


def test_a_level_of_distance_is_met_as_errors_have_it() -> None:
    from kerege.linkage.agreement_tables import space_components

    chance, _ = space_components()
    # Spread 1, the level from 0.8 to 1 deviations.
    assert chance[4, 4] == pytest.approx(exp(-0.32) - exp(-0.5))
