"""Counts over time, with what was expected behind them and what is expected after them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from kerege.bulletin.charts.finish import finish
from kerege.bulletin.charts.hatching import hatch_lines
from kerege.bulletin.period_counts import PeriodCounts
from kerege.bulletin.theme import ACCENT, GREY, GREY_LIGHT, INK, INK_SOFT, PAPER_SHADE
from kerege.bulletin.words import Words
from kerege.domain.panel import Frequency


@dataclass(frozen=True, slots=True)
class ForecastBand:
    """What is expected of one coming period: name of the period, lower bound, middle and upper bound of the count."""

    label: str
    low: float
    middle: float
    high: float


def timeline_chart(
    counts: PeriodCounts,
    *,
    words: Words,
    zone: Any,
    forecast: Sequence[ForecastBand] = (),
    flagged: Sequence[int] = (),
    width_px: int = 620,
    height_px: int = 150,
) -> dict[str, Any]:
    """The Vega-Lite specification of a count series.

    Bars stand on zero. A period that nobody reported on is hatched, never drawn as zero. Expectation and bound lie
    behind the bars as steps; forecasts stand after the line "known until here" as bands with their middle.

    Parameters
    ----------
    counts : PeriodCounts
        The past.
    words : Words
        The language of its labels.
    zone : ZoneInfo
        For the names of the periods.
    forecast : sequence of ForecastBand
        The coming periods, drawn as wide as the past ones.
    flagged : sequence of int
        Indexes of the periods in which a detector spoke.
    width_px, height_px : int
        Size of the plot without its labels.
    """
    total = len(counts.grid) + len(forecast)
    highest = max(
        [1.0]
        + [float(n) for n in (*counts.observed, *counts.upper) if n is not None]
        + [band.high for band in forecast]
    )
    top = highest * 1.12
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, total], nice=False, zero=False))
    axis = alt.Axis(title=None, tickCount=min(5, int(highest)), format="d", tickMinStep=1, domain=False, ticks=False)
    scale = alt.Scale(domain=[0, top], nice=False)
    y = alt.Y("y:Q", scale=scale, axis=axis)
    low = alt.Y("low:Q", scale=scale, axis=axis)
    layers = [
        *_missing(counts, x, y, total, top, width_px, height_px),
        *_bars(counts, x, y, words, zone, set(flagged)),
        *_bounds(counts, x, y, words, total),
        *_forecast(forecast, len(counts.grid), x, y, low, words, top),
        *_period_labels(counts, forecast, words, zone, total, width_px, height_px),
    ]
    return finish(alt.layer(*layers).properties(width=width_px, height=height_px))


def _bars(counts: PeriodCounts, x: alt.X, y: alt.Y, words: Words, zone: Any, flagged: set[int]) -> list[alt.Chart]:
    rows = [
        {
            "x": i + 0.1,
            "x2": i + 0.9,
            "y": n,
            "period": words.month(counts.grid[i].first_day(zone)),
            "colour": ACCENT if i in flagged else INK_SOFT,
        }
        for i, n in enumerate(counts.observed)
        if n
    ]
    if not rows:
        return []
    bars = (
        alt.Chart(alt.Data(values=rows))
        .mark_rect()
        .encode(
            x=x,
            x2="x2:Q",
            y=y,
            y2=alt.datum(0),
            color=alt.Color("colour:N", scale=None, legend=None),
            tooltip=[
                alt.Tooltip("period:N", title=words.say("Period")),
                alt.Tooltip("y:Q", title=words.say("Incidents")),
            ],
        )
    )
    return [bars]


def _bounds(counts: PeriodCounts, x: alt.X, y: alt.Y, words: Words, total: int) -> list[alt.Chart]:
    layers = []
    styles = (
        ("expected", counts.expected, words.say("expected"), INK, [1.0, 0.0]),
        ("upper", counts.upper, words.say("bound"), GREY, [4.0, 3.0]),
    )
    for _, values, label, colour, dash in styles:
        rows = [{"x": i, "x2": i + 1, "y": v} for i, v in enumerate(values) if v is not None]
        if not rows:
            continue
        layers.append(
            alt.Chart(alt.Data(values=rows))
            .mark_rule(color=colour, strokeDash=dash, strokeWidth=1.2)
            .encode(x=x, x2="x2:Q", y=y)
        )
        end = [{"x": rows[-1]["x2"], "y": rows[-1]["y"], "label": label}]
        layers.append(
            alt.Chart(alt.Data(values=end))
            .mark_text(align="left", dx=4, dy=-1, fontSize=10, color=INK_SOFT)
            .encode(x=x, y=y, text="label:N")
        )
    return layers


def _forecast(
    forecast: Sequence[ForecastBand], start: int, x: alt.X, y: alt.Y, low: alt.Y, words: Words, top: float
) -> list[alt.Chart]:
    if not forecast:
        return []
    rows = [
        {
            "x": start + i + 0.1,
            "x2": start + i + 0.9,
            "low": band.low,
            "y": band.middle,
            "high": band.high,
            "period": band.label,
        }
        for i, band in enumerate(forecast)
    ]
    data = alt.Data(values=rows)
    tooltip = [
        alt.Tooltip("period:N", title=words.say("Period")),
        alt.Tooltip("low:Q", title=words.say("lower bound")),
        alt.Tooltip("y:Q", title=words.say("middle")),
        alt.Tooltip("high:Q", title=words.say("upper bound")),
    ]
    band = (
        alt.Chart(data)
        .mark_rect(color=GREY_LIGHT, stroke=GREY, strokeWidth=0.6)
        .encode(x=x, x2="x2:Q", y=low, y2="high:Q", tooltip=tooltip)
    )
    middle = alt.Chart(data).mark_rule(color=INK, strokeWidth=2).encode(x=x, x2="x2:Q", y=y)
    now = [{"x": start, "y": top, "label": words.say("expected, 80 % interval")}]
    line = alt.Chart(alt.Data(values=now)).mark_rule(color=INK, strokeWidth=0.8).encode(x=x)
    label = (
        alt.Chart(alt.Data(values=now))
        .mark_text(align="right", dx=-4, dy=5, fontSize=10, color=INK)
        .encode(x=x, y=y, text=alt.value(words.say("known until here")))
    )
    after = (
        alt.Chart(alt.Data(values=now))
        .mark_text(align="left", dx=4, dy=5, fontSize=10, color=INK)
        .encode(x=x, y=y, text="label:N")
    )
    return [band, middle, line, label, after]


def _missing(
    counts: PeriodCounts, x: alt.X, y: alt.Y, total: int, top: float, width_px: int, height_px: int
) -> list[alt.Chart]:
    missing = [i for i, n in enumerate(counts.observed) if n is None]
    if not missing:
        return []
    blocks: list[list[float]] = []
    for i in missing:
        if blocks and blocks[-1][1] == i:
            blocks[-1][1] = i + 1
        else:
            blocks.append([i, i + 1])
    areas = [{"x": a, "x2": b, "y": 0, "y2": top} for a, b in blocks]
    lines = [
        line
        for a, b in blocks
        for line in hatch_lines(a, b, 0.0, top, px_per_x=width_px / total, px_per_y=height_px / top)
    ]
    area = alt.Chart(alt.Data(values=areas)).mark_rect(color=PAPER_SHADE).encode(x=x, x2="x2:Q", y=y, y2="y2:Q")
    hatch = (
        alt.Chart(alt.Data(values=lines)).mark_rule(color=GREY, strokeWidth=0.5).encode(x=x, x2="x2:Q", y=y, y2="y2:Q")
    )
    return [area, hatch]


def _period_labels(
    counts: PeriodCounts,
    forecast: Sequence[ForecastBand],
    words: Words,
    zone: Any,
    total: int,
    width_px: int,
    height_px: int,
) -> list[alt.Chart]:
    days = [counts.grid[i].first_day(zone) for i in range(len(counts.grid))]
    rows: list[dict[str, Any]] = []
    monthly = counts.grid.frequency is Frequency.MONTH
    room = width_px / max(total, 1)
    for i, day in enumerate(days):
        if monthly and day.month == 1:
            rows.append({"x": i, "label": str(day.year), "y": height_px + (26 if room >= 9 else 13), "weight": True})
        if monthly and room >= 9 and (room >= 24 or day.month % 3 == 1):
            rows.append({"x": i + 0.5, "label": words.short_month(day.month), "y": height_px + 13, "weight": False})
    if monthly and not any(row["weight"] for row in rows) and days:
        rows.append({"x": 0, "label": str(days[0].year), "y": height_px + 26, "weight": True})
    if room >= 24:
        rows += [
            {"x": len(days) + i + 0.5, "label": band.label, "y": height_px + 13, "weight": False}
            for i, band in enumerate(forecast)
        ]
    if not rows:
        return []
    text = (
        alt.Chart(alt.Data(values=rows))
        .mark_text(fontSize=10, color=INK_SOFT, baseline="middle")
        .encode(
            x=alt.X("x:Q", axis=None),
            y=alt.Y("y:Q", scale=None, axis=None),
            text="label:N",
        )
    )
    return [text]
