"""The steps of an alert. Each says what was found, why and on what evidence, and each is kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from kerege.domain.alert_stage import (
    AlertOutcome,
    Consequence,
    Likelihood,
    TriageFinding,
    VerificationFinding,
)
from kerege.domain.alert_state import AlertState
from kerege.domain.errors import AccessDeniedError, InputError
from kerege.domain.risk import RiskLevel
from kerege_web.accounts.access import Viewer, access_viewer, require
from kerege_web.accounts.roles import Permission
from kerege_web.alerts.access.visible import may_work_on, visible_alert
from kerege_web.alerts.models import Alert, AlertStep
from kerege_web.alerts.parameters import current_alert_parameters
from kerege_web.alerts.responses_known import responses_of
from kerege_web.alerts.state import put_state, state_of
from kerege_web.alerts.telling import Occasion, tell_of
from kerege_web.audit.actions import record

LONGEST_WORDS = 5_000
Change = Callable[[AlertState, datetime], AlertState]


@transaction.atomic
def triage_alert(actor: Viewer, *, alert_id: int, finding: TriageFinding, reason: str) -> None:
    """Say whether it is an alert at all.

    Raises
    ------
    AccessDeniedError
        If there is no such alert that the actor may move; so with each step below.
    InputError
        If no reason is given, or it waits for something else; so with each step below.
    """
    row = _row(actor, alert_id)
    _move(actor, row, "triaged", finding.value, lambda state, at: state.triaged(finding, at=at), reason)


@transaction.atomic
def verify_alert(
    actor: Viewer, *, alert_id: int, finding: VerificationFinding, reason: str, evidence: str = ""
) -> None:
    """Say whether it is so."""
    row = _row(actor, alert_id)
    _move(
        actor, row, "verified", finding.value, lambda state, at: state.verified(finding, at=at), reason, evidence
    )  # fmt: skip


@transaction.atomic
def assess_alert(actor: Viewer, *, alert_id: int, hazard: str, exposure: str, context: str, evidence: str = "") -> None:
    """Write down the hazard, who and what is exposed to it, and what makes it better or worse there."""
    row = _row(actor, alert_id)
    said = {"hazard": hazard, "exposure": exposure, "context": context}
    for name, words in said.items():
        setattr(row, name, _words(words, name))
    reason = "\n".join(getattr(row, name) for name in said)
    _move(actor, row, "assessed", "", lambda state, at: state.assessed(at=at), reason, evidence)


@transaction.atomic
def characterise_alert(
    actor: Viewer, *, alert_id: int, likelihood: Likelihood, consequence: Consequence, reason: str
) -> None:
    """Judge how likely and how bad; together they make the level."""
    row = _row(actor, alert_id)
    row.likelihood, row.consequence = likelihood.value, consequence.value
    parameters = current_alert_parameters()

    def change(state: AlertState, at: datetime) -> AlertState:
        return state.characterised(likelihood, consequence, parameters, by=actor.login, at=at)

    _move(actor, row, "characterised", f"{likelihood.value} {consequence.value}", change, reason)


@transaction.atomic
def raise_level(actor: Viewer, *, alert_id: int, level: RiskLevel, reason: str) -> None:
    """Raise the level, at once and in every stage. It falls by two reviews only."""
    row = _row(actor, alert_id)
    _move(actor, row, "raised", level.value, lambda state, at: state.raised(level, at=at), reason)


@transaction.atomic
def decide_alert(actor: Viewer, *, alert_id: int, outcome: AlertOutcome, reason: str) -> None:
    """Decide what is done. Another decision replaces this one; what is discarded is closed."""
    row = _row(actor, alert_id)
    _move(actor, row, "decided", outcome.value, lambda state, at: state.decided(outcome, at=at), reason)


@transaction.atomic
def review_alert(actor: Viewer, *, alert_id: int, level: RiskLevel, reason: str) -> None:
    """Look at a decision again: the level goes up at once, and down after two reviews."""
    row = _row(actor, alert_id)
    parameters = current_alert_parameters()

    def change(state: AlertState, at: datetime) -> AlertState:
        return state.reviewed(level, parameters, by=actor.login, at=at)

    _move(actor, row, "reviewed", level.value, change, reason)


@transaction.atomic
def reopen_alert(actor: Viewer, *, alert_id: int, reason: str) -> None:
    """Open a closed alert again, because something new is known."""
    require(actor, Permission.CLOSE_ALERTS)
    row = _row(actor, alert_id)
    _move(actor, row, "reopened", "", lambda state, at: state.reopened(at=at), reason)


@transaction.atomic
def give_alert(actor: Viewer, *, alert_id: int, login: str, reason: str) -> None:
    """Give an open alert into somebody's hands, one's own included; "" makes it nobody's.

    Raises
    ------
    InputError
        If it is closed, or nobody of the agency who may move it has this login.
    """
    row = _row(actor, alert_id)
    if not state_of(row).is_open:
        raise InputError("It is closed", mend="Open it again first")
    if login:
        try:
            person = access_viewer(login)
        except AccessDeniedError:
            person = None
        if person is None or not may_work_on(person, row):
            raise InputError(f"{login} cannot move this alert", where="login", mend="Choose one of the list")
    row.owner = login
    _keep_step(actor, row, "given", login, _words(reason, "reason"), "", timezone.now())


@transaction.atomic
def release_alert(actor: Viewer, *, alert_id: int, agency: str, reason: str) -> None:
    """Let another agency see an alert, and tell its people. What it rests on stays hidden from them.

    Raises
    ------
    InputError
        If there is no such agency, or it may see the alert already.
    """
    from kerege_web.accounts.access import access_agencies

    require(actor, Permission.RELEASE_ALERTS)
    row = _row(actor, alert_id)
    if agency not in access_agencies(actor) or agency == row.agency_id:
        raise InputError(f"There is no other agency {agency!r}", where="agency", mend="Choose one of the list")
    known = {code for code in row.releasable_to.split("|") if code}
    if agency in known:
        raise InputError(f"{agency} may see it already", where="agency", mend="Choose another one")
    row.releasable_to = f"|{'|'.join(sorted(known | {agency}))}|"
    _keep_step(actor, row, "released", agency, _words(reason, "reason"), "", timezone.now())
    tell_of(actor, row, Occasion.RELEASED, agency=agency)


def move_alert(
    actor: Viewer, row: Alert, kind: str, change: Change, *, reason: str, finding: str = "", evidence: str = ""
) -> None:
    """Make one step of a locked alert, in the caller's transaction: for steps with work of their own around them."""
    _move(actor, row, kind, finding, change, reason, evidence)


