from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from click.testing import Result
from typer.testing import CliRunner

from kerege.cli.detect import register
from kerege.domain.errors import InputError


def kerege(*words: str) -> Result:
    """Run the command in this process; `kerege.cli.main` turns its InputError into a sentence and exit 2."""
    app = typer.Typer()
    app.callback()(lambda: None)
    register(app)
    return CliRunner().invoke(app, [*words])


@pytest.fixture
def agona(shared: Callable[[str], Path], tmp_path: Path) -> Path:
    with shared("oracles/surveillance/data/salmonella_agona.csv").open(encoding="utf-8") as file:
        lines = [f"agona,{row['t']},{row['observed']}" for row in csv.DictReader(file)]
    path = tmp_path / "agona.csv"
    path.write_text("unit,t,count\n" + "\n".join(lines) + "\n", "utf-8")
    return path


JSS = ("--set", "b=4", "--set", "alpha=0.01", "--set", "r_compatible=true")


def test_a_file_goes_in_and_the_oracle_comes_out(shared: Callable[[str], Path], agona: Path) -> None:
    done = kerege("detect", "counts", str(agona), "--method", "farrington", *JSS, "--from", "212", "--to", "312")
    assert done.exit_code == 0
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert list(rows[0]) == ["unit", "t", "observed", "expected", "upper", "alarm", "p_value", "score"]
    with shared("oracles/surveillance/farrington/salmonella_agona__jss_con3.csv").open(encoding="utf-8") as file:
        oracle = list(csv.DictReader(file))
    assert len(rows) == len(oracle) == 101
    for ours, theirs in zip(rows, oracle, strict=True):
        assert (ours["t"], ours["observed"], ours["alarm"]) == (theirs["t"], theirs["observed"], theirs["alarm"])
        assert float(ours["p_value"]) == pytest.approx(float(theirs["pvalue"]), rel=1e-4)
        assert (ours["upper"] == "") == (theirs["upperbound"] == "NA")
        if ours["upper"]:
            assert float(ours["upper"]) == float(theirs["upperbound"])


def test_json_is_one_object_with_the_reason_of_what_is_missing(agona: Path) -> None:
    done = kerege("detect", "counts", str(agona), "--set", "b=4", "--from", "211", "--to", "212", "--json")
    document = json.loads(done.stdout)
    assert document["method"] == "farrington_flexible"
    first, second = document["rows"]
    assert first["upper"] is None
    assert first["reason"].startswith("history is too short: 4 years")
    assert second["upper"] == 7.0
    assert second["alarm"] is False
    assert "1 of 2 periods were not judged: history is too short." in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--set", "b=9"), "No period can be judged: 9 years"),
        (("--set", "bb=4"), "'bb=4' sets nothing"),
        (("--set", "b"), "'b' sets nothing"),
        (("--set", "b=four"), "b is a whole number, not 'four'"),
        (("--set", "trend=perhaps"), "trend is true or false"),
        (("--set", "limit54=5"), "limit54 is two whole numbers"),
        (("--set", "alpha=2"), "alpha lies between 0 and 1"),
        (("--set", "w=40"), "overlap"),
        (("--set", "population_offset=true"), "needs the column 'population'"),
        (("--method", "magic"), "There is no detector 'magic'"),
        (("--from", "2021-01-01"), "no whole number"),
        (("--from", "900"), "No period lies from 900"),
    ],
)
def test_bad_input_is_one_sentence(agona: Path, words: tuple[str, ...], said: str) -> None:
    done = kerege("detect", "counts", str(agona), *words)
    assert isinstance(done.exception, InputError)
    assert said in str(done.exception)
    assert done.stdout == ""


def test_the_program_says_the_sentence_on_standard_error_and_ends_with_2(tmp_path: Path) -> None:
    words = [
        sys.executable,
        "-c",
        "from kerege.cli import main; main()",
        "detect",
        "counts",
        str(tmp_path / "none.csv"),
    ]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == f"kerege: {tmp_path}/none.csv: There is no such file.\n"


