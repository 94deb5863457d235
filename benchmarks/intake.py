"""Reading a large table of incidents: rows, CPU seconds and memory."""

from __future__ import annotations

import csv
import io
import time
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from benchmarks._memory import peak_mb
from kerege.domain.marking import Marking
from kerege.domain.place import Place
from kerege.files.catalogue import read_catalogue
from kerege.files.tables import read_table
from kerege.intake.context import IntakeContext
from kerege.intake.formats import parse
from kerege.linkage.match import incidents_from_reports

ROWS = 100_000


class _Gazetteer:
    def find(self, text: str, *, country: str | None = None) -> Place | None:
        return Place(text, text, country or "AA", 40.0, 70.0)

    def suggest(self, text: str, limit: int = 3) -> list[Place]:
        return []


def made_table(rows: int, seed: int = 1) -> bytes:
    """A native table of made-up incidents, as UTF-8 with semicolons; one row in ten has a place and no coordinates."""
    rng = np.random.default_rng(seed)
    kinds = list(read_catalogue().kinds)
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=";")
    columns = "id occurred reported latitude longitude place kind trigger side_a side_b killed injured injured_low"
    columns += " injured_high summary account_a account_b source reliability credibility marking"
    writer.writerow(columns.split())
    first = date(2004, 1, 1)
    days = rng.integers(0, 8000, rows)
    latitudes, longitudes = 39 + 2 * rng.random(rows), 69 + 4 * rng.random(rows)
    kind = rng.integers(0, len(kinds), rows)
    injured = rng.poisson(3, rows)
    for row in range(rows):
        on = first + timedelta(days=int(days[row]))
        placed = row % 10 != 0
        writer.writerow(
            [
                f"M{row:06d}",
                on.isoformat() if row % 3 else f"{on:%d.%m.%Y} 14:{row % 60:02d}",
                (on + timedelta(days=row % 5)).isoformat() if row % 2 else "",
                f"{latitudes[row]:.5f}".replace(".", ",") if placed else "",
                f"{longitudes[row]:.5f}".replace(".", ",") if placed else "",
                f"Village {row % 400}",
                kinds[kind[row]],
                ("water", "road near the new bridge", "", "pasture_livestock")[row % 4],
                "AA",
                "BB",
                row % 7 if row % 3 else "",
                injured[row],
                max(0, injured[row] - 1),
                injured[row] + 2,
                f"Жители двух сёл спорили у канала; случай {row}, рассказ в несколько слов о том, что было.",
                "Наша сторона говорит, что вода была наша." if row % 4 == 0 else "",
                f"Other side, version {row % 100}." if row % 4 == 0 else "",
                f"https://example.org/{row}",
                "B",
                str(1 + row % 6),
                "TLP:AMBER",
            ]
        )
    return stream.getvalue().encode()


def run() -> None:
    """Print rows, CPU seconds and memory of reading, parsing and joining 100,000 rows."""
    content = made_table(ROWS)
    context = IntakeContext(
        zone=ZoneInfo("Asia/Bishkek"),
        countries=frozenset({"AA", "BB"}),
        catalogue=read_catalogue(),
        places=_Gazetteer(),
        imported_at=datetime(2026, 11, 1, tzinfo=UTC),
        default_marking=Marking(),
    )
    before = peak_mb()
    start = time.process_time()
    table = read_table(content, "made.csv")
    read = time.process_time()
    parsed = parse(table, "auto", context)
    done = time.process_time()
    incidents = incidents_from_reports(parsed.reports, context.catalogue)
    joined = time.process_time()
    digests = len({report.content_digest for report in parsed.reports})
    end = time.process_time()
    sizes = f"{len(parsed.reports):,} reports, {len(incidents):,} incidents"
    print(f"intake: {len(table):,} rows of {len(content) / 1e6:.1f} MB, {sizes}")
    steps = f"read {read - start:.2f}  parse {done - read:.2f}  join {joined - done:.2f}"
    print(f"  {steps}  sum {joined - start:.2f} CPU s")
    print(f"  content digests of all ({digests:,} different) {end - joined:.2f} CPU s")
    print(f"  peak memory {peak_mb():.0f} MB, of which {peak_mb() - before:.0f} MB since the start of reading")


if __name__ == "__main__":
    run()
