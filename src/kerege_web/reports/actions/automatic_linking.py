"""The machine joins reports of one happening, where a site lets it, above the probability that the site set."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from kerege.domain.verdict import Verdict
from kerege_web.accounts.access import Viewer, require, station_of
from kerege_web.accounts.roles import Permission
from kerege_web.audit.actions import record
from kerege_web.one_writer import one_writer
from kerege_web.reports.access.near import near_in_place_and_time
from kerege_web.reports.access.same_happening import same_group, same_probabilities, words_on_pairs
from kerege_web.reports.models import LinkDecision, Report

LOOK_BACK = timedelta(days=7)
MOST_AT_ONCE = 500
# Of a flood only the nearest in time are looked at: more would say the same.
MOST_NEAR = 50
MOST_SECONDS = 5.0
_NOT_COMPARED = (Verdict.FALSE.value, Verdict.DUPLICATE.value)


def link_automatically(actor: Viewer, *, now: datetime) -> int:
    """Compare each new report once with those near it, and join it to the one it most probably tells the same as.

    Only at or above `KEREGE_LINK_PROBABILITY`; where that is not set, nothing is joined. Never joined are two reports
    of one known source, of two agencies, a protected one with another, an exercise with the world, and what a person
    has parted. Parting undoes it: a person's word stands above the machine's. How many were joined is the answer.

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
        by_id = {other.pk: other for other in others}
        for other_id, chance in sorted(chances.items(), key=lambda pair: (-pair[1], pair[0])):
            if chance < least:
                return False
            if _may_be_joined(row, by_id[other_id]):
                _join(row, by_id[other_id], chance, now)
                return True
    return False


def _comparable(row: Report) -> QuerySet[Report]:
    alike = Report.objects.filter(
        near_in_place_and_time(row), agency_id=row.agency_id, is_exercise=row.is_exercise, is_narrowed=row.is_narrowed
    )
    others = alike.exclude(pk=row.pk).exclude(verdict__in=_NOT_COMPARED)
    if row.source_digest:
        others = others.exclude(source_digest=row.source_digest)
    return others.order_by("-received_at")[:MOST_NEAR]


def _may_be_joined(row: Report, other: Report) -> bool:
    """Whether nothing that was said, and no source that would be counted twice, stands against it."""
    station = station_of(row.agency_id)
    own, theirs = same_group(station, row), same_group(station, other)
    words = words_on_pairs(one.pk for one in own)
    if any(
        frozenset((one.pk, two.pk)) in words and not words[frozenset((one.pk, two.pk))].is_same
        for one in own
        for two in theirs
    ):
        return False
    sources = {one.source_digest for one in own if one.source_digest}
    return not sources & {two.source_digest for two in theirs}


def _join(row: Report, other: Report, probability: float, now: datetime) -> None:
    first, second = sorted((row, other), key=lambda one: one.pk)
    LinkDecision.objects.create(
        first=first, second=second, is_same=True, is_automatic=True, probability=probability, at=now, actor="kerege"
    )
    record(
        station_of(row.agency_id), action="link_automatically", object_type="report", object_id=str(first.pk),
        details={"other": second.pk, "probability": round(probability, 4)},
    )  # fmt: skip
