"""What a rule would have done: tried on what is kept, before it holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from kerege.domain.alert_rule import AlertRule, Candidate, RuleSource
from kerege_web.accounts.access import Viewer, require, station_of
from kerege_web.accounts.roles import Permission
from kerege_web.region import current_region
from kerege_web.reports.access.candidates import access_candidates
from kerege_web.warning.access import access_newest_signals
from kerege_web.warning.section_levels import chances_of_agency
from kerege_web.warning.signal_sections import signal_sections

DAYS = 30
# Reports of one kind and section within a day join one alert.
_JOINED = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class RulePreview:
    """What a rule would have done.

    Parameters
    ----------
    looked_at, met : int
        Reports of the last 30 days, or signals of the newest run; and those that it asks for.
    alerts : int
        How many alerts they would have made, were none of them closed meanwhile.
    """

    looked_at: int
    met: int
    alerts: int


def access_rule_preview(viewer: Viewer, rule: AlertRule, now: datetime) -> RulePreview:
    """Try a rule on the reports of the last 30 days, or on the signals of the newest run. Exercises are left out.

    Chances of sections are those of today's newest run: what they were on an earlier day is not tried.

    Raises
    ------
    AccessDeniedError
        If the viewer may not set rules.
    """
    require(viewer, Permission.SET_ALERT_RULES)
    station = station_of(viewer.agency)
    return _of_reports(station, rule, now) if rule.source is RuleSource.REPORT else _of_signals(station, rule)


def _of_reports(station: Viewer, rule: AlertRule, now: datetime) -> RulePreview:
    chances = chances_of_agency(station.agency)
    found = [one for one in access_candidates(station, since=now - timedelta(days=DAYS)) if not one.is_exercise]
    met, alerts, last = 0, 0, dict[tuple[str, str], datetime]()
    for one in found:
        candidate = Candidate(
            source=RuleSource.REPORT, section_ids=frozenset({one.section_id} if one.section_id else ()), kind=one.kind,
            severity=one.severity, probability=chances.get(one.section_id), is_verified=one.is_verified,
        )  # fmt: skip
        if not rule.is_met_by(candidate):
            continue
        met += 1
        topic = (one.kind, one.section_id)
        opened = last.get(topic)
        if not one.section_id or opened is None or opened < one.received_at - _JOINED:
            alerts += 1
            last[topic] = one.received_at
    return RulePreview(len(found), met, alerts)


def _of_signals(station: Viewer, rule: AlertRule) -> RulePreview:
    chances, region = chances_of_agency(station.agency), current_region()
    known = access_newest_signals(station)
    topics = set()
    met = 0
    for one in known:
        sections = signal_sections(one.signal, region)
        candidate = Candidate(
            source=RuleSource.SIGNAL, section_ids=sections, kind=one.signal.kind,
            probability=max((chances[each] for each in sections if each in chances), default=None),
            recurrence_days=one.signal.recurrence_interval_days,
        )  # fmt: skip
        if rule.is_met_by(candidate):
            met += 1
            topics.add((one.signal.detector, one.signal.unit_id, one.signal.kind))
    return RulePreview(len(known), met, len(topics))
