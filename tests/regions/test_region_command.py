"""`kerege region` as it is typed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.regions.synthetic import write_synthetic_region

PROGRAM = Path(sys.executable).with_name("kerege")


def kerege(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, cwd=cwd)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_synthetic_region(tmp_path / "valley")


def test_check_says_that_nothing_is_wrong(folder: Path, tmp_path: Path) -> None:
    done = kerege("region", "check", folder, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "nothing is wrong" in done.stdout


def test_check_lists_what_is_wrong_and_ends_with_1(folder: Path, tmp_path: Path) -> None:
    (folder / "SOURCES.md").unlink()
    done = kerege("region", "check", folder, cwd=tmp_path)
    assert done.returncode == 1
    assert done.stdout.startswith("SOURCES.md: The file is missing or empty.")
    document = json.loads(kerege("region", "check", folder, "--json", cwd=tmp_path).stdout)
    assert len(document["problems"]) == 1


def test_show_prints_sections_or_one_json_object(folder: Path, tmp_path: Path) -> None:
    table = kerege("region", "show", "--folder", folder, "--pair", "AA-CC", cwd=tmp_path).stdout
    assert "North0 – North1" in table
    assert "AA | CC" in table
    assert "Lines are claims" in table
    document = json.loads(kerege("region", "show", "--folder", folder, "--json", cwd=tmp_path).stdout)
    assert document["region"] == "synthetic"
    assert len(document["sections"]) == 18
    assert document["sections"][0]["neighbours"] == ["aa-bb.birka--cedra"]


def test_build_writes_a_new_folder_from_other_lines(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "rebuilt"
    done = kerege(
        "region", "build", "--folder", folder, "--lines", folder / "lines.geojson", "--out", out, "--json", cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert document["problems"] == []
    assert set(document["km"]) == {"AA-BB", "AA-CC", "BB-CC"}
    assert kerege("region", "check", out, cwd=tmp_path).returncode == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("show", "--region", "nowhere"), "There is no region 'nowhere'"),
        (("show", "--pair", "AA-ZZ"), "The region has no pair 'AA-ZZ'"),
        (("show", "--folder", "missing"), "region.toml: The file is missing"),
        (("build", "--folder", "missing"), "There is no region here"),
        (
            ("build", "--region", "fergana", "--lines", "none.geojson", "--out", "x"),
            "none.geojson: The file is missing",
        ),
        (("show", "--region", "a", "--folder", "b"), "Both --region and --folder are given"),
    ],
)
def test_bad_input_is_one_sentence_and_exit_2(tmp_path: Path, arguments: tuple[str, ...], message: str) -> None:
    done = kerege("region", *arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.iterdir())
