"""Incidents made up for tests of the watch, on the made-up region."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np

from kerege.domain.count_range import CountRange
from kerege.domain.grading import Grading
from kerege.domain.harm import Harm
from kerege.domain.incident import Incident
from kerege.domain.marking import Marking
from kerege.domain.period import Period, Precision
from kerege.domain.position import Position
from kerege.domain.source import Source

START = datetime(2015, 1, 1, tzinfo=UTC)


def incident(
    id: str,  # noqa: A002 - the word of the field
    day: float,
    *,
    longitude: float | None = 10.25,
    latitude: float = 45.01,
    uncertainty_km: float = 1.0,
    kind: str = "shooting",
    countries: tuple[str, ...] = ("AA", "BB"),
    killed: int | None = 0,
    severity: int = 3,
    reported_after_days: float = 1.0,
    length_days: float = 0.25,
) -> Incident:
    """An incident that begins `day` days after 2015-01-01 UTC."""
    begins = START + timedelta(days=day)
    return Incident(
        id=id,
        occurred=Period(begins, begins + timedelta(days=length_days), Precision.MINUTE),
        reported_at=begins + timedelta(days=reported_after_days),
        kind=kind,
        trigger="",
        severity=severity,
        countries=countries,
        position=None if longitude is None else Position(latitude, longitude, uncertainty_km),
        place="",
        summary="",
        response="",
        harm=Harm(
            killed=None if killed is None else CountRange.exactly(killed),
            injured=CountRange.exactly(1),
            displaced=None,
        ),
        accounts=(),
        sources=(Source("media", "https://example.org/1"),),
        grading=Grading(),
        marking=Marking(),
    )


def quiet_years(count: int = 60, days: float = 2200.0, seed: int = 1) -> list[Incident]:
    """Incidents spread evenly over the time and the main line, some without a place, some reported late."""
    rng = np.random.default_rng(seed)
    return [
        incident(
            f"Q{i:03}",
            float(rng.uniform(0, days)),
            longitude=None if i % 10 == 9 else float(rng.uniform(10.02, 10.98)),
            kind=("shooting", "stone_throwing", "standoff")[i % 3],
            killed=(0, None, 1, 0)[i % 4],
            severity=4 if i % 4 == 2 else 3,
            reported_after_days=float(rng.choice([0.5, 1, 3, 30])),
        )
        for i in range(count)
    ]
