"""The queue of the desk: what must be looked at next, most urgent first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from kerege.domain.grading import Credibility, Grading, Reliability
from kerege.domain.marking import TLP, Marking
from kerege.domain.period import Period, Precision
from kerege.domain.submission import Door, Hurt
from kerege.domain.verdict import Verdict
from kerege_web.accounts.access import Viewer
from kerege_web.accounts.roles import Permission
from kerege_web.reports.access.reports import visible_reports
from kerege_web.reports.models import Message, Report
from kerege_web.reports.urgent import URGENT_POINTS

OPEN = "open"
"""The choice of verdicts that still ask for something."""
_OPEN_VERDICTS = tuple(verdict.value for verdict in Verdict if verdict.is_open)


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueFilter:
    """What the queue is narrowed to; an empty field narrows nothing.

    Parameters
    ----------
    verdict : str
        A verdict, or "open" for those that still ask for something; "" for all.
    is_mine : bool
        Only what is assigned to the viewer.
    door, section_id, language : str
    text : str
        Words of the text or the place, in any case.
    page, page_size : int
    """

    verdict: str = OPEN
    is_mine: bool = False
    door: str = ""
    section_id: str = ""
    language: str = ""
    text: str = ""
    page: int = 1
    page_size: int = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueItem:
    """One report as a line of the queue. Nothing in it says who sent it.

    Parameters
    ----------
    id : int
    kind, text, place, language, section_id : str
        As the reporter said; section "" where it cannot be placed.
    door : Door
    agency : str
    received_at : datetime
    occurred : Period or None
    hurt : Hurt
    urgency : float
        Points.
    urgency_parts : tuple of (name, points)
        Most points first.
    verdict : Verdict
    grading : Grading
    assigned_to : str
    due_at : datetime or None
    is_overdue : bool
    topics : tuple of str
        Protected topics.
    is_narrowed : bool
        Seen by a named role only.
    is_exercise : bool
    is_answered : bool
        Whether the reporter said something that nobody has looked at since.
    photo_count, flag_count : int
    incident_reference : str
    marking : Marking
    """

    id: int
    kind: str
    text: str
    place: str
    language: str
    section_id: str
    door: Door
    agency: str
    received_at: datetime
    occurred: Period | None
    hurt: Hurt
    urgency: float
    urgency_parts: tuple[tuple[str, float], ...]
    verdict: Verdict
    grading: Grading
    assigned_to: str
    due_at: datetime | None
    is_overdue: bool
    topics: tuple[str, ...]
    is_narrowed: bool
    is_exercise: bool
    is_answered: bool
    photo_count: int
    flag_count: int
    incident_reference: str
    marking: Marking

    @property
    def is_urgent(self) -> bool:
        """Whether it must be looked at now."""
        return self.verdict.is_open and self.urgency >= URGENT_POINTS


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuePage:
    """One page of the queue."""

    items: tuple[QueueItem, ...]
    total: int
    page: int
    pages: int


def access_queue(viewer: Viewer, wanted: QueueFilter, now: datetime) -> QueuePage:
    """One page of the reports that match and that the viewer may see, most urgent first; what is played comes last."""
    rows = Report.objects.filter(visible_reports(viewer) & _matching(viewer, wanted))
    total = rows.count()
    pages = max(1, -(-total // wanted.page_size))
    page = min(max(wanted.page, 1), pages)
    first = (page - 1) * wanted.page_size
    # What is played never stands before what is real.
    ordered = rows.order_by("is_exercise", "-urgency", "received_at", "id")
    # The page is cut first, so that pictures and answers are counted for its reports only.
    keys = list(ordered.values_list("pk", flat=True)[first : first + wanted.page_size])
    found = {row.pk: row for row in with_counts(Report.objects.filter(pk__in=keys))}
    items = tuple(queue_item(found[key], now) for key in keys if key in found)
    return QueuePage(items=items, total=total, page=page, pages=pages)


def count_new_urgent(viewer: Viewer, *, with_exercises: bool = False) -> int:
    """How many new reports the viewer may see that must be looked at now. An exercise counts only where it is asked."""
    if not viewer.may(Permission.SEE_REPORTS):
        return 0
    urgent = Q(verdict=Verdict.NEW.value, urgency__gte=URGENT_POINTS)
    if not with_exercises:
        urgent &= Q(is_exercise=False)
    return Report.objects.filter(visible_reports(viewer) & urgent).count()


def with_counts(rows: QuerySet[Report]) -> QuerySet[Report]:
    """Reports with what a line of the queue counts."""
    unseen = Q(messages__is_from_reporter=True, messages__seen_at__isnull=True)
    return rows.annotate(
        photo_count=Count("photos", distinct=True), unseen_count=Count("messages", filter=unseen, distinct=True)
    )


def queue_item(row: Any, now: datetime) -> QueueItem:  # noqa: ANN401 - a report with the counts above
    """A stored row as a line of the queue."""
    verdict = Verdict(row.verdict)
    return QueueItem(
        id=row.pk,
        kind=row.kind,
        text=row.text,
        place=row.place,
        language=row.language,
        section_id=row.section_id,
        door=Door(row.door),
        agency=row.agency_id,
        received_at=row.received_at,
        occurred=Period(row.start, row.end, Precision(row.precision)) if row.start and row.end else None,
        hurt=Hurt(row.hurt),
        urgency=row.urgency,
        urgency_parts=tuple(sorted(row.urgency_parts.items(), key=lambda part: -part[1])),
        verdict=verdict,
        grading=Grading(Reliability(row.reliability), Credibility(row.credibility)),
        assigned_to=row.assigned_to,
        due_at=row.due_at,
        is_overdue=verdict.is_open and row.due_at is not None and row.due_at < now,
        topics=tuple(topic for topic in row.topics.split("|") if topic),
        is_narrowed=row.is_narrowed,
        is_exercise=row.is_exercise,
        is_answered=row.unseen_count > 0,
        photo_count=row.photo_count,
        flag_count=len(row.flags),
        incident_reference=row.incident_reference,
        marking=Marking(TLP(row.tlp), frozenset(code for code in row.releasable_to.split("|") if code)),
    )


def _matching(viewer: Viewer, wanted: QueueFilter) -> Q:
    condition = Q()
    if wanted.verdict == OPEN:
        condition &= Q(verdict__in=_OPEN_VERDICTS)
    elif wanted.verdict:
        condition &= Q(verdict=wanted.verdict)
    if wanted.is_mine:
        condition &= Q(assigned_to=viewer.login)
    for name in ("door", "section_id", "language"):
        if value := getattr(wanted, name):
            condition &= Q(**{name: value})
    for word in wanted.text.split()[:10]:
        # SQLite cannot fold the case of Cyrillic letters, so the ways in which a word is written are asked for.
        ways = {word, word.lower(), word.upper(), word.capitalize(), word.title()}
        found = Q()
        for way in ways:
            found |= Q(text__icontains=way) | Q(place__icontains=way)
        condition &= found
    return condition


def unseen_answers(report_id: int) -> QuerySet[Message]:
    """What a reporter said that nobody at the desk has looked at."""
    return Message.objects.filter(report_id=report_id, is_from_reporter=True, seen_at__isnull=True)


def access_next(viewer: Viewer, report_id: int) -> int | None:
    """The open report that should be looked at after this one; None where no other is open."""
    rows = Report.objects.filter(visible_reports(viewer), verdict__in=_OPEN_VERDICTS).exclude(pk=report_id)
    return rows.order_by("is_exercise", "-urgency", "received_at", "id").values_list("pk", flat=True).first()
