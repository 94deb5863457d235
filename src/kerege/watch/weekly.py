"""The weekly baseline of past years, for pairs and the whole region where their record allows it."""

from __future__ import annotations

from datetime import datetime
from functools import partial

import numpy as np
from numpy.typing import NDArray

from kerege.detection.baseline import farrington_flexible
from kerege.detection.farrington_settings import FarringtonSettings
from kerege.detection.result import DetectionResult
from kerege.domain.counted_period import CountedPeriod
from kerege.domain.panel import Frequency, PeriodGrid
from kerege.domain.region import Region
from kerege.domain.watch_parameters import DetectionParameters, WatchParameters
from kerege.watch.exposure import DAY
from kerege.watch.finding import Finding
from kerege.watch.incident_table import IncidentTable
from kerege.watch.ladder import PooledUnit
from kerege.watch.panel import build_panel, period_grid
from kerege.watch.reporting_delay import ReportingDelay, reporting_delay

FEWEST_YEARS = 3
CASES, WEEKS = 5, 4
HISTORY_WEEKS = 52


def weekly_findings(
    table: IncidentTable, region: Region, parameters: WatchParameters, as_of: datetime
) -> list[Finding]:
    """Farrington flexible on the newest week of each pair and of the region, for each family of kinds.

    Units with fewer than 5 incidents in the last 4 weeks cannot raise an alarm by the method's own rule and are not
    tested. The record must reach back 3 years; of longer ones up to `farrington_years` are used. What was to be
    expected of a week is lessened by what is probably not reported of it yet: the share reported is the offset of the
    model, as a population would be.
    """
    settings = parameters.detection
    now = as_of.timestamp()
    years = min(settings.farrington_years, _years_of_record(table, now))
    newest = table.middle >= now - 7 * WEEKS * DAY
    if years < FEWEST_YEARS or newest.sum() < CASES:
        return []
    grid = period_grid(Frequency.WEEK, datetime.fromtimestamp(float(table.middle.min()), as_of.tzinfo), as_of)
    control = FarringtonSettings(
        b=years, alpha=settings.farrington_alpha, limit54=(CASES, WEEKS), population_offset=True
    )
    delay = reporting_delay(table, settings, as_of)
    last_week = table.middle >= now - 7 * DAY
    findings = []
    for level in ("pair", "region"):
        for family in settings.families:
            panel = build_panel(
                table,
                region,
                level=level,
                kind=family,
                grid=grid,
                longest_silence_days=settings.longest_silence_days,
            )
            busy = np.flatnonzero(panel.counts[-WEEKS:].sum(axis=0) >= CASES)
            if not len(busy):
                continue
            counts = np.where(panel.reported, panel.counts, np.nan)[:, busy]
            index = table.pair if level == "pair" else np.zeros(len(table), dtype=np.int64)
            of_family = table.in_family(family)
            shares = np.column_stack(
                [_reported_shares(table, of_family & (index == own), delay, parameters, now, len(grid)) for own in busy]
            )
            found = farrington_flexible(
                counts,
                frequency=Frequency.WEEK.per_year,
                settings=control,
                judged=range(max(0, len(grid) - HISTORY_WEEKS), len(grid)),
                dates=[edge.date() for edge in grid.edges[:-1]],
                populations=shares,
            )
            late = 1 - shares[-1] > settings.unreported_notice_share
            for column, own in enumerate(busy.tolist()):
                name = region.title if level == "region" else panel.unit_ids[own]
                findings.append(
                    _finding(
                        found, column, grid, settings, family=family,
                        unit=PooledUnit(panel.unit_ids[own], name, level, (), 1.0),
                        rows=np.flatnonzero(last_week & of_family & (index == own)),
                        notes=(f"years_of_record_{years}",) + ("not_all_reported_yet",) * bool(late[column]),
                    )
                )  # fmt: skip
    return [finding for finding in findings if not np.isnan(finding.p_value)]


def _finding(
    found: DetectionResult,
    column: int,
    grid: PeriodGrid,
    settings: DetectionParameters,
    *,
    unit: PooledUnit,
    family: str,
    rows: NDArray[np.int64],
    notes: tuple[str, ...],
) -> Finding:
    observed = found.observed[-1, column]
    return Finding(
        detector=found.method,
        unit=unit,
        family=family,
        days=7,
        observed=int(observed),
        expected=float(found.expected[-1, column]),
        upper=float(found.upper[-1, column]),
        p_value=float(found.p_value[-1, column]),
        score=float(found.score[-1, column]),
        alarm=bool(found.alarm[-1, column] and observed >= settings.smallest_count),
        rows=tuple(rows.tolist()),
        history=partial(_history, found, grid, column),
        notes=notes,
    )


def _reported_shares(
    table: IncidentTable,
    mine: NDArray[np.bool_],
    delay: ReportingDelay,
    parameters: WatchParameters,
    now: float,
    weeks: int,
) -> NDArray[np.float64]:
    """Share of each week's incidents of a unit that is reported by now, oldest first, shape (T,)."""
    settings = parameters.detection
    past = mine & (table.middle < now - 7 * DAY)
    weight = np.where(past, 0.5 ** ((now - table.middle) / DAY / settings.half_life_days), 0.0)
    unit, prior = np.zeros(len(table), dtype=np.int64), np.array([parameters.risk.prior_incidents])
    shares = np.ones(weeks)
    # Weeks beyond the longest delay are complete.
    for back in range(min(weeks, settings.longest_delay_days // 7 + 1)):
        shares[-1 - back] = delay.of_units(unit, weight, prior, 7 * back, 7 * back + 6)[0]
    return shares


def _history(found: DetectionResult, grid: PeriodGrid, column: int) -> tuple[CountedPeriod, ...]:
    def known(values: NDArray[np.float64], row: int) -> float | None:
        value = float(values[row, column])
        return None if np.isnan(value) else value

    periods = []
    for row, position in enumerate(found.judged.tolist()):
        observed = known(found.observed, row)
        periods.append(
            CountedPeriod(
                period=grid[position],
                observed=None if observed is None else int(observed),
                expected=known(found.expected, row),
                upper=known(found.upper, row),
            )
        )
    return tuple(periods)


def _years_of_record(table: IncidentTable, now: float) -> int:
    """Whole years between the first incident and now, with room for the window around the oldest reference week."""
    if not len(table):
        return 0
    weeks = (now - float(table.middle.min())) / (7 * DAY)
    return int((weeks - 5) // 52.18)
