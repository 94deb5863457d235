"""An alert ends: with its lessons, and with word to those who reported."""

from __future__ import annotations

from django.db import transaction

from kerege.domain.alert_stage import AlertOutcome, VerificationFinding
from kerege.domain.errors import InputError
from kerege_web.accounts.access import Viewer, require
from kerege_web.accounts.roles import Permission
from kerege_web.alerts.access.alert_page import report_ids
from kerege_web.alerts.actions.steps import LONGEST_WORDS, move_alert, row_to_move
from kerege_web.alerts.feedback import feedback_words
from kerege_web.alerts.models import Alert
from kerege_web.alerts.responses_known import responses_of
from kerege_web.reports.access.same_happening import reports_to_answer
from kerege_web.reports.actions.conversation import tell_reporter


@transaction.atomic
def close_alert(actor: Viewer, *, alert_id: int, lessons: str, is_told: bool = True) -> int:
    """Close an alert and tell those who reported; how many were told is the answer.

    Parameters
    ----------
    lessons : str
        What went well, what did not, what should be done otherwise.
    is_told : bool
        Whether the reporters are told what was found and done.

    Raises
    ------
    AccessDeniedError
        If there is no such alert that the actor may close.
    InputError
        If nothing is decided, responses are still open, or no lessons are given.
    """
    require(actor, Permission.CLOSE_ALERTS)
    row = row_to_move(actor, alert_id)
    words = lessons.strip()
    if not 1 <= len(words) <= LONGEST_WORDS:
        raise InputError("Say what was learnt", where="lessons", mend="Nothing new is an answer too: write it down")
    row.lessons = words
    move_alert(actor, row, "closed", lambda state, at: state.closed(at=at), reason=words)
    return tell_reporters(actor, row) if is_told else 0


def tell_reporters(actor: Viewer, row: Alert) -> int:
    """Put the outcome under the receipt of every report that the alert rests on; how many is the answer."""
    reports = reports_to_answer(actor, report_ids(row))
    for report_id, language in reports:
        text = feedback_words(
            language,
            verification=VerificationFinding(row.verification) if row.verification else None,
            outcome=AlertOutcome(row.outcome) if row.outcome else None,
            done=responses_of(row.pk).done,
        )
        tell_reporter(actor, report_id=report_id, kind="outcome", text=text)
    return len(reports)
