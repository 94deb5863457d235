"""Telling people of something that concerns them, by the ways that they have confirmed themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kerege_web.accounts.access import Viewer, access_viewer
from kerege_web.reports.actions.deliveries import enqueue_delivery
from kerege_web.reports.channels import Channel
from kerege_web.reports.models import Subscription
from kerege_web.sealing import Purpose, SealBrokenError, unseal


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What people are told.

    Parameters
    ----------
    kind : str
        A word for the log, such as "alert".
    object_type, object_id : str
        What it is about.
    section_ids : frozenset of str
        Where; empty where it has no place.
    severity : int
        1..5.
    is_exercise : bool
    words : callable
        From a language to a short text without personal data.
    may_see : callable
        Whether somebody may know of it.
    """

    kind: str
    object_type: str
    object_id: str
    section_ids: frozenset[str]
    severity: int
    is_exercise: bool
    words: Callable[[str], str]
    may_see: Callable[[Viewer], bool]


def tell_people(actor: Viewer, *, notice: Notice) -> int:
    """Keep a message for everybody who may know of it and has a way; how many is the answer.

    The rows stand in the caller's transaction: what is taken back there is never told, what is stored always is.
    """
    told = 0
    ways = Subscription.objects.filter(is_active=True, confirmed_at__isnull=False, person__is_active=True)
    for row in ways.select_related("person").order_by("pk"):
        viewer = access_viewer(row.person.login)
        if not notice.may_see(viewer):
            continue
        try:
            address = unseal(row.sealed_address, Purpose.CONTACT)
        except SealBrokenError:
            # One way that cannot be opened keeps nobody else from being told.
            continue
        language = viewer.language or "en"
        enqueue_delivery(
            actor, purpose=notice.kind, channel=Channel(row.channel), address=address, text=notice.words(language),
            language=language, login=viewer.login,
        )  # fmt: skip
        told += 1
    return told
