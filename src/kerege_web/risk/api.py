"""The interface to section levels and bulletins."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from kerege_web.accounts.access import viewer_of
from kerege_web.api_parts import PROBLEMS, Limit
from kerege_web.risk.access import (
    PublishedBulletin,
    SectionLevel,
    access_bulletin_file,
    access_bulletins,
    access_section_levels,
)

router = Router(tags=["sections and bulletins"])


class LineGeometry(Schema):
    """A GeoJSON line."""

    type: Literal["LineString"] = "LineString"
    coordinates: list[list[float]]


class SectionFeature(Schema):
    """A section of the border as a GeoJSON feature; its level is null where no run has judged it."""

    type: Literal["Feature"] = "Feature"
    id: str
    geometry: LineGeometry
    properties: dict[str, Any]


class SectionCollection(Schema):
    """All sections, and the run that judged them."""

    type: Literal["FeatureCollection"] = "FeatureCollection"
    run: str | None
    as_of: datetime | None
    features: list[SectionFeature]


class BulletinOut(Schema):
    """One published bulletin."""

    id: str
    level: str
    language: str
    number: str
    title: str
    as_of: datetime
    run: str
    published_at: datetime
    agency: str
    marking: str
    digest: str
    size_bytes: int


@router.get("/sections.geojson", response={200: SectionCollection, **PROBLEMS}, summary="Sections with their levels")
def list_sections(request: HttpRequest, run: str = "") -> Any:  # noqa: ANN401
    """Every section with its level from one run, or from the newest that the caller may see."""
    found = access_section_levels(viewer_of(request), run_id=run)
    return {
        "type": "FeatureCollection",
        "run": found.run and found.run.id,
        "as_of": found.run and found.run.as_of,
        "features": [section_feature(one) for one in found.levels],
    }


@router.get("/bulletins", response={200: list[BulletinOut], **PROBLEMS}, summary="Bulletins, newest first")
def list_bulletins(request: HttpRequest, query: Query[Limit]) -> Any:  # noqa: ANN401
    """The bulletins that the caller may see."""
    return [bulletin_document(bulletin) for bulletin in access_bulletins(viewer_of(request), limit=query.limit)]


@router.get(
    "/bulletins/{bulletin_id}.pdf",
    response=PROBLEMS,
    summary="The PDF of a bulletin",
    openapi_extra={"responses": {200: {"description": "The PDF", "content": {"application/pdf": {}}}}},
)
def bulletin_file(request: HttpRequest, bulletin_id: str) -> HttpResponse:
    """The PDF; 404 where there is none or none that the caller may see."""
    file = access_bulletin_file(viewer_of(request), bulletin_id)
    answer = HttpResponse(file.content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{file.bulletin.file_name}"'
    return answer


def section_feature(one: SectionLevel) -> dict[str, Any]:
    """A section as a GeoJSON feature."""
    section, judged = one.section, one.assessment
    return {
        "type": "Feature",
        "id": section.id,
        "geometry": {"type": "LineString", "coordinates": [list(point) for point in section.line]},
        "properties": {
            "name": section.name,
            "pair": section.pair,
            "part": section.part,
            "group_id": section.group,
            "length_km": round(section.length_km, 2),
            "status": section.status,
            "source": section.source,
            "line_as_of": section.as_of,
            "districts": dict(section.districts),
            "level": judged and judged.level.value,
            "probability_incident": judged and judged.probability_incident,
            "probability_killed": judged and judged.probability_killed,
            "expected_incidents": judged and judged.expected_incidents,
            "expected_harm": judged and judged.expected_harm,
            "harm_low": judged and judged.harm_low,
            "harm_high": judged and judged.harm_high,
            "pooled_from": list(judged.pooled_from) if judged else [],
            "caveats": list(judged.caveats) if judged else [],
        },
    }


def bulletin_document(bulletin: PublishedBulletin) -> dict[str, Any]:
    """A bulletin in a list, as plain values."""
    return {
        "id": bulletin.id,
        "level": bulletin.level,
        "language": bulletin.language,
        "number": bulletin.number,
        "title": bulletin.title,
        "as_of": bulletin.as_of,
        "run": bulletin.run_id,
        "published_at": bulletin.published_at,
        "agency": bulletin.agency,
        "marking": bulletin.marking.tlp.value,
        "digest": bulletin.digest,
        "size_bytes": bulletin.size_bytes,
    }
