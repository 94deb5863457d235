"""What an exercise left in the workspace: when its reports came in, and what was decided about them by which role."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

from django.db.models import F, QuerySet

from kerege.domain.errors import AccessDeniedError
from kerege.domain.exercise import VERDICTS, DecisionKind
from kerege.domain.response_state import ResponseState
from kerege_web.accounts.access import Viewer, access_viewer, require
from kerege_web.accounts.roles import Permission
from kerege_web.alerts.access.alert_page import REPORT
from kerege_web.alerts.models import AlertSource
from kerege_web.reports.models import Judgement, Message, Report
from kerege_web.response.models import Call, ResponseStep

Player = tuple[str, str]


class Who(TypedDict):
    """Who decided: the role, and for which agency."""

    role: str
    agency: str


WhoOf = Callable[[str, str], Who]
_RULE = "rule"
# What a done response is called where the script has a word of its own for it.
_KIND_OF_TERM = {
    "representatives_called": DecisionKind.CALL_OTHER_SIDE,
    "representatives_met": DecisionKind.JOINT_VISIT,
    "district_heads_met": DecisionKind.JOINT_VISIT,
    "explanatory_work": DecisionKind.TELL_RESIDENTS,
}


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
    viewer: Viewer, report_ids: Collection[int], *, player: Callable[[str], Player]
) -> ExerciseTrace:
    """The trace of an exercise's reports. Reports that are no exercise, or another agency's, are not there.

    Parameters
    ----------
    viewer : Viewer
        Who runs the exercise.
    report_ids : collection of int
    player : callable
        The role and the agency of a script's player by login; ("", "") for people, and no agency for the station's own.

    Raises
    ------
    AccessDeniedError
        If the viewer may not manage doors.
    """
    require(viewer, Permission.MANAGE_DOORS)
    rows = Report.objects.filter(pk__in=list(report_ids), is_exercise=True, agency_id=viewer.agency)
    came_at = dict(rows.values_list("pk", "received_at"))
    roles: dict[str, str] = {}

    def who(login: str, agency: str) -> Who:
        own, other = player(login)
        if login not in roles:
            roles[login] = own or _role_of_person(login)
        return {"role": roles[login], "agency": other or agency}

    found = [
        *_judgements(came_at, who), *_answers(came_at, viewer.agency, who), *_alerts(came_at, who),
        *_responses(came_at, viewer.agency, who),
    ]  # fmt: skip
    return ExerciseTrace(came_at=came_at, decisions=tuple(sorted(found, key=lambda one: one.at)))


def _judgements(came_at: Mapping[int, datetime], who: WhoOf) -> list[RecordedDecision]:
    kind = DecisionKind.VERIFY
    return [
        RecordedDecision(report_id=row.report_id, at=row.at, kind=kind, term=row.verdict, **who(row.actor, row.agency))
        for row in Judgement.objects.filter(report_id__in=came_at, verdict__in=VERDICTS)
    ]


def _answers(came_at: Mapping[int, datetime], agency: str, who: WhoOf) -> list[RecordedDecision]:
    # Only the agency whose report it is can write to the reporter.
    rows = Message.objects.filter(report_id__in=came_at, is_from_reporter=False)
    return [
        RecordedDecision(
            report_id=row.report_id, at=row.at, kind=DecisionKind.ANSWER, term="", **who(row.actor, agency)
        )
        for row in rows
    ]


def _alerts(came_at: Mapping[int, datetime], who: WhoOf) -> list[RecordedDecision]:
    found = []
    for row in _sources(came_at).filter(added_at=F("alert__opened_at")):
        agency = row.alert.agency_id
        by: Who = {"role": _RULE, "agency": agency} if row.alert.rule_id else who(row.actor, agency)
        kind, report = DecisionKind.OPEN_ALERT, int(row.reference)
        found.append(RecordedDecision(report_id=report, at=row.added_at, kind=kind, term="", **by))
    return found


def _responses(came_at: Mapping[int, datetime], agency: str, who: WhoOf) -> list[RecordedDecision]:
    """Calls that were answered and responses that were done, each about the report that its alert was opened on."""
    report_of: dict[int, int] = {}
    for row in _sources(came_at).order_by("added_at", "id"):
        report_of.setdefault(row.alert_id, int(row.reference))
    found = [
        RecordedDecision(
            report_id=report_of[call.alert_id], at=call.began_at, kind=DecisionKind.CALL_OTHER_SIDE, term="",
            **who(call.actor, call.agency_id),
        )
        for call in Call.objects.filter(alert_id__in=report_of, agency_id=agency, was_reached=True)
        if call.alert_id is not None
    ]  # fmt: skip
    done = ResponseStep.objects.filter(response__alert_id__in=report_of, kind=ResponseState.DONE)
    for step in done.select_related("response"):
        kind = _KIND_OF_TERM.get(step.response.term, DecisionKind.RESPOND)
        found.append(
            RecordedDecision(
                report_id=report_of[step.response.alert_id], at=step.at, kind=kind,
                term=step.response.term if kind is DecisionKind.RESPOND else "", **who(step.actor, step.agency),
            )
        )  # fmt: skip
    return found


def _sources(came_at: Mapping[int, datetime]) -> QuerySet[AlertSource]:
    rows = AlertSource.objects.filter(type=REPORT, reference__in=[str(number) for number in came_at])
    return rows.filter(alert__is_exercise=True).select_related("alert")


def _role_of_person(login: str) -> str:
    try:
        return access_viewer(login).role.value
    except AccessDeniedError:
        return _RULE
