"""When the decisions of an exercise were asked for, due and taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from kerege.bulletin.charts.finish import finish
from kerege.bulletin.theme import ACCENT, GREY, GREY_LIGHT, INK, INK_SOFT
from kerege.bulletin.words import Words
from kerege.domain.exercise_result import DecisionState

_ROW_PX = 15
_SHAPES = {DecisionState.MET: "circle", DecisionState.LATE: "triangle-up", DecisionState.MISSED: "cross"}
_COLOURS = {DecisionState.MET: ACCENT, DecisionState.LATE: INK, DecisionState.MISSED: INK}


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRow:
    """One expected decision: when it was asked for and due, when it was taken, and its label.

    Parameters
    ----------
    label : str
    asked, due : float
        Exercise minutes.
    taken : float or None
    state : DecisionState
        MET, LATE or MISSED.
    """

    label: str
    asked: float
    due: float
    taken: float | None
    state: DecisionState


def exercise_chart(
    rows: Sequence[DecisionRow], *, injects: Sequence[float], span_minutes: int, words: Words, width_px: int = 430
) -> dict[str, Any]:
    """The Vega-Lite specification: a bar from asked to due, a mark where the decision was taken, ticks for reports.

    A missed decision has its cross at the end of its time. Shape says the state, so that a copy in grey loses nothing.

    Parameters
    ----------
    rows : sequence of DecisionRow
    injects : sequence of float
        Minutes at which reports came in.
    span_minutes : int
    words : Words
    width_px : int
        Width of the plot without its labels.
    """
    height = _ROW_PX * (len(rows) + 1)
    hours = range(0, span_minutes // 60 + 1)
    scale = alt.Scale(domain=[0, span_minutes], nice=False, zero=False)
    x = alt.X("x:Q", axis=None, scale=scale)
    across = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[0, len(rows) + 1], reverse=True, nice=False))
    grid = [{"x": 60 * hour, "text": words.number(hour)} for hour in hours]
    data = [
        {
            "x": row.asked,
            "x2": row.due,
            "y": number + 0.5,
            "label": row.label,
            "mark": row.due if row.taken is None else min(row.taken, span_minutes),
            "shape": _SHAPES[row.state],
            "colour": _COLOURS[row.state],
        }
        for number, row in enumerate(rows, start=1)
    ]
    came = [{"x": minute, "y": 0.5} for minute in injects]
    labels = [{"y": 0.5, "label": words.say("Reports")}, *({"y": row["y"], "label": row["label"]} for row in data)]
    lines = alt.Chart(alt.Data(values=grid))
    layers = [
        lines.mark_rule(color=GREY_LIGHT, strokeWidth=0.6).encode(x=x),
        lines.mark_text(fontSize=10, color=INK_SOFT, baseline="top").encode(
            x=x, y=alt.value(height + 4), text="text:N"
        ),
        alt.Chart(alt.Data(values=came)).mark_tick(color=INK_SOFT, thickness=1, height=8).encode(x=x, y=across),
        alt.Chart(alt.Data(values=labels))
        .mark_text(align="right", fontSize=10, color=INK, baseline="middle")
        .encode(x=alt.value(-8), y=across, text="label:N"),
    ]
    if data:
        table = alt.Data(values=data)
        shape = alt.Shape("shape:N", scale=None, legend=None)
        layers += [
            alt.Chart(table).mark_rule(color=GREY, strokeWidth=5).encode(x=x, x2="x2:Q", y=across),
            alt.Chart(table)
            .mark_point(filled=True, size=52, opacity=1)
            .encode(
                x=alt.X("mark:Q", axis=None, scale=scale), y=across, shape=shape,
                color=alt.Color("colour:N", scale=None, legend=None),
            ),
        ]  # fmt: skip
    return finish(alt.layer(*layers).properties(width=width_px, height=height))
