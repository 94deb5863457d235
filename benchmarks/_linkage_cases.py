"""The cases linkage is measured on; `python -m benchmarks._linkage_cases FOLDER` writes them for splink."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
from tests.simulation.real_happenings import real_happenings

from kerege.border.ground import Plane
from kerege.linkage.report_columns import ReportColumns
from kerege.simulation.channel_reports import (
    TELLING_CHANNELS,
    WORDED_CHANNELS,
    scattered_happenings,
    told_by_channels,
)

TIMES = 20


def simulated(happenings: int, density: float, word_share: float = 0.0) -> tuple[ReportColumns, np.ndarray]:
    """The reports of one strip; seeds are fixed.

    With a share above 0 each happening has eight words of 2,000, common ones up to 200 times as often as rare ones, and
    each channel repeats a word with this chance.
    """
    truth = scattered_happenings(happenings, density, np.random.default_rng(1))
    if word_share > 0:
        often = 1 / np.arange(10, 2010)
        words = np.random.default_rng(3).choice(2000, (happenings, 8), p=often / often.sum())
        truth = replace(truth, texts=tuple(" ".join(map(str, row)) for row in words.tolist()))
    channels = [replace(own, word_share=word_share) for own in TELLING_CHANNELS]
    return told_by_channels(truth, channels, np.random.default_rng(2))


def real_told(seed: int) -> tuple[ReportColumns, np.ndarray]:
    """The shipped incidents as four channels might tell them."""
    return told_by_channels(real_happenings(), WORDED_CHANNELS, np.random.default_rng(seed))


def main() -> None:
    folder = Path(sys.argv[1])
    for happenings, density in ((8_000, 1), (80_000, 1), (80_000, 10)):
        columns, truth = simulated(happenings, density)
        with (folder / f"strip-{len(columns)}-{density}x.csv").open("w") as file:
            file.write("unique_id,truth,source,x,y,t,kind,people\n")
            for i, true in enumerate(truth):
                file.write(f"{columns.reference[i]},{true},{_cells(columns, i, columns.x[i], columns.y[i], 0)}\n")
    plane = Plane.around(np.stack([real_happenings().x, real_happenings().y], axis=1))
    with (folder / "real.csv").open("w") as file:
        file.write("unique_id,truth,source,x,y,t,kind,people,words\n")
        for seed in range(TIMES):
            columns, truth = real_told(seed)
            x, y = plane.project(columns.x, columns.y)
            for i, true in enumerate(truth):
                words = " ".join(map(str, columns.text.terms[columns.text.begins[i] : columns.text.begins[i + 1]]))
                # Each telling has years of its own.
                cells = _cells(columns, i, x[i], y[i], 20_000 * seed)
                file.write(f"{seed}-{columns.reference[i]},{1000 * seed + true},{cells},{words}\n")


def _cells(columns: ReportColumns, i: int, x: float, y: float, later: float) -> str:
    count = columns.counts[i, 0]
    return (
        f"{columns.channels[columns.channel[i]]},{x:.4f},{y:.4f},{columns.middle_days[i] + later:.4f},"
        f"{columns.kind[i]},{'' if count < 0 else count}"
    )


if __name__ == "__main__":
    main()
