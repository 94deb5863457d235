"""One report as the desk sees it: what was said, what its source was worth so far, who else saw it, what was done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from kerege.domain.errors import AccessDeniedError
from kerege.domain.grading import Credibility, Grading, Reliability
from kerege.domain.position import Position
from kerege.domain.verdict import Verdict
from kerege_web.accounts.access import Viewer, access_logins
from kerege_web.accounts.roles import Permission
from kerege_web.reports.access.near import NEAR_KM, distance_km, near_in_place_and_time
from kerege_web.reports.access.queue import QueueItem, queue_item, with_counts
from kerege_web.reports.access.reports import visible_reports
from kerege_web.reports.access.same_happening import (
    independent_sources,
    same_group,
    same_probabilities,
    words_on_pairs,
)
from kerege_web.reports.models import Photo, Report

_MOST_NEAR = 10


@dataclass(frozen=True, slots=True)
class TextPart:
    """A stretch of the report's text; flag is the kind of personal data it looks like, "" for none."""

    text: str
    flag: str


@dataclass(frozen=True, slots=True)
class SourceHistory:
    """What came from the same source before and since, as counts. Who it is, is not known here.

    Parameters
    ----------
    total : int
        Other reports of this source that the viewer may see.
    verdicts : tuple of (Verdict, int)
        What became of them.
    device, device_reliability : str
        The device it came from and how far it is relied on; "" where it has none.
    """

    total: int
    verdicts: tuple[tuple[Verdict, int], ...]
    device: str
    device_reliability: str


@dataclass(frozen=True, slots=True)
class NearReport:
    """Another report near in place and time.

    Parameters
    ----------
    item : QueueItem
    distance_km : float or None
        None where it is near by its section or place name only.
    is_same_source : bool or None
        Whether it came from the same source, so that it is no second witness; None where a source is not known.
    probability : float or None
        That it tells of the same happening, 0..1; None where that is hardly so or cannot be compared.
    is_same : bool or None
        What was decided; None where nobody did.
    is_automatic : bool
        Whether the machine joined them, and no person has said a word.
    is_joined_through_others : bool
        Whether they stand together though nobody joined these two: each was joined to a third.
    """

    item: QueueItem
    distance_km: float | None
    is_same_source: bool | None
    probability: float | None
    is_same: bool | None
    is_automatic: bool = False
    is_joined_through_others: bool = False


@dataclass(frozen=True, slots=True)
class JudgementLine:
    """One judgement: verdict, both grades, reason."""

    verdict: Verdict
    grading: Grading
    reason: str
    at: datetime
    actor: str
    agency: str


@dataclass(frozen=True, slots=True)
class HandoverLine:
    """One passing on."""

    assigned_to: str
    due_at: datetime | None
    note: str
    at: datetime
    actor: str


@dataclass(frozen=True, slots=True)
class ConversationLine:
    """One line between desk and reporter."""

    is_from_reporter: bool
    kind: str
    text: str
    at: datetime
    actor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskReport:
    """Everything the viewer may know of one report.

    Parameters
    ----------
    item : QueueItem
    parts : tuple of TextPart
        The text, cut where it looks like personal data.
    position : Position or None
    harm : tuple of (name, best)
        Figures that were given.
    side : str
    sent_at : datetime or None
    photos : tuple of int
        Ids.
    contact_kind : str
        "phone", "telegram", ...; "" where there is none or none is left.
    contact_until : datetime or None
        When it will be deleted.
    duplicate_of : int or None
        Only where the viewer may see that one.
    history : SourceHistory
    near : tuple of NearReport
    sources : int
        Sources that certainly differ among the reports that people joined to this happening; 1 for this one alone.
    incident : str
        Id of the incident that was made of it, or of a report joined to it; "" for none.
    judgements, handovers, lines : tuple
        Oldest first.
    colleagues : tuple of str
        To whom it can be given.
    may_work, may_see_contact, may_lift, may_link : bool
    """

    item: QueueItem
    parts: tuple[TextPart, ...]
    position: Position | None
    harm: tuple[tuple[str, int], ...]
    side: str
    sent_at: datetime | None
    photos: tuple[int, ...]
    contact_kind: str
    contact_until: datetime | None
    duplicate_of: int | None
    history: SourceHistory
    near: tuple[NearReport, ...]
    sources: int
    incident: str
    judgements: tuple[JudgementLine, ...]
    handovers: tuple[HandoverLine, ...]
    lines: tuple[ConversationLine, ...]
    colleagues: tuple[str, ...]
    may_work: bool
    may_see_contact: bool
    may_lift: bool
    may_link: bool

    @property
    def other_witnesses(self) -> int:
        """How many of the near reports certainly came from another source."""
        return sum(1 for near in self.near if near.is_same_source is False)


