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
    assert contents(again) == contents(committed)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a region, in its folders too."""
    files = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
