"""The past walked through day by day, each day seeing only what was known then."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import numpy as np

from kerege.domain.incident import Incident
from kerege.domain.region import Region
from kerege.domain.risk import RiskLevel
from kerege.domain.signal import Signal
from kerege.domain.watch_parameters import WatchParameters
from kerege.risk.level import LevelState, next_level
from kerege.risk.threat import BorderTree
from kerege.verification.alarm_skill import AlarmSkill, alarm_skill, alerts_of_days
from kerege.watch.border_tree import border_tree
from kerege.watch.coverage import groups_covered
from kerege.watch.discovery_level import discovery_level_at
from kerege.watch.exposure import DAY
from kerege.watch.incident_table import IncidentTable, incident_table
from kerege.watch.outlook import harm_probabilities
from kerege.watch.severity_rule import SeverityRule
from kerege.watch.triage import find_signals

REVIEW_DAYS = 28
Spoken = list[tuple[str, frozenset[int]]]
NOTICE = (
    "The incidents are rows of public news: not a complete and not an even sample of what happened (10 to 80 per cent "
    "of the counts that officials published). These figures show that the machinery works; they do not prove a rate."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSkill:
    """One rule of alerting and what it was worth.

    Parameters
    ----------
    rule : str
        "watch_signals", "section_levels", "last_month_repeats", "always_alert" or "always_quiet".
    skill : AlarmSkill
    """

    rule: str
    skill: AlarmSkill


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayedEvent:
    """A severe incident of the replay, and which rules had an alert for it.

    Parameters
    ----------
    incident_id : str
    day : date
        Local day it began.
    group_id : str
    hit_by : tuple of str
    """

    incident_id: str
    day: date
    group_id: str
    hit_by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayResult:
    """What a replay found.

    Parameters
    ----------
    first, last : date
        Days walked, both included.
    severe : str
        Which incidents counted as severe.
    lead_days : int
        How long an alert is good for.
    groups : int
        Section groups of the region.
    incidents : int
        Incidents known on the last day that began within these days.
    not_placed : int
        Severe incidents left out because they belong to no section group.
    rules : tuple of RuleSkill
    events : tuple of ReplayedEvent
    signals : tuple of Signal
        Each signal on the first day it was given.
    notice : str
        What must be said with the figures.
    """

    first: date
    last: date
    severe: str
    lead_days: int
    groups: int
    incidents: int
    not_placed: int
    rules: tuple[RuleSkill, ...]
    events: tuple[ReplayedEvent, ...]
    signals: tuple[Signal, ...]
    notice: str = NOTICE


def replay(
    incidents: Sequence[Incident],
    region: Region,
    parameters: WatchParameters,
    *,
    first: date,
    last: date,
    severe: SeverityRule,
    lead_days: int,
    rng: np.random.Generator,
    progress: Callable[[int, int], None] | None = None,
) -> ReplayResult:
    """Walk from day to day, run the watch at each local midnight, and compare its alerts with what came.

    Each day uses only what was reported until its first minute. The rules compared:

    watch_signals       the signals of the day, for the groups their unit stands for
    section_levels      groups with a section at level high or critical; levels are reviewed every four weeks, with
                        hysteresis
    last_month_repeats  groups with any incident in the last `lead_days`
    always_alert        every group, always
    always_quiet        nothing, ever

    Parameters
    ----------
    incidents : sequence of Incident
        All of them, whenever reported.
    region, parameters
    first, last : date
        Local days, both included.
    severe : SeverityRule
        Which incidents an alert should have preceded.
    lead_days : int
        An alert is good for so many days, >= 1.
    rng : Generator
        For the draws of the level reviews.
    progress : callable or None
        Told (days done, days in all).

    Raises
    ------
    ValueError
        If `last` lies before `first` or the lead is below one day.
    """
    if last < first or lead_days < 1:
        raise ValueError("A replay needs a last day not before its first one, and a lead of at least one day.")
    table = incident_table(
        incidents,
        region,
        kind_groups=parameters.kind_groups,
        smallest_group_share=parameters.detection.smallest_group_share,
    )
    tree = border_tree(region)
    days = (last - first).days + 1
    spoken: dict[str, list[Spoken]] = {"watch_signals": [], "section_levels": [], "last_month_repeats": []}
    signals: dict[str, Signal] = {}
    seen: dict[datetime, float] = {}
    levels = _Levels(region, tree, parameters, rng)
    for step in range(days):
        as_of = datetime.combine(first + timedelta(days=step), time(), region.zone)
        known = table.known_at(as_of)
        found: tuple[Signal, ...] = ()
        if _may_speak(known, parameters, as_of):
            level = discovery_level_at(table, region, tree, parameters, as_of, seen)
            found = find_signals(known, region, tree, parameters, as_of, level)
        _keep_new(signals, found, first + timedelta(days=step), lead_days)
        spoken["watch_signals"].append([(_name(signal), groups_covered(signal, region)) for signal in found])
        if step % REVIEW_DAYS == 0:
            levels.review(known, as_of)
        spoken["section_levels"].append(levels.raised())
        spoken["last_month_repeats"].append(_repeats(known, as_of, lead_days))
        if progress is not None:
            progress(step + 1, days)
    everywhere: Spoken = [(group.id, frozenset({i})) for i, group in enumerate(region.groups)]
    spoken |= {"always_alert": [everywhere] * days, "always_quiet": [[]] * days}
    return _result(table, region, spoken, tuple(signals.values()), first, last, severe, lead_days)


def _may_speak(known: IncidentTable, parameters: WatchParameters, as_of: datetime) -> bool:
    """Whether the newest windows hold enough incidents for any signal: exact, and spares many days the work."""
    longest = max(parameters.detection.window_days, parameters.detection.scan_max_days)
    opens = as_of.timestamp() - longest * DAY
    return int((known.middle >= opens).sum()) >= parameters.detection.smallest_count


def _name(signal: Signal) -> str:
    return f"{signal.detector}/{signal.unit_level}/{signal.unit_id}"


def _keep_new(kept: dict[str, Signal], found: Sequence[Signal], day: date, lead_days: int) -> None:
    """Keep a signal unless the same detector and unit spoke within the lead before."""
    for signal in found:
        recent = [
            own
            for own in kept.values()
            if _name(own) == _name(signal) and signal.period.end - own.period.end <= timedelta(days=lead_days)
        ]
        if not recent:
            kept[f"{day.isoformat()} {signal.id}"] = signal


def _repeats(known: IncidentTable, as_of: datetime, lead_days: int) -> Spoken:
    recent = known.group[(known.middle >= as_of.timestamp() - lead_days * DAY) & (known.group >= 0)]
    return [(str(group), frozenset({group})) for group in np.unique(recent).tolist()]


class _Levels:
    """The levels in force, reviewed from time to time."""

    def __init__(self, region: Region, tree: BorderTree, parameters: WatchParameters, rng: np.random.Generator) -> None:
        self._region, self._tree, self._parameters, self._rng = region, tree, parameters, rng
        self._states = [LevelState(RiskLevel.LOW)] * len(region.sections)

    def review(self, known: IncidentTable, as_of: datetime) -> None:
        above_tolerance, above_critical = harm_probabilities(
            known, self._region, self._tree, self._parameters, as_of, self._rng
        )
        self._states = [
            next_level(state, float(tolerance), float(critical), self._parameters.risk)
            for state, tolerance, critical in zip(self._states, above_tolerance, above_critical, strict=True)
        ]

    def raised(self) -> Spoken:
        high = [state.level.rank >= RiskLevel.HIGH.rank for state in self._states]
        groups = np.unique(self._tree.group_of_section[np.array(high, dtype=np.bool_)]).tolist()
        return [(str(group), frozenset({group})) for group in groups]


def _result(
    table: IncidentTable,
    region: Region,
    spoken: dict[str, list[Spoken]],
    signals: tuple[Signal, ...],
    first: date,
    last: date,
    severe: SeverityRule,
    lead_days: int,
) -> ReplayResult:
    days = (last - first).days + 1
    local = [incident.occurred.first_day(region.zone) for incident in table.incidents]
    inside = [i for i, day in enumerate(local) if first <= day <= last]
    grave = [i for i in inside if severe.holds(table.incidents[i])]
    placed = [i for i in grave if table.group[i] >= 0]
    events = [((local[i] - first).days, int(table.group[i])) for i in placed]
    rules = tuple(
        RuleSkill(
            rule=rule,
            skill=alarm_skill(
                alerts_of_days(daily, lead_days),
                events,
                days=days,
                units=len(region.groups),
                validity_days=lead_days,
            ),
        )
        for rule, daily in spoken.items()
    )
    return ReplayResult(
        first=first,
        last=last,
        severe=str(severe),
        lead_days=lead_days,
        groups=len(region.groups),
        incidents=len(inside),
        not_placed=len(grave) - len(placed),
        rules=rules,
        events=tuple(
            ReplayedEvent(
                incident_id=table.incidents[i].id,
                day=local[i],
                group_id=region.groups[int(table.group[i])].id,
                hit_by=tuple(rule.rule for rule in rules if rule.skill.hit_events[number]),
            )
            for number, i in enumerate(placed)
        ),
        signals=signals,
    )
