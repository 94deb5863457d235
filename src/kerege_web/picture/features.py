"""Sections and incidents as the map needs them: GeoJSON with the words that a click shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from kerege.domain.region import Region
from kerege_web.incidents.known_incident import IncidentPoint
from kerege_web.pages import vocabulary
from kerege_web.pages.time_words import period_words
from kerege_web.picture.ground import Feature, collection, feature, point
from kerege_web.risk.access import SectionLevel


def section_features(levels: Iterable[SectionLevel], signalled: Mapping[str, int]) -> dict[str, Any]:
    """The border section by section, with its level, its status, who says so, and the rank of its first signal."""
    return collection(_section(level, signalled.get(level.section.id)) for level in levels)


def incident_features(points: Iterable[IncidentPoint], region: Region) -> dict[str, Any]:
    """The incidents that have a position."""
    return collection(
        _incident(known, known.longitude, known.latitude, region)
        for known in points
        if known.longitude is not None and known.latitude is not None
    )


def day_number(day: date) -> int:
    """Days since 1970: what the time slider counts in."""
    return day.toordinal() - date(1970, 1, 1).toordinal()


def _section(level: SectionLevel, signal: int | None) -> Feature:
    section, risk = level.section, level.assessment
    line = [[round(lon, 5), round(lat, 5)] for lon, lat in section.line]
    status = vocabulary.status_words(section.status)
    return feature(
        {"type": "LineString", "coordinates": line},
        id=section.id,
        name=section.name,
        pair=section.pair,
        level=risk.level.value if risk else "",
        level_words=_("Level: %(level)s") % {"level": vocabulary.level_word(risk.level)}
        if risk
        else _("Not judged yet"),
        signal=signal or 0,
        signal_words=_("Signal %(rank)s stands here.") % {"rank": signal} if signal else "",
        status=section.status,
        status_words=f"{vocabulary.pair_words(section.pair)}. {status}.",
        source_words=_("Source: %(source)s, %(date)s") % {"source": section.source, "date": section.as_of},
        middle=line[len(line) // 2],
        url=f"{reverse('incidents')}?{urlencode({'section_id': section.id})}",
    )


def _incident(known: IncidentPoint, longitude: float, latitude: float, region: Region) -> Feature:
    kind = vocabulary.kind_word(known.kind)
    harm = ", ".join(
        f"{vocabulary.harm_word(name)}: {value if value is not None else _('not known')}"
        for name, value in (("killed", known.killed), ("injured", known.injured))
    )
    within = _("known to within %(km)s km") % {"km": f"{known.uncertainty_km:g}"} if known.uncertainty_km else ""
    return feature(
        point(longitude, latitude),
        id=known.id,
        title=f"{kind}, {known.place}" if known.place else kind,
        when=period_words(known.occurred, region.zone),
        severity=known.severity,
        severity_words=f"{known.severity} {vocabulary.severity_word(known.severity)}. {harm}",
        where=within,
        uncertainty_km=known.uncertainty_km or 0,
        day=day_number(known.occurred.first_day(region.zone)),
        url=reverse("incident", args=[known.id]),
    )
