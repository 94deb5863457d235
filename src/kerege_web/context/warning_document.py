"""A foreign warning as a document of the database, and back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kerege.domain.cap_reference import CapReference
from kerege.domain.cap_shape import CapCircle, CapPolygon
from kerege.domain.cap_terms import (
    CapCategory,
    CapCertainty,
    CapMessageType,
    CapScope,
    CapSeverity,
    CapStatus,
    CapUrgency,
)
from kerege.domain.context_warning import ContextKind, ContextWarning


def warning_to_document(warning: ContextWarning) -> dict[str, Any]:
    """The warning as JSON."""
    return {
        "reference": _reference_document(warning.reference),
        "status": warning.status.value,
        "message_type": warning.message_type.value,
        "scope": warning.scope.value,
        "references": [_reference_document(reference) for reference in warning.references],
        "kind": warning.kind.value,
        "categories": [category.value for category in warning.categories],
        "event": warning.event,
        "urgency": warning.urgency.value,
        "severity": warning.severity.value,
        "certainty": warning.certainty.value,
        "onset": warning.onset.isoformat() if warning.onset else None,
        "expires": warning.expires.isoformat() if warning.expires else None,
        "headlines": dict(warning.headlines),
        "instructions": dict(warning.instructions),
        "area": warning.area,
        "polygons": [[list(point) for point in polygon.points] for polygon in warning.polygons],
        "circles": [[circle.latitude, circle.longitude, circle.radius_km] for circle in warning.circles],
    }


def warning_from_document(document: Mapping[str, Any]) -> ContextWarning:
    """The warning that `warning_to_document` made a document of."""
    return ContextWarning(
        reference=_reference(document["reference"]),
        status=CapStatus(document["status"]),
        message_type=CapMessageType(document["message_type"]),
        scope=CapScope(document["scope"]),
        references=tuple(_reference(own) for own in document["references"]),
        kind=ContextKind(document["kind"]),
        categories=tuple(CapCategory(own) for own in document["categories"]),
        event=document["event"],
        urgency=CapUrgency(document["urgency"]),
        severity=CapSeverity(document["severity"]),
        certainty=CapCertainty(document["certainty"]),
        onset=_time(document["onset"]),
        expires=_time(document["expires"]),
        headlines=document["headlines"],
        instructions=document["instructions"],
        area=document["area"],
        polygons=tuple(CapPolygon(tuple((a, b) for a, b in points)) for points in document["polygons"]),
        circles=tuple(CapCircle(*circle) for circle in document["circles"]),
    )


def _reference_document(reference: CapReference) -> list[str]:
    return [reference.sender, reference.identifier, reference.sent.isoformat()]


def _reference(parts: list[str]) -> CapReference:
    return CapReference(parts[0], parts[1], datetime.fromisoformat(parts[2]))


def _time(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
