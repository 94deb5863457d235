"""`kerege exercise` as people run it: one command, stopped and gone on with, clear sentences for what is wrong."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from pathlib import Path

import pytest
from tests.web.test_commands import ENVIRONMENT, PROGRAM, answer_of, assert_one_sentence, kerege, kerege_each

NAME = "april-2021"


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exercise") / "station"
    answer_of(kerege(folder, "init", "--region", "fergana", "--json"))
    return folder


def test_the_exercises_are_listed(station: Path) -> None:
    (listed,) = answer_of(kerege(station, "exercise", "list", "--json"))["exercises"]
    assert (listed["name"], listed["hours"], listed["reports"]) == (NAME, 11.0, 41)


def test_the_exercise_runs_from_one_command_and_its_report_can_be_had_again(station: Path, tmp_path: Path) -> None:
    pdf = tmp_path / "report.pdf"
    done = answer_of(kerege(station, "exercise", "run", NAME, "--speed", "20000", "--out", str(pdf), "--json"))
    assert (done["is_exercise"], done["injects_played"], done["untruths_seen"]) == (True, 41, 3)
    states = done["states"]
    assert states["not_asked"] == states["not_watched"] == 0
    assert states["met"] + states["late"] == 20 and states["missed"] == 1
    assert pdf.read_bytes().startswith(b"%PDF-")
    again, russian = kerege_each(
        station,
        ("exercise", "run", NAME, "--resume", done["run"], "--json"),
        ("exercise", "run", NAME, "--resume", done["run"], "--language", "ru"),
    )
    assert answer_of(again) == done
    assert russian.stdout.startswith("УЧЕНИЯ") and "Ожидаемые решения" in russian.stdout


def test_stopped_in_the_middle_it_goes_on_with_nothing_lost_and_nothing_twice(station: Path) -> None:
    line = [str(PROGRAM), "--workspace", str(station), "exercise", "run", NAME, "--speed", "600"]
    before = set((station / "exercises").glob("*.json")) if (station / "exercises").exists() else set()
    running = subprocess.Popen(
        line, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )  # fmt: skip
    end, kept = time.monotonic() + 90, None
    while time.monotonic() < end:
        assert running.poll() is None, "the exercise ended by itself"
        fresh = set((station / "exercises").glob("*.json")) - before
        kept = fresh.pop() if fresh else None
        if kept is not None and len(json.loads(kept.read_text())["reports"]) >= 3:
            break
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    said, error = running.communicate(timeout=60)
    assert running.returncode == 0, error
    assert kept is not None and f"--resume {kept.stem}" in error and "Traceback" not in error
    assert said.startswith("EXERCISE") and "Not asked, because the exercise ended before" in said
    first = json.loads(kept.read_text())["reports"]
    assert 3 <= len(first) < 41
    done = answer_of(kerege(station, "exercise", "run", NAME, "--resume", kept.stem, "--speed", "20000", "--json"))
    after = json.loads(kept.read_text())
    assert done["injects_played"] == 41 == len(set(after["reports"].values()))
    assert {name: after["reports"][name] for name in first} == first
    assert len(after["decided"]) == len(set(after["decided"])) == 25


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("run", "may"), "There is no exercise 'may'"),
        (("run", NAME, "--speed", "0"), "The speed is a number above 0"),
        (("run", NAME, "--speed", "nan"), "The speed is a number above 0"),
        (("run", NAME, "--roles", "king"), "'king' is nobody who could play"),
        (("run", NAME, "--resume", "nothing"), "There is no run 'nothing'"),
        (("run", NAME, "--language", "de"), "no words for the language 'de'"),
        (("list", "--language", "de"), "no words for the language 'de'"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(station: Path, words: tuple[str, ...], said: str) -> None:
    assert_one_sentence(kerege(station, "exercise", *words), 2, said)
