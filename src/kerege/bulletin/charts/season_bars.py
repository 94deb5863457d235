"""Incidents by month of the year."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from kerege.bulletin.charts.finish import finish
from kerege.bulletin.theme import GREY, INK, INK_SOFT
from kerege.bulletin.words import Words


def season_chart(
    counts: Sequence[int], *, busy: Sequence[int], now: int, words: Words, width_px: int = 640, height_px: int = 100
) -> dict[str, Any]:
    """The Vega-Lite specification of twelve bars from zero, the busy months dark, the present month pointed at.

    Parameters
    ----------
    counts : sequence of 12 int
        Incidents of January to December, all years together.
    busy : sequence of int
        Months 1..12 of the busiest half-year.
    now : int
        The present month, 1..12.
    """
    top = 1.2 * max(1, *counts)
    rows = [
        {
            "x": i + 0.12,
            "x2": i + 0.88,
            "middle": i + 0.5,
            "y": n,
            "text": words.number(n),
            "month": words.short_month(i + 1),
            "colour": INK_SOFT if i + 1 in busy else GREY,
        }
        for i, n in enumerate(counts)
    ]
    data = alt.Data(values=rows)
    scale = alt.Scale(domain=[0, 12], nice=False, zero=False)
    x, middle = alt.X("x:Q", axis=None, scale=scale), alt.X("middle:Q", axis=None, scale=scale)
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[0, top], nice=False))
    base = alt.Chart(alt.Data(values=[{}])).mark_rule(color=GREY, strokeWidth=0.8)
    return finish(
        alt.layer(
            alt.Chart(data)
            .mark_rect()
            .encode(
                x=x,
                x2="x2:Q",
                y=y,
                y2=alt.datum(0),
                color=alt.Color("colour:N", scale=None, legend=None),
                tooltip=[
                    alt.Tooltip("month:N", title=words.say("Month")),
                    alt.Tooltip("y:Q", title=words.say("Incidents")),
                ],
            ),
            base.encode(x=alt.value(0), x2=alt.value(width_px), y=alt.value(height_px)),
            alt.Chart(data).mark_text(dy=-6, fontSize=10, color=INK).encode(x=middle, y=y, text="text:N"),
            alt.Chart(data)
            .mark_text(fontSize=10, color=INK_SOFT, baseline="middle")
            .encode(x=middle, y=alt.value(height_px + 12), text="month:N"),
            alt.Chart(alt.Data(values=[{"middle": now - 0.5}]))
            .mark_point(shape="triangle-up", filled=True, size=40, color=INK, opacity=1)
            .encode(x=middle, y=alt.value(height_px + 24)),
            alt.Chart(alt.Data(values=[{"middle": now - 0.5, "text": words.say("now")}]))
            .mark_text(fontSize=10, dx=8, align="left", color=INK, baseline="middle")
            .encode(x=middle, y=alt.value(height_px + 25), text="text:N"),
        ).properties(width=width_px, height=height_px)
    )
