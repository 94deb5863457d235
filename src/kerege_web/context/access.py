"""The only reads of foreign warnings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef

from kerege.domain.context_warning import ContextWarning
from kerege_web.accounts.access import Viewer, require
from kerege_web.accounts.roles import Permission
from kerege_web.context.fetching import host_of
from kerege_web.context.models import ContextFeed, StoredWarning, TakenBack
from kerege_web.context.warning_document import warning_from_document

STALE = timedelta(hours=1)
"""After so long without an answer a feed's silence must not be taken for calm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NearbyWarning:
    """A warning in force near the border.

    Parameters
    ----------
    warning : ContextWarning
    section_ids : tuple of str
        The sections it reaches, nearest first; empty where the service does not draw the place.
    source : str
        Host of the feed it came by.
    """

    warning: ContextWarning
    section_ids: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """How a feed fares.

    Parameters
    ----------
    source : str
        Its host: the rest of the address may hold a key.
    tried_at, fetched_at : datetime or None
        The last try, and the last time all went well; None where it never did.
    problem : str
        What went wrong at the last try; "" where nothing did.
    refused : int
        Messages of the last document that could not be used.
    refusal : str
        Why the last of them could not.
    is_stale : bool
        Whether its silence must not be taken for calm.
    """

    source: str
    tried_at: datetime | None
    fetched_at: datetime | None
    problem: str
    refused: int
    refusal: str
    is_stale: bool


def access_context(viewer: Viewer, *, at: datetime, section_id: str = "") -> tuple[NearbyWarning, ...]:
    """The foreign warnings that hold at a time: not ended, not replaced, not taken back. Gravest first.

    Parameters
    ----------
    viewer : Viewer
    at : datetime
        Now, usually.
    section_id : str
        Only those that reach this section; "" for all.
    """
    require(viewer, Permission.SEE_INCIDENTS)
    taken_back = TakenBack.objects.filter(
        feed=OuterRef("feed"), sender=OuterRef("sender"), identifier=OuterRef("identifier")
    )
    rows = StoredWarning.objects.filter(
        ~Exists(taken_back), ends__gt=at, feed__address__in=settings.KEREGE_CAP_FEEDS
    ).select_related("feed")
    found = [
        NearbyWarning(
            warning=warning_from_document(row.document),
            section_ids=tuple(row.sections),
            source=host_of(row.feed.address),
        )
        for row in rows
        if not section_id or section_id in row.sections
    ]
    return tuple(
        sorted(
            found,
            key=lambda near: (
                -near.warning.severity.rank,
                near.warning.onset or near.warning.reference.sent,
                near.warning.reference.identifier,
            ),
        )
    )


def access_feeds(viewer: Viewer, *, at: datetime) -> tuple[FeedState, ...]:
    """How each feed that the settings name fares, in their order."""
    require(viewer, Permission.SEE_INCIDENTS)
    rows = {feed.address: feed for feed in ContextFeed.objects.all()}
    return tuple(_state(address, rows.get(address), at) for address in settings.KEREGE_CAP_FEEDS)


def _state(address: str, feed: ContextFeed | None, at: datetime) -> FeedState:
    if feed is None:
        return FeedState(
            source=host_of(address), tried_at=None, fetched_at=None, problem="", refused=0, refusal="", is_stale=True
        )
    return FeedState(
        source=host_of(address),
        tried_at=feed.tried_at,
        fetched_at=feed.fetched_at,
        problem=feed.problem,
        refused=feed.refused,
        refusal=feed.refusal,
        is_stale=feed.fetched_at is None or at - feed.fetched_at > STALE,
    )
