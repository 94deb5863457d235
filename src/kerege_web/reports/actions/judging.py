"""What the desk decides about a report: verdict, grades, hands, narrowing. Nothing is taken away, only added to."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from kerege.domain.errors import AccessDeniedError, InputError
from kerege.domain.grading import Grading
from kerege.domain.protected_topic import ProtectedTopic
from kerege.domain.verdict import Verdict
from kerege_web.accounts.access import Viewer, access_logins, access_viewer, require
from kerege_web.accounts.roles import Permission
from kerege_web.audit.actions import record
from kerege_web.reports.access.desk_report import may_work_on
from kerege_web.reports.access.queue import unseen_answers
from kerege_web.reports.access.reports import visible_report
from kerege_web.reports.models import Handover, Judgement, Report

LONGEST_REASON = 1_000
NEEDS_REASON = frozenset({Verdict.VERIFIED, Verdict.UNVERIFIABLE, Verdict.FALSE})


@transaction.atomic
def judge_report(
    actor: Viewer,
    *,
    report_id: int,
    verdict: Verdict,
    grading: Grading | None = None,
    reason: str = "",
    duplicate_of: int | None = None,
) -> None:
    """Say where the check stands and, where given, how far source and report are believed. A later word replaces it.

    Every judgement is kept, so one is undone by another.

    Parameters
    ----------
    actor : Viewer
    report_id : int
    verdict : Verdict
    grading : Grading or None
        None leaves both grades as they are.
    reason : str
        Needed for verified, unverifiable and false, and wherever a grade changes.
    duplicate_of : int or None
        For DUPLICATE: the report that tells of it already. A duplicate of a duplicate points to the first.

    Raises
    ------
    AccessDeniedError
        If there is no such report of the actor's agency, or no other one that the actor may see.
    InputError
        If the reason is missing or too long, or a duplicate is none.
    """
    row = _row_to_work_on(actor, report_id)
    words = reason.strip()
    new = grading or Grading()
    grades = (new.reliability.value, new.credibility.value) if grading else (row.reliability, row.credibility)
    is_regraded = grades != (row.reliability, row.credibility)
    if not words and (verdict in NEEDS_REASON or is_regraded):
        raise InputError("A judgement needs a reason", where="reason", mend="Say in a few words what you rely on")
    if len(words) > LONGEST_REASON:
        raise InputError(f"A reason has up to {LONGEST_REASON} letters", where="reason", mend="Shorten it")
    original = _original(actor, row, duplicate_of) if verdict is Verdict.DUPLICATE else None
    earlier = {"verdict": row.verdict, "grade": f"{row.reliability}{row.credibility}"}
    now = timezone.now()
    row.verdict, row.verdict_at, row.duplicate_of = verdict.value, now, original
    row.reliability, row.credibility = grades
    row.save(update_fields=["verdict", "verdict_at", "duplicate_of", "reliability", "credibility"])
    Judgement.objects.create(
        report=row, verdict=verdict.value, reliability=row.reliability, credibility=row.credibility, reason=words,
        at=now, actor=actor.login, agency=actor.agency,
    )  # fmt: skip
    details = {"earlier": earlier, "verdict": verdict.value, "grade": f"{row.reliability}{row.credibility}"}
    if original is not None:
        details["duplicate_of"] = str(original.pk)
    record(actor, action="judge_report", object_type="report", object_id=str(row.pk), details=details)


@transaction.atomic
def assign_report(actor: Viewer, *, report_id: int, login: str, due_at: datetime | None = None, note: str = "") -> None:
    """Give a report into somebody's hands, or, with "", back to all.

    Raises
    ------
    AccessDeniedError
        If there is no such report of the actor's agency.
    InputError
        If the other person could not work on it, the note is too long, or the time has passed.
    """
    row = _row_to_work_on(actor, report_id)
    needed = (Permission.WORK_REPORTS, *((Permission.SEE_PROTECTED,) if row.is_narrowed else ()))
    if login and login not in access_logins(actor, *needed):
        raise InputError("This person cannot work on the report", where="login", mend="Choose somebody of the list")
    if len(note.strip()) > LONGEST_REASON:
        raise InputError(f"A note has up to {LONGEST_REASON} letters", where="note", mend="Shorten it")
    now = timezone.now()
    if due_at is not None and due_at <= now:
        raise InputError("The time has passed", where="due_at", mend="Choose a later one")
    row.assigned_to, row.due_at = login, due_at
    row.save(update_fields=["assigned_to", "due_at"])
    Handover.objects.create(report=row, assigned_to=login, due_at=due_at, note=note.strip(), at=now, actor=actor.login)
    record(actor, action="assign_report", object_type="report", object_id=str(row.pk), details={"to": login})


@transaction.atomic
def narrow_report(actor: Viewer, *, report_id: int, topics: frozenset[str]) -> None:
    """Show a report to the named role only, because of what it touches. Whoever works on reports may do so.

    Raises
    ------
    AccessDeniedError
        If there is no such report of the actor's agency.
    InputError
        If no topic is named, or one that does not exist.
    """
    row = _row_to_work_on(actor, report_id)
    if not topics or topics - {topic.value for topic in ProtectedTopic}:
        raise InputError("Name what has to be protected", where="topics", mend="Choose one or more of the list")
    narrow(row, topics)
    record(
        actor, action="narrow_report", object_type="report", object_id=str(row.pk), details={"topics": sorted(topics)}
    )


@transaction.atomic
def lift_narrowing(actor: Viewer, *, report_id: int, reason: str) -> None:
    """Show a report to everybody at the desk again. Only who may see protected reports can say that it is safe.

    Raises
    ------
    AccessDeniedError
        If there is no such report of the actor's agency, or the role does not allow it.
    InputError
        If no reason is given.
    """
    require(actor, Permission.SEE_PROTECTED)
    row = _row_to_work_on(actor, report_id)
    if not 1 <= len(reason.strip()) <= LONGEST_REASON:
        raise InputError("Say why it is safe", where="reason", mend="A few words are enough")
    row.is_narrowed = False
    row.save(update_fields=["is_narrowed"])
    record(
        actor, action="lift_narrowing", object_type="report", object_id=str(row.pk), details={"reason": reason.strip()}
    )


@transaction.atomic
def see_answers(actor: Viewer, *, report_id: int) -> int:
    """Note that somebody at the desk has read what the reporter answered; how many lines that were is the answer."""
    row = _row_to_work_on(actor, report_id)
    seen = unseen_answers(row.pk).update(seen_at=timezone.now())
    if seen:
        record(actor, action="see_answers", object_type="report", object_id=str(row.pk), details={"lines": seen})
    return seen


def link_to_incident(actor: Viewer, *, report_id: int, reference: str) -> None:
    """Note of which incident a report is a part; called within the transaction that makes the incident.

    Raises
    ------
    AccessDeniedError
        If there is no such report of the actor's agency.
    InputError
        If it is a part of another one already.
    """
    row = _row_to_work_on(actor, report_id)
    if row.incident_reference not in ("", reference):
        raise InputError("The report belongs to an incident already", mend=f"See {row.incident_reference}")
    row.incident_reference = reference
    row.save(update_fields=["incident_reference"])
    record(
        actor, action="link_to_incident", object_type="report", object_id=str(row.pk), details={"incident": reference}
    )


def narrow(row: Report, topics: frozenset[str]) -> None:
    """Add topics to a report and narrow it; who holds it but may not see it any more loses it."""
    together = topics | {topic for topic in row.topics.split("|") if topic}
    row.topics, row.is_narrowed = f"|{'|'.join(sorted(together))}|", True
    if row.assigned_to and not _may_see_protected(row.assigned_to):
        row.assigned_to, row.due_at = "", None
    row.save(update_fields=["topics", "is_narrowed", "assigned_to", "due_at"])


def _may_see_protected(login: str) -> bool:
    try:
        return access_viewer(login).may(Permission.SEE_PROTECTED)
    except AccessDeniedError:
        return False


def _row_to_work_on(actor: Viewer, report_id: int) -> Report:
    require(actor, Permission.WORK_REPORTS)
    row = visible_report(actor, report_id, to_change=True)
    if not may_work_on(actor, row):
        raise AccessDeniedError
    return row


def _original(actor: Viewer, row: Report, duplicate_of: int | None) -> Report:
    if duplicate_of is None:
        raise InputError(
            "Say of which report it is a duplicate", where="duplicate_of", mend="Give the number of that report"
        )
    found = visible_report(actor, duplicate_of)
    # A chain ends at the first report; one that leads back here would have no first.
    while found.pk != row.pk and found.duplicate_of_id is not None:
        found = visible_report(actor, found.duplicate_of_id)
    if found.pk == row.pk:
        raise InputError("A report is no duplicate of itself", where="duplicate_of", mend="Name another report")
    return found
