"""Invalid value objects cannot exist."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kerege.domain.catalogue import Catalogue, SeverityStep, Term
from kerege.domain.count_range import CountRange
from kerege.domain.digest import digest
from kerege.domain.forecast import CountForecast
from kerege.domain.harm import Harm
from kerege.domain.panel import CountPanel, Frequency, PeriodGrid
from kerege.domain.position import Position
from kerege.domain.risk import RiskLevel

START = datetime(2021, 1, 4, tzinfo=UTC)
WEEKS = PeriodGrid(tuple(START + timedelta(weeks=week) for week in range(4)), Frequency.WEEK)
RANGES = st.lists(st.integers(0, 1000), min_size=3, max_size=3).map(sorted).map(lambda v: CountRange(*v))
COUNTS = st.none() | RANGES
HARMS = st.builds(Harm, COUNTS, COUNTS, COUNTS, COUNTS)


@pytest.mark.parametrize("values", [(-1, 0, 1), (3, 2, 4), (1, 5, 4)])
def test_a_count_out_of_order_cannot_exist(values: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="low <= best <= high"):
        CountRange(*values)


@given(RANGES, RANGES)
def test_a_sum_of_counts_is_a_count(a: CountRange, b: CountRange) -> None:
    total = a + b
    assert (total.low, total.best, total.high) == (a.low + b.low, a.best + b.best, a.high + b.high)


@pytest.mark.parametrize(
    ("latitude", "longitude", "km"), [(91, 70, 1), (39, 181, 1), (39, 70, 0), (39, 70, float("nan"))]
)
def test_a_point_off_the_earth_or_without_uncertainty_cannot_exist(
    latitude: float, longitude: float, km: float
) -> None:
    with pytest.raises(ValueError, match=r"latitude|longitude|uncertainty"):
        Position(latitude, longitude, km)


def scale() -> Catalogue:
    steps = (
        SeverityStep(1, "Minor", ""),
        SeverityStep(2, "Hurt", "", injured=1, detained=5),
        SeverityStep(4, "Deaths", "", killed=1, injured=20, displaced=100),
        SeverityStep(5, "Grave", "", killed=10, displaced=1000),
    )
    return Catalogue("test", {"brawl": Term("brawl", "Brawl", "unarmed", 2)}, {}, {}, steps)


def test_severity_is_the_highest_step_that_any_count_reaches() -> None:
    harm = Harm(killed=CountRange.exactly(3), injured=CountRange.exactly(7), displaced=CountRange.exactly(1200))
    assert scale().severity("brawl", harm) == 5  # 1200 >= 1000 displaced, though 3 dead alone give 4
    assert (
        scale().severity("brawl", Harm(injured=CountRange(1, 2, 30))) == 2
    )  # judged by the best figure, not the highest


@given(HARMS, st.integers(1, 500))
def test_more_dead_never_lowers_the_severity(harm: Harm, more: int) -> None:
    killed = (harm.killed or CountRange.exactly(0)) + CountRange.exactly(more)
    worse = Harm(killed, harm.injured, harm.displaced, harm.detained)
    assert scale().severity("brawl", worse) >= scale().severity("brawl", harm)


def test_casualties_with_an_unknown_part_are_unknown() -> None:
    assert Harm(killed=CountRange.exactly(2)).casualties is None
    assert not Harm().is_known


def test_an_instant_on_an_edge_belongs_to_the_period_it_opens() -> None:
    assert WEEKS.index(START + timedelta(weeks=1)) == 1
    assert WEEKS.index(START + timedelta(weeks=3)) is None
    assert WEEKS.index(START - timedelta(seconds=1)) is None


def test_a_panel_keeps_its_counts_from_being_changed() -> None:
    panel = CountPanel(np.ones((3, 2), int), np.ones((3, 2), bool), WEEKS, ("a", "b"), "all")
    with pytest.raises(ValueError, match="read-only"):
        panel.counts[0, 0] = 5


def test_a_panel_of_another_shape_or_with_negative_counts_cannot_exist() -> None:
    with pytest.raises(ValueError, match="reported"):
        CountPanel(np.ones((3, 2), int), np.ones((3, 1), bool), WEEKS, ("a", "b"), "all")
    with pytest.raises(ValueError, match="negative"):
        CountPanel(np.full((3, 1), -2), np.ones((3, 1), bool), WEEKS, ("a",), "all")


def test_a_forecast_that_begins_before_its_origin_cannot_exist() -> None:
    draws = np.ones((3, 1, 5), int)
    with pytest.raises(ValueError, match="origin"):
        CountForecast(
            draws=draws,
            origin=START + timedelta(days=1),
            grid=WEEKS,
            unit_ids=("a",),
            model="m",
            model_version="1",
            data_digest="",
        )


def test_levels_are_in_order_of_their_reaction() -> None:
    assert [level.rank for level in (RiskLevel.LOW, RiskLevel.MEDIUM, RiskLevel.HIGH, RiskLevel.CRITICAL)] == [
        0,
        1,
        2,
        3,
    ]


@given(
    st.dictionaries(
        st.text(), st.none() | st.integers() | st.text() | st.lists(st.floats(allow_nan=False, allow_infinity=False))
    )
)
def test_a_digest_does_not_depend_on_the_order_of_keys(value: dict[str, object]) -> None:
    assert digest(value) == digest(dict(reversed(value.items())))


def test_a_digest_of_nan_is_refused() -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        digest(float("nan"))
