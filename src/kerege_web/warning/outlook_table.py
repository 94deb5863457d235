"""What a run expects, in the order in which a reader needs it."""

from __future__ import annotations

from dataclasses import dataclass

from kerege.domain.follow_on import FollowOn
from kerege.domain.period import Period
from kerege.domain.risk import RiskAssessment, RiskLevel
from kerege.domain.run import WatchRun
from kerege.domain.section import BorderSection
from kerege_web.region import current_region

QUIET = 0.05
"""Mean incidents in a period below which a stretch is named quiet: one in twenty such periods sees an incident."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedCount:
    """Mean and central 80 per cent interval of a coming count."""

    low: float
    mean: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupOutlook:
    """One section group with what is expected of it in each coming period."""

    unit_id: str
    counts: tuple[ExpectedCount, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlookTable:
    """The coming periods, and the groups with the most expected incidents first; quiet ones apart.

    Parameters
    ----------
    periods : tuple of Period
    groups, quiet : tuple of GroupOutlook
        A quiet group has a mean below 0.05 in every period.
    """

    periods: tuple[Period, ...]
    groups: tuple[GroupOutlook, ...]
    quiet: tuple[GroupOutlook, ...]


def outlook_table(run: WatchRun) -> OutlookTable:
    """The forecast of a run as a table."""
    forecast = run.forecast
    quantiles = forecast.quantiles((0.1, 0.9))
    means = forecast.draws.mean(axis=2)
    horizon = range(len(forecast.grid))
    groups = [
        GroupOutlook(
            unit_id=unit,
            counts=tuple(
                ExpectedCount(low=float(quantiles[h, s, 0]), mean=float(means[h, s]), high=float(quantiles[h, s, 1]))
                for h in horizon
            ),
        )
        for s, unit in enumerate(forecast.unit_ids)
    ]
    groups.sort(key=lambda group: -group.counts[0].mean)
    return OutlookTable(
        periods=tuple(forecast.grid[h] for h in horizon),
        groups=tuple(group for group in groups if not _is_quiet(group)),
        quiet=tuple(group for group in groups if _is_quiet(group)),
    )


def _is_quiet(group: GroupOutlook) -> bool:
    return all(count.mean < QUIET for count in group.counts)


def sections_by_level(run: WatchRun) -> list[tuple[RiskLevel, list[tuple[BorderSection, RiskAssessment]]]]:
    """The levels that occur, highest first, each with its sections, most expected harm first."""
    sections = current_region().section
    found = []
    for level in reversed(RiskLevel):
        risks = [risk for risk in run.risks if risk.level == level and risk.section_id in sections]
        if risks:
            risks.sort(key=lambda risk: -risk.expected_harm)
            found.append((level, [(sections[risk.section_id], risk) for risk in risks]))
    return found


def follow_ons_by_section(run: WatchRun) -> list[tuple[BorderSection, list[FollowOn]]]:
    """The sections that recent incidents put in danger, each with the chances of its horizons, in the run's order."""
    sections = current_region().section
    found: dict[str, list[FollowOn]] = {}
    for own in run.follow_ons:
        if own.section_id in sections:
            found.setdefault(own.section_id, []).append(own)
    return [(sections[section], chances) for section, chances in found.items()]
