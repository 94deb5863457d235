"""What happens at a synthetic border by itself: uneven rates, season, slow trend and scatter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from kerege.domain.region import Region
from kerege.simulation.border_design import BorderDesign
from kerege.simulation.category_draw import draw_categories

Array = NDArray[np.float64]
Indices = NDArray[np.int64]
YEAR_DAYS = 365.25


@dataclass(frozen=True, slots=True)
class Background:
    """Expected incidents of G section groups in W weeks, and how they spread within both.

    Parameters
    ----------
    expected : array, shape (W, G)
        Mean of the count of each week and group.
    day_weight : array, shape (W, 7)
        Relative rate of each day.
    section_weight : array, shape (G, S)
        Relative rate of each section within its group; 0 in all others.
    """

    expected: Array
    day_weight: Array
    section_weight: Array

    @property
    def section_rates(self) -> Array:
        """Expected incidents of each section over the whole history, shape (S,)."""
        within = self.section_weight / self.section_weight.sum(axis=1, keepdims=True)
        return np.asarray(self.expected.sum(axis=0) @ within)

    def draw(self, dispersion: float, rng: np.random.Generator) -> tuple[Indices, Indices]:
        """Day and section of each incident that happens by itself, both of shape (N,), in no order of time.

        The count of a week and group is Poisson with a gamma mean: variance = dispersion * mean. Sums of such counts
        over weeks or groups have the same dispersion.
        """
        mean = self.expected
        if dispersion > 1:
            mean = rng.gamma(mean / (dispersion - 1), dispersion - 1)
        counts = rng.poisson(mean)
        cell = np.repeat(np.arange(counts.size), counts.ravel())
        week, group = np.divmod(cell, counts.shape[1])
        day = week * 7 + draw_categories(self.day_weight, week, rng)
        return day, draw_categories(self.section_weight, group, rng)


def background_of(
    region: Region, days: Sequence[date], *, incidents_per_year: float, design: BorderDesign, rng: np.random.Generator
) -> Background:
    r"""The background of a history: rates drawn, their sum and their course in time fixed.

    With :math:`c_g` the gamma weight of group g per km, :math:`L_g` its length, t in years and p the peak of the
    season,

    .. math:: \mu_{dg} = \frac{I}{365.25} \frac{c_g L_g}{\sum_h c_h L_h} \frac{a_d}{\bar a}, \qquad
       a_d = e^{b t_d} \Bigl(1 + A \cos \frac{2\pi (d - p)}{365.25}\Bigr)

    so that the whole history has I incidents a year on average, whatever the season and trend.

    Parameters
    ----------
    region : Region
    days : sequence of date
        Its local days, a whole number of weeks.
    incidents_per_year : float
        I, > 0.
    design : BorderDesign
    rng : Generator
        Draws the gamma weights.

    Raises
    ------
    ValueError
        If the days are no whole weeks.
    """
    if not days or len(days) % 7:
        raise ValueError(f"A history has whole weeks, not {len(days)} days.")
    length = np.array([section.length_km for section in region.sections])
    group_index = {group.id: i for i, group in enumerate(region.groups)}
    group = np.array([group_index[section.group] for section in region.sections], dtype=np.int64)
    groups = len(region.groups)
    # Very small shapes can make every weight 0; then all are alike rather than none.
    of_group = np.maximum(rng.gamma(design.group_shape, 1 / design.group_shape, groups), 1e-12)
    of_section = np.maximum(rng.gamma(design.section_shape, 1 / design.section_shape, len(length)), 1e-12)
    section_weight = np.zeros((groups, len(length)))
    section_weight[group, np.arange(len(length))] = length * of_section
    group_weight = of_group * np.bincount(group, length, groups)
    profile = _profile(days, design).reshape(-1, 7)
    expected = incidents_per_year / YEAR_DAYS * np.outer(profile.sum(axis=1), group_weight / group_weight.sum())
    return Background(expected, profile, section_weight)


def _profile(days: Sequence[date], design: BorderDesign) -> Array:
    of_year = np.array([day.timetuple().tm_yday for day in days], dtype=np.float64)
    season = 1 + design.season_amplitude * np.cos(2 * np.pi * (of_year - design.season_peak) / YEAR_DAYS)
    growth = np.exp(design.growth_per_year * np.arange(len(days)) / YEAR_DAYS)
    return np.asarray(season * growth / np.mean(season * growth))
