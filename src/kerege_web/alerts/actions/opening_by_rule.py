"""What the rules of a site make of new reports and signals. A rule opens an alert; people do the rest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from kerege.domain.alert_rule import Candidate, RuleSource
from kerege.domain.alert_stage import AlertStage
from kerege.domain.marking import TLP, Marking
from kerege_web.accounts.access import Viewer, require, station_of
from kerege_web.accounts.roles import Permission
from kerege_web.alerts.access.alert_page import REPORT, SIGNAL
from kerege_web.alerts.access.rules import rule_of
from kerege_web.alerts.actions.opening import Basis, Opening, add_basis, store_alert
from kerege_web.alerts.models import Alert, AlertSource, RuleVersion
from kerege_web.region import current_region
from kerege_web.reports.access.candidates import ReportCandidate, access_candidates
from kerege_web.warning.access import KnownSignal, access_newest_signals
from kerege_web.warning.section_levels import chances_of_agency
from kerege_web.warning.signal_sections import signal_sections

LOOK_BACK = timedelta(hours=24)
# A signal has no severity, and some reports do not say enough for one: the middle, until a person says otherwise.
_NOT_GRADED = 3


def open_by_rules(actor: Viewer, *, now: datetime) -> int:
    """Open alerts for what the rules in force ask for; how many alerts were opened is the answer.

    A report or signal is taken once. What tells of the same thing as an alert that is still open (the same rule, kind
    and section within a day; the same statistic of the same stretch until it falls silent) joins that alert.

    Raises
    ------
    AccessDeniedError
        If the actor does not run the station.
    """
    require(actor, Permission.MANAGE_DOORS)
    by_agency = defaultdict(list)
    for row in RuleVersion.objects.filter(is_newest=True, is_in_force=True).order_by("code"):
        by_agency[row.agency_id].append(row)
    return sum(_look(station_of(agency), rows, now) for agency, rows in by_agency.items())


def _look(station: Viewer, rows: list[RuleVersion], now: datetime) -> int:
    chances = chances_of_agency(station.agency)
    opened = 0
    reports = [row for row in rows if row.source == RuleSource.REPORT]
    if reports:
        found = access_candidates(station, since=now - LOOK_BACK)
        taken = _taken(REPORT, (str(one.id) for one in found))
        opened += sum(_of_report(station, one, reports, chances) for one in found if str(one.id) not in taken)
    signals = [row for row in rows if row.source == RuleSource.SIGNAL]
    if signals:
        known = access_newest_signals(station)
        taken = _taken(SIGNAL, (_reference(one) for one in known))
        opened += sum(_of_signal(station, one, signals, chances) for one in known if _reference(one) not in taken)
    return opened


def _taken(kind: str, references: Iterable[str]) -> set[str]:
    rows = AlertSource.objects.filter(type=kind, reference__in=list(references), alert__rule__isnull=False)
    return set(rows.values_list("reference", flat=True))


@transaction.atomic
def _of_report(station: Viewer, report: ReportCandidate, rows: list[RuleVersion], chances: Mapping[str, float]) -> int:
    candidate = Candidate(
        source=RuleSource.REPORT,
        section_ids=frozenset({report.section_id} if report.section_id else ()),
        kind=report.kind,
        severity=report.severity,
        probability=chances.get(report.section_id),
        is_verified=report.is_verified,
    )
    row = next((row for row in rows if rule_of(row).is_met_by(candidate)), None)
    if row is None:
        return 0
    basis = Basis(REPORT, str(report.id))
    topic = f"{row.code}/{report.kind}/{report.section_id}/{'exercise' if report.is_exercise else ''}"
    same = _open_alerts(station, topic).filter(opened_at__gte=report.received_at - LOOK_BACK).first()
    if same is not None and report.section_id:
        add_basis(station, alert_id=same.pk, basis=basis)
        return 0
    opening = Opening(
        severity=report.severity or _NOT_GRADED,
        reason=f"{row.name} ({row.code} {row.version})",
        bases=(basis,),
        kind=report.kind,
        section_id=report.section_id,
        place=report.place,
        position=report.position,
        marking=Marking(TLP.AMBER),
        is_exercise=report.is_exercise,
    )
    store_alert(station, opening, rule=row, topic=topic)
    return 1


@transaction.atomic
def _of_signal(station: Viewer, known: KnownSignal, rows: list[RuleVersion], chances: Mapping[str, float]) -> int:
    signal, region = known.signal, current_region()
    sections = signal_sections(signal, region)
    candidate = Candidate(
        source=RuleSource.SIGNAL,
        section_ids=sections,
        kind=signal.kind,
        probability=max((chances[one] for one in sections if one in chances), default=None),
        recurrence_days=signal.recurrence_interval_days,
    )
    row = next((row for row in rows if rule_of(row).is_met_by(candidate)), None)
    if row is None:
        return 0
    basis = Basis(SIGNAL, _reference(known))
    topic = f"{row.code}/{signal.detector}/{signal.unit_id}/{signal.kind}"
    same = _open_alerts(station, topic).first()
    if same is not None:
        add_basis(station, alert_id=same.pk, basis=basis)
        return 0
    # What was closed while the same statistic still speaks was answered: it does not come back every morning.
    if signal.since and Alert.objects.filter(agency_id=station.agency, topic=topic, opened_at__gte=signal.since):
        return 0
    opening = Opening(
        severity=_NOT_GRADED,
        reason=f"{row.name} ({row.code} {row.version})",
        bases=(basis,),
        kind=signal.kind,
        section_id=next(iter(sections)) if len(sections) == 1 else "",
        place=signal.unit_name,
        marking=known.run.marking,
    )
    store_alert(station, opening, rule=row, topic=topic)
    return 1


def _open_alerts(station: Viewer, topic: str) -> QuerySet[Alert]:
    rows = Alert.objects.filter(agency_id=station.agency, topic=topic)
    return rows.exclude(stage=AlertStage.CLOSED).order_by("-id")


def _reference(known: KnownSignal) -> str:
    return f"{known.run.id}/{known.signal.id}"
