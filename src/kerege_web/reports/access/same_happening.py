"""Which reports may tell of one happening, and what people have decided about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Q

from kerege.domain.count_range import CountRange
from kerege.domain.grading import Credibility, Grading, Reliability
from kerege.domain.harm import Harm
from kerege.domain.joint_view import JointView
from kerege.domain.marking import Marking
from kerege.domain.period import Period, Precision
from kerege.domain.position import Position
from kerege.domain.report import Report as DomainReport
from kerege.domain.source import Source
from kerege_web.accounts.access import Viewer
from kerege_web.region import current_catalogue
from kerege_web.reports.access.joined_reports import LAST_HOLDS, joined_reports, portions
from kerege_web.reports.access.reports import visible_reports
from kerege_web.reports.models import LinkDecision, Report

_USUAL_DELAY = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class ReportsOfIncident:
    """The reports behind an incident: those it was made of, and those that people joined to them.

    Parameters
    ----------
    ids : tuple of int
        Those that the viewer may see.
    sources : int
        How many of their sources certainly differ.
    """

    ids: tuple[int, ...]
    sources: int


@dataclass(frozen=True, slots=True)
class PairWord:
    """The word that holds on two reports.

    Parameters
    ----------
    is_same : bool
        One happening, or two.
    is_automatic : bool
        Whether the machine said it.
    probability : float or None
        That they are one happening, as it was known when the word was said.
    """

    is_same: bool
    is_automatic: bool
    probability: float | None


def same_probabilities(row: Report, others: Sequence[Report]) -> dict[int, float]:
    """How probably each other report tells of what this one tells of; those that hardly do are left out.

    Compared are place, time, kind, figures and words; see docs/methods/linkage.md. A report without a place cannot be
    compared.
    """
    import numpy as np

    from kerege.linkage.new_report import candidates_for
    from kerege.linkage.reports_as_columns import reports_as_columns

    if row.latitude is None or not others:
        return {}
    rows = [row, *others]
    columns = reports_as_columns([str(one.pk) for one in rows], [_said(one) for one in rows], current_catalogue())
    found = candidates_for(columns.rows(np.arange(1)), columns.rows(np.arange(1, len(rows))), most=len(others))
    return {int(one.other): one.probability for one in found}


def words_on_pairs(ids: Iterable[int]) -> dict[frozenset[int], PairWord]:
    """The word that holds on each pair that one of these reports is in.

    A person's word stands above the machine's, whichever is newer; of two of the same the newer one holds.
    """
    chosen = tuple(ids)
    rows = LinkDecision.objects.filter(Q(first_id__in=chosen) | Q(second_id__in=chosen))
    return {
        frozenset((row.first_id, row.second_id)): PairWord(row.is_same, row.is_automatic, row.probability)
        for row in rows.order_by(*LAST_HOLDS)
    }


def same_group(viewer: Viewer, row: Report) -> tuple[Report, ...]:
    """The reports that were joined to one happening with this one, itself included, that the viewer may see."""
    joined = Report.objects.filter(visible_reports(viewer), pk__in=joined_reports([row.pk]).group_of[row.pk])
    return tuple(joined.order_by("received_at", "pk"))


def incidents_of_one_happening(as_of: datetime | None = None) -> tuple[tuple[str, ...], ...]:
    """Incidents whose reports were joined: two or more of one happening, the one of the earliest report first.

    Only what had been said at `as_of` counts; None for all. Parting the reports takes it back. One small query where
    nothing was joined.
    """
    named = Q(first__incident_reference__gt="") | Q(second__incident_reference__gt="")
    pairs = LinkDecision.objects.filter(named, *(() if as_of is None else (Q(at__lte=as_of),)))
    group_of = joined_reports(
        {pk for pair in pairs.values_list("first_id", "second_id") for pk in pair}, as_of
    ).group_of
    found: dict[frozenset[int], list[str]] = {}
    for _at, pk, reference in sorted(_incidents_of(pk for pk, group in group_of.items() if len(group) > 1)):
        known = found.setdefault(group_of[pk], [])
        if reference not in known:
            known.append(reference)
    return tuple(tuple(known) for known in found.values() if len(known) > 1)


def _incidents_of(ids: Iterable[int]) -> Iterator[tuple[datetime, int, str]]:
    for some in portions(ids):
        rows = Report.objects.filter(pk__in=some, incident_reference__gt="")
        yield from rows.values_list("received_at", "pk", "incident_reference")


def independent_sources(rows: Sequence[Report]) -> int:
    """How many sources certainly differ: each that is known once, and one for all that are not."""
    known = {row.source_digest for row in rows if row.source_digest}
    return len(known) + (1 if not known and rows else 0)


def access_reports_of_incident(viewer: Viewer, reference: str) -> ReportsOfIncident:
    """The reports behind an incident as people have joined them today; parting them takes one away again."""
    made_from = Report.objects.filter(visible_reports(viewer), incident_reference=reference)
    rows = {row.pk: row for one in made_from for row in same_group(viewer, one)}
    return ReportsOfIncident(tuple(sorted(rows)), independent_sources(tuple(rows.values())))


def access_joint_view(viewer: Viewer, reference: str) -> JointView | None:
    """What the sides that reported an incident agree on and dispute; None unless two sides did.

    A side's time counts only where all its reports say one: none is made up for it.
    """
    from kerege.linkage.accounts import joint_view

    ids = access_reports_of_incident(viewer, reference).ids
    told: dict[str, list[Report]] = {}
    for row in Report.objects.filter(pk__in=ids).exclude(side="").order_by("pk"):
        told.setdefault(row.side, []).append(row)
    if len(told) < 2:
        return None
    view = joint_view({side: [_said(row) for row in rows] for side, rows in told.items()})
    if all(row.start is not None for rows in told.values() for row in rows):
        return view
    return replace(view, fields=tuple(own for own in view.fields if own.field != "time"))


def _said(row: Report) -> DomainReport:
    """A stored report as linkage compares it; its channel is the door, its source a digest."""
    if row.start is not None and row.end is not None:
        occurred = Period(row.start, row.end, Precision(row.precision or Precision.INTERVAL))
    else:
        occurred = Period(row.received_at - _USUAL_DELAY, row.received_at)
    position = None
    if row.latitude is not None and row.longitude is not None:
        position = Position(row.latitude, row.longitude, row.uncertainty_km or 1.0)
    return DomainReport(
        reference=str(row.pk),
        occurred=occurred,
        # A clock of the sender that is fast must not make a report older than what it tells.
        reported_at=max(row.received_at, occurred.start),
        kind=row.kind if row.kind in current_catalogue().kinds else "",
        trigger="",
        countries=(),
        position=position,
        place=row.place,
        harm=Harm(**{name: CountRange(*figures) for name, figures in row.harm.items()}),
        summary=row.text,
        accounts=(),
        response="",
        sources=(Source("post" if row.device_id else row.door, row.source_digest),),
        grading=Grading(Reliability(row.reliability), Credibility(row.credibility)),
        marking=Marking(),
    )


def reports_to_answer(viewer: Viewer, ids: Iterable[int]) -> tuple[tuple[int, str], ...]:
    """Number and language of these reports and of those joined to them, as far as the viewer may see them."""
    made_from = Report.objects.filter(visible_reports(viewer), pk__in=tuple(ids))
    rows = {row.pk: row for one in made_from for row in same_group(viewer, one)}
    return tuple((row.pk, row.language) for row in sorted(rows.values(), key=lambda row: row.pk))
