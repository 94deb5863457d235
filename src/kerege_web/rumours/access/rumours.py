"""Lists of rumours, one rumour with its steps, and the statements that everybody may read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from kerege.domain.errors import AccessDeniedError
from kerege.domain.marking import Marking
from kerege.domain.rumour import AgreedWith, RumourFinding, RumourStage
from kerege_web.accounts.access import Viewer
from kerege_web.accounts.roles import Permission
from kerege_web.accounts.visibility import visible_to
from kerege_web.incidents.stored_form import stored_marking
from kerege_web.rumours.models import Rumour

MOST, MOST_STATEMENTS = 200, 30


@dataclass(frozen=True, slots=True, kw_only=True)
class RumourStepLine:
    """One step: what was done, by whom, why."""

    kind: str
    finding: str
    reason: str
    at: datetime
    actor: str
    agency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RumourSeen:
    """One rumour as the viewer may see it.

    Parameters
    ----------
    id : int
    claim, section_id, agency, opened_by, checker, heard_by : str
    spread : tuple of str
        By which ways it is told.
    stage : RumourStage
    finding : RumourFinding or None
    statement : mapping of language to str
    agreed_with : tuple of AgreedWith
    said_at : datetime or None
    said_by : tuple of str
        By which ways the statement was said.
    opened_at, due_at : datetime
    is_overdue, is_exercise, may_work, may_agree : bool
    marking : Marking
    steps : tuple of RumourStepLine
        Oldest first; empty in a list.
    """

    id: int
    claim: str
    section_id: str
    agency: str
    opened_by: str
    checker: str
    heard_by: str
    spread: tuple[str, ...]
    stage: RumourStage
    finding: RumourFinding | None
    statement: Mapping[str, str]
    agreed_with: tuple[AgreedWith, ...]
    said_at: datetime | None
    said_by: tuple[str, ...]
    opened_at: datetime
    due_at: datetime
    is_overdue: bool
    is_exercise: bool
    may_work: bool
    may_agree: bool
    marking: Marking
    steps: tuple[RumourStepLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """What was said about a rumour, for everybody: never the rumour itself.

    Parameters
    ----------
    text, language : str
        In the reader's language where there are words in it, else in another one that is named.
    section_id : str
    said_at : datetime
    """

    text: str
    language: str
    section_id: str
    said_at: datetime


def visible_rumours(viewer: Viewer) -> Q:
    """The condition on rumours that the viewer may see: by marking and agency."""
    return visible_to(viewer) if viewer.may(Permission.SEE_REPORTS) else Q(pk__in=())


def access_rumours(viewer: Viewer, now: datetime, *, is_open: bool) -> tuple[RumourSeen, ...]:
    """The rumours that wait, due first; or those that have ended, newest first."""
    stages = [stage for stage in RumourStage if stage.is_open is is_open]
    order = ("due_at", "id") if is_open else ("-changed_at", "-id")
    rows = Rumour.objects.filter(visible_rumours(viewer), stage__in=stages).order_by(*order)[:MOST]
    return tuple(_seen(viewer, row, now) for row in rows)


def access_rumour(viewer: Viewer, rumour_id: int, now: datetime) -> RumourSeen:
    """One rumour with its steps.

    Raises
    ------
    AccessDeniedError
        If there is none that the viewer may see.
    """
    row = Rumour.objects.filter(visible_rumours(viewer), pk=rumour_id).first()
    if row is None:
        raise AccessDeniedError
    steps = tuple(
        RumourStepLine(
            kind=step.kind, finding=step.finding, reason=step.reason, at=step.at, actor=step.actor, agency=step.agency
        )
        for step in row.steps.all()
    )  # fmt: skip
    return _seen(viewer, row, now, steps=steps)


def access_statements(language: str, *, section_id: str = "") -> tuple[Statement, ...]:
    """What was said in public, newest first; for everybody, without an account. Exercises are left out."""
    rows = Rumour.objects.filter(stage=RumourStage.SAID, is_exercise=False, said_at__isnull=False)
    if section_id:
        rows = rows.filter(section_id=section_id)
    found = []
    for row in rows.order_by("-said_at", "-id")[:MOST_STATEMENTS]:
        shown = language if language in row.statement else next(iter(sorted(row.statement)), "")
        if shown and row.said_at is not None:
            found.append(Statement(row.statement[shown], shown, row.section_id, row.said_at))
    return tuple(found)


def may_work_on(viewer: Viewer, row: Rumour) -> bool:
    """Whether the viewer may move it: people of the agency whose rumour it is."""
    return viewer.may(Permission.WORK_REPORTS) and row.agency_id == viewer.agency


def _seen(viewer: Viewer, row: Rumour, now: datetime, *, steps: tuple[RumourStepLine, ...] = ()) -> RumourSeen:
    stage = RumourStage(row.stage)
    may_work = may_work_on(viewer, row)
    return RumourSeen(
        id=row.pk,
        claim=row.claim,
        section_id=row.section_id,
        agency=row.agency_id,
        opened_by=row.opened_by,
        checker=row.checker,
        heard_by=row.heard_by,
        spread=tuple(row.spread),
        stage=stage,
        finding=RumourFinding(row.finding) if row.finding else None,
        statement=dict(row.statement),
        agreed_with=tuple(AgreedWith(one) for one in row.agreed_with),
        said_at=row.said_at,
        said_by=tuple(row.said_by),
        opened_at=row.opened_at,
        due_at=row.due_at,
        is_overdue=stage.is_open and row.due_at < now,
        is_exercise=row.is_exercise,
        may_work=may_work,
        may_agree=may_work and viewer.may(Permission.CLOSE_ALERTS),
        marking=stored_marking(row),
        steps=steps,
    )
