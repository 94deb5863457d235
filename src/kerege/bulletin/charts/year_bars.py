"""Incidents by year and severity beside official totals, and the dead below: numbers may fall while harm rises."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from kerege.bulletin.charts.finish import finish
from kerege.bulletin.charts.hatching import hatch_lines
from kerege.bulletin.charts.legend_row import LegendRow
from kerege.bulletin.theme import ACCENT, GREY, GREY_LIGHT, INK, INK_SOFT, PAPER, PAPER_SHADE
from kerege.bulletin.words import Words

_SEVERITY_CLASSES = ((1, 2, GREY_LIGHT), (3, 3, GREY), (4, 5, INK_SOFT))


@dataclass(frozen=True, slots=True)
class YearRow:
    """One year of a border.

    Parameters
    ----------
    label : str
        The year, or what part of it.
    by_severity : tuple of five int, or None
        Incidents held of severity 1 to 5; None where nothing is known of the year, which is not zero.
    official : int or None
        Official total where one was published.
    killed : int
        Persons killed as far as known.
    """

    label: str
    by_severity: tuple[int, int, int, int, int] | None
    official: int | None
    killed: int


def year_chart(rows: Sequence[YearRow], *, words: Words, width_px: int = 640, height_px: int = 130) -> dict[str, Any]:
    """The Vega-Lite specification of incidents held by severity, official totals, and persons killed, by year."""
    held = max((sum(row.by_severity or ()) for row in rows), default=0)
    top = 1.18 * max([held, 1, *(row.official or 0 for row in rows)])
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, len(rows)], nice=False, zero=False))
    counts = alt.layer(
        *_unknown(rows, x, top, width_px, height_px),
        *_stacks(rows, x, top, words, height_px),
        *_official(rows, x, top, height_px),
        *_legend(words, width_px),
    ).properties(width=width_px, height=height_px)
    deaths = alt.layer(*_deaths(rows, x, words, width_px, height_px // 2)).properties(
        width=width_px, height=height_px // 2
    )
    return finish(alt.vconcat(counts, deaths, spacing=26))


def _axis(top: float, column: str = "y:Q") -> alt.Y:
    count = max(2, min(4, int(top)))
    axis = alt.Axis(title=None, tickCount=count, format="d", tickMinStep=1, domain=False, ticks=False)
    return alt.Y(column, scale=alt.Scale(domain=[0, top], nice=False), axis=axis)


def _unknown(rows: Sequence[YearRow], x: alt.X, top: float, width_px: int, height_px: int) -> list[alt.Chart]:
    unknown = [i for i, row in enumerate(rows) if row.by_severity is None]
    if not unknown:
        return []
    areas = [{"x": i, "x2": i + 1, "y": 0, "y2": top} for i in unknown]
    lines = [
        line
        for i in unknown
        for line in hatch_lines(i, i + 1, 0.0, top, px_per_x=width_px / len(rows), px_per_y=height_px / top)
    ]
    y = _axis(top)
    return [
        alt.Chart(alt.Data(values=areas)).mark_rect(color=PAPER_SHADE).encode(x=x, x2="x2:Q", y=y, y2="y2:Q"),
        alt.Chart(alt.Data(values=lines)).mark_rule(color=GREY, strokeWidth=0.5).encode(x=x, x2="x2:Q", y=y, y2="y2:Q"),
    ]


def _stacks(rows: Sequence[YearRow], x: alt.X, top: float, words: Words, height_px: int) -> list[alt.Chart]:
    pieces, totals = [], []
    for i, row in enumerate(rows):
        height = 0
        for lowest, highest, colour in _SEVERITY_CLASSES:
            n = sum(row.by_severity[lowest - 1 : highest]) if row.by_severity else 0
            if n:
                pieces.append(
                    {"x": i + 0.2, "x2": i + 0.8, "y": height, "y2": height + n, "colour": colour, "year": row.label}
                )
                height += n
        if height:
            # A number that the line of the official total would strike through stands inside the bar.
            struck = row.official is not None and 0 <= row.official - height < 14 * top / height_px
            totals.append({"x": i + 0.5, "y": height, "text": words.number(height), "inside": struck})
    y = _axis(top)
    bars = (
        alt.Chart(alt.Data(values=pieces))
        .mark_rect(stroke=PAPER, strokeWidth=0.5)
        .encode(
            x=x,
            x2="x2:Q",
            y=y,
            y2="y2:Q",
            color=alt.Color("colour:N", scale=None, legend=None),
            tooltip=[alt.Tooltip("year:N", title=words.say("Year"))],
        )
    )
    labels = [
        alt.Chart(alt.Data(values=[row for row in totals if row["inside"] is inside]))
        .mark_text(fontSize=10, dy=8 if inside else -6, color=PAPER if inside else INK)
        .encode(x=x, y=y, text="text:N")
        for inside in (False, True)
        if any(row["inside"] is inside for row in totals)
    ]
    return [bars, *labels]


def _official(rows: Sequence[YearRow], x: alt.X, top: float, height_px: int) -> list[alt.Chart]:
    # A label's height in counts: the official number stands above the bar's own number where they would meet.
    label = 12 * top / height_px
    marks = [
        {
            "x": i + 0.08,
            "x2": i + 0.92,
            "middle": i + 0.5,
            "y": row.official,
            "label": row.official if row.official > held + 2 * label else max(row.official, held + label),
            "text": str(row.official),
        }
        for i, row in enumerate(rows)
        if row.official is not None
        for held in (sum(row.by_severity or ()),)
    ]
    if not marks:
        return []
    y = _axis(top)
    data = alt.Data(values=marks)
    middle = alt.X("middle:Q", axis=None, scale=alt.Scale(domain=[0, len(rows)], nice=False, zero=False))
    return [
        alt.Chart(data).mark_rule(color=ACCENT, strokeWidth=2.6).encode(x=x, x2="x2:Q", y=y),
        alt.Chart(data)
        .mark_text(fontSize=10, fontWeight=700, dy=-7, color=ACCENT)
        .encode(x=middle, y=_axis(top, "label:Q"), text="text:N"),
    ]


def _legend(words: Words, width_px: int) -> list[alt.Chart]:
    legend = LegendRow(width_px, -16)
    legend.word(words.say("Incidents held, by severity:"))
    for (_, _, colour), label in zip(_SEVERITY_CLASSES, ("1–2", "3", "4–5"), strict=True):
        x, y = legend.entry(14, label)
        legend.point(x + 6, y, "square", 90, colour, INK_SOFT)
    x, y = legend.entry(26, words.say("official total"))
    legend.line(x, x + 22, y, ACCENT, 2.6, [1, 0])
    x, y = legend.entry(26, words.say("nothing known, not zero"))
    for offset in (0, 6, 12, 18):
        legend.line(x + offset, x + offset + 1, y, GREY, 8, [1, 0])
    return legend.layers()


def _deaths(rows: Sequence[YearRow], x: alt.X, words: Words, width_px: int, height_px: int) -> list[alt.Chart]:
    top = 1.25 * max([1, *(row.killed for row in rows)])
    y = _axis(top)
    bars = [{"x": i + 0.2, "x2": i + 0.8, "y": 0, "y2": row.killed} for i, row in enumerate(rows) if row.killed]
    numbers = [
        {"x": i + 0.5, "y": row.killed, "text": words.number(row.killed)} for i, row in enumerate(rows) if row.killed
    ]
    years = [{"x": i + 0.5, "y": height_px + 12, "text": row.label} for i, row in enumerate(rows)]
    layers = [
        alt.Chart(alt.Data(values=[{"text": words.say("Persons killed, as far as known")}]))
        .mark_text(align="left", fontSize=10, color=INK_SOFT, baseline="middle")
        .encode(x=alt.value(2), y=alt.value(-9), text="text:N"),
        alt.Chart(alt.Data(values=years))
        .mark_text(fontSize=10, color=INK_SOFT, baseline="middle")
        .encode(x=x, y=alt.Y("y:Q", scale=None, axis=None), text="text:N"),
    ]
    if bars:
        layers.append(alt.Chart(alt.Data(values=bars)).mark_rect(color=INK).encode(x=x, x2="x2:Q", y=y, y2="y2:Q"))
        layers.append(
            alt.Chart(alt.Data(values=numbers)).mark_text(fontSize=10, dy=-6, color=INK).encode(x=x, y=y, text="text:N")
        )
    return layers
