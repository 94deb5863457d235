"""The committed files of the region are what the script makes."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from kerege.files.region import shipped_region

ROOT = Path(__file__).resolve().parents[2]


def test_making_the_region_again_gives_the_same_bytes(tmp_path: Path) -> None:
    committed = shipped_region("fergana")
    again = tmp_path / "fergana"
    shutil.copytree(committed, again)
    for name in ("lines.geojson", "sections.geojson", "network.csv", "places.csv", "outline.geojson"):
        (again / name).unlink()
    subprocess.run([sys.executable, ROOT / "scripts" / "make_fergana.py", "--folder", again], check=True)
    assert {path.name: path.read_bytes() for path in again.iterdir()} == {
        path.name: path.read_bytes() for path in committed.iterdir()
    }
