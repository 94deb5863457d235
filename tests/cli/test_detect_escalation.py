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
from kerege.files.region import default_region, read_region, shipped_region


def kerege(*words: object) -> Result:
    app = typer.Typer()
    app.callback()(lambda: None)
    register(app)
    return CliRunner().invoke(app, ["detect", "escalation", *map(str, words)])


@pytest.fixture
def events(tmp_path: Path) -> Path:
    region = read_region(shipped_region(default_region()))
    section = region.sections[10]
    lon, lat = section.line[len(section.line) // 2]
    rows = [f"20{10 + i}-0{1 + i % 9}-10,{lat + i / 500},{lon}" for i in range(10)]
    rows += [f"2020-03-{d:02},{lat},{lon}" for d in (1, 3, 4)]
    path = tmp_path / "events.csv"
    path.write_text("date,latitude,longitude\n" + "\n".join(rows) + "\n", "utf-8")
    return path


def test_chances_along_the_border_in_words(events: Path) -> None:
    done = kerege(events, "--along", default_region(), "--most", 2)
    assert done.exit_code == 0, done.exception
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [row["horizon_days"] for row in rows] == ["1", "3", "7", "28"] * 2
    region = read_region(shipped_region(default_region()))
    assert rows[0]["section"] in region.section
    for row in rows:
        assert float(row["low"]) <= float(row["probability"]) <= float(row["high"])
        assert row["words"].startswith(f"one more within {row['horizon_days']} day")
    assert float(rows[2]["probability"]) > 2 * float(rows[2]["without_recent"])
    assert "One incident sets off" in done.stderr


def test_without_a_region_squares_are_used_and_json_is_one_object(events: Path) -> None:
    document = json.loads(kerege(events, "--json", "--set", "ratio_median=0.4").stdout)
    assert 0 < document["model"]["ratio"] < 1
    assert document["model"]["incidents"] == 13
    assert document["sections"][0]["words"].startswith("one more within 1 day:")


def test_what_happened_later_is_not_used(events: Path) -> None:
    calm = json.loads(kerege(events, "--json", "--as-of", "2020-03-01").stdout)
    after = json.loads(kerege(events, "--json", "--as-of", "2020-03-05").stdout)
    assert calm["model"]["incidents"] == 10
    assert after["sections"][2]["probability"] > calm["sections"][2]["probability"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--as-of", "1999-01-01"), "No event lies before"),
        (("--as-of", "soon"), "'soon' is no date"),
        (("--set", "ratio_median=2"), "ratio_median"),
        (("--along", "nowhere"), "nowhere"),
    ],
)
def test_bad_input_is_one_sentence(events: Path, words: tuple[str, ...], said: str) -> None:
    done = kerege(events, *words)
    assert isinstance(done.exception, InputError)
    assert said in str(done.exception)
