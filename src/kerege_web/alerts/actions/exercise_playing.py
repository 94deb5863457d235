"""An exercise is played: its reports come in by the doors that real ones use, and its own players decide."""

from __future__ import annotations

from kerege.domain.errors import InputError
from kerege.domain.exercise import DecisionKind, ExerciseDoor, Inject, PlayedDecision
from kerege.domain.submission import Door, Hurt, Submission
from kerege.domain.verdict import Verdict
from kerege_web.accounts.access import Viewer, require
from kerege_web.accounts.roles import PEOPLE_ROLES, Permission, Role
from kerege_web.alerts.access.alert_page import REPORT
from kerege_web.alerts.actions.opening import Basis, Opening, open_alert
from kerege_web.region import current_catalogue, current_locator, current_region
from kerege_web.reports.actions.conversation import tell_reporter
from kerege_web.reports.actions.judging import judge_report
from kerege_web.reports.actions.receiving import receive_report
from kerege_web.reports.doorkeeper import doorkeeper

# A weekly word has no mark of an exercise, so it comes in as a message: nothing made up may stand among the real ones.
_DOORS = {
    ExerciseDoor.RESIDENT: Door.WEB,
    ExerciseDoor.POST: Door.INTERFACE,
    ExerciseDoor.SMS: Door.SMS,
    ExerciseDoor.MONITOR: Door.SMS,
}
PLAYABLE = frozenset({DecisionKind.VERIFY, DecisionKind.OPEN_ALERT, DecisionKind.ANSWER})
"""The decisions that the application keeps, so that they can be played and judged."""
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
    actor: Viewer, *, decision: PlayedDecision, inject: Inject, report_id: int, original_id: int | None = None
) -> None:
    """Let a player of the script decide, by the actions and within the rights of its role.

    Parameters
    ----------
    actor : Viewer
        Who runs the exercise.
    decision : PlayedDecision
        Of a kind that is `PLAYABLE`.
    inject : Inject
        What it is about.
    report_id : int
        As which report it came in.
    original_id : int or None
        For a duplicate: the report that came before.

    Raises
    ------
    AccessDeniedError
        If the actor may not manage doors, or the role may not do this.
    InputError
        For a role that the application does not know, or a kind that cannot be played.
    """
    require(actor, Permission.MANAGE_DOORS)
    player = _player(decision, actor.agency)
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
        raise InputError(f"A decision of the kind {decision.kind.value} cannot be played yet", where=decision.id)


def role_of_player(login: str) -> str:
    """The role that a player of the script has by its login; "" for anybody else."""
    return login.removeprefix(_PLAYER) if login.startswith(_PLAYER) else ""


def _player(decision: PlayedDecision, agency: str) -> Viewer:
    if decision.role not in PEOPLE_ROLES:
        raise InputError(
            f"{decision.role!r} is no role of the station", where=decision.id, mend=f"Use {', '.join(PEOPLE_ROLES)}"
        )
    return Viewer(person_id=None, login=f"{_PLAYER}{decision.role}", agency=agency, role=Role(decision.role))


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
