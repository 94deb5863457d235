"""An exercise is played: its reports come in by the doors that real ones use, and its own players decide."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from kerege.domain.errors import InputError
from kerege.domain.exercise import DecisionKind, ExerciseDoor, Inject, PlayedDecision
from kerege.domain.office import Office
from kerege.domain.submission import Door, Hurt, Submission
from kerege.domain.verdict import Verdict
from kerege_web.accounts.access import Viewer, require
from kerege_web.accounts.roles import PEOPLE_ROLES, Permission, Role
from kerege_web.alerts.access.alert_page import REPORT
from kerege_web.alerts.access.visible import visible_alert
from kerege_web.alerts.actions.opening import Basis, Opening, open_alert
from kerege_web.alerts.models import AlertSource
from kerege_web.region import current_catalogue, current_locator, current_region
from kerege_web.reports.actions.conversation import tell_reporter
from kerege_web.reports.actions.judging import judge_report
from kerege_web.reports.actions.receiving import receive_report
from kerege_web.reports.doorkeeper import doorkeeper
from kerege_web.response.actions.calls import begin_call, end_call
from kerege_web.response.actions.moving import end_response
from kerege_web.response.actions.planning import LONGEST_TITLE, Wanted, add_response

# A weekly word has no mark of an exercise, so it comes in as a message: nothing made up may stand among the real ones.
_DOORS = {
    ExerciseDoor.RESIDENT: Door.WEB,
    ExerciseDoor.POST: Door.INTERFACE,
    ExerciseDoor.SMS: Door.SMS,
    ExerciseDoor.MONITOR: Door.SMS,
}
PLAYABLE = frozenset(DecisionKind)
"""The decisions that the application keeps, so that they can be played and judged: all of them."""
_TERM = {DecisionKind.JOINT_VISIT: "district_heads_met", DecisionKind.TELL_RESIDENTS: "explanatory_work"}
_PLAYED_MINUTES = 60.0
_PLAYER = "exercise-"


def play_inject(actor: Viewer, *, run: str, inject: Inject) -> int:
    """Let a report of an exercise come in, marked as one; the number of the report is the answer. Twice is once.

    Parameters
    ----------
    actor : Viewer
        Who runs the exercise.
    run : str
        Tells this run from others of the same script.
    inject : Inject

    Raises
    ------
    AccessDeniedError
        If the actor may not manage doors.
    """
    require(actor, Permission.MANAGE_DOORS)
    door = _DOORS[inject.door]
    submission = Submission(
        client_id=f"exercise {run} {inject.id}",
        door=door,
        language=inject.language,
        kind=inject.kind,
        text=inject.text,
        place=inject.place,
        position=inject.position,
        hurt=Hurt.YES if inject.harm.is_known else Hurt.UNKNOWN,
        harm=inject.harm,
        side=inject.side,
        source=f"exercise {run} {inject.id}",
        is_exercise=True,
    )
    return receive_report(doorkeeper(door, actor.agency), submission=submission).report_id


def play_decision(
    actor: Viewer,
    *,
    decision: PlayedDecision,
    inject: Inject,
    report_id: int,
    original_id: int | None = None,
    agency: str = "",
    same_happening: Collection[int] = (),
) -> None:
    """Let a player of the script decide, by the actions and within the rights of its role.

    Parameters
    ----------
    actor : Viewer
        Who runs the exercise.
    decision : PlayedDecision
    inject : Inject
        What it is about.
    report_id : int
        As which report it came in.
    original_id : int or None
        For a duplicate: the report that came before.
    agency : str
        For which agency of the script the player acts; "" for the station's own. It acts at this station all the same.
    same_happening : collection of int
        The reports of the run that tell of the same happening; a response belongs to the alert of one of them.

    Raises
    ------
    AccessDeniedError
        If the actor may not manage doors, or the role may not do this.
    InputError
        For a role that the application does not know.
    """
    require(actor, Permission.MANAGE_DOORS)
    player = _player(decision, actor.agency, agency)
    if decision.kind is DecisionKind.VERIFY:
        judge_report(
            player, report_id=report_id, verdict=Verdict(decision.term), reason=decision.words,
            duplicate_of=original_id,
        )  # fmt: skip
    elif decision.kind is DecisionKind.ANSWER:
        tell_reporter(player, report_id=report_id, kind="reply", text=decision.words)
    elif decision.kind is DecisionKind.OPEN_ALERT:
        open_alert(player, opening=_opening(decision, inject, report_id))
    else:
        # Killed in between, it is played anew: half of it must not stand.
        with transaction.atomic():
            _respond(player, decision, _alert_of(player, decision, inject, report_id, same_happening))


def _alert_of(
    player: Viewer, decision: PlayedDecision, inject: Inject, report_id: int, same_happening: Collection[int]
) -> int:
    """The alert that a response belongs to; nothing is done without one, so it is opened where there is none."""
    references = [str(number) for number in {report_id, *same_happening}]
    known = AlertSource.objects.filter(type=REPORT, reference__in=references, alert__is_exercise=True)
    found = known.filter(alert__agency_id=player.agency, alert__closed_at=None).order_by("added_at", "id").first()
    return found.alert_id if found else open_alert(player, opening=_opening(decision, inject, report_id))


def _respond(player: Viewer, decision: PlayedDecision, alert_id: int) -> None:
    section = visible_alert(player, alert_id).section_id
    if decision.kind is DecisionKind.CALL_OTHER_SIDE and section:
        call = begin_call(player, section_id=section, alert_id=alert_id)
        end_call(player, call_id=call, was_reached=True, agreed=decision.words)
        return
    term = _TERM.get(decision.kind, decision.term or "representatives_called")
    wanted = Wanted(
        title=decision.words[:LONGEST_TITLE], term=term, office=Office.BORDER_REPRESENTATIVE, minutes=_PLAYED_MINUTES
    )
    end_response(
        player, response_id=add_response(player, alert_id=alert_id, wanted=wanted), is_done=True, words=decision.words
    )  # fmt: skip


def player_of(login: str) -> tuple[str, str]:
    """Role and agency of a player of the script by its login; ("", "") for anybody else.

    One of the station's own agency has no agency in its login: whatever the script calls that agency, it is this one.
    """
    if not login.startswith(_PLAYER):
        return "", ""
    role, _, agency = login.removeprefix(_PLAYER).partition(".")
    return role, agency


def _player(decision: PlayedDecision, station: str, agency: str) -> Viewer:
    if decision.role not in PEOPLE_ROLES:
        raise InputError(
            f"{decision.role!r} is no role of the station", where=decision.id, mend=f"Use {', '.join(PEOPLE_ROLES)}"
        )
    login = f"{_PLAYER}{decision.role}" + (f".{agency}" if agency else "")
    return Viewer(person_id=None, login=login, agency=station, role=Role(decision.role))


def _opening(decision: PlayedDecision, inject: Inject, report_id: int) -> Opening:
    catalogue = current_catalogue()
    located = current_locator().locate([inject.position], depth_km=current_region().depth_km)[0]
    return Opening(
        severity=catalogue.severity(inject.kind or "other", inject.harm),
        reason=decision.words,
        kind=inject.kind or "other",
        bases=(Basis(REPORT, str(report_id)),),
        section_id=located.section_id if located else "",
        place=inject.place,
        position=inject.position,
        is_exercise=True,
    )
