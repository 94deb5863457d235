"""The legend of a map, drawn below it from the same constants as the map itself."""

from __future__ import annotations

from typing import Any

import altair as alt

from kerege.bulletin.charts.label_places import text_width_px
from kerege.bulletin.charts.map_plane import MapPlane
from kerege.bulletin.theme import (
    INK,
    INK_SOFT,
    LEVEL_COLOURS,
    LEVEL_SHAPES,
    LEVEL_WIDTHS_PX,
    PAPER,
    SEVERITY_AREAS_PX2,
    STATUS_DASHES,
)
from kerege.bulletin.words import Words
from kerege.domain.risk import RiskLevel

_FONT_PX = 10
_ROW_PX = 17
STATUS_MESSAGES = {
    "agreed": "line agreed",
    "claimed": "line claimed by its source",
    "disputed": "line disputed",
}
LEVEL_MESSAGES = {
    RiskLevel.LOW: "low",
    RiskLevel.MEDIUM: "medium",
    RiskLevel.HIGH: "high",
    RiskLevel.CRITICAL: "critical",
}


def legend_layers(plane: MapPlane, words: Words, *, statuses: set[str]) -> list[alt.Chart]:
    """Rows below the map: levels, lines, incidents with their discs, and the scale."""
    top = plane.height_px + 16
    layers: list[alt.Chart] = []
    pen = _Pen(plane.width_px, top)
    pen.word(words.say("Level:"))
    for level in RiskLevel:
        x, y = pen.entry(30, words.say(LEVEL_MESSAGES[level]))
        layers.append(_rule(x, x + 26, y, LEVEL_COLOURS[level], LEVEL_WIDTHS_PX[level], [1, 0]))
        layers.append(_point(x + 13, y, LEVEL_SHAPES[level], 90, LEVEL_COLOURS[level], INK))
    for status, dash in STATUS_DASHES.items():
        if status in statuses:
            x, y = pen.entry(30, words.say(STATUS_MESSAGES[status]))
            layers.append(_rule(x, x + 26, y, INK, 1.1, dash))
    for severity, label in ((1, words.say("incident, severity 1")), (5, words.say("severity 5"))):
        x, y = pen.entry(22, label)
        layers.append(_point(x + 9, y, "circle", SEVERITY_AREAS_PX2[severity], INK, PAPER))
    x, y = pen.entry(22, words.say("how far its place is uncertain"))
    layers.append(_point(x + 9, y, "circle", 260, "#E3E4E6", "#E3E4E6"))
    length_km = _round_length(plane)
    x, y = pen.entry(length_km * plane.px_per_km + 8, words.say("{km} km", km=words.number(length_km)))
    layers.append(_rule(x, x + length_km * plane.px_per_km, y, INK, 2.5, [1, 0]))
    layers.append(_texts(pen.texts))
    return layers


class _Pen:
    """Writes entries from left to right and begins a new row where the next would not fit."""

    def __init__(self, width_px: float, top_px: float) -> None:
        self._width, self._x, self._y = width_px, 2.0, top_px
        self.texts: list[dict[str, Any]] = []

    def word(self, text: str) -> None:
        self.texts.append({"x": self._x, "y": self._y, "text": text})
        self._x += text_width_px(text, _FONT_PX) + 8

    def entry(self, symbol_px: float, text: str) -> tuple[float, float]:
        width = symbol_px + text_width_px(text, _FONT_PX) + 14
        if self._x + width > self._width:
            self._x, self._y = 2.0, self._y + _ROW_PX
        place = (self._x, self._y)
        self.texts.append({"x": self._x + symbol_px, "y": self._y, "text": text})
        self._x += width
        return place


def _rule(x: float, x2: float, y: float, colour: str, width: float, dash: list[float]) -> alt.Chart:
    return (
        alt.Chart(alt.Data(values=[{}]))
        .mark_rule(color=colour, strokeWidth=width, strokeDash=dash)
        .encode(x=alt.value(x), x2=alt.value(x2), y=alt.value(y))
    )


def _point(x: float, y: float, shape: str, area: float, fill: str, stroke: str) -> alt.Chart:
    return (
        alt.Chart(alt.Data(values=[{}]))
        .mark_point(shape=shape, size=area, fill=fill, stroke=stroke, strokeWidth=0.9, opacity=1, filled=True)
        .encode(x=alt.value(x), y=alt.value(y))
    )


def _texts(rows: list[dict[str, Any]]) -> alt.Chart:
    return (
        alt.Chart(alt.Data(values=rows))
        .mark_text(align="left", baseline="middle", fontSize=_FONT_PX, color=INK_SOFT)
        .encode(x=alt.X("x:Q", scale=None, axis=None), y=alt.Y("y:Q", scale=None, axis=None), text="text:N")
    )


def _round_length(plane: MapPlane) -> int:
    """A round number of km that is 40 to 110 pixels long."""
    lengths = [n * 10**power for power in range(4) for n in (1, 2, 5)]
    return next((km for km in lengths if km * plane.px_per_km >= 40), lengths[-1])
