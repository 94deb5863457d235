"""From the domain's incident to its stored form and back."""

from __future__ import annotations

from typing import Any

from kerege.domain.account import Account
from kerege.domain.count_range import CountRange
from kerege.domain.grading import Credibility, Grading, Reliability
from kerege.domain.harm import Harm
from kerege.domain.incident import Incident
from kerege.domain.marking import TLP, Marking
from kerege.domain.period import Period, Precision
from kerege.domain.position import Position
from kerege.domain.section_location import SectionLocation
from kerege.domain.source import Source
from kerege_web.incidents import models
from kerege_web.incidents.known_incident import KnownIncident

HARMS = ("killed", "injured", "displaced", "detained")


def stored_fields(incident: Incident) -> dict[str, Any]:
    """The columns that follow from an incident alone: not its agency, batch, digest or location."""
    position = incident.position
    fields: dict[str, Any] = {
        "start": incident.occurred.start,
        "end": incident.occurred.end,
        "precision": incident.occurred.precision.value,
        "reported_at": incident.reported_at,
        "kind": incident.kind,
        "trigger": incident.trigger,
        "severity": incident.severity,
        "countries": " ".join(incident.countries),
        "latitude": position.latitude if position else None,
        "longitude": position.longitude if position else None,
        "uncertainty_km": position.uncertainty_km if position else None,
        "place": incident.place,
        "summary": incident.summary,
        "response": incident.response,
        "reliability": incident.grading.reliability.value,
        "credibility": incident.grading.credibility.value,
        "tlp": incident.marking.tlp.value,
        "releasable_to": releasable_text(incident.marking),
    }
    for name in HARMS:
        count = getattr(incident.harm, name)
        for part in ("low", "best", "high"):
            fields[f"{name}_{part}"] = getattr(count, part) if count else None
    return fields


def location_fields(location: SectionLocation | None, pair: str, group_id: str) -> dict[str, Any]:
    """The columns that say where an incident lies."""
    return {
        "pair": pair,
        "group_id": group_id,
        "section_id": location.section_id if location else "",
        "distance_km": location.distance_km if location else None,
        "side": location.side if location else "",
        "side_is_certain": location.side_is_certain if location else False,
        "shares": [list(share) for share in location.shares] if location else [],
    }


def search_text(reference: str, incident: Incident) -> str:
    """Everything that can be searched for, folded to one case."""
    accounts = (account.text for account in incident.accounts)
    words = (reference, incident.place, incident.summary, incident.response, incident.kind, incident.trigger, *accounts)
    return "\n".join(words).replace("_", " ").casefold()


def releasable_text(marking: Marking) -> str:
    """Agencies between bars: "|customs|police|"; "" for none."""
    return f"|{'|'.join(sorted(marking.releasable_to))}|" if marking.releasable_to else ""


def stored_marking(row: Any) -> Marking:  # noqa: ANN401 - any row with tlp and releasable_to
    """The marking of a stored row."""
    return Marking(TLP(row.tlp), frozenset(code for code in row.releasable_to.split("|") if code))


def known_incident(row: models.Incident, *, earlier: str = "") -> KnownIncident:
    """A stored row as a viewer sees it, told again of `earlier` or not. Accounts and sources should be prefetched."""
    location = None
    if row.section_id and row.distance_km is not None:
        location = SectionLocation(
            section_id=row.section_id,
            distance_km=row.distance_km,
            side=row.side,
            side_is_certain=row.side_is_certain,
            shares=tuple((section, share) for section, share in row.shares),
        )
    return KnownIncident(
        incident=domain_incident(row),
        location=location,
        pair=row.pair,
        group_id=row.group_id,
        agency=row.agency_id,
        earlier=earlier,
    )


def domain_incident(row: models.Incident) -> Incident:
    """A stored row as the domain's incident. Accounts and sources should be prefetched."""
    position = None
    if row.latitude is not None and row.longitude is not None and row.uncertainty_km is not None:
        position = Position(row.latitude, row.longitude, row.uncertainty_km)
    return Incident(
        id=row.reference,
        occurred=Period(row.start, row.end, Precision(row.precision)),
        reported_at=row.reported_at,
        kind=row.kind,
        trigger=row.trigger,
        severity=row.severity,
        countries=tuple(row.countries.split()),
        position=position,
        place=row.place,
        summary=row.summary,
        response=row.response,
        harm=Harm(**{name: _count(row, name) for name in HARMS}),
        accounts=tuple(Account(account.side, account.text) for account in row.accounts.all()),
        sources=tuple(Source(source.channel, source.reference) for source in row.sources.all()),
        grading=Grading(Reliability(row.reliability), Credibility(row.credibility)),
        marking=stored_marking(row),
    )


def _count(row: models.Incident, name: str) -> CountRange | None:
    low, best, high = (getattr(row, f"{name}_{part}") for part in ("low", "best", "high"))
    return None if best is None else CountRange(low, best, high)