def access_desk_report(viewer: Viewer, report_id: int, now: datetime) -> DeskReport:
    """One report with all that belongs to it.

    Raises
    ------
    AccessDeniedError
        If there is none that the viewer may see.
    """
    rows = Report.objects.filter(visible_reports(viewer), pk=report_id).select_related("device", "contact")
    row = with_counts(rows).first()
    if row is None:
        raise AccessDeniedError
    may_work = may_work_on(viewer, row)
    group = same_group(viewer, row)
    contact = getattr(row, "contact", None)
    needed = (Permission.WORK_REPORTS, *((Permission.SEE_PROTECTED,) if row.is_narrowed else ()))
    return DeskReport(
        item=queue_item(row, now),
        parts=text_parts(row.text, row.flags),
        position=_position(row),
        harm=tuple((name, figures[1]) for name, figures in row.harm.items()),
        side=row.side,
        sent_at=row.sent_at,
        photos=tuple(row.photos.values_list("pk", flat=True)),
        contact_kind=contact.kind if contact else "",
        contact_until=contact.delete_after if contact else None,
        duplicate_of=_visible_id(viewer, row.duplicate_of_id),
        history=_source_history(viewer, row),
        near=_near(viewer, row, {one.pk for one in group}, now),
        sources=independent_sources(group),
        incident=row.incident_reference
        or next((one.incident_reference for one in group if one.incident_reference), ""),
        judgements=_judgements(viewer, row),
        handovers=tuple(
            HandoverLine(line.assigned_to, line.due_at, line.note, line.at, line.actor) for line in row.handovers.all()
        )
        if row.agency_id == viewer.agency
        else (),
        lines=tuple(
            ConversationLine(line.is_from_reporter, line.kind, line.text, line.at, line.actor if may_work else "")
            for line in row.messages.all()
        ),
        colleagues=access_logins(viewer, *needed) if may_work else (),
        may_work=may_work,
        may_see_contact=may_work and viewer.may(Permission.SEE_CONTACT),
        may_lift=may_work and viewer.may(Permission.SEE_PROTECTED),
        may_link=may_work and viewer.may(Permission.LINK_REPORTS),
    )


def access_photo(viewer: Viewer, report_id: int, photo_id: int) -> bytes:
    """One picture of a report that the viewer may see, as JPEG.

    Raises
    ------
    AccessDeniedError
        If there is none.
    """
    seen = Report.objects.filter(visible_reports(viewer), pk=report_id)
    photo = Photo.objects.filter(pk=photo_id, report__in=seen).first()
    if photo is None:
        raise AccessDeniedError
    return bytes(photo.content)


def may_work_on(viewer: Viewer, row: Report) -> bool:
    """Whether the viewer may judge it: reports of the own agency only; who else may see one looks on."""
    return viewer.may(Permission.WORK_REPORTS) and row.agency_id == viewer.agency


def text_parts(text: str, flags: list[list[object]]) -> tuple[TextPart, ...]:
    """A text cut at its flags.

    Examples
    --------
    >>> text_parts("Call Bakyt now", [[5, 10, "name"]])
    (TextPart(text='Call ', flag=''), TextPart(text='Bakyt', flag='name'), TextPart(text=' now', flag=''))
    """
    parts, end = [], 0
    for first, last, kind in sorted(flags, key=lambda flag: int(str(flag[0]))):
        start, stop = int(str(first)), int(str(last))
        parts += [TextPart(text[end:start], ""), TextPart(text[start:stop], str(kind))]
        end = stop
    parts.append(TextPart(text[end:], ""))
    return tuple(part for part in parts if part.text)


def _position(row: Report) -> Position | None:
    if row.latitude is None or row.longitude is None or row.uncertainty_km is None:
        return None
    return Position(row.latitude, row.longitude, row.uncertainty_km)


def _visible_id(viewer: Viewer, report_id: int | None) -> int | None:
    if report_id is None:
        return None
    return Report.objects.filter(visible_reports(viewer), pk=report_id).values_list("pk", flat=True).first()


def _source_history(viewer: Viewer, row: Report) -> SourceHistory:
    device = row.device
    verdicts: tuple[tuple[Verdict, int], ...] = ()
    if row.source_digest:
        others = Report.objects.filter(visible_reports(viewer), source_digest=row.source_digest).exclude(pk=row.pk)
        counted = dict(others.order_by().values_list("verdict").annotate(Count("pk")))
        verdicts = tuple((verdict, counted[verdict.value]) for verdict in Verdict if verdict.value in counted)
    return SourceHistory(
        total=sum(number for _, number in verdicts),
        verdicts=verdicts,
        device=device.name if device else "",
        device_reliability=device.reliability if device else "",
    )


def _near(viewer: Viewer, row: Report, group: set[int], now: datetime) -> tuple[NearReport, ...]:
    words = words_on_pairs([row.pk])
    joined = {pk for pair, word in words.items() if word.is_same for pk in pair}
    rows = with_counts(Report.objects.filter(visible_reports(viewer)).exclude(pk=row.pk))
    near = rows.filter(near_in_place_and_time(row)).exclude(pk__in=joined).order_by("-received_at")
    # What was joined always stands here, however many came after it: else nobody could part it.
    others = [*rows.filter(pk__in=joined), *near[: 5 * _MOST_NEAR]]
    probability = same_probabilities(row, others)
    found = []
    for other in others:
        distance = distance_km(row, other)
        if other.pk in joined or distance is None or distance <= NEAR_KM:
            known = bool(row.source_digest and other.source_digest)
            same = other.source_digest == row.source_digest if known else None
            word = words.get(frozenset((row.pk, other.pk)))
            chance = word.probability if word and word.is_automatic else probability.get(other.pk)
            found.append(
                NearReport(
                    queue_item(other, now), distance, same, chance, word.is_same if word else None,
                    is_automatic=bool(word and word.is_automatic),
                    is_joined_through_others=other.pk in group - joined,
                )
            )  # fmt: skip
    found.sort(
        key=lambda near: (
            not near.is_same,
            not near.is_joined_through_others,
            -(near.probability or 0.0),
            near.distance_km or NEAR_KM,
        )
    )
    return tuple(found[: max(_MOST_NEAR, sum(1 for near in found if near.is_same))])


def _judgements(viewer: Viewer, row: Report) -> tuple[JudgementLine, ...]:
    return tuple(
        JudgementLine(
            verdict=Verdict(line.verdict),
            grading=Grading(Reliability(line.reliability), Credibility(line.credibility)),
            reason=line.reason,
            at=line.at,
            # Who works on what inside another agency is that agency's own affair.
            actor=line.actor if line.agency == viewer.agency else "",
            agency=line.agency,
        )
        for line in row.judgements.all()
    )
