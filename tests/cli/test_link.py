from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
import typer
from click.testing import Result
from typer.testing import CliRunner

from kerege.cli.link import register
from kerege.domain.errors import InputError
from kerege.files.region import INCIDENTS, default_region, shipped_region

ROWS = """report,channel,occurred,latitude,longitude,position_km,kind,killed,injured,place,summary,source
a,post,2021-04-28T14:30+06:00,39.840,70.600,0.5,shooting,1,2,Kök-Tash,Shots at the water intake,
b,resident,2021-04-28,39.845,70.610,3,shooting,,3,Кок-Таш,Стреляли у водозабора,
c,media,2021-04-28,39.850,70.590,5,armed_clash,1,,Kok-Tash,Shots were fired at the water intake,https://www.example.org/1
d,media,2021-04-28,39.850,70.590,5,armed_clash,1,,Kok-Tash,Shots were fired at the water intake,https://example.org/2
e,police,2021-07-02,40.100,71.200,1,beating,0,1,Sokh,A driver was beaten,
=f,resident,2021-09,,,,standoff,,,,Somewhere,
"""


def kerege(*words: object) -> Result:
    app = typer.Typer()
    app.callback()(lambda: None)
    register(app)
    return CliRunner().invoke(app, ["link", *map(str, words)])


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    path = tmp_path / "reports.csv"
    path.write_text(ROWS, "utf-8")
    return path


def test_reports_of_one_happening_get_one_incident(reports: Path) -> None:
    done = kerege(reports, "--zone", "Asia/Bishkek")
    assert done.exit_code == 0, done.exception
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert list(rows[0]) == ["report", "incident", "probability"]
    incidents = [row["incident"] for row in rows]
    assert len(set(incidents[:4])) == 1
    assert incidents[4:] == ["e", "'=f"]
    assert all(0.5 < float(row["probability"]) <= 1 for row in rows)
    assert "1 reports have no place" in done.stderr


def test_json_tells_sources_and_reasons(reports: Path) -> None:
    document = json.loads(kerege(reports, "--json", "--threshold", "0.9999").stdout)
    assert document["threshold"] == 0.9999
    assert document["refused"] is None
    # The exact duplicate is linked from no threshold on, and two pages of one site are one source.
    by_name = {row["report"]: row for row in document["rows"]}
    assert by_name["c"]["incident"] == by_name["d"]["incident"]
    assert by_name["c"]["independent_sources"] == 1
    asked = document["suggestions"][0]
    assert {reason["field"] for reason in asked["reasons"]} >= {"place", "time", "kind"}
    assert 0.1 <= asked["probability"] < 0.9999


def test_a_decision_takes_a_link_back(reports: Path, tmp_path: Path) -> None:
    decided = tmp_path / "decided.csv"
    decided.write_text("report,other,decision\na,b,unlink\nb,e,link\n", "utf-8")
    document = json.loads(kerege(reports, "--json", "--decisions", decided).stdout)
    incident = {row["report"]: row["incident"] for row in document["rows"]}
    assert incident["a"] != incident["b"]
    assert incident["b"] == incident["e"]


def test_the_shipped_incidents_are_all_different() -> None:
    document = json.loads(kerege(shipped_region(default_region()) / INCIDENTS, "--json").stdout)
    assert document["incidents"] == len(document["rows"]) == 98


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("report,channel", "name,channel", "The column 'report' is missing"),
        ("latitude", "lattitude", "The place is missing"),
        ("39.840", "139.8", "line 2: This is no place on the globe"),
        ("2021-07-02", "soon", "line 6, column occurred: 'soon'"),
        ("0.5,shooting", "-1,shooting", "A radius is above 0 km"),
        ("shooting,1,2", "shooting,1.5,2", "1.5 is no count"),
        ("e,police", "a,police", "Every report needs an id of its own"),
    ],
)
def test_what_cannot_be_used_is_said_where(reports: Path, old: str, new: str, said: str) -> None:
    reports.write_text(ROWS.replace(old, new), "utf-8")
    error = kerege(reports).exception
    assert isinstance(error, InputError)
    assert said in str(error)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b,maybe", "'maybe' is no decision"),
        ("a,x,link", "There is no report 'x'"),
        ("a,b,link\nb,a,unlink", "join the reports 'b' and 'a' and keep them apart"),
    ],
)
def test_decisions_that_cannot_be_used(reports: Path, tmp_path: Path, text: str, said: str) -> None:
    decided = tmp_path / "decided.csv"
    decided.write_text(f"report,other,decision\n{text}\n", "utf-8")
    error = kerege(reports, "--decisions", decided).exception
    assert isinstance(error, InputError)
    assert said in str(error)


@pytest.mark.parametrize("words", [("--threshold", "1"), ("--zone", "Nowhere/City"), ("--set", "max_km=-1")])
def test_options_that_cannot_be_used(reports: Path, words: tuple[str, ...]) -> None:
    assert isinstance(kerege(reports, *words).exception, InputError)
