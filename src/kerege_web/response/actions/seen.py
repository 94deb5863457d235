"""Somebody says from a message that a response was seen: it is in that person's hands while it is nobody's."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from kerege.domain.response_state import ResponseState
from kerege_web.accounts.access import Viewer
from kerege_web.response.access.visible import response_to_move
from kerege_web.response.models import ResponseStep


@transaction.atomic
def note_response_seen(viewer: Viewer, response_id: str) -> None:
    """Keep that somebody has seen it. It is not begun by that.

    Raises
    ------
    AccessDeniedError
        If there is no such response that the viewer may move.
    """
    row = response_to_move(viewer, int(response_id))
    if not row.owner and row.agency_id == viewer.agency and ResponseState(row.state).is_open:
        row.owner = viewer.login
        row.save(update_fields=["owner"])
    ResponseStep.objects.create(
        response=row, kind="seen", at=timezone.now(), actor=viewer.login, agency=viewer.agency
    )  # fmt: skip
