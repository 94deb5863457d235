"""The last step of every chart: the theme, and a plain dictionary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from kerege.bulletin.theme import chart_config

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"


def finish(
    chart: alt.LayerChart | alt.VConcatChart, datasets: Mapping[str, Sequence[Mapping[str, Any]]] | None = None
) -> dict[str, Any]:
    """The specification of a chart with the theme in it: data inline, nothing to fetch, the same bytes each time.

    Parameters
    ----------
    chart : layered or stacked chart
        Not validated here, because that takes longer than everything else; the tests validate every kind of chart.
    datasets : mapping of name to rows
        Large data that layers refer to by name: the outlines of a map.
    """
    spec: dict[str, Any] = chart.to_dict(validate=False)
    if datasets:
        spec["datasets"] = {**spec.get("datasets", {}), **datasets}
    spec["$schema"] = SCHEMA
    spec["config"] = chart_config()
    return spec
