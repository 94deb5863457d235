"""The only reads of runs and signals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from kerege.domain.errors import AccessDeniedError
from kerege.domain.marking import Marking
from kerege.domain.realised_alarms import RealisedAlarms
from kerege.domain.run import WatchRun
from kerege.domain.signal import Signal
from kerege_web.accounts.access import Viewer, require
from kerege_web.accounts.roles import Permission
from kerege_web.accounts.visibility import visible_to
from kerege_web.incidents.stored_form import stored_marking
from kerege_web.warning.models import Run, SignalReview


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSummary:
    """One run in a list.

    Parameters
    ----------
    id : str
        Day of `as_of` and the first digits of the digest: the same run always has the same id.
    as_of, made_at : datetime
        What was known then was used; when it was made.
    actor, agency : str
        Who made it; the actor is "" for viewers of another agency.
    marking : Marking
        The strictest of the incidents it used.
    incident_count, signal_count : int
    digest, region_digest, data_digest, parameters_version, code_version : str
        Of the whole document, and of what it was made from.
    """

    id: str
    as_of: datetime
    made_at: datetime
    actor: str
    agency: str
    marking: Marking
    incident_count: int
    signal_count: int
    digest: str
    region_digest: str
    data_digest: str
    parameters_version: str
    code_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunDetail:
    """One run with all it found."""

    summary: RunSummary
    run: WatchRun


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownSignal:
    """One signal with the run that found it."""

    signal: Signal
    run: RunSummary


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalJudgement:
    """What a person said of a signal.

    Parameters
    ----------
    detector : str
    is_accepted : bool
        True where an alert was made of it, False where it was dismissed.
    cause : str
        Why it was dismissed, one of CAUSES; "" where it was accepted.
    reason : str
        In the person's words.
    at : datetime
    actor : str
    """

    detector: str
    is_accepted: bool
    cause: str
    reason: str
    at: datetime
    actor: str


def access_runs(viewer: Viewer, *, limit: int = 100) -> tuple[RunSummary, ...]:
    """The runs that the viewer may see, newest `as_of` first."""
    return tuple(_summary(viewer, row) for row in _visible(viewer).defer("document")[:limit])


def access_run(viewer: Viewer, run_id: str) -> RunDetail:
    """One run with all it found.

    Raises
    ------
    AccessDeniedError
        If there is none that the viewer may see.
    """
    row = _visible(viewer).filter(reference=run_id).first()
    if row is None:
        raise AccessDeniedError
    return RunDetail(summary=_summary(viewer, row), run=_run(row))


def access_latest_run(viewer: Viewer) -> RunDetail | None:
    """The run with the newest `as_of` that the viewer may see; None before the first."""
    row = _visible(viewer).first()
    return None if row is None else RunDetail(summary=_summary(viewer, row), run=_run(row))


def access_earlier_run(viewer: Viewer, as_of: datetime) -> RunDetail | None:
    """The newest run before `as_of`, to compare with; None where there is none."""
    row = _visible(viewer).filter(as_of__lt=as_of).first()
    return None if row is None else RunDetail(summary=_summary(viewer, row), run=_run(row))


def access_signals(viewer: Viewer, *, run_id: str = "", limit: int = 200) -> tuple[KnownSignal, ...]:
    """Signals of one run, or of all runs, newest run first, most urgent first within a run."""
    rows = _visible(viewer).filter(signals__isnull=False).distinct()
    if run_id:
        rows = rows.filter(reference=run_id)
    found: list[KnownSignal] = []
    for row in rows.iterator(chunk_size=10):
        summary = _summary(viewer, row)
        signals = _run(row).signals
        found.extend(KnownSignal(signal=signal, run=summary) for signal in signals)
        if len(found) >= limit:
            break
    return tuple(found[:limit])


def access_newest_signals(viewer: Viewer) -> tuple[KnownSignal, ...]:
    """The signals of the newest run of the viewer's own agency, most urgent first, without those it dismissed."""
    row = _visible(viewer).filter(agency_id=viewer.agency).first()
    if row is None or not row.signals.all():
        return ()
    summary, signals = _summary(viewer, row), _run(row).signals
    dismissed = dismissed_signals(viewer, signals)
    return tuple(KnownSignal(signal=signal, run=summary) for signal in signals if signal.id not in dismissed)


