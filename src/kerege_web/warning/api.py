"""The interface to runs and signals."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from kerege.watch.coverage import sections_covered
from kerege_web.accounts.access import viewer_of
from kerege_web.api_parts import PROBLEMS, Limit
from kerege_web.region import current_region
from kerege_web.warning.access import KnownSignal, RunSummary, access_run, access_runs, access_signals

router = Router(tags=["runs and signals"])


class RunOut(Schema):
    """One run of the watch, with what it was made from."""

    id: str
    as_of: datetime
    made_at: datetime
    agency: str
    marking: str
    incidents: int
    signals: int
    digest: str
    region_digest: str
    data_digest: str
    parameters_version: str
    code_version: str


class SignalOut(Schema):
    """One finding. A machine proposes it; a person decides what it means."""

    id: str
    run: str
    rank: int
    detector: str
    unit_id: str
    unit_name: str
    unit_level: str
    kind: str
    start: datetime
    end: datetime
    observed: int
    expected: float
    upper: float
    p_value: float | None
    score: float
    recurrence_interval_days: float | None
    pooled_from: list[str]
    evidence: list[str]
    note: str
    since: datetime | None
    false_per_year: float | None
    sections: list[str]


class RunDetailOut(RunOut):
    """One run with its signals and what it does not know."""

    found: list[SignalOut]
    unlocated: list[str]
    gaps: list[str]


class SignalQuery(Limit):
    """Which signals are wanted."""

    run: str = Field("", max_length=40, description="Id of a run; empty for all runs.")


@router.get("/runs", response={200: list[RunOut], **PROBLEMS}, summary="Runs of the watch, newest first")
def list_runs(request: HttpRequest, query: Query[Limit]) -> Any:  # noqa: ANN401
    """The runs that the caller may see."""
    return [run_document(summary) for summary in access_runs(viewer_of(request), limit=query.limit)]


@router.get("/runs/{run_id}", response={200: RunDetailOut, **PROBLEMS}, summary="One run")
def one_run(request: HttpRequest, run_id: str) -> Any:  # noqa: ANN401
    """One run; 404 where there is none or none that the caller may see."""
    detail = access_run(viewer_of(request), run_id)
    found = [KnownSignal(signal=signal, run=detail.summary) for signal in detail.run.signals]
    return {
        **run_document(detail.summary),
        "found": [signal_document(signal) for signal in found],
        "unlocated": list(detail.run.unlocated),
        "gaps": list(detail.run.gaps),
    }


@router.get("/signals", response={200: list[SignalOut], **PROBLEMS}, summary="Signals, newest run first")
def list_signals(request: HttpRequest, query: Query[SignalQuery]) -> Any:  # noqa: ANN401
    """The signals that the caller may see, of one run or of all."""
    return [
        signal_document(signal) for signal in access_signals(viewer_of(request), run_id=query.run, limit=query.limit)
    ]


def run_document(summary: RunSummary) -> dict[str, Any]:
    """A run in a list, as plain values."""
    return {
        "id": summary.id,
        "as_of": summary.as_of,
        "made_at": summary.made_at,
        "agency": summary.agency,
        "marking": summary.marking.tlp.value,
        "incidents": summary.incident_count,
        "signals": summary.signal_count,
        "digest": summary.digest,
        "region_digest": summary.region_digest,
        "data_digest": summary.data_digest,
        "parameters_version": summary.parameters_version,
        "code_version": summary.code_version,
    }


def signal_document(known: KnownSignal) -> dict[str, Any]:
    """A signal as plain values."""
    signal = known.signal
    return {
        "id": signal.id,
        "run": known.run.id,
        "rank": signal.rank,
        "detector": signal.detector,
        "unit_id": signal.unit_id,
        "unit_name": signal.unit_name,
        "unit_level": signal.unit_level,
        "kind": signal.kind,
        "start": signal.period.start,
        "end": signal.period.end,
        "observed": signal.observed,
        "expected": signal.expected,
        "upper": signal.upper,
        "p_value": signal.p_value,
        "score": signal.score,
        "recurrence_interval_days": signal.recurrence_interval_days,
        "pooled_from": list(signal.pooled_from),
        "evidence": list(signal.evidence),
        "note": signal.note,
        "since": signal.since,
        "false_per_year": signal.false_per_year,
        "sections": sorted(sections_covered(signal, current_region())),
    }
