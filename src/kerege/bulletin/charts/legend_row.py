"""Entries of a legend, written from left to right and broken into rows where they would not fit."""

from __future__ import annotations

from typing import Any

import altair as alt

from kerege.bulletin.charts.label_places import text_width_px
from kerege.bulletin.theme import INK_SOFT

FONT_PX = 10
ROW_PX = 17


class LegendRow:
    """Places symbols and their words, in pixels of the plot.

    Examples
    --------
    >>> legend = LegendRow(width_px=120, top_px=5)
    >>> legend.entry(20, "low"), legend.entry(20, "medium"), legend.entry(20, "high")
    ((2.0, 5), (2.0, 22), (2.0, 39))
    """

    def __init__(self, width_px: float, top_px: float) -> None:
        self._width, self._x, self._y = width_px, 2.0, top_px
        self._texts: list[dict[str, Any]] = []
        self._symbols: list[alt.Chart] = []

    def word(self, text: str) -> None:
        """Write a word without a symbol."""
        self._texts.append({"x": self._x, "y": self._y, "text": text})
        self._x += text_width_px(text, FONT_PX) + 8

    def entry(self, symbol_px: float, text: str) -> tuple[float, float]:
        """Make room for a symbol and its words; the answer is the left middle of the symbol's room."""
        width = symbol_px + text_width_px(text, FONT_PX) + 14
        if self._x + width > self._width and self._x > 2.0:
            self._x, self._y = 2.0, self._y + ROW_PX
        place = (round(self._x, 1), self._y)
        self._texts.append({"x": self._x + symbol_px, "y": self._y, "text": text})
        self._x += width
        return place

    def line(self, x: float, x2: float, y: float, colour: str, width_px: float, dash: list[float]) -> None:
        """Draw a line as a symbol."""
        self._symbols.append(
            alt.Chart(alt.Data(values=[{}]))
            .mark_rule(color=colour, strokeWidth=width_px, strokeDash=dash)
            .encode(x=alt.value(x), x2=alt.value(x2), y=alt.value(y))
        )

    def point(self, x: float, y: float, shape: str, area_px2: float, fill: str, stroke: str) -> None:
        """Draw a mark as a symbol."""
        self._symbols.append(
            alt.Chart(alt.Data(values=[{}]))
            .mark_point(shape=shape, size=area_px2, fill=fill, stroke=stroke, strokeWidth=0.9, opacity=1, filled=True)
            .encode(x=alt.value(x), y=alt.value(y))
        )

    def layers(self) -> list[alt.Chart]:
        """The symbols and, above them, the words."""
        words = (
            alt.Chart(alt.Data(values=self._texts))
            .mark_text(align="left", baseline="middle", fontSize=FONT_PX, color=INK_SOFT)
            .encode(x=alt.X("x:Q", scale=None, axis=None), y=alt.Y("y:Q", scale=None, axis=None), text="text:N")
        )
        return [*self._symbols, words]
