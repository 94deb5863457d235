"""The picture: one page, and the data that its map and timeline fetch."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.http import quote_etag, urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kerege.domain.marking import strictest
from kerege.domain.risk import RiskLevel
from kerege_web.accounts.access import Viewer, viewer_of
from kerege_web.incidents.access import access_incident_points, access_incidents
from kerege_web.incidents.filter import IncidentFilter
from kerege_web.incidents.forms.incidents import IncidentFilterForm
from kerege_web.incidents.known_incident import IncidentPoint
from kerege_web.pages.page_number import page_number
from kerege_web.picture.features import day_number, incident_features, section_features
from kerege_web.picture.ground import map_ground, section_bounds
from kerege_web.picture.signalled import first_signals
from kerege_web.picture.timeline import silent_stretches, timeline_answer, year_counts
from kerege_web.region import current_region
from kerege_web.risk.access import SectionLevel, SectionLevels, access_section_levels
from kerege_web.warning.access import access_signals

Box = list[list[float]]

PAGE_SIZE = 30
LISTS = ("incidents", "sections", "crossings", "lines")


@login_required
@require_safe
def picture(request: HttpRequest) -> HttpResponse:
    """Map, timeline and list of the same incidents."""
    viewer = viewer_of(request)
    region = current_region()
    form = IncidentFilterForm(request.GET)
    wanted = form.wanted(page=page_number(request), page_size=PAGE_SIZE)
    found = access_incidents(viewer, wanted)
    run_id = request.GET.get("run", "")[:120]
    levels = access_section_levels(viewer, run_id=run_id)
    judged = _judged(levels)
    shown = request.GET.get("list", "incidents")
    markings = [item.incident.marking for item in found.items] + ([levels.run.marking] if levels.run else [])
    context = {
        "form": form,
        "found": found,
        "is_filtered": form.chosen_count > 0,
        "levels": levels,
        "judged": judged,
        "crossings": region.crossing_points,
        "lines": _claimed_lines(),
        "list": shown if shown in LISTS else "incidents",
        "kept": {**({"list": shown} if shown in LISTS[1:] else {}), **({"run": run_id} if run_id else {})},
        "is_past_run": bool(run_id),
        "years": year_counts(access_incident_points(viewer, wanted), region),
        "settings": _settings(viewer, run_id, judged),
        "marking": strictest(markings),
        "risk_levels": list(reversed(RiskLevel)),
        "region": region,
    }
    return render(request, "picture/picture.html", context)


@login_required
@require_safe
def ground(request: HttpRequest) -> HttpResponse:
    """Land, names and crossing points in the reader's language; kept by the browser while the region is the same."""
    viewer_of(request)
    tag = quote_etag(f"{current_region().digest[:16]}-{get_language()}")
    if request.headers.get("If-None-Match") == tag:
        response = HttpResponse(status=304)
    else:
        response = JsonResponse(map_ground(current_region()))
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-cache"
    return response


@login_required
@require_safe
def sections(request: HttpRequest) -> HttpResponse:
    """The border section by section with the levels of the newest run, or of the run asked for."""
    run_id = request.GET.get("run", "")[:120]
    viewer = viewer_of(request)
    found = access_section_levels(viewer, run_id=run_id)
    signals = access_signals(viewer, run_id=found.run.id) if found.run else ()
    return JsonResponse(section_features(found.levels, first_signals(signals, current_region())))


@login_required
@require_safe
def incidents(request: HttpRequest) -> HttpResponse:
    """The incidents that match the filter and can be placed."""
    points = access_incident_points(viewer_of(request), IncidentFilterForm(request.GET).wanted())
    return JsonResponse(incident_features(points, current_region()))


@login_required
@require_safe
def timeline(request: HttpRequest) -> HttpResponse:
    """The chart of the incidents that match the filter."""
    from kerege.files.watch_parameters import read_watch_parameters

    viewer = viewer_of(request)
    region = current_region()
    wanted = IncidentFilterForm(request.GET).wanted()
    everything = access_incident_points(viewer, IncidentFilter())
    first, last = _span(everything)
    width = request.GET.get("width", "")
    now = timezone.now()
    silence = read_watch_parameters().detection.longest_silence_days
    answer = timeline_answer(
        access_incident_points(viewer, wanted),
        region,
        first=max(wanted.first or first, first),
        last=max(min(wanted.last or last, last), max(wanted.first or first, first)),
        silent=silent_stretches(everything, silence, now) if everything else (),
        width_px=int(width) if width.isascii() and width.isdecimal() and len(width) < 6 else 620,
    )
    return JsonResponse(answer)


