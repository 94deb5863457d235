"""Counts over time, with what was expected behind them and what is expected after them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import altair as alt

from kerege.bulletin.charts.finish import finish
from kerege.bulletin.charts.hatching import hatch_lines
from kerege.bulletin.charts.legend_row import LegendRow
from kerege.bulletin.period_counts import PeriodCounts
from kerege.bulletin.theme import ACCENT, GREY, GREY_LIGHT, INK, INK_SOFT, PAPER_SHADE
from kerege.bulletin.words import Words
from kerege.domain.panel import Frequency

_BOUND_DASH = [4.0, 3.0]


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
    zone: ZoneInfo,
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
    frame = _Frame.around(counts, forecast, width_px, height_px)
    layers = [
        *_missing(counts, frame),
        *_steps(counts, frame),
        *_bars(counts, frame, words, zone, set(flagged)),
        *_forecast(forecast, len(counts.grid), frame, words),
        *_period_labels(counts, frame, words, zone),
        *_legend(counts, forecast, frame, words),
    ]
    return finish(alt.layer(*layers).properties(width=width_px, height=height_px))


@dataclass(frozen=True, slots=True)
class _Frame:
    """Scales of one timeline: periods across, counts upwards from zero."""

    periods: int
    top: float
    width_px: int
    height_px: int

    @classmethod
    def around(cls, counts: PeriodCounts, forecast: Sequence[ForecastBand], width_px: int, height_px: int) -> _Frame:
        known = [float(n) for n in (*counts.observed, *counts.upper, *counts.expected) if n is not None]
        highest = max([1.0, *known, *(band.high for band in forecast)])
        return cls(len(counts.grid) + len(forecast), highest * 1.16, width_px, height_px)

    def x(self, column: str = "x") -> alt.X:
        return alt.X(f"{column}:Q", axis=None, scale=alt.Scale(domain=[0, self.periods], nice=False, zero=False))

    def y(self, column: str = "y") -> alt.Y:
        ticks = max(1, min(5, int(self.top)))
        axis = alt.Axis(title=None, tickCount=ticks, format="d", tickMinStep=1, domain=False, ticks=False)
        return alt.Y(f"{column}:Q", scale=alt.Scale(domain=[0, self.top], nice=False), axis=axis)


def period_name(counts: PeriodCounts, index: int, words: Words, zone: ZoneInfo) -> str:
    """A period in words: a month by its name, any other by its first and last day."""
    first, last = counts.grid[index].first_day(zone), counts.grid[index].last_day(zone)
    return words.month(first) if counts.grid.frequency is Frequency.MONTH else words.days(first, last)


def _bars(counts: PeriodCounts, frame: _Frame, words: Words, zone: ZoneInfo, flagged: set[int]) -> list[alt.Chart]:
    rows = [
        {
            "x": i + 0.14,
            "x2": i + 0.86,
            "y": n,
            "period": period_name(counts, i, words, zone),
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
            x=frame.x(),
            x2="x2:Q",
            y=frame.y(),
            y2=alt.datum(0),
            color=alt.Color("colour:N", scale=None, legend=None),
            tooltip=[
                alt.Tooltip("period:N", title=words.say("Period")),
                alt.Tooltip("y:Q", title=words.say("Incidents")),
            ],
        )
    )
    return [bars]


def _steps(counts: PeriodCounts, frame: _Frame) -> list[alt.Chart]:
    """Expectation and bound as steps."""
    layers: list[alt.Chart] = []
    for values, colour, dash in ((counts.upper, GREY, _BOUND_DASH), (counts.expected, INK, [1.0, 0.0])):
        rows = [{"x": i, "x2": i + 1, "y": v} for i, v in enumerate(values) if v is not None]
        if not rows:
            continue
        layers.append(
            alt.Chart(alt.Data(values=rows))
            .mark_rule(color=colour, strokeDash=dash, strokeWidth=1.1)
            .encode(x=frame.x(), x2="x2:Q", y=frame.y())
        )
    return layers


def _forecast(forecast: Sequence[ForecastBand], start: int, frame: _Frame, words: Words) -> list[alt.Chart]:
    if not forecast:
        return []
    rows = [
        {
            "x": start + i + 0.14,
            "x2": start + i + 0.86,
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
        .encode(x=frame.x(), x2="x2:Q", y=frame.y("low"), y2="high:Q", tooltip=tooltip)
    )
    middle = alt.Chart(data).mark_rule(color=INK, strokeWidth=2).encode(x=frame.x(), x2="x2:Q", y=frame.y())
    now = alt.Chart(alt.Data(values=[{"x": start, "label": words.say("known until here")}]))
    line = now.mark_rule(color=INK, strokeWidth=0.8).encode(x=frame.x())
    label = now.mark_text(align="right", dx=-4, fontSize=9.5, color=INK, baseline="bottom").encode(
        x=frame.x(), y=alt.value(-2), text="label:N"
    )
    return [band, middle, line, label]


def _missing(counts: PeriodCounts, frame: _Frame) -> list[alt.Chart]:
    blocks: list[list[float]] = []
    for i, n in enumerate(counts.observed):
        if n is not None:
            continue
        if blocks and blocks[-1][1] == i:
            blocks[-1][1] = i + 1
        else:
            blocks.append([i, i + 1])
    if not blocks:
        return []
    areas = [{"x": a, "x2": b, "y": 0, "y2": frame.top} for a, b in blocks]
    scales = {"px_per_x": frame.width_px / frame.periods, "px_per_y": frame.height_px / frame.top}
    lines = [line for a, b in blocks for line in hatch_lines(a, b, 0.0, frame.top, **scales)]
    x, y = frame.x(), frame.y()
    return [
        alt.Chart(alt.Data(values=areas)).mark_rect(color=PAPER_SHADE).encode(x=x, x2="x2:Q", y=y, y2="y2:Q"),
        alt.Chart(alt.Data(values=lines)).mark_rule(color=GREY, strokeWidth=0.5).encode(x=x, x2="x2:Q", y=y, y2="y2:Q"),
    ]


def _period_labels(counts: PeriodCounts, frame: _Frame, words: Words, zone: ZoneInfo) -> list[alt.Chart]:
    """Months and years below the line, each where its first day falls, as many as there is room for."""
    px = frame.width_px / frame.periods
    days_per_period = counts.grid[0].days
    step = next(months for months in (1, 3, 6, 12) if px * months * 30.4 / days_per_period >= 26 or months == 12)
    rows: list[dict[str, Any]] = []
    for i in range(len(counts.grid)):
        first, last = counts.grid[i].first_day(zone), counts.grid[i].last_day(zone)
        day = first if first.day == 1 else (first.replace(day=1) + timedelta(days=32)).replace(day=1)
        if day > last or (day.month - 1) % step:
            continue
        x = i + (day - first).days / days_per_period
        if step < 12:
            rows.append({"x": x, "y": frame.height_px + 12, "label": words.short_month(day.month)})
        if day.month == 1:
            rows.append({"x": x, "y": frame.height_px + (25 if step < 12 else 12), "label": str(day.year)})
    if not any(row["label"].isdigit() for row in rows):
        year = str(counts.grid[0].first_day(zone).year)
        rows.append({"x": 0, "y": frame.height_px + 25, "label": year})
    ticks = [{"x": row["x"]} for row in rows if row["y"] == frame.height_px + 12]
    text = (
        alt.Chart(alt.Data(values=rows))
        .mark_text(fontSize=10, color=INK_SOFT, baseline="middle", align="left", dx=2)
        .encode(x=frame.x(), y=alt.Y("y:Q", scale=None, axis=None), text="label:N")
    )
    tick = (
        alt.Chart(alt.Data(values=ticks))
        .mark_rule(color=GREY, strokeWidth=0.8)
        .encode(x=frame.x(), y=alt.value(frame.height_px), y2=alt.value(frame.height_px + 6))
    )
    return [tick, text]


def _legend(counts: PeriodCounts, forecast: Sequence[ForecastBand], frame: _Frame, words: Words) -> list[alt.Chart]:
    """What each mark means, above the plot; only of marks that are there."""
    legend = LegendRow(frame.width_px - 100, -12)
    x, y = legend.entry(14, words.say("incidents"))
    legend.point(x + 6, y, "square", 90, INK_SOFT, INK_SOFT)
    if any(value is not None for value in counts.expected):
        x, y = legend.entry(26, words.say("usual"))
        legend.line(x, x + 22, y, INK, 1.1, [1, 0])
    if any(value is not None for value in counts.upper):
        x, y = legend.entry(26, words.say("bound"))
        legend.line(x, x + 22, y, GREY, 1.1, _BOUND_DASH)
    if forecast:
        x, y = legend.entry(14, words.say("expected, 80 % interval"))
        legend.point(x + 6, y, "square", 90, GREY_LIGHT, GREY)
    if any(n is None for n in counts.observed):
        x, y = legend.entry(26, words.say("nothing known, not zero"))
        for offset in (0, 6, 12, 18):
            legend.line(x + offset, x + offset + 1, y, GREY, 8, [1, 0])
    return legend.layers()
