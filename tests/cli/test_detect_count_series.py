"""Every method of `kerege detect counts` on daily and monthly series, by dates and by integer time."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
import typer
from click.testing import Result
from typer.testing import CliRunner

from kerege.cli.detect import register
from kerege.detection.method import METHODS
from kerege.domain.errors import InputError

KINDS = ("daily dates", "daily numbers", "monthly dates", "monthly numbers")


def detect(*words: str) -> Result:
    app = typer.Typer()
    app.callback()(lambda: None)
    register(app)
    return CliRunner().invoke(app, ["detect", "counts", *words])


def rows_of(done: Result) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(done.stdout)))


def times_of(kind: str, number: int) -> list[str]:
    if kind == "daily dates":
        return [str(date(2015, 3, 1) + timedelta(days=i)) for i in range(number)]
    if kind == "monthly dates":
        return [f"{2012 + i // 12}-{i % 12 + 1:02}" for i in range(number)]
    return [str(i) for i in range(1, number + 1)]


def write(path: Path, kind: str, counts: dict[str, np.ndarray]) -> list[str]:
    """The file of some units, NaN as an empty cell, and the words that its kind needs."""
    column = "date" if kind.endswith("dates") else "t"
    lines = [f"unit,{column},count"]
    for unit, own in counts.items():
        for time, count in zip(times_of(kind, len(own)), own, strict=True):
            lines.append(f"{unit},{time},{'' if np.isnan(count) else int(count)}")
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return [str(path), "--frequency", "365" if kind.startswith("daily") else "12"]


def seasonal(kind: str, seed: int = 1) -> np.ndarray:
    """Six years by day or nine by month; the last count is far above all others."""
    frequency = 365 if kind.startswith("daily") else 12
    periods = 6 * 365 if frequency == 365 else 9 * 12
    mean = (4 if frequency == 365 else 20) * np.exp(0.4 * np.cos(2 * np.pi * np.arange(periods) / frequency))
    counts = np.random.default_rng(seed).poisson(mean).astype(float)
    counts[-1] = 10 * mean.max()
    return counts.round()


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_method_judges_and_finds_the_rise(kind: str, method: str, tmp_path: Path) -> None:
    counts = seasonal(kind)
    words = write(tmp_path / "series.csv", kind, {"a": counts})
    done = detect(*words, "--method", method, "--from", times_of(kind, len(counts))[-20])
    assert done.exit_code == 0, done.exception
    assert done.stderr == ""
    rows = rows_of(done)
    assert len(rows) == 20
    for row in rows:
        assert 0 <= float(row["p_value"]) <= 1
        assert float(row["upper"]) >= 0
        assert 0 < float(row["expected"]) < 60
    assert rows[-1]["alarm"] == "1"
    assert sum(row["alarm"] == "1" for row in rows[:-1]) <= 3
    assert float(rows[-1]["p_value"]) < 0.001


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("kind", KINDS)
def test_counts_that_are_missing_have_no_answer_and_leave_the_others_theirs(
    kind: str, method: str, tmp_path: Path
) -> None:
    counts = seasonal(kind)
    counts[-3] = counts[10] = counts[40] = np.nan
    words = write(tmp_path / "series.csv", kind, {"a": counts})
    done = detect(*words, "--method", method, "--from", times_of(kind, len(counts))[-20])
    assert done.stderr == "kerege: a: 1 of 20 periods were not judged: no count was reported.\n"
    rows = rows_of(done)
    assert [rows[-3][name] for name in ("observed", "alarm", "p_value")] == ["", "0", ""]
    assert all(row["p_value"] for i, row in enumerate(rows) if i != 17)
    assert rows[-1]["alarm"] == "1"


SHORT = {
    "farrington": "5 years and 3 periods of history are needed, the series has 5 periods",
    "farrington-classic": "5 years and 3 periods of history are needed, the series has 5 periods",
    "ears-c1": "7 periods of history are needed, the series has 5 periods",
    "ears-c2": "9 periods of history are needed, the series has 5 periods",
    "ears-c3": "11 periods of history are needed, the series has 5 periods",
    "cusum": "the expectation has 3 coefficients and only 2 counts to learn them from. Give a longer series",
    "glr-poisson": "the expectation has 3 coefficients and only 2 counts to learn them from. Give a longer series",
    "glr-negbin": "the expectation has 3 coefficients and only 2 counts to learn them from. Give a longer series",
    "e-detector": "the expectation has 3 coefficients and only 2 counts to learn them from. Give a longer series",
}


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("kind", KINDS)
def test_too_short_a_history_is_said_in_one_sentence(kind: str, method: str, tmp_path: Path) -> None:
    words = write(tmp_path / "series.csv", kind, {"a": np.array([3.0, 5, 4, 2, 9])})
    done = detect(*words, "--method", method)
    if method == "auto":
        assert done.stderr == "kerege: a: 5 of 5 periods were not judged: history is too short.\n"
        assert [row["alarm"] for row in rows_of(done)] == ["0"] * 5
    else:
        assert isinstance(done.exception, InputError)
        assert SHORT[method] in str(done.exception)
        assert done.stdout == ""


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("kind", ["daily dates", "monthly numbers"])
def test_a_unit_that_has_just_begun_keeps_no_other_from_being_judged(kind: str, method: str, tmp_path: Path) -> None:
    counts = seasonal(kind)
    new = np.full(len(counts), np.nan)
    new[-2:] = 7
    words = write(tmp_path / "series.csv", kind, {"old": counts, "new": new})
    done = detect(*words, "--method", method, "--from", times_of(kind, len(counts))[-2])
    assert done.exit_code == 0, done.exception
    rows = rows_of(done)
    assert [row["unit"] for row in rows] == ["old", "old", "new", "new"]
    assert [bool(row["p_value"]) for row in rows] == [True, True, False, False]
    assert rows[1]["alarm"] == "1"
    assert done.stderr.startswith("kerege: new: 2 of 2 periods were not judged: ")


@pytest.mark.parametrize("method", METHODS)
def test_a_series_without_a_case_has_numbers_and_no_alarm(method: str, tmp_path: Path) -> None:
    words = write(tmp_path / "series.csv", "monthly dates", {"a": np.zeros(108)})
    done = detect(*words, "--method", method, "--from", "2020")
    assert done.exit_code == 0, done.exception
    for row in rows_of(done):
        assert row["alarm"] == "0"
        assert float(row["p_value"]) >= 0.5