def _span(points: tuple[IncidentPoint, ...]) -> tuple[date, date]:
    """First and last local day of all that is known; the present year where nothing is."""
    zone = current_region().zone
    today = timezone.now().astimezone(zone).date()
    if not points:
        return date(today.year, 1, 1), today
    return (
        min(point.occurred.first_day(zone) for point in points),
        max(point.occurred.last_day(zone) for point in points),
    )


def _judged(levels: SectionLevels) -> list[SectionLevel]:
    """Sections above the lowest level, highest first, most expected harm first."""
    judged = [level for level in levels.levels if level.assessment and level.assessment.level != RiskLevel.LOW]
    return sorted(judged, key=_urgency)


def _urgency(level: SectionLevel) -> tuple[float, float]:
    risk = level.assessment
    return (-risk.level.rank, -risk.expected_harm) if risk else (0.0, 0.0)


def _claimed_lines() -> list[dict[str, Any]]:
    """Each line once: pair, part, status, source, date, length."""
    lines: dict[tuple[str, str, str, str, str], float] = {}
    for section in current_region().sections:
        key = (section.pair, section.part, section.status, section.source, section.as_of)
        lines[key] = lines.get(key, 0.0) + section.length_km
    names = ("pair", "part", "status", "source", "as_of")
    return [{**dict(zip(names, key, strict=True)), "length_km": length} for key, length in lines.items()]


def _bounds(points: tuple[IncidentPoint, ...], judged: list[SectionLevel]) -> Box:
    """Where to look first: at the sections above the lowest level, else where most incidents lie, else at all."""
    if judged:
        places = [place for level in judged for place in level.section.line]
        return _box(places, cut=0, margin=0.3)
    placed = [(p.longitude, p.latitude) for p in points if p.longitude is not None and p.latitude is not None]
    return _box(placed, cut=len(placed) // 8, margin=0.2) if len(placed) > 2 else section_bounds(current_region())


def _box(places: Sequence[tuple[float, float]], *, cut: int, margin: float) -> Box:
    """South-west and north-east corner, `cut` places left out at each end."""
    longitudes, latitudes = sorted(lon for lon, _lat in places), sorted(lat for _lon, lat in places)
    return [
        [longitudes[cut] - margin, latitudes[cut] - margin],
        [longitudes[-cut - 1] + margin, latitudes[-cut - 1] + margin],
    ]


def _settings(viewer: Viewer, run_id: str, judged: list[SectionLevel]) -> dict[str, Any]:
    """What the scripts of the page need to know."""
    everything = access_incident_points(viewer, IncidentFilter())
    first, last = _span(everything)
    return {
        "addresses": {
            "ground": reverse("picture_ground"),
            "sections": reverse("picture_sections") + (f"?{urlencode({'run': run_id})}" if run_id else ""),
            "incidents": reverse("picture_incidents"),
            "timeline": reverse("picture_timeline"),
        },
        "engine": {"worker": static("vendor/maplibre/maplibre-gl-worker.mjs")},
        "language": get_language(),
        "bounds": _bounds(everything, judged),
        "firstDay": day_number(first),
        "lastDay": day_number(last),
        "words": {
            "mapLabel": _("Map. The list beside it holds the same. Arrow keys move, plus and minus zoom."),
            "drawingMap": _("The map is being drawn…"),
            "drawingChart": _("The timeline is being drawn…"),
            "noMap": _("This device cannot draw the map. The list holds the same."),
            "noData": _("The map's data could not be fetched. Reload the page to try again."),
            "noChart": _("The timeline could not be drawn. Its table holds the same."),
            "incidentsHere": _("Incidents on this section"),
            "andMore": _("and %s more: move closer to see them"),
            "notKnown": _("not known"),
            "sample": _("Sample ҢңҮүӨөҶҷҲҳҚқӢӣӮӯҒғ oʻ gʻ"),
            "map": {
                "NavigationControl.ZoomIn": _("Closer"),
                "NavigationControl.ZoomOut": _("Farther"),
                "Popup.Close": _("Close"),
                "ScaleControl.Meters": _("m"),
                "ScaleControl.Kilometers": _("km"),
            },
        },
    }
