from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
import typer
from click.testing import Result
from tests.sharing.cap_messages import a_message
from typer.testing import CliRunner

from kerege.cli.cap import register
from kerege.domain.errors import InputError
from kerege.sharing.cap.writer import write_message


def kerege(*words: object) -> Result:
    app = typer.Typer()
    app.callback()(lambda: None)
    register(app)
    return CliRunner().invoke(app, ["cap", "check", *map(str, words)])


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "good.xml"
    path.write_bytes(write_message(a_message()))
    return path


def test_a_message_that_can_be_read_is_one_line(good: Path) -> None:
    result = kerege(good)
    assert result.exit_code == 0
    assert list(csv.DictReader(io.StringIO(result.stdout))) == [
        {
            "file": str(good),
            "identifier": "KEREGE-1",
            "sent": "2026-03-01T03:00:00+00:00",
            "status": "Actual",
            "type": "Alert",
            "kind": "other",
            "severity": "Severe",
            "ends": "2026-03-01T15:00:00+00:00",
            "headline": "Stay away",
            "refused": "",
        }
    ]


def test_one_refused_message_is_named_and_the_rest_goes_on(good: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.xml"
    bad.write_bytes(good.read_bytes().replace(b"Actual", b"Real"))
    result = kerege(bad, good, "--json")
    assert result.exit_code == 1
    first, second = json.loads(result.stdout)["messages"]
    assert "<status> must be one of" in first["refused"]
    assert (second["identifier"], second["refused"]) == ("KEREGE-1", "")


def test_what_is_no_message_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("<html/>")
    assert kerege(path).exit_code == 1
    assert "neither a CAP message nor a feed" in kerege(path).stdout


def test_a_feed_of_links_says_how_many(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_text('<feed><entry><link href="https://a.example/1"/></entry></feed>')
    result = kerege(path)
    assert result.exit_code == 0
    assert "1 messages are only linked to" in result.stderr


def test_a_file_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    result = kerege(tmp_path / "none.xml")
    assert isinstance(result.exception, InputError)
    assert "cannot be read" in str(result.exception)
