"""Counts fall into the right periods, and what nobody reported on is not zero."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from math import gamma

import pytest
from tests.bulletin.made_up_run import incident
from tests.regions.synthetic import synthetic_region

from kerege.bulletin.period_counts import (
    PeriodCounts,
    count_incidents,
    month_grid,
    silent_stretches,
    with_usual,
)
from kerege.domain.panel import Frequency, PeriodGrid
from kerege.domain.period import Period

ZONE = synthetic_region().zone


def grid(periods: int) -> PeriodGrid:
    start = datetime(2020, 1, 1, tzinfo=UTC)
    return PeriodGrid(tuple(start + timedelta(days=28 * i) for i in range(periods + 1)), Frequency.FOUR_WEEKS)


def test_an_incident_counts_in_the_period_that_holds_the_middle_of_its_interval() -> None:
    whole_april = incident(
        "A", date(2021, 4, 1), occurred=Period.of_month(2021, 4, ZONE), reported_at=datetime(2021, 5, 9, tzinfo=UTC)
    )
    last_of_march = incident("B", date(2021, 3, 31))
    counts = count_incidents([whole_april, last_of_march], month_grid(date(2021, 3, 1), date(2021, 5, 1), ZONE))
    assert counts.observed == (1, 1, 0)


def test_a_silent_period_is_not_known_unless_an_incident_lies_in_it() -> None:
    months = month_grid(date(2021, 1, 1), date(2021, 3, 1), ZONE)
    silent = [Period(months.edges[0], months.edges[2])]
    assert count_incidents([incident("A", date(2021, 2, 3))], months, silent=silent).observed == (None, 1, 0)


def test_the_border_is_silent_before_the_first_incident_and_a_year_after_each() -> None:
    first, second = incident("A", date(2015, 3, 1)), incident("B", date(2018, 3, 1))
    until = datetime(2018, 9, 1, tzinfo=UTC)
    before, between = silent_stretches([second, first], until)
    assert before.end == first.occurred.middle
    assert (between.start, between.end) == (first.occurred.middle + timedelta(days=365), second.occurred.middle)


def test_without_incidents_everything_before_is_silent() -> None:
    until = datetime(2018, 9, 1, tzinfo=UTC)
    assert silent_stretches([], until)[0].end == until


def test_the_usual_is_the_mean_of_the_periods_before_and_a_negative_binomial_bound() -> None:
    # Periods 6, 0, 0, 2 before the fifth: mean 2, variance (16 + 4 + 4 + 0) / 3 = 8.
    usual = with_usual(PeriodCounts(grid=grid(5), observed=(6, 0, 0, 2, 1)), 4)
    assert usual.observed == (1,)
    assert usual.expected == (2.0,)
    # Negative binomial with size 2^2 / (8 - 2) = 2/3 and p = (2/3) / (2/3 + 2) = 1/4, summed here by its own formula.
    size, p, cumulative, bound = 2 / 3, 0.25, 0.0, -1
    while cumulative < 0.95:
        bound += 1
        cumulative += gamma(bound + size) / (gamma(size) * gamma(bound + 1)) * p**size * (1 - p) ** bound
    assert usual.upper == (float(bound),)
    assert bound == 8


def test_the_bound_is_that_of_poisson_where_counts_scatter_less_than_their_mean() -> None:
    # Mean 1, variance 0: the 95th percentile of Poisson(1) is 3 (cumulative 0.920 at 2, 0.981 at 3).
    usual = with_usual(PeriodCounts(grid=grid(5), observed=(1, 1, 1, 1, 7)), 4)
    assert (usual.expected, usual.upper) == ((1.0,), (3.0,))


def test_nothing_is_usual_where_most_of_the_past_is_not_known() -> None:
    usual = with_usual(PeriodCounts(grid=grid(5), observed=(None, None, None, 2, 1)), 4)
    assert (usual.expected, usual.upper) == ((None,), (None,))


def test_one_must_look_back_less_than_there_is() -> None:
    with pytest.raises(ValueError, match="To look back 5 periods"):
        with_usual(PeriodCounts(grid=grid(5), observed=(1,) * 5), 5)


def test_counts_have_one_value_for_each_period() -> None:
    with pytest.raises(ValueError, match="Counts need 3 periods"):
        PeriodCounts(grid=grid(3), observed=(1, 2))
