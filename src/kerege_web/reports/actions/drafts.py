"""A report is made in a chat, step by step, and sent. Drafts are no records: only what is sent is audited."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from kerege.domain.submission import Door
from kerege_web.accounts.access import Viewer, require
from kerege_web.accounts.roles import Permission
from kerege_web.reports.actions.incoming import Taken, answer_words
from kerege_web.reports.actions.receiving import Receipt, ReporterContact, receive_report
from kerege_web.reports.models import Draft
from kerege_web.reports.photo import CleanPhoto
from kerege_web.reports.telegram.draft import ReportDraft
from kerege_web.sealing import Purpose, keyed_digest, keyed_digests, seal


@transaction.atomic
def save_draft(actor: Viewer, draft: ReportDraft) -> None:
    """Keep what a chat has said so far, sealed.

    Raises
    ------
    AccessDeniedError
        If the actor is no door.
    """
    require(actor, Permission.SEND_REPORT)
    values = {
        "chat_digest": keyed_digest(str(draft.chat_id), Purpose.SOURCE),
        "sealed": seal(draft.document(), Purpose.MESSAGE),
        "changed_at": timezone.now(),
        "is_open": draft.is_open,
    }
    known = Draft.objects.filter(chat_digest__in=keyed_digests(str(draft.chat_id), Purpose.SOURCE))
    if not known.update(**values):
        Draft.objects.create(**values)


@transaction.atomic
def answer_in_chat(actor: Viewer, draft: ReportDraft, text: str) -> Taken | None:
    """See whether words are a code, a weekly message, or the answer to a question, and keep them; None for a report.

    While a report is being made, words are not taken for the answer to a question.

    Raises
    ------
    AccessDeniedError
        If the actor is no door.
    """
    taken = answer_words(
        actor, door=Door.TELEGRAM, source="" if draft.is_open else draft.source, number="", text=text,
        client_id=f"{draft.key}-{draft.last_update}", language=draft.language or "en",
        otherwise=lambda: Taken(outcome="report"),
        asked_for=() if draft.is_open or draft.asked_for is None else (draft.asked_for,),
    )  # fmt: skip
    if taken.outcome == "report":
        return None
    draft.asked_for = taken.report_id or draft.asked_for
    save_draft(actor, draft)
    return taken


@transaction.atomic
def send_draft(actor: Viewer, draft: ReportDraft, photos: Sequence[CleanPhoto]) -> Receipt:
    """Hand a report in, with the chat as the contact, and forget what was said; sent twice it is one report.

    Raises
    ------
    AccessDeniedError
        If the actor is no door.
    """
    contact = ReporterContact("telegram", str(draft.chat_id))
    receipt = receive_report(actor, submission=draft.submission(), photos=photos, contact=contact)
    draft.end(is_sent=True)
    save_draft(actor, draft)
    return receipt


@transaction.atomic
def forget_drafts(actor: Viewer, before: datetime) -> int:
    """Delete what chats have said and nobody has touched since a time.

    Raises
    ------
    AccessDeniedError
        If the actor is no door.
    """
    require(actor, Permission.SEND_REPORT)
    return Draft.objects.filter(changed_at__lt=before).delete()[0]
