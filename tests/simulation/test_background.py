from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from tests.regions.synthetic import synthetic_region

from kerege.domain.region import Region
from kerege.simulation.background import Background, background_of
from kerege.simulation.border_design import BorderDesign
from kerege.simulation.category_draw import draw_categories

DAYS = [date(2012, 1, 1) + timedelta(days=i) for i in range(1461 * 7)]  # 28 years, 1461 weeks


def two_groups() -> Region:
    """The two groups of the main line, five sections of equal length each."""
    region = synthetic_region()
    sections, groups = region.sections[:10], region.groups[:2]
    assert [len(group.section_ids) for group in groups] == [5, 5]
    return replace(region, sections=sections, groups=groups, edges=())


def test_the_whole_history_has_the_wanted_number_whatever_season_and_trend() -> None:
    found = background_of(
        synthetic_region(), DAYS, incidents_per_year=12.0,
        design=BorderDesign(season_amplitude=0.9, growth_per_year=0.1), rng=np.random.default_rng(1),
    )  # fmt: skip
    assert found.expected.shape == (1461, 5)
    # 1,461 weeks are exactly 28 years of 365.25 days.
    assert found.expected.sum() == pytest.approx(12 * 28)
    assert found.section_rates.sum() == pytest.approx(12 * 28)


def test_the_best_and_the_worst_day_of_the_year_stand_as_the_design_says() -> None:
    design = BorderDesign(season_amplitude=0.4, season_peak=150, growth_per_year=0.0)
    found = background_of(two_groups(), DAYS, incidents_per_year=10.0, design=design, rng=np.random.default_rng(1))
    rate = found.day_weight.ravel()
    assert (rate.max() / rate.min(), rate.mean()) == (pytest.approx(1.4 / 0.6, abs=1e-3), pytest.approx(1.0))
    assert DAYS[int(rate.argmax())].timetuple().tm_yday == 150
    # A quarter of a year after the peak it is at its mean.
    assert rate[DAYS.index(date(2013, 5, 30)) + 91] == pytest.approx(1.0, abs=0.01)


def test_the_trend_multiplies_the_rate_each_year() -> None:
    design = BorderDesign(season_amplitude=0.0, growth_per_year=0.05)
    rate = background_of(
        two_groups(), DAYS, incidents_per_year=10.0, design=design, rng=np.random.default_rng(1)
    ).day_weight.ravel()
    assert rate[1461] / rate[0] == pytest.approx(np.exp(0.2))  # 1,461 days are four years


def test_groups_differ_as_the_gamma_law_says() -> None:
    # Two groups of equal length: the share of the first is Beta(a, a), with variance 1 / (4 (2a + 1)); a = 0.6: 0.1136.
    rng = np.random.default_rng(3)
    shares = []
    for _ in range(4000):
        rates = background_of(
            two_groups(), DAYS[:7], incidents_per_year=10.0, design=BorderDesign(group_shape=0.6), rng=rng
        ).expected[0]
        shares.append(rates[0] / rates.sum())
    assert np.mean(shares) == pytest.approx(0.5, abs=4 * np.sqrt(0.1136 / 4000))
    assert np.var(shares) == pytest.approx(1 / (4 * 2.2), rel=0.06)


def test_sections_of_a_group_differ_as_the_gamma_law_says() -> None:
    # Five equal sections: a share is Beta(a, 4a), with variance 0.2 * 0.8 / (5a + 1); a = 2: 0.014545.
    rng = np.random.default_rng(4)
    shares = []
    for _ in range(4000):
        weight = background_of(
            two_groups(), DAYS[:7], incidents_per_year=10.0, design=BorderDesign(section_shape=2.0), rng=rng
        ).section_weight[0]
        assert (weight[5:] == 0).all()
        shares.append(weight[0] / weight.sum())
    assert np.mean(shares) == pytest.approx(0.2, abs=0.01)
    assert np.var(shares) == pytest.approx(0.16 / 11, rel=0.08)


@pytest.mark.parametrize("dispersion", [1.0, 1.5, 4.0])
def test_counts_have_the_mean_and_the_dispersion_of_the_design(dispersion: float) -> None:
    weeks = 40_000
    background = Background(
        expected=np.tile([2.0, 0.5], (weeks, 1)),
        day_weight=np.ones((weeks, 7)),
        section_weight=np.array([[1.0, 3.0, 0.0], [0.0, 0.0, 1.0]]),
    )
    day, section = background.draw(dispersion, np.random.default_rng(5))
    first = np.bincount(day[section < 2] // 7, minlength=weeks)
    second = np.bincount(day[section == 2] // 7, minlength=weeks)
    # variance = dispersion * mean, for each group and for both together.
    for counts, mean in ((first, 2.0), (second, 0.5), (first + second, 2.5)):
        assert counts.mean() == pytest.approx(mean, abs=4 * np.sqrt(dispersion * mean / weeks))
        assert counts.var() / counts.mean() == pytest.approx(dispersion, rel=0.06)
    # Sections take a quarter and three quarters.
    assert (section[section < 2] == 0).mean() == pytest.approx(0.25, abs=0.01)


def test_days_within_a_week_come_as_often_as_their_rate() -> None:
    background = Background(
        np.array([[50_000.0], [50_000.0]]), np.array([[1.0, 0, 0, 0, 0, 0, 3.0], [1.0] * 7]), np.array([[1.0]])
    )
    day, _ = background.draw(1.0, np.random.default_rng(6))
    counts = np.bincount(day, minlength=14)
    assert (counts[1:6] == 0).all()
    assert counts[6] / counts[0] == pytest.approx(3, abs=0.1)
    assert np.ptp(counts[7:]) < 6 * np.sqrt(50_000 / 7)


def test_part_of_a_week_is_refused() -> None:
    with pytest.raises(ValueError, match="whole weeks, not 8 days"):
        background_of(
            two_groups(), DAYS[:8], incidents_per_year=1.0, design=BorderDesign(), rng=np.random.default_rng(1)
        )


def test_weights_that_are_none_are_refused() -> None:
    for weights in (np.array([[1.0, -1.0]]), np.array([[0.0, 0.0]]), np.array([[np.nan, 1.0]])):
        with pytest.raises(ValueError, match="Weights are at least 0"):
            draw_categories(weights, np.array([0]), np.random.default_rng(1))


def test_categories_come_as_often_as_their_weights() -> None:
    weights = np.array([[1.0, 2.0, 1.0], [0.0, 1.0, 0.0], [5.0, 0.0, 15.0]])
    row = np.repeat([0, 1, 2], 40_000)
    found = draw_categories(weights, row, np.random.default_rng(7))
    for r, wanted in enumerate(([0.25, 0.5, 0.25], [0, 1, 0], [0.25, 0, 0.75])):
        assert np.bincount(found[row == r], minlength=3) / 40_000 == pytest.approx(wanted, abs=0.01)
