"""A run as plain JSON values, and back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kerege.domain.counted_period import CountedPeriod
from kerege.domain.detector_record import DetectorRecord
from kerege.domain.errors import InputError
from kerege.domain.follow_on import FollowOn
from kerege.domain.forecast import CountForecast
from kerege.domain.panel import Frequency, PeriodGrid
from kerege.domain.period import Period, Precision
from kerege.domain.risk import RiskAssessment, RiskLevel
from kerege.domain.run import WatchRun
from kerege.domain.section_location import SectionLocation
from kerege.domain.signal import Signal

VERSION = 2
# Runs of older versions can still be read: what they did not hold is not known.
READABLE = (1, 2)
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
_PLAIN = ("region_digest", "data_digest", "parameters_version", "code_version")
_SIGNAL = (
    "id",
    "detector",
    "unit_id",
    "unit_name",
    "unit_level",
    "kind",
    "observed",
    "expected",
    "upper",
    "p_value",
    "score",
    "recurrence_interval_days",
    "rank",
    "note",
    "false_per_year",
)
_FOLLOW_ON = ("section_id", "horizon_days", "probability", "low", "high", "without")
_RECORD = ("detector", "years", "signals", "false_signals", "false_per_year", "low", "high")  # fmt: skip
_RISK = (
    "section_id", "probability_incident", "probability_killed", "expected_incidents", "expected_harm", "harm_low",
    "harm_high", "parameters_version",
)  # fmt: skip


def run_to_document(run: WatchRun) -> dict[str, Any]:
    """The run as JSON values, for storing and for the API.

    The forecast is kept as mean, quantiles and its draws by period and unit, in their order: sums over units are made
    draw by draw, and would be wrong if each unit's draws were sorted. Draws of zero, most of them, are left out.

    Returns
    -------
    dict
        `format` "kerege-watch-run", `version` 2; times in ISO 8601, UTC.
    """
    return {
        "format": "kerege-watch-run",
        "version": VERSION,
        "as_of": run.as_of.isoformat(),
        "incident_ids": list(run.incident_ids),
        "locations": {incident: _location_values(where) for incident, where in run.locations.items()},
        "unlocated": list(run.unlocated),
        "signals": [_signal_values(signal) for signal in run.signals],
        "forecast": _forecast_values(run.forecast),
        "risks": [_risk_values(risk) for risk in run.risks],
        "detector_records": [{name: getattr(record, name) for name in _RECORD} for record in run.detector_records],
        "follow_ons": [
            {**{name: getattr(own, name) for name in _FOLLOW_ON}, "after": list(own.after)} for own in run.follow_ons
        ],
        "gaps": list(run.gaps),
        **{name: getattr(run, name) for name in _PLAIN},
    }


def run_from_document(document: Mapping[str, Any]) -> WatchRun:
    """The run that a document holds; equal to the one it was made from.

    Raises
    ------
    InputError
        If the document is of another format or version, or lacks a part.
    """
    if document.get("format") != "kerege-watch-run" or document.get("version") not in READABLE:
        raise InputError(f"This is no run of the watch in version {' or '.join(map(str, READABLE))} of its document")
    try:
        return WatchRun(
            as_of=datetime.fromisoformat(document["as_of"]),
            incident_ids=tuple(document["incident_ids"]),
            locations={incident: _location(values) for incident, values in document["locations"].items()},
            unlocated=tuple(document["unlocated"]),
            signals=tuple(_signal(values) for values in document["signals"]),
            forecast=_forecast(document["forecast"]),
            risks=tuple(_risk(values) for values in document["risks"]),
            detector_records=tuple(DetectorRecord(**values) for values in _since_2(document, "detector_records")),
            follow_ons=tuple(
                FollowOn(**{**values, "after": tuple(values["after"])}) for values in _since_2(document, "follow_ons")
            ),
            gaps=tuple(document["gaps"]),
            **{name: document[name] for name in _PLAIN},
        )
    except KeyError as error:
        raise InputError(f"The document of the run lacks {error}") from error


def _since_2(document: Mapping[str, Any], part: str) -> list[dict[str, Any]]:
    """A part that documents of version 1 do not have."""
    return [] if document["version"] == 1 else document[part]


def _period_values(period: Period) -> list[str]:
    return [period.start.isoformat(), period.end.isoformat(), period.precision.value]


def _period(values: list[str]) -> Period:
    return Period(datetime.fromisoformat(values[0]), datetime.fromisoformat(values[1]), Precision(values[2]))


def _location_values(where: SectionLocation) -> dict[str, Any]:
    return {
        "section_id": where.section_id,
        "distance_km": where.distance_km,
        "side": where.side,
        "side_is_certain": where.side_is_certain,
        "shares": [[section, share] for section, share in where.shares],
    }


def _location(values: Mapping[str, Any]) -> SectionLocation:
    shares = tuple((section, share) for section, share in values["shares"])
    return SectionLocation(
        values["section_id"], values["distance_km"], values["side"], values["side_is_certain"], shares
    )


def _signal_values(signal: Signal) -> dict[str, Any]:
    return {
        **{name: getattr(signal, name) for name in _SIGNAL},
        "period": _period_values(signal.period),
        "since": None if signal.since is None else signal.since.isoformat(),
        "history": [
            [own.period.start.isoformat(), own.period.end.isoformat(), own.observed, own.expected, own.upper]
            for own in signal.history
        ],
        "pooled_from": list(signal.pooled_from),
        "evidence": list(signal.evidence),
    }


def _signal(values: Mapping[str, Any]) -> Signal:
    return Signal(
        **{name: values[name] for name in _SIGNAL if name in values},
        period=_period(values["period"]),
        since=datetime.fromisoformat(values["since"]) if values.get("since") else None,
        history=tuple(_counted(row) for row in values.get("history", ())),
        pooled_from=tuple(values["pooled_from"]),
        evidence=tuple(values["evidence"]),
    )


def _counted(row: list[Any]) -> CountedPeriod:
    start, end, observed, expected, upper = row
    period = Period(datetime.fromisoformat(start), datetime.fromisoformat(end))
    return CountedPeriod(period=period, observed=observed, expected=expected, upper=upper)


def _risk_values(risk: RiskAssessment) -> dict[str, Any]:
    return {
        **{name: getattr(risk, name) for name in _RISK},
        "period": _period_values(risk.period),
        "level": risk.level.value,
        "reasons": [[name, value] for name, value in risk.reasons],
        "pooled_from": list(risk.pooled_from),
        "caveats": list(risk.caveats),
    }


def _risk(values: Mapping[str, Any]) -> RiskAssessment:
    return RiskAssessment(
        **{name: values[name] for name in _RISK},
        period=_period(values["period"]),
        level=RiskLevel(values["level"]),
        reasons=tuple((name, value) for name, value in values["reasons"]),
        pooled_from=tuple(values["pooled_from"]),
        caveats=tuple(values["caveats"]),
    )


def _forecast_values(forecast: CountForecast) -> dict[str, Any]:
    return {
        "origin": forecast.origin.isoformat(),
        "frequency": forecast.grid.frequency.value,
        "edges": [edge.isoformat() for edge in forecast.grid.edges],
        "unit_ids": list(forecast.unit_ids),
        "model": forecast.model,
        "model_version": forecast.model_version,
        "data_digest": forecast.data_digest,
        "probabilities": list(QUANTILES),
        "mean": forecast.draws.mean(axis=2).tolist(),
        "quantiles": forecast.quantiles(QUANTILES).tolist(),
        "draws": forecast.draws.shape[2],
        "above_zero": [[_above_zero(unit) for unit in period] for period in forecast.draws],
    }


def _above_zero(draws: NDArray[np.int64]) -> list[list[int]]:
    """Which draws are not zero, and what they are."""
    (which,) = np.nonzero(draws)
    return [which.tolist(), draws[which].tolist()]


def _forecast(values: Mapping[str, Any]) -> CountForecast:
    kept = values["above_zero"]
    draws = np.zeros((len(kept), len(values["unit_ids"]), values["draws"]), dtype=np.int64)
    for period, units in enumerate(kept):
        for unit, (which, counts) in enumerate(units):
            draws[period, unit, which] = counts
    return CountForecast(
        draws=draws,
        origin=datetime.fromisoformat(values["origin"]),
        grid=PeriodGrid(
            tuple(datetime.fromisoformat(edge) for edge in values["edges"]), Frequency(values["frequency"])
        ),
        unit_ids=tuple(values["unit_ids"]),
        model=values["model"],
        model_version=values["model_version"],
        data_digest=values["data_digest"],
    )
