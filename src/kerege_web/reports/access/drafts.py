"""The only reads of reports that are being made in chats."""

from __future__ import annotations

from datetime import datetime

from kerege_web.reports.models import Draft
from kerege_web.reports.telegram.draft import ReportDraft
from kerege_web.sealing import Purpose, SealBrokenError, keyed_digests, unseal


def access_draft(chat_id: int) -> ReportDraft | None:
    """What a chat has said so far; None where nothing is known of it, or it was sealed with a key that is gone."""
    row = Draft.objects.filter(chat_digest__in=keyed_digests(str(chat_id), Purpose.SOURCE)).first()
    try:
        return ReportDraft.from_document(unseal(row.sealed, Purpose.MESSAGE)) if row else None
    except SealBrokenError:
        return None


def forgotten_drafts(before: datetime) -> tuple[ReportDraft, ...]:
    """Open drafts that say something and that nobody has touched since a time, the oldest first, at most twenty."""
    found = []
    for row in Draft.objects.filter(is_open=True, changed_at__lt=before).order_by("changed_at")[:20]:
        try:
            found.append(ReportDraft.from_document(unseal(row.sealed, Purpose.MESSAGE)))
        except SealBrokenError:
            continue
    return tuple(draft for draft in found if draft.says_something)
