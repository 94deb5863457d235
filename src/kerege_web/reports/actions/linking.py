"""Whether two reports tell of one happening: a word that another word undoes."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from kerege.domain.errors import AccessDeniedError, InputError
from kerege_web.accounts.access import Viewer, require
from kerege_web.accounts.roles import Permission
from kerege_web.audit.actions import record
from kerege_web.reports.access.desk_report import may_work_on
from kerege_web.reports.access.reports import visible_report
from kerege_web.reports.access.same_happening import same_probabilities, words_on_pairs
from kerege_web.reports.models import LinkDecision


@transaction.atomic
def decide_same(actor: Viewer, *, report_id: int, other_id: int, is_same: bool) -> None:
    """Join two reports to one happening, or say that they are two. Every word is kept; the newest one holds.

    Raises
    ------
    AccessDeniedError
        If the actor may not link, or one of the two is not a report of the actor's agency that the actor may see.
    InputError
        If both are the same report.
    """
    require(actor, Permission.LINK_REPORTS)
    if report_id == other_id:
        raise InputError("A report is always one with itself", mend="Choose another report")
    first, second = (visible_report(actor, pk, to_change=True) for pk in sorted((report_id, other_id)))
    if not (may_work_on(actor, first) and may_work_on(actor, second)):
        raise AccessDeniedError
    word = words_on_pairs([first.pk]).get(frozenset((first.pk, second.pk)))
    if word is not None and word.is_same is is_same and not word.is_automatic:
        return
    probability = same_probabilities(first, [second]).get(second.pk)
    LinkDecision.objects.create(
        first=first, second=second, is_same=is_same, probability=probability, at=timezone.now(), actor=actor.login
    )
    record(
        actor, action="decide_same", object_type="report", object_id=str(first.pk),
        details={"other": second.pk, "is_same": is_same},
    )  # fmt: skip