def access_signal(viewer: Viewer, run_id: str, signal_id: str) -> KnownSignal:
    """One signal of one run.

    Raises
    ------
    AccessDeniedError
        If there is none that the viewer may see.
    """
    detail = access_run(viewer, run_id)
    for signal in detail.run.signals:
        if signal.id == signal_id:
            return KnownSignal(signal=signal, run=detail.summary)
    raise AccessDeniedError


def run_key(viewer: Viewer, run_id: str) -> int:
    """The database key of a run the viewer may see, for rows that point to it."""
    key = _visible(viewer).filter(reference=run_id).values_list("pk", flat=True).first()
    if key is None:
        raise AccessDeniedError
    return key


def _run(row: Run) -> WatchRun:
    from kerege.watch.document import run_from_document

    return run_from_document(row.document)


def _visible(viewer: Viewer) -> QuerySet[Run]:
    require(viewer, Permission.SEE_RUNS)
    return Run.objects.filter(visible_to(viewer)).order_by("-as_of", "-id").prefetch_related("signals")


def _summary(viewer: Viewer, row: Run) -> RunSummary:
    return RunSummary(
        id=row.reference,
        as_of=row.as_of,
        made_at=row.made_at,
        actor=row.actor if row.agency_id == viewer.agency else "",
        agency=row.agency_id,
        marking=stored_marking(row),
        incident_count=row.incidents,
        signal_count=len(row.signals.all()),
        digest=row.digest,
        region_digest=row.region_digest,
        data_digest=row.data_digest,
        parameters_version=row.parameters_version,
        code_version=row.code_version,
    )


def signal_episode(signal: Signal) -> str:
    """What makes one finding of the many runs that repeat it: statistic, unit, kind, and since when it speaks."""
    since = signal.since or signal.period.end
    return f"{signal.detector}/{signal.unit_id}/{signal.kind}/{since:%Y-%m-%d}"


def access_reviews(viewer: Viewer, signals: Iterable[Signal]) -> dict[str, SignalJudgement]:
    """The newest word of the viewer's agency on each of these signals, by the id of the signal."""
    require(viewer, Permission.SEE_RUNS)
    episodes = {signal.id: signal_episode(signal) for signal in signals}
    newest = _newest_reviews(viewer, set(episodes.values()))
    return {signal: newest[episode] for signal, episode in episodes.items() if episode in newest}


def dismissed_signals(viewer: Viewer, signals: Iterable[Signal]) -> frozenset[str]:
    """Ids of those signals that the viewer's agency dismissed."""
    reviews = access_reviews(viewer, signals)
    return frozenset(signal for signal, judged in reviews.items() if not judged.is_accepted)


def access_realised_alarms(viewer: Viewer) -> tuple[RealisedAlarms, ...]:
    """How often each detector spoke in vain, by what the viewer's agency accepted and dismissed; by detector."""
    from kerege.verification.realised_alarms import realised_alarms

    require(viewer, Permission.SEE_RUNS)
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for judged in _newest_reviews(viewer).values():
        counts[judged.detector][judged.is_accepted] += 1
    return tuple(
        realised_alarms(detector, accepted=accepted, dismissed=dismissed)
        for detector, (dismissed, accepted) in sorted(counts.items())
    )


def _newest_reviews(viewer: Viewer, episodes: Collection[str] | None = None) -> dict[str, SignalJudgement]:
    rows = SignalReview.objects.filter(agency_id=viewer.agency).order_by("at", "pk")
    if episodes is not None:
        rows = rows.filter(episode__in=episodes)
    return {
        row.episode: SignalJudgement(
            detector=row.detector, is_accepted=row.is_accepted, cause=row.cause, reason=row.reason, at=row.at,
            actor=row.actor,
        )
        for row in rows
    }  # fmt: skip
