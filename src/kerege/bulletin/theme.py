"""One look for charts on the page and in the PDF: colours, type, widths and shapes."""

from __future__ import annotations

from typing import Any

from kerege.domain.risk import RiskLevel

FONT = "Noto Sans"
INK = "#1B1F24"
INK_SOFT = "#4A525C"
GREY = "#8A929B"
GREY_LIGHT = "#D5D9DD"
PAPER = "#FFFFFF"
PAPER_SHADE = "#F3F4F6"
DISC = "#E3E4E6"
ACCENT = "#1F5A8C"

# Blue, yellow, orange, dark red: told apart by every kind of colour blindness; width and shape say the same again,
# so that a copy in grey loses nothing.
LEVEL_COLOURS: dict[RiskLevel, str] = {
    RiskLevel.LOW: "#5B8DB8",
    RiskLevel.MEDIUM: "#E0B93A",
    RiskLevel.HIGH: "#D9732A",
    RiskLevel.CRITICAL: "#9B1B1E",
}
# Ink that can be read on the colour of the level, contrast at least 4.5 : 1.
LEVEL_INK: dict[RiskLevel, str] = {
    RiskLevel.LOW: INK,
    RiskLevel.MEDIUM: INK,
    RiskLevel.HIGH: INK,
    RiskLevel.CRITICAL: PAPER,
}
LEVEL_WIDTHS_PX: dict[RiskLevel, float] = {
    RiskLevel.LOW: 3.0,
    RiskLevel.MEDIUM: 6.0,
    RiskLevel.HIGH: 9.0,
    RiskLevel.CRITICAL: 12.0,
}
LEVEL_SHAPES: dict[RiskLevel, str] = {
    RiskLevel.LOW: "circle",
    RiskLevel.MEDIUM: "square",
    RiskLevel.HIGH: "triangle-up",
    RiskLevel.CRITICAL: "diamond",
}
# What a source says of a line: solid where agreed, broken where claimed, dotted where disputed.
STATUS_DASHES: dict[str, list[float]] = {"agreed": [1, 0], "claimed": [6, 3], "disputed": [1.5, 2.5]}
# Area of an incident's mark by severity 1..5, in square pixels.
SEVERITY_AREAS_PX2: dict[int, float] = {1: 18, 2: 36, 3: 70, 4: 130, 5: 240}


def chart_config() -> dict[str, Any]:
    """The Vega-Lite configuration that every chart carries."""
    text = {"font": FONT, "fontSize": 11, "color": INK}
    return {
        "background": PAPER,
        "font": FONT,
        "view": {"stroke": None},
        "text": text,
        "axis": {
            "labelFont": FONT,
            "labelFontSize": 11,
            "labelColor": INK_SOFT,
            "titleFont": FONT,
            "titleFontSize": 11,
            "titleFontWeight": "normal",
            "titleColor": INK_SOFT,
            "domainColor": GREY,
            "tickColor": GREY,
            "gridColor": GREY_LIGHT,
            "gridWidth": 0.6,
        },
        "title": {
            "font": FONT,
            "fontSize": 12,
            "fontWeight": 600,
            "color": INK,
            "anchor": "start",
            "subtitleFont": FONT,
            "subtitleFontSize": 11,
            "subtitleColor": INK_SOFT,
        },
    }
