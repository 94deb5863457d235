"""A run of the watch made by hand on the made-up region: every number in it is chosen, none computed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
from tests.regions.synthetic import synthetic_region

from kerege.domain.account import Account
from kerege.domain.catalogue import Catalogue
from kerege.domain.count_range import CountRange
from kerege.domain.forecast import CountForecast
from kerege.domain.grading import Credibility, Grading, Reliability
from kerege.domain.harm import Harm
from kerege.domain.incident import Incident
from kerege.domain.marking import TLP, Marking
from kerege.domain.panel import Frequency, PeriodGrid
from kerege.domain.period import Period
from kerege.domain.position import Position
from kerege.domain.region import Region
from kerege.domain.risk import RiskAssessment, RiskLevel
from kerege.domain.run import WatchRun
from kerege.domain.section_location import SectionLocation
from kerege.domain.signal import Signal
from kerege.domain.source import Source
from kerege.files.catalogue import read_catalogue

AS_OF = datetime(2021, 4, 20, 0, tzinfo=UTC)
GREEN = Marking(TLP.GREEN)


def catalogue() -> Catalogue:
    return read_catalogue()


def incident(name: str, day: date, **changes: object) -> Incident:
    region = synthetic_region()
    values: dict[str, object] = {
        "id": name,
        "occurred": Period.of_days(day, day, region.zone),
        "reported_at": datetime(day.year, day.month, day.day, 12, tzinfo=UTC),
        "kind": "stone_throwing",
        "trigger": "water",
        "severity": 2,
        "countries": ("AA", "BB"),
        "position": Position(45.01, 10.25, 3.0),
        "place": "Cedra",
        "summary": "Stones were thrown at cars after a quarrel over the turn at the canal.",
        "response": "Border representatives met; the intake was opened again.",
        "harm": Harm(killed=CountRange.exactly(0), injured=CountRange(2, 3, 5)),
        "accounts": (),
        "sources": (Source("media", "https://example.org/1"),),
        "grading": Grading(Reliability.C, Credibility.PROBABLY_TRUE),
        "marking": GREEN,
    }
    return Incident(**{**values, **changes})  # type: ignore[arg-type]


def incidents() -> list[Incident]:
    """Twelve incidents of three years, two of them in the last four weeks, one without a place."""
    both = (Account("AA", "Our residents were attacked first."), Account("BB", "They threw the first stone."))
    older = [
        incident(
            f"M{i:02d}", date(2019 + i // 5, 1 + (i * 5) % 12, 3 + i), trigger=("water", "road_access", "other")[i % 3]
        )
        for i in range(9)
    ]
    return [
        *older,
        incident("M20", date(2021, 4, 2), accounts=both),
        incident(
            "M21",
            date(2021, 4, 18),
            kind="shooting",
            trigger="posts_symbols",
            severity=4,
            position=Position(45.0, 10.31, 1.0),
            place="Dolna",
            summary="Shots were fired near a new camera at the post.",
            harm=Harm(killed=CountRange.exactly(1), injured=None),
            accounts=both,
            response="",
        ),
        incident("M22", date(2021, 2, 10), position=None, place="", harm=Harm()),
    ]


def forecast(region: Region) -> CountForecast:
    """Three periods of four weeks; the western group has 0, 1, 2 in turn, the eastern 0, 0, 1, the others none."""
    rows = {"aa-bb.west": (0, 1, 2), "aa-bb.east": (0, 0, 1)}
    draws = np.array(
        [[np.resize(rows.get(group.id, (0,)), 300) for group in region.groups] for _ in range(3)], dtype=np.int64
    )
    edges = tuple(AS_OF + timedelta(days=28 * i) for i in range(4))
    return CountForecast(
        draws=draws,
        origin=AS_OF,
        grid=PeriodGrid(edges, Frequency.FOUR_WEEKS),
        unit_ids=tuple(group.id for group in region.groups),
        model="made by hand",
        model_version="1",
        data_digest="d" * 64,
    )


def risks(region: Region) -> tuple[RiskAssessment, ...]:
    """The first section critical, the next high, then two medium, the others low."""
    levels = [RiskLevel.CRITICAL, RiskLevel.HIGH, RiskLevel.MEDIUM, RiskLevel.MEDIUM]
    period = Period(AS_OF, AS_OF + timedelta(days=28))
    result = []
    for i, section in enumerate(region.sections):
        harm = 12.0 / (i + 1)
        result.append(
            RiskAssessment(
                section_id=section.id,
                period=period,
                probability_incident=0.4 / (i + 1),
                probability_killed=0.1 / (i + 1),
                expected_incidents=0.5 / (i + 1),
                expected_harm=harm,
                harm_low=0.0,
                harm_high=2 * harm,
                level=levels[i] if i < len(levels) else RiskLevel.LOW,
                reasons=(
                    ("record_here", harm * 0.6),
                    ("record_of_group", harm * 0.3),
                    ("record_of_border", harm * 0.1),
                ),
                pooled_from=() if i < 2 else ("aa-bb.west",),
                caveats=(),
                parameters_version="2026-11-1",
            )
        )
    return tuple(result)


def run(**changes: object) -> WatchRun:
    region = synthetic_region()
    known = incidents()
    signal = Signal(
        id="s1",
        detector="decayed_poisson",
        unit_id="aa-bb.west",
        unit_name="Alba, Birka",
        unit_level="group",
        kind="all",
        period=Period(AS_OF - timedelta(days=28), AS_OF),
        observed=2,
        expected=0.4,
        upper=1.6,
        p_value=0.004,
        score=1.33,
        recurrence_interval_days=7000.0,
        pooled_from=(),
        evidence=("M20", "M21"),
        rank=1,
        note="",
    )
    values: dict[str, object] = {
        "as_of": AS_OF,
        "incident_ids": tuple(item.id for item in known),
        "locations": {
            item.id: SectionLocation("aa-bb.cedra--dolna", 1.1, "AA", False, (("aa-bb.cedra--dolna", 1.0),))
            for item in known
            if item.position is not None
        },
        "unlocated": ("M22",),
        "signals": (signal,),
        "forecast": forecast(region),
        "risks": risks(region),
        "detector_records": (),
        "follow_ons": (),
        "gaps": (),
        "region_digest": "a" * 64,
        "data_digest": "d" * 64,
        "parameters_version": "2026-11-1",
        "code_version": "0.1.0",
    }
    return WatchRun(**{**values, **changes})  # type: ignore[arg-type]
