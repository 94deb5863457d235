"""What an exercise left in the workspace: when its reports came in, and what was decided about them by which role."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from kerege.domain.errors import AccessDeniedError
from kerege.domain.exercise import VERDICTS, DecisionKind
from kerege_web.accounts.access import Viewer, access_viewer, require
from kerege_web.accounts.roles import Permission
from kerege_web.alerts.access.alert_page import REPORT
from kerege_web.alerts.models import AlertSource
from kerege_web.reports.models import Judgement, Message, Report

_RULE = "rule"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedDecision:
    """A decision about a report, without its words: when, of which kind, by which role of which agency."""

    report_id: int
    at: datetime
    kind: DecisionKind
    term: str
    agency: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseTrace:
    """When reports came in, by number, and the decisions about them in order of time."""

    came_at: Mapping[int, datetime]
    decisions: tuple[RecordedDecision, ...]


def access_exercise_trace(
    viewer: Viewer, report_ids: Collection[int], *, role_of_player: Callable[[str], str]
) -> ExerciseTrace:
    """The trace of an exercise's reports. Reports that are no exercise, or another agency's, are not there.

    Parameters
    ----------
    viewer : Viewer
        Who runs the exercise.
    report_ids : collection of int
    role_of_player : callable
        The role of a script's player by login; "" for people.

    Raises
    ------
    AccessDeniedError
        If the viewer may not manage doors.
    """
    require(viewer, Permission.MANAGE_DOORS)
    rows = Report.objects.filter(pk__in=list(report_ids), is_exercise=True, agency_id=viewer.agency)
    came_at = dict(rows.values_list("pk", "received_at"))
    roles: dict[str, str] = {}

    def role(login: str) -> str:
        if login not in roles:
            roles[login] = role_of_player(login) or _role_of_person(login)
        return roles[login]

    found = [
        *_judgements(came_at, role), *_answers(came_at, viewer.agency, role), *_alerts(came_at, role),
    ]  # fmt: skip
    return ExerciseTrace(came_at=came_at, decisions=tuple(sorted(found, key=lambda one: one.at)))


def _judgements(came_at: Mapping[int, datetime], role: Callable[[str], str]) -> list[RecordedDecision]:
    return [
        RecordedDecision(
            report_id=row.report_id, at=row.at, kind=DecisionKind.VERIFY, term=row.verdict, agency=row.agency,
            role=role(row.actor),
        )
        for row in Judgement.objects.filter(report_id__in=came_at, verdict__in=VERDICTS)
    ]  # fmt: skip


def _answers(came_at: Mapping[int, datetime], agency: str, role: Callable[[str], str]) -> list[RecordedDecision]:
    # Only the agency whose report it is can write to the reporter.
    rows = Message.objects.filter(report_id__in=came_at, is_from_reporter=False)
    return [
        RecordedDecision(
            report_id=row.report_id, at=row.at, kind=DecisionKind.ANSWER, term="", agency=agency, role=role(row.actor)
        )
        for row in rows
    ]


def _alerts(came_at: Mapping[int, datetime], role: Callable[[str], str]) -> list[RecordedDecision]:
    rows = AlertSource.objects.filter(
        type=REPORT, reference__in=[str(number) for number in came_at], alert__is_exercise=True
    ).select_related("alert")
    return [
        RecordedDecision(
            report_id=int(row.reference), at=row.added_at, kind=DecisionKind.OPEN_ALERT, term="",
            agency=row.alert.agency_id, role=_RULE if row.alert.rule_id else role(row.actor),
        )
        for row in rows
    ]  # fmt: skip


def _role_of_person(login: str) -> str:
    try:
        return access_viewer(login).role.value
    except AccessDeniedError:
        return _RULE
