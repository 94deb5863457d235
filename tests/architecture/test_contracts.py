"""The rules of the house hold, and each of them is broken by a planted violation: a rule that cannot fail is none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]

# contract (start of its name) -> file to plant, its text
IMPORT_VIOLATIONS = {
    "The library is a tower": ("kerege/domain/planted.py", "import kerege.watch\n"),
    "The library knows nothing": ("kerege/files/planted.py", "import django\n"),
    "Computation does no input": ("kerege/detection/planted.py", "import socket\n"),
    "Applications in order": ("kerege_web/audit/planted.py", "import kerege_web.incidents\n"),
    "Inside an application": ("kerege_web/incidents/access.py", "import kerege_web.incidents.actions\n"),
    "Views, forms and interfaces": ("kerege_web/incidents/views/incidents.py", "import kerege_web.incidents.models\n"),
}

CODE_VIOLATIONS = {
    "clock": (
        "src/kerege/watch/planted.py",
        "from datetime import UTC, datetime\n\nNOW = datetime.now(UTC)\n",
        "TID251",
    ),
    "generator": ("src/kerege/risk/planted.py", "import numpy as np\n\nRNG = np.random.default_rng(1)\n", "TID251"),
    "legacy generator": ("src/kerege/risk/planted.py", "import numpy as np\n\nX = np.random.rand(3)\n", "NPY002"),
    "blind except": ("src/kerege/files/planted.py", "try:\n    X = 1\nexcept Exception:\n    X = 2\n", "BLE001"),
    "time without zone": (
        "src/kerege_web/planted.py",
        "from datetime import datetime\n\nX = datetime(2021, 4, 28)\n",
        "DTZ001",
    ),
    "print": ("src/kerege/watch/planted.py", "print(1)\n", "T201"),
    "no docstring": ("src/kerege/watch/planted.py", '"""Module."""\n\n\ndef answer() -> int:\n    return 1\n', "D103"),
    "no types": ("src/kerege/watch/planted.py", "def answer(x):\n    return x\n", "ANN001"),
    "os.path": ("src/kerege/files/planted.py", "import os\n\nX = os.path.exists('a')\n", "PTH110"),
}


def lint_imports(source: Path, tree: Path) -> subprocess.CompletedProcess[str]:
    shutil.copyfile(ROOT / "pyproject.toml", tree / "pyproject.toml")
    return subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": str(source), "COLUMNS": "200"},
        capture_output=True,
        text=True,
    )


@pytest.fixture(scope="module")
def copy_of_source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("house") / "src"
    only_code = shutil.ignore_patterns("static", "fonts", "locale", "regions", "templates", "__pycache__")
    shutil.copytree(ROOT / "src", target, ignore=only_code)
    return target


def test_every_import_contract_has_a_planted_violation() -> None:
    names = [contract["name"] for contract in CONTRACTS]
    for start in IMPORT_VIOLATIONS:
        assert sum(name.startswith(start) for name in names) == 1, start
    assert len(names) == len(IMPORT_VIOLATIONS)


@pytest.mark.parametrize("start", IMPORT_VIOLATIONS)
def test_the_planted_import_breaks_its_contract(start: str, copy_of_source: Path) -> None:
    name, text = IMPORT_VIOLATIONS[start]
    planted = copy_of_source / name
    before = planted.read_text() if planted.exists() else None
    planted.write_text((before or '"""Planted."""\n') + text)
    try:
        result = lint_imports(copy_of_source, copy_of_source.parent)
    finally:
        planted.unlink() if before is None else planted.write_text(before)
    assert result.returncode == 1, result.stdout + result.stderr
    broken = [line for line in result.stdout.splitlines() if line.endswith("BROKEN")]
    assert any(line.startswith(start[:20]) for line in broken), result.stdout


def test_the_house_as_it_stands_keeps_every_import_contract(copy_of_source: Path) -> None:
    result = lint_imports(copy_of_source, copy_of_source.parent)
    assert result.returncode == 0, result.stdout + result.stderr
    assert f"{len(CONTRACTS)} kept, 0 broken" in result.stdout


@pytest.mark.parametrize("rule", CODE_VIOLATIONS)
def test_the_planted_code_is_refused(rule: str) -> None:
    name, text, code = CODE_VIOLATIONS[rule]
    result = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--output-format", "concise", "--stdin-filename", name, "-"],
        cwd=ROOT,
        input=text,
        capture_output=True,
        text=True,
    )
    assert code in result.stdout, result.stdout


def test_the_clock_may_be_read_where_it_is_allowed() -> None:
    text = '"""Module."""\n\nfrom datetime import UTC, datetime\n\nNOW = datetime.now(UTC)\n'
    result = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--stdin-filename", "src/kerege/cli/planted.py", "-"],
        cwd=ROOT,
        input=text,
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stdout
