"""The legend of a map, drawn below it from the same constants as the map itself."""

from __future__ import annotations

import altair as alt

from kerege.bulletin.charts.legend_row import LegendRow
from kerege.bulletin.charts.map_plane import MapPlane
from kerege.bulletin.theme import (
    DISC,
    INK,
    LEVEL_COLOURS,
    LEVEL_SHAPES,
    LEVEL_WIDTHS_PX,
    PAPER,
    SEVERITY_AREAS_PX2,
    STATUS_DASHES,
)
from kerege.bulletin.words import Words, message
from kerege.domain.risk import RiskLevel

_STATUS_WORDS = {
    "agreed": message("line agreed"),
    "claimed": message("line claimed by its source"),
    "disputed": message("line disputed"),
}
_LEVEL_WORDS = {
    RiskLevel.LOW: message("low"),
    RiskLevel.MEDIUM: message("medium"),
    RiskLevel.HIGH: message("high"),
    RiskLevel.CRITICAL: message("critical"),
}


def legend_layers(plane: MapPlane, words: Words, *, statuses: set[str]) -> list[alt.Chart]:
    """Rows below the map: levels, lines, incidents with their discs, and the scale."""
    legend = LegendRow(plane.width_px, plane.height_px + 16)
    legend.word(words.say("Level:"))
    for level in RiskLevel:
        x, y = legend.entry(30, words.say(_LEVEL_WORDS[level]))
        legend.line(x, x + 26, y, LEVEL_COLOURS[level], LEVEL_WIDTHS_PX[level], [1, 0])
        legend.point(x + 13, y, LEVEL_SHAPES[level], 90, LEVEL_COLOURS[level], INK)
    for status, dash in STATUS_DASHES.items():
        if status in statuses:
            x, y = legend.entry(30, words.say(_STATUS_WORDS[status]))
            legend.line(x, x + 26, y, INK, 1.1, dash)
    for severity, label in ((1, words.say("incident, severity 1")), (5, words.say("severity 5"))):
        x, y = legend.entry(22, label)
        legend.point(x + 9, y, "circle", SEVERITY_AREAS_PX2[severity], INK, PAPER)
    x, y = legend.entry(22, words.say("how far its place is uncertain"))
    legend.point(x + 9, y, "circle", 260, DISC, DISC)
    length_km = _round_length(plane)
    x, y = legend.entry(length_km * plane.px_per_km + 8, words.say("{km} km", km=words.number(length_km)))
    legend.line(x, x + length_km * plane.px_per_km, y, INK, 2.5, [1, 0])
    return legend.layers()


def _round_length(plane: MapPlane) -> int:
    """A round number of km that is at least 40 pixels long."""
    lengths = [factor * step for step in (1, 10, 100, 1000) for factor in (1, 2, 5)]
    return next((km for km in lengths if km * plane.px_per_km >= 40), lengths[-1])
