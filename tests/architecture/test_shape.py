"""What linters do not see: lengths, names, and comparisons in tests whose answer is thrown away."""

from __future__ import annotations

import ast
import csv
import re
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [path for path in sorted((ROOT / "src").rglob("*.py")) if "migrations" not in path.parts]
TESTS = sorted((ROOT / "tests").rglob("*.py"))
CATCH_ALL = {
    "utils",
    "util",
    "helpers",
    "helper",
    "manager",
    "managers",
    "handler",
    "handlers",
    "common",
    "misc",
    "data",
}
COMPARISONS = {"isclose", "allclose", "array_equal", "array_equiv", "approx"}


def lines(path: Path) -> int:
    return len(path.read_text().splitlines())


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def code_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without its docstring, which may be as long as it must."""
    first = function.body[0]
    documented = (
        isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)
    )
    docstring = (first.end_lineno or first.lineno) - first.lineno + 1 if documented else 0
    return (function.end_lineno or function.lineno) - function.lineno + 1 - docstring


def without_docstrings(path: Path) -> str:
    """The code of a file in lower case, without docstrings, whose examples may name anything."""
    tree = ast.parse(path.read_text())
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            node.value.value = ""
    return ast.unparse(tree).lower()


def thrown_away_comparisons(tree: ast.AST) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            name = (
                node.value.func.attr
                if isinstance(node.value.func, ast.Attribute)
                else getattr(node.value.func, "id", "")
            )
            if name in COMPARISONS:
                yield node.lineno
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Compare):
            yield node.lineno


def test_no_source_file_is_longer_than_400_lines() -> None:
    long = {str(path.relative_to(ROOT)): lines(path) for path in SOURCES if lines(path) > 400}
    assert not long


def test_the_median_source_file_is_short() -> None:
    assert statistics.median(lines(path) for path in SOURCES if path.name != "__init__.py") <= 130


def test_no_function_has_more_than_60_lines_of_code() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{f.lineno} {f.name}"
        for path in SOURCES
        for f in functions(path)
        if code_lines(f) > 60
    ]
    assert not long


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert not [
        str(path) for path in (ROOT / "src").rglob("*") if path.stem.lower() in CATCH_ALL and "static" not in path.parts
    ]


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.name)
def test_no_comparison_is_thrown_away(path: Path) -> None:
    assert not list(thrown_away_comparisons(ast.parse(path.read_text())))


@pytest.mark.parametrize("text", ["np.isclose(a, b)", "a == b", "pytest.approx(a)"])
def test_a_thrown_away_comparison_is_seen(text: str) -> None:
    assert list(thrown_away_comparisons(ast.parse(text))) == [1]


def test_no_schema_holds_a_field_about_a_person() -> None:
    """Ethnicity, religion, names, plates and documents of subjects have no field anywhere, by name."""
    forbidden = {
        "ethnicity",
        "religion",
        "nationality",
        "passport",
        "plate",
        "surname",
        "first_name",
        "last_name",
        "birth",
    }
    found = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.AnnAssign | ast.Assign):
                targets = [node.target] if isinstance(node, ast.AnnAssign) else node.targets
                for target in targets:
                    name = getattr(target, "id", getattr(target, "attr", ""))
                    if set(name.lower().split("_")) & forbidden or name.lower() in forbidden:
                        found.append(f"{path.relative_to(ROOT)}:{node.lineno} {name}")
    assert not found


def test_no_code_names_a_place_of_a_region() -> None:
    """A region is data: its places, and its own name, stand in its folder only."""
    regions = ROOT / "src/kerege/regions"
    with (regions / "fergana/places.csv").open(encoding="utf-8") as file:
        words = {row["name"].lower() for row in csv.DictReader(file) if len(row["name"]) > 6}
    words |= {path.name for path in regions.iterdir() if path.is_dir()}
    codes = {path: without_docstrings(path) for path in SOURCES}
    found = [
        f"{path.relative_to(ROOT)}: {word}"
        for path, code in codes.items()
        for word in words
        if re.search(rf"\b{re.escape(word)}\b", code)
    ]
    assert not found