def test_dates_limit_the_judged_time_and_a_year_means_all_of_it(tmp_path: Path) -> None:
    lines = [f"{2010 + i // 12}-{i % 12 + 1:02},{5 + i % 3}" for i in range(96)]
    path = tmp_path / "months.csv"
    path.write_text("date,count\n" + "\n".join(lines) + "\n", "utf-8")
    control = ("--set", "b=3", "--set", "w=1", "--set", "no_periods=3", "--set", "past_weeks_not_included=1")
    done = kerege("detect", "counts", str(path), *control, "--from", "2016-11", "--to", "2017")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [rows[0]["date"], rows[-1]["date"], len(rows)] == ["2016-11-01", "2017-12-01", 14]
    # Counts run 5, 6, 7, ...; the mean of any three neighbouring months is 6.
    assert all(float(row["expected"]) == pytest.approx(6.0, rel=0.1) for row in rows)


def test_a_unit_named_like_a_formula_stays_text(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("unit,t,count\n" + "\n".join(f"=1+1,{t},3" for t in range(1, 300)) + "\n", "utf-8")
    done = kerege("detect", "counts", str(path), "--from", "299")
    assert done.stdout.splitlines()[1].startswith("'=1+1,299,3,")


@pytest.mark.parametrize(
    "method",
    ["farrington-classic", "ears-c1", "ears-c2", "ears-c3", "cusum", "glr-poisson", "glr-negbin", "e-detector", "auto"],
)
def test_every_method_answers_in_the_same_columns(agona: Path, method: str) -> None:
    done = kerege("detect", "counts", str(agona), "--method", method, "--from", "300", "--to", "312")
    assert done.exit_code == 0, done.exception
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert list(rows[0]) == ["unit", "t", "observed", "expected", "upper", "alarm", "p_value", "score"]
    assert len(rows) == 13
    for row in rows:
        assert 0 <= float(row["p_value"]) <= 1
        assert float(row["expected"]) > 0
        assert (float(row["score"]) >= 0) or float(row["observed"]) < float(row["expected"])


def test_settings_of_a_chart_come_by_their_names(agona: Path) -> None:
    words = ("--method", "glr-poisson", "--set", "c_ar=4.75", "--set", "theta=0.69314718", "--set", "harmonics=2")
    done = kerege("detect", "counts", str(agona), *words, "--set", "max_window=-1", "--from", "157")
    alarms = [row["t"] for row in csv.DictReader(io.StringIO(done.stdout)) if row["alarm"] == "1"]
    assert alarms == ["262", "264"]


def test_known_outbreaks_are_not_learnt_from(agona: Path, tmp_path: Path) -> None:
    known = tmp_path / "known.csv"
    known.write_text("unit,from,to\nagona,250,311\n", "utf-8")
    words = ("detect", "counts", str(agona), "--method", "ears-c1", "--set", "baseline=20", "--from", "312")
    refused = kerege(*words, "--exclude", str(known))
    assert "1 of 1 periods were not judged: fewer than three counts" in refused.stderr
    known.write_text("unit,from,to\nelsewhere,1,2\n", "utf-8")
    assert "There is no unit 'elsewhere'" in str(kerege(*words, "--exclude", str(known)).exception)
    known.write_text("from,to\n300,311\n", "utf-8")
    plain, without = (kerege(*words, *more).stdout for more in ((), ("--exclude", str(known))))
    assert plain != without


def test_a_short_history_gets_the_detector_that_it_allows(tmp_path: Path) -> None:
    path = tmp_path / "short.csv"
    path.write_text("t,count\n" + "\n".join(f"{t},{2 + t % 3}" for t in range(1, 13)) + "\n", "utf-8")
    done = kerege("detect", "counts", str(path), "--method", "auto", "--json")
    rows = json.loads(done.stdout)["rows"]
    assert rows[7]["reason"] == "history is too short: 8 periods are needed, 7 periods are there"
    assert rows[11]["upper"] is not None
    farrington = kerege("detect", "counts", str(path))
    assert "--method auto" in str(farrington.exception)
