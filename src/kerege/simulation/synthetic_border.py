"""A made-up history of a border whose truth is known: what detectors and forecasts are measured on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, partial
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from kerege.domain.catalogue import Catalogue
from kerege.domain.incident import Incident
from kerege.domain.region import Region
from kerege.domain.report import Report
from kerege.linkage.match import incidents_from_reports
from kerege.simulation.background import YEAR_DAYS, background_of
from kerege.simulation.border_design import USUAL_PER_YEAR, BorderDesign
from kerege.simulation.incident_columns import IncidentColumns, draw_incidents, joined
from kerege.simulation.planted_escalation import PlantedEscalation, draw_bursts, rising_heat
from kerege.simulation.synthetic_incident import synthetic_harm, synthetic_id, synthetic_reports

Array = NDArray[np.float64]
Indices = NDArray[np.int64]
MOST_YEARS, MOST_ESCALATIONS, MOST_INCIDENTS = 200.0, 10_000, 20_000_000
FIRST_YEAR = 1900
_NONE = -1


@dataclass(frozen=True, kw_only=True)
class SyntheticBorder:
    """N synthetic incidents in order of time, and the truth about them.

    Parameters
    ----------
    region : Region
    catalogue : Catalogue
    design : BorderDesign
        The laws it was drawn from.
    prefix : str
        Of all ids.
    days : tuple of date
        The local days of the history, whole weeks.
    ends : datetime
        When the last of them ends: the moment the record was closed.
    escalations : tuple of PlantedEscalation
        In order of their beginning.
    expected : array, shape (W, G)
        Mean of the background in each week and section group, without scatter and escalations.
    columns : IncidentColumns
        Everything drawn, as arrays.
    """

    region: Region
    catalogue: Catalogue
    design: BorderDesign
    prefix: str
    days: tuple[date, ...]
    ends: datetime
    escalations: tuple[PlantedEscalation, ...]
    expected: Array
    columns: IncidentColumns

    def __len__(self) -> int:
        return len(self.columns)

    @cached_property
    def incidents(self) -> tuple[Incident, ...]:
        """All incidents, also those that were reported only after `ends`; see `was_reported`."""
        return tuple(incidents_from_reports(self.reports(), self.catalogue))

    @cached_property
    def was_reported(self) -> NDArray[np.bool_]:
        """Which incidents were known when the record was closed, shape (N,)."""
        return np.asarray(self.columns.reported_s <= int(self.ends.timestamp()))

    def reports(self, *, only_known: bool = False) -> Iterator[Report]:
        """The report of each incident; with `only_known`, of those that were known when the record was closed."""
        found = synthetic_reports(self.columns, self.region, self.catalogue, self.days, self.prefix)
        if not only_known:
            return found
        return (report for report, known in zip(found, self.was_reported.tolist(), strict=True) if known)

    def incident_id(self, number: int) -> str:
        """The id of incident number 0, 1, 2, ... in order of time."""
        return synthetic_id(self.prefix, number)

    def weekly_counts(self, *, only_known: bool = False) -> Indices:
        """Incidents by week of occurrence and section group they truly lie in, shape (W, G)."""
        chosen = self.was_reported if only_known else np.ones(len(self), dtype=np.bool_)
        index = {group.id: i for i, group in enumerate(self.region.groups)}
        group = np.array([index[section.group] for section in self.region.sections])
        weeks, groups = self.expected.shape
        cell = self.columns.day[chosen] // 7 * groups + group[self.columns.section[chosen]]
        return np.bincount(cell, minlength=weeks * groups).reshape(weeks, groups)


def synthetic_border(
    region: Region,
    catalogue: Catalogue,
    *,
    years: float,
    ends: datetime,
    escalations: int,
    rng: np.random.Generator,
    incidents_per_year: float = USUAL_PER_YEAR,
    design: BorderDesign | None = None,
    prefix: str = "SYN",
) -> SyntheticBorder:
    """A made-up history of a region's border.

    The background (see `background_of`) and the escalations (see `branching_burst`) are drawn from streams of their
    own: with another number of escalations the background stays what it was, but for its ids.

    Parameters
    ----------
    region : Region
    catalogue : Catalogue
        Kinds, triggers and the scale of severity.
    years : float
        Length, rounded to whole weeks, at least one; up to 200.
    ends : datetime
        With zone. The history ends with the local day before the one that this moment lies in.
    escalations : int
        How many are planted, besides the background; 0..10,000.
    rng : Generator
        Two equal generators give two equal histories.
    incidents_per_year : float
        Mean number of incidents of the background, > 0.
    design : BorderDesign or None
        None: the defaults.
    prefix : str
        Of all ids.

    Raises
    ------
    ValueError
        For a value outside its range, a history too short for an escalation, a region without sections.
    """
    design = design or BorderDesign()
    _refuse(region, years, ends, escalations, incidents_per_year)
    weeks = max(1, round(years * YEAR_DAYS / 7))
    days, midnights_s = _local_days(ends, weeks * 7, region)
    rates, counts, bursts_rng, details, planted_details = rng.spawn(5)
    background = background_of(region, days, incidents_per_year=incidents_per_year, design=design, rng=rates)
    day, section = background.draw(design.dispersion, counts)
    centres, bursts = draw_bursts(
        region, background.section_rates, count=escalations, history_days=len(days), design=design, rng=bursts_rng
    )
    drawn = partial(draw_incidents, region=region, catalogue=catalogue, midnights_s=midnights_s, design=design)
    parts = [drawn(day + counts.uniform(size=len(day)), section, _NONE, np.zeros(len(day)), rng=details)]
    for k, (moments, sections) in enumerate(bursts):
        parts.append(drawn(moments, sections, k, rising_heat(moments), rng=planted_details))
    columns = joined(parts)
    return SyntheticBorder(
        region=region,
        catalogue=catalogue,
        design=design,
        prefix=prefix,
        days=days,
        ends=datetime.fromtimestamp(int(midnights_s[-1]), UTC),
        escalations=_escalations(columns, centres, region, catalogue, prefix),
        expected=background.expected,
        columns=columns,
    )


def _refuse(region: Region, years: float, ends: datetime, escalations: int, incidents_per_year: float) -> None:
    if not region.sections:
        raise ValueError("The region has no sections.")
    if not 0 < years <= MOST_YEARS:
        raise ValueError(f"A history lasts up to {MOST_YEARS:g} years, not {years:g}.")
    if ends.tzinfo is None:
        raise ValueError("The end of a history needs a zone.")
    if ends.year - years < FIRST_YEAR + 1:
        raise ValueError(f"A history begins in {FIRST_YEAR} or later.")
    if not 0 <= escalations <= MOST_ESCALATIONS:
        raise ValueError(f"Escalations are 0 to {MOST_ESCALATIONS:,}, not {escalations}.")
    if not (isfinite(incidents_per_year) and incidents_per_year > 0):
        raise ValueError(f"Incidents per year are above 0, not {incidents_per_year:g}.")
    if incidents_per_year * years > MOST_INCIDENTS:
        raise ValueError(f"A history has up to {MOST_INCIDENTS:,} incidents, not {incidents_per_year * years:,.0f}.")


def _local_days(ends: datetime, count: int, region: Region) -> tuple[tuple[date, ...], Indices]:
    """The last whole local days before a moment, and the second that each begins, the following one's too."""
    following = ends.astimezone(region.zone).date()
    days = tuple(following - timedelta(days=count - i) for i in range(count + 1))
    begins = [int(datetime.combine(day, time(), region.zone).timestamp()) for day in days]
    return days[:-1], np.array(begins, dtype=np.int64)


def _escalations(
    columns: IncidentColumns, centres: list[int], region: Region, catalogue: Catalogue, prefix: str
) -> tuple[PlantedEscalation, ...]:
    kinds = list(catalogue.kinds)
    group_index = {group.id: i for i, group in enumerate(region.groups)}
    found = []
    for k, centre in enumerate(centres):
        rows = np.flatnonzero(columns.escalation == k)
        own, section = columns.rows(rows), region.sections[centre]
        grave = [
            catalogue.severity(kinds[kind], synthetic_harm(harm))
            for kind, harm in zip(own.kind.tolist(), map(tuple, own.harm.reshape(-1, 12).tolist()), strict=True)
        ]
        found.append(
            PlantedEscalation(
                id=f"{prefix}-E{k + 1}",
                section=centre,
                group=group_index[section.group],
                section_id=section.id,
                group_id=section.group,
                begins=datetime.fromtimestamp(int(own.started_s[0]), UTC),
                ends=datetime.fromtimestamp(int(own.started_s[-1]), UTC),
                incidents=len(rows),
                severity=max(grave),
            )
        )
    return tuple(found)
