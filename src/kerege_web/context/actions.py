"""The only writes: feeds are fetched, what they say is kept, what is old is forgotten."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from kerege.domain.cap_shape import CapCircle, CapPolygon
from kerege.domain.cap_terms import CapMessageType, CapStatus
from kerege.domain.context_warning import ContextWarning
from kerege.domain.errors import InputError
from kerege.intake.cap_feed import LARGEST, read_cap_feed
from kerege.intake.safe_xml import LARGEST as LARGEST_MESSAGE
from kerege_web.accounts.access import Viewer, require
from kerege_web.accounts.roles import Permission
from kerege_web.audit.actions import record
from kerege_web.context.fetching import Fetched, NotFetchedError, fetch_document, host_of, joined
from kerege_web.context.models import ContextFeed, FetchedLink, StoredWarning, TakenBack
from kerege_web.context.warning_document import warning_to_document
from kerege_web.one_writer import one_writer
from kerege_web.region import current_reach, current_region

MOST_LINKS = 50
"""Documents that are fetched for one feed at one time; the others follow at the next."""
SECONDS_OF_LINKS = 120.0
"""After so long no further document of a feed is asked for, so that a slow one keeps no other waiting."""
KEPT = timedelta(days=30)
"""How long a warning that has ended, and what is known of its documents, is kept."""


@dataclass(slots=True)
class _Gathered:
    """What a feed and the documents it links to say."""

    warnings: list[ContextWarning] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    fetched: list[str] = field(default_factory=list)
    problem: str = ""


def fetch_feeds(actor: Viewer, *, now: datetime) -> int:
    """Fetch the feeds that the settings name; how many new warnings reach the border is the answer.

    A feed that fails keeps what it said before, says why on the page, and stops no other.
    """
    require(actor, Permission.MANAGE_DOORS)
    total = 0
    for address in settings.KEREGE_CAP_FEEDS:
        # What the network takes its time for is done outside any transaction.
        feed, _ = ContextFeed.objects.get_or_create(address=address)
        gathered = _Gathered()
        try:
            answer = fetch_document(address, largest=LARGEST, etag=feed.etag, last_modified=feed.last_modified)
            if answer.content is not None:
                gathered = _gather(feed, answer.content)
        except (NotFetchedError, InputError) as error:
            answer, gathered.problem = Fetched(content=None), str(error)
        with one_writer(), transaction.atomic():
            total += _keep(actor, feed, answer, gathered, now)
    with one_writer(), transaction.atomic():
        _forget_old(now)
    return total


def _gather(feed: ContextFeed, content: bytes) -> _Gathered:
    """Read a feed and the documents it links to that were not fetched before."""
    found = read_cap_feed(content, where=host_of(feed.address))
    gathered = _Gathered(list(found.warnings), list(found.refused))
    known = set(FetchedLink.objects.filter(feed=feed).values_list("digest", flat=True))
    links = dict.fromkeys(joined(feed.address, own) for own in found.links)
    wanted = [link for link in links if _digest(link) not in known]
    until, waiting = time.monotonic() + SECONDS_OF_LINKS, max(0, len(wanted) - MOST_LINKS)
    for number, link in enumerate(wanted[:MOST_LINKS]):
        if time.monotonic() > until:
            waiting = len(wanted) - number
            break
        try:
            document = fetch_document(link, largest=LARGEST_MESSAGE).content or b""
            inner = read_cap_feed(document, where=host_of(link))
        except NotFetchedError as error:
            if not error.is_gone:
                # It may be there next time.
                gathered.problem = str(error)
                continue
            gathered.refused.append(str(error))
        except InputError as error:
            gathered.refused.append(str(error))
        else:
            gathered.warnings += inner.warnings
            gathered.refused += inner.refused
        gathered.fetched.append(_digest(link))
    if waiting and not gathered.problem:
        gathered.problem = f"{waiting} documents wait for the next time."
    return gathered


def _keep(actor: Viewer, feed: ContextFeed, answer: Fetched, gathered: _Gathered, now: datetime) -> int:
    """Keep what was gathered and how it went; how many warnings are new is the answer."""
    had_problem = bool(feed.problem)
    new = sum(_keep_warning(feed, warning, now) for warning in _meant(gathered.warnings))
    FetchedLink.objects.bulk_create(
        [FetchedLink(feed=feed, digest=digest, at=now) for digest in gathered.fetched], ignore_conflicts=True
    )
    feed.tried_at, feed.problem = now, gathered.problem[:500]
    if answer.content is not None:
        feed.refused, feed.refusal = len(gathered.refused), "".join(gathered.refused[-1:])[:500]
    if not gathered.problem:
        # With a problem the whole feed is read again next time.
        feed.fetched_at, feed.etag, feed.last_modified = now, answer.etag, answer.last_modified
    feed.save()
    if new or had_problem != bool(feed.problem):
        record(
            actor,
            action="fetch_context",
            object_type="context_feed",
            object_id=host_of(feed.address),
            details={"new": new, "refused": len(gathered.refused), "failed": bool(feed.problem)},
        )
    return new


def _meant(warnings: Iterable[ContextWarning]) -> Iterator[ContextWarning]:
    """Those that are about the world: no exercise, no test, no draft."""
    return (warning for warning in warnings if warning.status is CapStatus.ACTUAL)


def _keep_warning(feed: ContextFeed, warning: ContextWarning, now: datetime) -> bool:
    """Keep a warning that reaches the border, and what it takes back; whether it is new is the answer."""
    reference = warning.reference
    if warning.message_type in (CapMessageType.UPDATE, CapMessageType.CANCEL):
        TakenBack.objects.bulk_create(
            [
                TakenBack(feed=feed, sender=other.sender, identifier=other.identifier, at=now)
                for other in warning.references
                if (other.sender, other.identifier) != (reference.sender, reference.identifier)
            ],
            ignore_conflicts=True,
        )
    if warning.message_type not in (CapMessageType.ALERT, CapMessageType.UPDATE) or warning.ends <= now:
        return False
    shapes: tuple[CapPolygon | CapCircle, ...] = (*warning.polygons, *warning.circles)
    sections = current_reach().within(shapes, within_km=current_region().depth_km)
    if shapes and not sections:
        return False
    row, is_new = StoredWarning.objects.get_or_create(
        feed=feed,
        sender=reference.sender,
        identifier=reference.identifier,
        defaults={
            "sent": reference.sent,
            "ends": warning.ends,
            "sections": list(sections),
            "document": warning_to_document(warning),
        },
    )
    if not is_new and row.sent < reference.sent:
        # Some services say something newer under the same name.
        row.sent, row.ends, row.sections = reference.sent, warning.ends, list(sections)
        row.document = warning_to_document(warning)
        row.save()
    return is_new


def _forget_old(now: datetime) -> None:
    """Delete what ended long ago, and feeds that the settings no longer name."""
    StoredWarning.objects.filter(ends__lt=now - KEPT).delete()
    # A document or a cancellation may be listed as long as what it belongs to holds: twice the time is enough.
    TakenBack.objects.filter(at__lt=now - 2 * KEPT).delete()
    FetchedLink.objects.filter(at__lt=now - 2 * KEPT).delete()
    ContextFeed.objects.exclude(address__in=settings.KEREGE_CAP_FEEDS).delete()


def _digest(link: str) -> str:
    return hashlib.sha256(link.encode()).hexdigest()
