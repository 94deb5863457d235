"""`kerege import` of a large file into a new workspace: seconds, CPU seconds and memory of the whole command."""

from __future__ import annotations

import csv
import os
import random
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

ROWS = 100_000


def write_rows(path: Path, rows: int = ROWS) -> None:
    """Made-up reports along the border of the region that is shipped first."""
    from kerege.files.catalogue import read_catalogue
    from kerege.files.region import read_region, shipped_region

    rng = random.Random(7)
    kinds = sorted(read_catalogue().kinds)
    sections = read_region(shipped_region("fergana")).sections
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(
            ("id", "occurred", "latitude", "longitude", "position_km", "kind", "side_a", "side_b", "killed", "injured",
             "place", "summary", "account_a", "account_b", "channel", "source")
        )  # fmt: skip
        for number in range(rows):
            section = sections[rng.randrange(len(sections))]
            longitude, latitude = section.line[rng.randrange(len(section.line))]
            table.writerow(
                (
                    f"B-{number:06}",
                    date(2000, 1, 1) + timedelta(days=rng.randrange(9000)),
                    round(latitude + rng.gauss(0, 0.05), 5),
                    round(longitude + rng.gauss(0, 0.05), 5),
                    rng.choice((0.5, 1, 5)),
                    rng.choice(kinds),
                    *section.pair.split("-"),
                    rng.choice(("", 0, 0, 1)),
                    rng.choice(("", 0, 2)),
                    f"Place {number % 500}",
                    f"People of two villages met at the canal; shots were heard later (row {number}).",
                    "They came over the line first.",
                    "We were on our own field.",
                    "post",
                    f"post book {number}",
                )
            )


def run() -> None:
    """Print seconds, CPU seconds and memory of the first import of a file, and of a second one of the same file."""
    with tempfile.TemporaryDirectory() as folder:
        file, workspace = Path(folder) / "rows.csv", Path(folder) / "workspace"
        write_rows(file)
        program = [str(Path(sys.executable).parent / "kerege"), "--workspace", str(workspace)]
        subprocess.run([*program, "init"], check=True, capture_output=True)
        print(f"import: {ROWS:,} rows of {file.stat().st_size / 1e6:.1f} MB, the whole command")
        for name in ("first", "second"):
            start = time.perf_counter()
            process = subprocess.Popen([*program, "import", str(file), "--json"], stdout=subprocess.DEVNULL)
            _, status, usage = os.wait4(process.pid, 0)
            if status:
                raise RuntimeError("The import failed; its message stands above.")
            cpu, memory = usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024
            print(f"  {name} time {time.perf_counter() - start:.1f} s  {cpu:.1f} CPU s  peak memory {memory:.0f} MB")


if __name__ == "__main__":
    run()
