"""The machine joins reports of one happening, where a site lets it, above the probability that the site set."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from kerege.domain.verdict import Verdict
from kerege_web.accounts.access import Viewer, require, station_of
from kerege_web.accounts.roles import Permission
from kerege_web.audit.actions import record
from kerege_web.one_writer import one_writer
from kerege_web.reports.access.joined_reports import joined_reports
from kerege_web.reports.access.near import near_in_place_and_time
from kerege_web.reports.access.same_happening import same_probabilities
from kerege_web.reports.models import LinkDecision, Report

LOOK_BACK = timedelta(days=7)
MOST_AT_ONCE = 500
# Of a flood only those that came just before are looked at: more would say the same.
MOST_NEAR = 50
# Who joins more than these to one happening is a person: a flood must not become one heap.
MOST_JOINED = 50
MOST_SECONDS = 5.0
_NOT_COMPARED = (Verdict.FALSE.value, Verdict.DUPLICATE.value)


def link_automatically(actor: Viewer, *, now: datetime) -> int:
    """Compare each new report once with those before it, and join it to the one it most probably tells the same as.

    Only at or above `KEREGE_LINK_PROBABILITY`; where that is not set, nothing is joined. Never joined, not even through
    others, are two reports of one known source, of two agencies, a protected one with another, an exercise with the
    world, and what a person has parted. Parting undoes it: a person's word stands above the machine's. How many were
    joined is the answer.

    Raises
    ------
    AccessDeniedError
        If the actor does not run the station.
    """
    require(actor, Permission.MANAGE_DOORS)
    least = settings.KEREGE_LINK_PROBABILITY
    if least is None:
        return 0
    waiting = Report.objects.filter(compared_at__isnull=True, received_at__gte=now - LOOK_BACK)
    waiting = waiting.exclude(verdict__in=_NOT_COMPARED)
    joined, until = 0, time.monotonic() + MOST_SECONDS
    for report_id in waiting.order_by("received_at", "pk").values_list("pk", flat=True)[:MOST_AT_ONCE]:
        joined += _compare(report_id, least, now)
        if time.monotonic() > until:
            break
    return joined


def _compare(report_id: int, least: float, now: datetime) -> bool:
    row = Report.objects.get(pk=report_id)
    others = list(_comparable(row))
    # What takes time is done before anybody else has to wait for the database.
    chances = same_probabilities(row, others) if others else {}
    with one_writer(), transaction.atomic():
        if not Report.objects.filter(pk=report_id, compared_at__isnull=True).update(compared_at=now):
            return False
        other_id = _most_probable(report_id, {pk: chance for pk, chance in chances.items() if chance >= least})
        if other_id is not None:
            _join(row, other_id, chances[other_id], now)
        return other_id is not None


def _comparable(row: Report) -> QuerySet[Report]:
    """Those that came before it: whatever comes later is compared with this one in its turn."""
    before = Q(received_at__lt=row.received_at) | Q(received_at=row.received_at, pk__lt=row.pk)
    alike = Report.objects.filter(
        before, near_in_place_and_time(row), agency_id=row.agency_id, is_exercise=row.is_exercise,
        is_narrowed=row.is_narrowed,
    )  # fmt: skip
    others = alike.exclude(verdict__in=_NOT_COMPARED)
    if row.source_digest:
        others = others.exclude(source_digest=row.source_digest)
    return others.order_by("-received_at", "-pk")[:MOST_NEAR]


def _most_probable(report_id: int, chances: dict[int, float]) -> int | None:
    """The most probable one that it may be joined to, by what is known now."""
    if not chances:
        return None
    known = joined_reports({report_id, *chances})
    own, refused = known.group_of[report_id], set[frozenset[int]]()
    for other_id in sorted(chances, key=lambda pk: (-chances[pk], pk)):
        theirs = known.group_of[other_id]
        if theirs == own:
            # A person was quicker.
            return None
        if theirs not in refused:
            is_parted = any(pair & own and pair & theirs for pair in known.parted)
            if not is_parted and _may_be_one(report_id, own, other_id, theirs):
                return other_id
            refused.add(theirs)
    return None


def _may_be_one(report_id: int, own: frozenset[int], other_id: int, theirs: frozenset[int]) -> bool:
    """Whether all that were joined to either may stand together: joining two joins all of them."""
    if len(own) + len(theirs) > MOST_JOINED:
        return False
    columns = ("agency_id", "is_exercise", "is_narrowed", "verdict", "source_digest")
    rows = Report.objects.only(*columns).in_bulk(own | theirs)
    if any(rows[pk].verdict in _NOT_COMPARED for pk in (report_id, other_id)):
        return False
    if len({(row.agency_id, row.is_exercise, row.is_narrowed) for row in rows.values()}) > 1:
        return False
    sources = [{rows[pk].source_digest for pk in group if rows[pk].source_digest} for group in (own, theirs)]
    return not sources[0] & sources[1]


def _join(row: Report, other_id: int, probability: float, now: datetime) -> None:
    first, second = sorted((row.pk, other_id))
    LinkDecision.objects.create(
        first_id=first, second_id=second, is_same=True, is_automatic=True, probability=probability, at=now,
        actor="kerege",
    )  # fmt: skip
    record(
        station_of(row.agency_id), action="link_automatically", object_type="report", object_id=str(first),
        details={"other": second, "probability": round(probability, 4)},
    )  # fmt: skip
