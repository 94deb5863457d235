"""What the tutorial and the README tell people to type works, in the order given, from an empty folder."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"```console\n(.*?)```", re.S)


def typed(document: Path) -> list[str]:
    """Every command that a document shows behind a prompt."""
    return [
        line.removeprefix("$ ").strip()
        for block in BLOCK.findall(document.read_text())
        for line in block.splitlines()
        if line.startswith("$ ")
    ]


def test_the_tutorial_runs(tmp_path: Path) -> None:
    commands = [command for command in typed(ROOT / "docs/tutorial.md") if command.startswith("kerege ")]
    assert len(commands) >= 6
    (tmp_path / "src").symlink_to(ROOT / "src")
    (tmp_path / "docs").symlink_to(ROOT / "docs")
    environment = {
        **{
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("KEREGE_", "DJANGO_", "DATABASE_URL"))
        },
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
    }
    for command in commands:
        if command.startswith("kerege serve"):
            continue  # it would not end; the browser tests start it
        done = subprocess.run(
            command, shell=True, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=300
        )
        expected = 1 if command.endswith("# exit 1") else 0
        assert done.returncode == expected, f"{command}\n{done.stdout}\n{done.stderr}"


@pytest.mark.parametrize("name", ["install", "run", "test", "check"])
def test_the_commands_of_the_readme_exist(name: str) -> None:
    assert re.search(rf"^{name}:", (ROOT / "Makefile").read_text(), re.M)
