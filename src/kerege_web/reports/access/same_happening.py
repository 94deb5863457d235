"""Which reports may tell of one happening, and what people have decided about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

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


def decided_pairs(ids: Iterable[int]) -> dict[frozenset[int], bool]:
    """The newest word of a person on each pair that one of these reports is in: one happening, or two."""
    chosen = tuple(ids)
    rows = LinkDecision.objects.filter(Q(first_id__in=chosen) | Q(second_id__in=chosen)).order_by("at", "id")
    return {frozenset((row.first_id, row.second_id)): row.is_same for row in rows}


def same_group(viewer: Viewer, row: Report) -> tuple[Report, ...]:
    """The reports that people have joined to one happening with this one, itself included, that the viewer may see."""
    group, waiting = {row.pk}, {row.pk}
    while waiting:
        joined = {pk for pair, is_same in decided_pairs(waiting).items() if is_same for pk in pair}
        waiting = joined - group
        group |= waiting
    return tuple(Report.objects.filter(visible_reports(viewer), pk__in=group).order_by("received_at", "pk"))


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
