from __future__ import annotations

import numpy as np
import pytest

from kerege.files.catalogue import read_catalogue
from kerege.simulation.incident_nature import draw_harm, draw_kinds, kind_weights
from kerege.simulation.reporting_channel import CHANNELS

CATALOGUE = read_catalogue()
KINDS = list(CATALOGUE.kinds)
POST, RESIDENT = 0, 2


def harm_of(kind: str, heat: float, channel: int, count: int = 60_000) -> np.ndarray:
    return draw_harm(
        CATALOGUE, np.full(count, KINDS.index(kind)), np.full(count, heat), np.full(count, channel),
        np.random.default_rng(1),
    )  # fmt: skip


def test_weights_of_kinds_by_hand() -> None:
    calm, middle, hot = kind_weights(CATALOGUE, np.array([0.0, 0.5, 1.0]))
    floors = {"closure": 1, "beating": 2, "shooting": 3, "armed_conflict": 4}
    for kind, floor in floors.items():
        k = KINDS.index(kind)
        assert (calm[k], middle[k], hot[k]) == (
            pytest.approx(0.5 ** (floor - 1)), pytest.approx(1), pytest.approx(2 ** (floor - 1))
        )  # fmt: skip


def test_kinds_get_graver_with_heat() -> None:
    floor = np.array([term.severity_floor for term in CATALOGUE.kinds.values()])
    rng = np.random.default_rng(2)
    means = [floor[draw_kinds(CATALOGUE, np.full(20_000, heat), rng)].mean() for heat in (0.0, 0.5, 1.0)]
    wanted = kind_weights(CATALOGUE, np.array([0.0, 0.5, 1.0]))
    assert means == pytest.approx((wanted @ floor / wanted.sum(axis=1)).tolist(), abs=0.03)
    assert means[0] + 0.4 < means[1] < means[2] - 0.4


@pytest.mark.parametrize(("heat", "times"), [(0.0, 1.0), (0.5, 2.0), (1.0, 3.0)])
def test_harm_has_the_means_of_its_kind_and_grows_with_heat(heat: float, times: float) -> None:
    best = harm_of("shooting", heat, POST)[:, :, 1].astype(float)
    best[best < 0] = np.nan
    killed, injured, displaced, detained = np.nanmean(best, axis=0)
    # Exponential factor: variance m + m^2; the tolerance is more than four standard errors.
    assert (killed, injured) == (pytest.approx(0.25 * times, rel=0.05), pytest.approx(1.5 * times, rel=0.05))
    assert (displaced, detained) == (0, 0)


def test_who_holds_people_detains_at_least_one() -> None:
    detained = harm_of("detention", 0.0, POST)[:, 3, 1]
    known = detained[detained >= 0]
    assert known.min() == 1
    assert known.mean() == pytest.approx(2.5, abs=0.05)
    closed = harm_of("closure", 0.0, POST)[:, 3, 1]
    assert set(closed.tolist()) == {-1, 0}


def test_channels_differ_in_what_they_know() -> None:
    for channel in (POST, RESIDENT):
        harm = harm_of("mass_brawl", 1.0, channel)
        unknown = harm[:, :, 1] < 0
        assert (harm[unknown] == -1).all()
        assert unknown.mean() == pytest.approx(CHANNELS[channel].unknown_share, abs=0.01)
        low, best, high = (harm[~unknown][:, i] for i in range(3))
        assert ((low <= best) & (best <= high) & (low >= 0)).all()
        assert ((low < best) | (high > best)).any() == (not CHANNELS[channel].counts_exactly)
