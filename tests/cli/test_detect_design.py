from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
import typer
from click.testing import Result
from typer.testing import CliRunner

from kerege.cli.detect import register
from kerege.domain.errors import InputError


def design(*words: str) -> Result:
    app = typer.Typer()
    app.callback()(lambda: None)
    register(app)
    return CliRunner().invoke(app, ["detect", "design", *words])


def answer_of(*words: str) -> dict[str, object]:
    done = design(*words, "--json")
    assert done.exit_code == 0, done.exception
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def test_a_cusum_for_wanted_run_lengths_is_a_table_of_one_row() -> None:
    done = design("--method", "cusum", "--arl0", "500", "--arl1", "7")
    (row,) = csv.DictReader(io.StringIO(done.stdout))
    assert list(row) == ["method", "k", "h", "arl0", "arl1"]
    assert float(row["k"]) == pytest.approx(0.593594, abs=1e-5)
    assert float(row["h"]) == pytest.approx(3.80079, abs=1e-4)


def test_k_and_h_may_be_given_and_their_run_length_is_told() -> None:
    answer = answer_of("--set", "k=1.04", "--set", "h=2")
    assert answer["arl0"] == pytest.approx(306.44, abs=0.01)


def test_on_scattered_counts_a_cusum_alarms_sooner_and_the_answer_says_which_h_mends_it() -> None:
    words = ("--arl0", "200", "--arl1", "6", "--mean", "4", "--periods", "26")
    even, scattered = (answer_of(*words, "--dispersion", a) for a in ("0", "0.3"))
    assert scattered["arl0_counts"] < even["arl0_counts"]  # type: ignore[operator]
    assert scattered["false_alarm_probability"] > even["false_alarm_probability"]  # type: ignore[operator]
    mended = answer_of(
        "--set", f"k={scattered['k']}", "--set", f"h={scattered['h_counts']}", "--mean", "4", "--dispersion", "0.3"
    )
    assert mended["arl0_counts"] == pytest.approx(200, rel=0.03)


def test_the_expectation_may_come_from_the_answer_of_a_detector(tmp_path: Path) -> None:
    path = tmp_path / "expected.csv"
    path.write_text("unit,t,observed,expected\na,1,3,4\na,2,4,4\n", "utf-8")
    words = ("--set", "k=1", "--set", "h=3", "--periods", "12")
    from_file, from_mean = answer_of(*words, "--expected", str(path)), answer_of(*words, "--mean", "4")
    assert from_file["arl0_counts"] == pytest.approx(from_mean["arl0_counts"])
    assert from_file["false_alarm_probability"] == pytest.approx(from_mean["false_alarm_probability"])
    path.write_text("unit,t,expected\na,1,4\nb,1,4\n", "utf-8")
    assert "several units" in str(design(*words, "--expected", str(path)).exception)
    path.write_text("unit,t,expected\na,1,4\na,2,\n", "utf-8")
    assert "line 3, column expected" in str(design(*words, "--expected", str(path)).exception)


def test_a_season_changes_the_run_length_of_the_counts() -> None:
    words = ("--set", "k=1", "--set", "h=3", "--mean", "2", "--frequency", "12")
    flat, seasonal = answer_of(*words), answer_of(*words, "--amplitude", "1")
    assert flat["arl0"] == seasonal["arl0"]
    assert flat["arl0_counts"] != pytest.approx(seasonal["arl0_counts"], rel=0.01)


@pytest.mark.parametrize("method", ["glr-poisson", "glr-negbin"])
def test_a_likelihood_ratio_gets_its_threshold_by_simulation(method: str) -> None:
    words = ("--method", method, "--probability", "0.2", "--mean", "3", "--periods", "26", "--replicates", "199")
    more = ("--dispersion", "0.2") if method == "glr-negbin" else ()
    first, again, other = (answer_of(*words, *more, "--seed", seed) for seed in ("1", "1", "2"))
    assert first == again
    assert first["arl0_simulated"] != other["arl0_simulated"]
    assert first["c_ar_lower"] <= first["c_ar"] <= first["c_ar_upper"]  # type: ignore[operator]
    assert first["probability_realised"] == pytest.approx(0.2, abs=0.12)
    # 26 periods with a chance of 0.2 are about 26 / -log(0.8) = 117 periods to a false alarm.
    assert first["arl0_simulated"] == pytest.approx(117, rel=0.35)
    assert first["arl1_simulated"] < 20  # type: ignore[operator]


def test_looking_for_falls_takes_the_rise_the_other_way() -> None:
    answer = answer_of(
        "--method", "glr-poisson", "--probability", "0.2", "--mean", "3", "--periods", "26", "--replicates", "99",
        "--set", "direction=dec", "--rise", "4",
    )  # fmt: skip
    assert answer["rise"] == 0.25
    assert answer["arl1_simulated"] < 15  # type: ignore[operator]


def test_the_threshold_of_the_e_detector_is_the_run_length_and_the_true_one_is_longer() -> None:
    done = design("--method", "e-detector", "--arl0", "50", "--mean", "3", "--replicates", "199", "--json")
    answer = json.loads(done.stdout)
    assert answer["threshold"] == 50
    assert answer["arl0_simulated"] > 50
    assert "is the wanted run length itself" in done.stderr
    alone = answer_of("--method", "e-detector", "--arl0", "50")
    assert alone == {"method": "e-detector", "threshold": 50.0, "arl0": 50.0}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--method", "ears-c1"), "There is no design for 'ears-c1'"),
        (("--arl0", "500"), "needs both run lengths"),
        (("--arl0", "5", "--arl1", "7"), "above the one with it"),
        (("--probability", "0.1"), "a CUSUM takes --arl0 and --arl1"),
        (("--mean", "0"), "0 is no number above 0"),
        (("--mean", "nan"), "nan is no number above 0"),
        (("--amplitude", "0.5"), "A season needs a mean"),
        (("--mean", "3", "--amplitude", "9"), "between -5 and 5"),
        (("--mean", "3", "--dispersion", "-1"), "of at least 0"),
        (("--mean", "3", "--rise", "0"), "--rise: 0 is no number above 0"),
        (("--mean", "3", "--periods", "0"), "--periods"),
        (("--set", "h=60"), "as good as never alarms"),
        (("--set", "hh=6"), "'hh=6' sets nothing"),
        (("--method", "glr-poisson", "--mean", "3"), "needs the wanted chance"),
        (("--method", "glr-poisson", "--probability", "0.1"), "The counts that are expected are missing"),
        (("--method", "glr-poisson", "--probability", "2", "--mean", "3"), "lies between 0 and 1"),
        (("--method", "glr-poisson", "--probability", "0.1", "--mean", "3", "--dispersion", "1"), "glr-negbin"),
        (("--method", "glr-negbin", "--probability", "0.1", "--mean", "3", "--set", "alpha=1"), "--dispersion"),
        (("--method", "glr-negbin", "--probability", "0.1", "--mean", "3", "--set", "theta=1"), "unknown size"),
        (("--method", "glr-negbin", "--probability", "0.1", "--arl0", "30"), "takes --probability"),
        (("--method", "e-detector", "--arl0", "0.5"), "above 1 period"),
        (("--method", "e-detector", "--arl1", "5"), "--arl1 is for the CUSUM"),
        (("--method", "e-detector", "--arl0", "1e6", "--mean", "3"), "are not simulated"),
    ],
)
def test_bad_input_is_one_sentence(words: tuple[str, ...], said: str) -> None:
    done = design(*words)
    assert isinstance(done.exception, InputError), done.output
    assert said in str(done.exception)
    assert done.stdout == ""
