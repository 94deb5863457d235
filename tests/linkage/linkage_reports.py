"""Reports made for the tests of linkage."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kerege.linkage.report_columns import ReportColumns
from kerege.linkage.text_terms import text_terms

KINDS = ("assault", "crossing", "dispute", "shots", "smuggling", "theft")
CHANNELS = ("guard", "police", "resident")


def made_reports(**columns: Any) -> ReportColumns:
    """Reports on a plane at a moment, with whatever is not given unknown."""
    count = len(columns["x"])
    channel = np.array(columns.get("channel", [0] * count), dtype=np.int64)
    source = np.array(columns.get("source", channel), dtype=np.int64)
    people = columns.get("people")
    return ReportColumns(
        reference=tuple(columns.get("reference", (f"r{i}" for i in range(count)))),
        middle_days=np.array(columns["days"], dtype=np.float64),
        half_days=np.array(columns.get("half", [0.0] * count), dtype=np.float64),
        x=np.array(columns["x"], dtype=np.float64),
        y=np.array(columns.get("y", [0.0] * count), dtype=np.float64),
        is_on_globe=columns.get("is_on_globe", False),
        uncertainty_km=np.array(columns.get("uncertainty", [np.nan] * count), dtype=np.float64),
        channel=channel,
        channels=CHANNELS,
        source=source,
        origin=np.array(columns.get("origin", source), dtype=np.int64),
        kind=np.array(columns.get("kind", [-1] * count), dtype=np.int64),
        family=np.array([0, 1, 0, 0, 1, 2], dtype=np.int64),
        counts=np.empty((count, 0), np.int64) if people is None else np.array(people, dtype=np.int64)[:, None],
        count_names=() if people is None else ("people",),
        text=text_terms(columns.get("texts", [""] * count)),
    )


def oracle_reports(folder: Path) -> tuple[ReportColumns, NDArray[np.int64]]:
    """The stored simulation, and the true incident of each report."""
    rows = [row for name in CHANNELS for row in csv.DictReader((folder / f"sim8000_{name}.csv").open())]
    columns = made_reports(
        reference=[row["unique_id"] for row in rows],
        days=[row["t"] for row in rows],
        x=[row["x"] for row in rows],
        y=[row["y"] for row in rows],
        channel=[CHANNELS.index(row["source"]) for row in rows],
        kind=[KINDS.index(row["kind"]) for row in rows],
        people=[row["people"] for row in rows],
    )
    return columns, np.array([int(row["truth"]) for row in rows])


def precision_recall(incident: NDArray[np.int64], truth: NDArray[np.int64]) -> tuple[float, float]:
    """Of all pairs put together, those that belong so; of all that belong together, those put so."""

    def pairs(counts: NDArray[np.int64]) -> int:
        return int((counts * (counts - 1) // 2).sum())

    together = pairs(np.unique(np.stack([incident, truth]), axis=1, return_counts=True)[1])
    made, right = (pairs(np.unique(labels, return_counts=True)[1]) for labels in (incident, truth))
    return together / made if made else 1.0, together / right if right else 1.0


def moved_far(columns: ReportColumns) -> ReportColumns:
    """The same reports and one more, a year later and 1,000 km away."""
    more = np.append(np.arange(len(columns)), 0)
    return replace(
        columns,
        reference=(*columns.reference, "far"),
        middle_days=np.append(columns.middle_days, columns.middle_days[0] + 365),
        x=np.append(columns.x, columns.x[0] + 1000),
        text=columns.text.rows(more),
        **{
            name: getattr(columns, name)[more]
            for name in ("half_days", "y", "uncertainty_km", "channel", "source", "origin", "kind", "counts")
        },
    )
