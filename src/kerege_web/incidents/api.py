"""The interface to incidents."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from kerege_web.accounts.access import viewer_of
from kerege_web.api_parts import PROBLEMS
from kerege_web.incidents.access import access_incident, access_incident_points, access_incidents
from kerege_web.incidents.filter import IncidentFilter, Order
from kerege_web.incidents.known_incident import IncidentPoint, KnownIncident
from kerege_web.incidents.stored_form import HARMS

router = Router(tags=["incidents"])


class IncidentQuery(Schema):
    """The filter of all incident lists."""

    text: str = Field("", max_length=200, description="Words that must all occur, in any case.")
    pair: str = Field("", max_length=20, description="Country pair, such as AA-BB.")
    group_id: str = Field("", max_length=120)
    section_id: str = Field("", max_length=120)
    kind: str = Field("", max_length=60)
    min_severity: int = Field(0, ge=0, le=5)
    first: date | None = Field(None, description="First local day.")
    last: date | None = Field(None, description="Last local day.")
    located: bool | None = Field(None, description="Only those on a section, or only those on none.")
    order: Order = Order.NEWEST

    def to_filter(self) -> IncidentFilter:
        """The filter it stands for."""
        return IncidentFilter(**self.model_dump())


class IncidentPageQuery(IncidentQuery):
    """The filter, and which page of what it finds."""

    page: int = Field(1, ge=1, le=1_000_000)
    page_size: int = Field(50, ge=1, le=500)


class CountOut(Schema):
    """A count within bounds."""

    low: int
    best: int
    high: int


class PositionOut(Schema):
    """A point and how well it is known."""

    latitude: float
    longitude: float
    uncertainty_km: float


class LocationOut(Schema):
    """Where an incident lies against the border."""

    section_id: str
    distance_km: float
    side: str
    side_is_certain: bool


class AccountOut(Schema):
    """One side's version."""

    side: str
    text: str


class SourceOut(Schema):
    """Where it is known from."""

    channel: str
    reference: str


class IncidentOut(Schema):
    """One incident. null means not known, never zero."""

    id: str
    start: datetime
    end: datetime
    precision: str
    reported_at: datetime
    kind: str
    trigger: str
    severity: int
    countries: list[str]
    pair: str
    group_id: str
    place: str
    position: PositionOut | None
    location: LocationOut | None
    killed: CountOut | None
    injured: CountOut | None
    displaced: CountOut | None
    detained: CountOut | None
    summary: str
    response: str
    accounts: list[AccountOut]
    sources: list[SourceOut]
    grading: str
    marking: str
    releasable_to: list[str]
    agency: str


class IncidentPageOut(Schema):
    """One page of incidents."""

    items: list[IncidentOut]
    total: int
    page: int
    pages: int


class PointGeometry(Schema):
    """A GeoJSON point."""

    type: Literal["Point"] = "Point"
    coordinates: list[float]


class PointFeature(Schema):
    """A GeoJSON feature; geometry null where an incident cannot be placed."""

    type: Literal["Feature"] = "Feature"
    id: str
    geometry: PointGeometry | None
    properties: dict[str, Any]


class PointCollection(Schema):
    """A GeoJSON feature collection."""

    type: Literal["FeatureCollection"] = "FeatureCollection"
    features: list[PointFeature]


@router.get("/incidents", response={200: IncidentPageOut, **PROBLEMS}, summary="Incidents that match, page by page")
def list_incidents(request: HttpRequest, query: Query[IncidentPageQuery]) -> Any:  # noqa: ANN401 - as declared
    """Incidents that match and that the caller may see."""
    found = access_incidents(viewer_of(request), query.to_filter())
    items = [incident_document(known) for known in found.items]
    return {"items": items, "total": found.total, "page": found.page, "pages": found.pages}


@router.get("/incidents.geojson", response={200: PointCollection, **PROBLEMS}, summary="All that match, as GeoJSON")
def map_incidents(request: HttpRequest, query: Query[IncidentQuery]) -> Any:  # noqa: ANN401
    """All incidents that match and that the caller may see."""
    points = access_incident_points(viewer_of(request), query.to_filter())
    return {"type": "FeatureCollection", "features": [point_feature(point) for point in points]}


@router.get("/incidents/{incident_id}", response={200: IncidentOut, **PROBLEMS}, summary="One incident")
def one_incident(request: HttpRequest, incident_id: str) -> Any:  # noqa: ANN401
    """One incident; 404 where there is none or none that the caller may see."""
    return incident_document(access_incident(viewer_of(request), incident_id).known)


def incident_document(known: KnownIncident) -> dict[str, Any]:
    """An incident as plain values."""
    incident, location, position = known.incident, known.location, known.incident.position
    return {
        "id": incident.id,
        "start": incident.occurred.start,
        "end": incident.occurred.end,
        "precision": incident.occurred.precision.value,
        "reported_at": incident.reported_at,
        "kind": incident.kind,
        "trigger": incident.trigger,
        "severity": incident.severity,
        "countries": list(incident.countries),
        "pair": known.pair,
        "group_id": known.group_id,
        "place": incident.place,
        "position": position
        and {
            "latitude": position.latitude,
            "longitude": position.longitude,
            "uncertainty_km": position.uncertainty_km,
        },
        "location": location
        and {
            "section_id": location.section_id,
            "distance_km": round(location.distance_km, 3),
            "side": location.side,
            "side_is_certain": location.side_is_certain,
        },
        **{
            name: (count := getattr(incident.harm, name)) and {"low": count.low, "best": count.best, "high": count.high}
            for name in HARMS
        },
        "summary": incident.summary,
        "response": incident.response,
        "accounts": [{"side": account.side, "text": account.text} for account in incident.accounts],
        "sources": [{"channel": source.channel, "reference": source.reference} for source in incident.sources],
        "grading": str(incident.grading),
        "marking": incident.marking.tlp.value,
        "releasable_to": sorted(incident.marking.releasable_to),
        "agency": known.agency,
    }


def point_feature(point: IncidentPoint) -> dict[str, Any]:
    """A point of the map as a GeoJSON feature."""
    geometry = None
    if point.latitude is not None and point.longitude is not None:
        geometry = {"type": "Point", "coordinates": [point.longitude, point.latitude]}
    names = (
        "start", "end", "kind", "severity", "place", "pair", "group_id", "section_id", "uncertainty_km", "killed",
        "injured",
    )  # fmt: skip
    properties = {name: getattr(point, name) for name in names}
    return {"type": "Feature", "id": point.id, "geometry": geometry, "properties": properties}
