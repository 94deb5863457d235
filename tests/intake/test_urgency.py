"""Urgency: worked by hand, monotone in each of its inputs, explained by its parts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kerege.domain.catalogue import Term
from kerege.domain.count_range import CountRange
from kerege.domain.harm import Harm
from kerege.domain.risk import RiskLevel
from kerege.files.catalogue import read_catalogue
from kerege.files.urgency_parameters import read_urgency_parameters
from kerege.files.watch_parameters import read_watch_parameters
from kerege.intake.urgency import Urgency, urgency

SHIPPED = read_urgency_parameters()
KINDS = read_catalogue().kinds
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
NAMES = ("killed", "injured", "displaced", "detained")

counts = st.one_of(st.none(), st.builds(CountRange.exactly, st.integers(0, 1000)))
harms = st.builds(Harm, counts, counts, counts, counts)
kinds = st.one_of(st.none(), st.sampled_from(sorted(KINDS.values(), key=lambda kind: kind.id)))
cases = st.fixed_dictionaries(
    {
        "harm": harms,
        "someone_hurt": st.sampled_from([None, False, True]),
        "kind": kinds,
        "hours": st.floats(-5, 500),
        "level": st.sampled_from([None, *RiskLevel]),
    }
)


def points(**given: object) -> Urgency:
    case: dict[str, object] = {"harm": Harm(), "someone_hurt": None, "kind": None, "hours": 0.0, "level": None} | given
    until = NOW - timedelta(hours=float(str(case.pop("hours"))))
    return urgency(**case, occurred_until=until, as_of=NOW, parameters=SHIPPED)  # type: ignore[arg-type]


def test_worked_by_hand() -> None:
    harm = Harm(*(CountRange(0, 1, 2), CountRange.exactly(5), CountRange.exactly(300), CountRange.exactly(20)))
    found = points(harm=harm, kind=KINDS["armed_conflict"], hours=24, level=RiskLevel.CRITICAL)
    # 2 x 10 + 5 + 300 / 100 + 20 / 10 = 30; armed 2 + 0.5 x 3; 3 / 4; 0.5 x 3.
    assert found == Urgency(harm=log2(31), kind=3.5, freshness=0.75, level=1.5)
    assert found.score == pytest.approx(4.954196 + 3.5 + 0.75 + 1.5, abs=1e-6)
    assert found.parts == (("harm", log2(31)), ("kind", 3.5), ("level", 1.5), ("freshness", 0.75))


def test_somebody_hurt_adds_nobody_to_those_who_were_counted() -> None:
    one = CountRange.exactly(1)
    assert points(harm=Harm(killed=one), someone_hurt=True).harm == log2(1 + 10)
    assert points(harm=Harm(injured=one), someone_hurt=True).harm == log2(1 + 1)
    assert points(harm=Harm(killed=CountRange.exactly(0)), someone_hurt=True).harm == log2(1 + 1)
    assert points().harm == log2(1 + 0.3)


def test_what_lies_ahead_is_as_fresh_as_now() -> None:
    assert points(hours=-5.0).freshness == points(hours=0.0).freshness == 3.0


@pytest.mark.parametrize(
    ("first", "second"),
    [
        # A fresh shooting with nobody known to be hurt before a brawl with three hurt of yesterday.
        ({"kind": "shooting"}, {"kind": "mass_brawl", "injured": 3, "hours": 24}),
        # One killed an hour ago before a fresh shooting.
        ({"kind": "shooting", "killed": 1, "hours": 1}, {"kind": "shooting"}),
        # A fresh protest after a mine of yesterday that hurt one.
        ({"kind": "mine", "injured": 1, "hours": 24}, {"kind": "protest", "someone_hurt": False}),
        # The same at a high section before a low one.
        ({"kind": "road_block", "level": RiskLevel.HIGH}, {"kind": "road_block", "level": RiskLevel.LOW}),
        # Not said whether anyone is hurt before nobody hurt, after somebody hurt.
        ({"kind": "beating"}, {"kind": "beating", "someone_hurt": False}),
        ({"kind": "beating", "someone_hurt": True}, {"kind": "beating"}),
    ],
)
def test_the_order_a_duty_officer_would_choose(first: dict[str, object], second: dict[str, object]) -> None:
    scores = []
    for told in (first, second):
        case = dict(told)
        harm = Harm(**{name: CountRange.exactly(int(str(case.pop(name)))) for name in NAMES if name in case})
        scores.append(points(harm=harm, kind=KINDS[str(case.pop("kind"))], **case).score)
    assert scores[0] > scores[1]


@given(cases, st.sampled_from(NAMES), st.integers(1, 100))
def test_more_harm_is_never_less_urgent(case: dict[str, object], name: str, more: int) -> None:
    harm = case["harm"]
    assert isinstance(harm, Harm)
    known = getattr(harm, name)
    worse = replace(harm, **{name: CountRange.exactly(more + (0 if known is None else known.high))})
    before, after = points(**case), points(**case | {"harm": worse})
    assert after.harm >= before.harm - 1e-12
    assert (after.kind, after.freshness, after.level) == (before.kind, before.freshness, before.level)


@given(cases)
def test_hurt_is_at_least_as_urgent_as_not_said_and_that_as_nobody_hurt(case: dict[str, object]) -> None:
    nobody, unsaid, somebody = (points(**case | {"someone_hurt": said}).score for said in (False, None, True))
    assert nobody <= unsaid <= somebody + 1e-12


@given(cases, st.floats(0, 100))
def test_later_is_never_more_urgent(case: dict[str, object], more: float) -> None:
    later = points(**case | {"hours": float(str(case["hours"])) + more})
    assert later.score <= points(**case).score + 1e-12


@given(cases)
def test_a_higher_level_arms_and_a_graver_kind_are_more_urgent(case: dict[str, object]) -> None:
    by_level = [points(**case | {"level": level}).score for level in RiskLevel]
    assert by_level == sorted(by_level)
    made = {
        (group, floor): points(**case | {"kind": Term("made", "Made", group, floor)}).score
        for group in ("unarmed", "armed")
        for floor in range(1, 6)
    }
    for floor in range(1, 6):
        assert made["armed", floor] > made["unarmed", floor]
        assert floor == 1 or made["unarmed", floor] > made["unarmed", floor - 1]


@given(cases)
def test_the_parts_add_up_and_none_is_negative(case: dict[str, object]) -> None:
    found = points(**case)
    assert found.score == pytest.approx(sum(value for _, value in found.parts))
    assert all(value >= 0 for _, value in found.parts)


def test_harm_weighs_as_in_the_levels() -> None:
    risk = read_watch_parameters().risk
    for name in NAMES:
        assert getattr(SHIPPED, f"{name}_weight") == getattr(risk, f"{name}_points")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"armed_points": -1.0}, "armed_points is a number of 0 or more"),
        ({"fresh_points": float("nan")}, "fresh_points is a number of 0 or more"),
        ({"half_life_hours": 0.0}, "half_life_hours must be above 0"),
        ({"unknown_harm": 2.0}, "unknown_harm cannot weigh more"),
        ({"unknown_level_rank": 4}, "between 0 and 3"),
    ],
)
def test_impossible_weights_are_refused(change: dict[str, float], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        replace(SHIPPED, **change)  # type: ignore[arg-type]


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        urgency(
            harm=Harm(),
            someone_hurt=None,
            kind=None,
            occurred_until=NOW.replace(tzinfo=None),
            as_of=NOW,
            level=None,
            parameters=SHIPPED,
        )
