"""The last step of every chart: the theme, and a plain dictionary."""

from __future__ import annotations

from typing import Any

import altair as alt

from kerege.bulletin.theme import chart_config

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"


def finish(chart: alt.Chart | alt.LayerChart | alt.VConcatChart | alt.HConcatChart) -> dict[str, Any]:
    """The specification of a chart with the theme in it: data inline, nothing to fetch, the same bytes each time."""
    spec: dict[str, Any] = chart.to_dict(context={"pre_transform": False})
    spec["$schema"] = SCHEMA
    spec["config"] = chart_config()
    return spec
