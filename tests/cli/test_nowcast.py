from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
import typer
from click.testing import Result
from typer.testing import CliRunner

from kerege.cli.nowcast import register
from kerege.domain.errors import InputError


def kerege(*words: object) -> Result:
    app = typer.Typer()
    app.callback()(lambda: None)
    register(app)
    return CliRunner().invoke(app, ["nowcast", *map(str, words)])


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    rows = [f"2021-05-{day:02},2021-05-{day + delay:02},post" for day in range(1, 20) for delay in (0, 1, 2, 4)]
    rows += [f"2021-05-{day:02},2021-05-{day + 1:02},village" for day in range(1, 20, 5)]
    rows += ["2021-05-03,,post", "2021-05-04T10:00,2021-05-29,post"]
    path = tmp_path / "list.csv"
    path.write_text("occurred,reported,channel\n" + "\n".join(rows) + "\n", "utf-8")
    return path


def test_the_newest_days_get_what_is_still_to_come(reports: Path) -> None:
    done = kerege(
        reports, "--as-of", "2021-05-19", "--max-delay", 5, "--set", "prior_mean=4", "--set", "prior_variance=20"
    )
    assert done.exit_code == 0, done.exception
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert list(rows[0]) == ["date", "reported", "estimate", "lower", "upper"]
    assert rows[-1]["date"] == "2021-05-19"
    assert int(rows[-1]["reported"]) == 1
    assert 2 <= float(rows[-1]["estimate"]) <= 7
    assert float(rows[0]["estimate"]) == pytest.approx(float(rows[0]["reported"]), abs=1)
    assert "Channel 'village' has few reports" in done.stderr
    assert "1 rows without both dates were left out." in done.stderr


@pytest.mark.parametrize("words", [("--method", "lawless"), ("--frequency", "week", "--max-delay", "2")])
def test_other_ways_and_json(reports: Path, words: tuple[str, ...]) -> None:
    document = json.loads(kerege(reports, "--as-of", "2021-05-19", "--json", *words).stdout)
    assert document["as_of"] == "2021-05-19"
    assert all(row["lower"] <= row["estimate"] <= row["upper"] for row in document["rows"])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--as-of", "2020-01-01"), "Nothing was reported by that day"),
        (("--as-of", "soon"), "'soon' is no date"),
        (("--as-of", "2021-05-19", "--method", "magic"), "'magic' is none of bayes, lawless"),
        (("--as-of", "2021-05-19", "--max-delay", "0"), "at least 1 period"),
        (("--as-of", "2021-05-19", "--set", "level=2"), "level lies between"),
    ],
)
def test_bad_input_is_one_sentence(reports: Path, words: tuple[str, ...], said: str) -> None:
    done = kerege(reports, *words)
    assert isinstance(done.exception, InputError)
    assert said in str(done.exception)


def test_a_report_before_its_occurrence_is_named(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("occurred,reported\n2021-05-03,2021-05-01\n", "utf-8")
    assert "line 2: It is reported on 2021-05-01, before" in str(kerege(path, "--as-of", "2021-06-01").exception)


def test_a_report_told_soon_after_midnight_in_another_zone_is_no_mistake(tmp_path: Path) -> None:
    lines = tmp_path / "lines.csv"
    rows = "".join(f"2021-04-{day:02},2021-04-{day + 1:02}T03:00Z\n" for day in range(1, 20))
    lines.write_text("occurred,reported\n" + rows + "2021-04-20,2021-04-19T19:30:00Z\n", encoding="utf-8")
    assert kerege(lines, "--as-of", "2021-04-21").exit_code == 0
    lines.write_text("occurred,reported\n" + rows + "2021-04-20,2021-04-19\n", encoding="utf-8")
    refused = kerege(lines, "--as-of", "2021-04-21")
    assert isinstance(refused.exception, InputError)
    assert "before it occurred" in str(refused.exception)