def row_to_move(actor: Viewer, alert_id: int) -> Alert:
    """An alert that the actor may move, locked.

    Raises
    ------
    AccessDeniedError
        If there is none.
    """
    return _row(actor, alert_id)


def _row(actor: Viewer, alert_id: int) -> Alert:
    require(actor, Permission.WORK_ALERTS)
    row = visible_alert(actor, alert_id, to_change=True)
    if not may_work_on(actor, row):
        raise AccessDeniedError
    return row


def _move(
    actor: Viewer, row: Alert, kind: str, finding: str, change: Change, reason: str, evidence: str = ""
) -> None:  # fmt: skip
    now, before, due_at = timezone.now(), state_of(row), row.due_at
    words = _words(reason, "reason")
    after = change(before, now)
    if before.is_open and not after.is_open:
        _check_nothing_waits(row)
    put_state(row, after)
    # Whoever takes the first step of what is nobody's has it in hand.
    row.owner = row.owner or actor.login
    _keep_step(actor, row, kind, finding, words, evidence.strip(), now, due_at=due_at)
    if after.level is not None and (before.level is None or after.level.rank > before.level.rank):
        tell_of(actor, row, Occasion.RAISED)


def _keep_step(
    actor: Viewer, row: Alert, kind: str, finding: str, reason: str, evidence: str, now: datetime,
    *, due_at: datetime | None = None,
) -> None:  # fmt: skip
    row.changed_at = now
    row.save()
    AlertStep.objects.create(
        alert=row, kind=kind, finding=finding, stage=row.stage, level=row.level, reason=reason, evidence=evidence,
        at=now, due_at=due_at, actor=actor.login, agency=actor.agency,
    )  # fmt: skip
    details: dict[str, Any] = {"step": kind, "finding": finding, "stage": row.stage, "level": row.level}
    record(actor, action="move_alert", object_type="alert", object_id=str(row.pk), details=details)


def _check_nothing_waits(row: Alert) -> None:
    """Whichever step closes an alert: what somebody was sent to do is ended by a word, never by being forgotten."""
    waiting = responses_of(row.pk).open_count
    if waiting:
        raise InputError(
            f"{waiting} responses are still open", mend="Say of each that it is done, or why it was given up"
        )


def _words(text: str, where: str) -> str:
    words = text.strip()
    if not 1 <= len(words) <= LONGEST_WORDS:
        raise InputError(
            f"Say it in 1 to {LONGEST_WORDS:,} letters", where=where, mend="Silence is no reason: write a few words"
        )
    return words
