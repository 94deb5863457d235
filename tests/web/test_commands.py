"""The contract of the commands: what they print, where errors go, and how they end."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.web.conftest import report_file

PROGRAM = Path(sys.executable).parent / "kerege"
# Commands run in a process of their own and on a database file of their own, whatever the other tests use.
OURS = ("KEREGE_", "DATABASE_", "DJANGO_")
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
# Several command lines in one process, because starting one takes longer than most of them.
DRIVER = """
import contextlib, io, json, sys
from kerege.cli.main import main
answers = []
for words in json.load(sys.stdin):
    sys.argv, out, err, code = ["kerege", *words], io.StringIO(), io.StringIO(), 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main()
        except SystemExit as end:
            code = end.code or 0
    answers.append([code, out.getvalue(), err.getvalue()])
json.dump(answers, sys.stdout)
"""
Done = subprocess.CompletedProcess[str]


def kerege(workspace: Path, *words: str) -> Done:
    """One command, as people run it."""
    line = [str(PROGRAM), "--workspace", str(workspace), *words]
    return subprocess.run(line, env=ENVIRONMENT, capture_output=True, text=True, check=False, timeout=120)


def kerege_each(workspace: Path, *lines: tuple[str, ...]) -> list[Done]:
    """Several commands, one after the other."""
    words = [["--workspace", str(workspace), *line] for line in lines]
    run = subprocess.run(
        [sys.executable, "-c", DRIVER],
        input=json.dumps(words),
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
        cwd=workspace.parent,
        timeout=300,
    )
    assert run.returncode == 0, run.stderr
    return [Done(line, *answer) for line, answer in zip(lines, json.loads(run.stdout), strict=True)]


def answer_of(done: Done) -> dict[str, Any]:
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def assert_one_sentence(done: Done, code: int, *named: str) -> None:
    assert done.returncode == code, done.stderr
    assert done.stdout == ""
    assert done.stderr.startswith("kerege: ")
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr
    for word in named:
        assert word in done.stderr


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, region_folder: Path) -> Path:
    """A workspace of the made-up region with three incidents and a run."""
    folder = tmp_path_factory.mktemp("workspace") / "station"
    file = folder.parent / "may.csv"
    file.write_bytes(report_file({"id": "A-1"}, {"id": "A-2", "summary": "=1+1"}, {"id": "A-3", "killed": 2}))
    made, imported, _ = (
        answer_of(done)
        for done in kerege_each(
            folder,
            ("init", "--region", str(region_folder), "--json"),
            ("import", str(file), "--marking", "green", "--json"),
            ("watch", "--as-of", "2022-01-01", "--json"),
        )
    )
    assert (made["is_new"], made["region"], made["sections"]) == (True, "synthetic", 18)
    assert imported["files"][0]["new"] == 3
    return folder


def test_init_keeps_the_settings_and_the_database_to_its_owner(filled: Path) -> None:
    for name in ("environment", "kerege.sqlite3"):
        assert stat.S_IMODE((filled / name).stat().st_mode) == 0o600
    assert stat.S_IMODE(filled.stat().st_mode) == 0o700


def test_init_again_changes_nothing_but_brings_up_to_date(filled: Path) -> None:
    before = (filled / "environment").read_bytes()
    assert answer_of(kerege(filled, "init", "--json"))["is_new"] is False
    assert (filled / "environment").read_bytes() == before
    assert_one_sentence(kerege(filled, "init", "--region", "other"), 2, "has its region already")


WITHOUT_A_WORKSPACE = (
    (("watch",), "There is no workspace here"),
    (("import", "missing.csv"), "missing.csv"),
    (("init", "--region", "atlantis"), "atlantis"),
    (("user", "add", "x", "--agency", "a", "--role", "king"), "'king' is not a role"),
    (("bulletin", "daily"), "'daily' is not a level"),
    (("replay", "--lead", "soon"), "'soon'"),
    (("replay", "--severe", "bad"), "'bad'"),
    (("export", "secrets", "--to", "x.csv"), "'secrets' cannot be exported"),
    (("export", "incidents", "--to", "x.doc"), "'.doc'"),
)
IN_A_WORKSPACE = (
    (("watch", "--as-of", "20 April"), "'20 April' is not a day"),
    (("watch", "--as-of", "2199-01-01"), "lies in the future"),
    (("watch", "--as", "nobody"), "'nobody' is not known"),
    (("user", "add", "Иван", "--agency", "border-service", "--role", "officer"), "cannot be added"),
    (("user", "add", "x", "--agency", "nowhere", "--role", "officer"), "Known are: border-service"),
    (("user", "reset", "nobody"), "'nobody' is not known"),
    (("replay", "--from", "2022-01-01", "--to", "2021-01-01"), "comes before"),
    (("import", "/dev/null"), "null"),
    (("import", "/dev/null", "--marking", "secret"), "'secret' is not a label"),
    (("bulletin", "tactical", "--language", "de"), "'de' is not offered"),
    (("demo",), "is not a demonstration"),
)


@pytest.mark.parametrize("case", [WITHOUT_A_WORKSPACE, IN_A_WORKSPACE], ids=["without a workspace", "in a workspace"])
def test_bad_input_gets_one_sentence_and_exit_2(
    filled: Path, tmp_path: Path, case: tuple[tuple[tuple[str, ...], str], ...]
) -> None:
    workspace = filled if case is IN_A_WORKSPACE else tmp_path / "none"
    for done, (_, named) in zip(kerege_each(workspace, *(words for words, _ in case)), case, strict=True):
        assert_one_sentence(done, 2, named)


def test_no_bad_input_ends_in_a_traceback_of_the_program_itself(tmp_path: Path) -> None:
    assert_one_sentence(kerege(tmp_path / "none", "watch"), 2, "There is no workspace here")


def test_rejected_rows_are_listed_and_written_safely(filled: Path, tmp_path: Path) -> None:
    file, rejected = tmp_path / "rows.csv", tmp_path / "rejected.csv"
    file.write_bytes(report_file({"id": "N-1"}, {"id": "N-2", "occurred": "=cmd()"}, {"id": "N-3", "latitude": 99}))
    done, as_json = kerege_each(
        filled,
        ("import", str(file), "--dry-run", "--rejected", str(rejected)),
        ("import", str(file), "--dry-run", "--json"),
    )
    assert done.returncode == 0, done.stderr
    assert "1 new would be kept, 0 known already, 2 rejected." in done.stdout
    assert re.search(r"^3\toccurred\t=cmd\(\)\t", done.stdout, flags=re.M)
    assert "'=cmd()" in rejected.read_text(encoding="utf-8-sig")
    assert [row["line"] for row in answer_of(as_json)["files"][0]["rows"]] == [3, 4]


def test_a_file_of_which_nothing_can_be_kept_ends_with_exit_2(filled: Path, tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_bytes(report_file({"id": "N-1", "occurred": "never"}))
    done = kerege(filled, "import", str(file), "--json")
    assert (done.returncode, json.loads(done.stdout)["files"][0]["rejected"]) == (2, 1)


def test_the_watch_prints_one_object_that_is_the_same_each_time(filled: Path) -> None:
    first, second = map(answer_of, kerege_each(filled, *[("watch", "--as-of", "2022-01-01", "--json")] * 2))
    assert first == second
    assert first["incident_ids"] == ["A-1", "A-2", "A-3"]
    assert first["as_of"] == "2022-01-01T18:00:00+00:00"


def test_the_replay_prints_its_rules_and_its_notice(filled: Path) -> None:
    words = ("replay", "--from", "2021-04-01", "--to", "2021-05-10", "--json")
    as_json, plain = kerege_each(filled, words, words[:-1])
    answer = answer_of(as_json)
    assert {rule["rule"] for rule in answer["rules"]} >= {"watch_signals", "always_alert", "always_quiet"}
    assert [event["incident_id"] for event in answer["events"]] == ["A-3"]
    assert str(answer["notice"]) in plain.stdout


def test_an_export_holds_what_may_be_seen_with_its_marking(filled: Path, tmp_path: Path) -> None:
    import polars

    files = {ending: tmp_path / f"incidents.{ending}" for ending in ("csv", "xlsx", "parquet", "geojson")}
    lines = [("export", "incidents", "--to", str(file), "--json") for file in files.values()]
    assert [answer_of(done)["rows"] for done in kerege_each(filled, *lines)] == [3, 3, 3, 3]
    collection = json.loads(files["geojson"].read_text(encoding="utf-8"))
    rows_of = {
        "csv": polars.read_csv(files["csv"]).to_dicts(),
        "xlsx": polars.read_excel(files["xlsx"]).to_dicts(),
        "parquet": polars.read_parquet(files["parquet"]).to_dicts(),
        "geojson": [feature["properties"] for feature in collection["features"]],
    }
    for ending, rows in rows_of.items():
        assert [row["id"] for row in rows] == ["A-1", "A-2", "A-3"], ending
        assert {row["marking"] for row in rows} == {"TLP:GREEN"}, ending
        assert [row["killed"] for row in rows] == [None, None, 2], ending
        assert rows[1]["summary"] == ("=1+1" if ending in ("parquet", "geojson") else "'=1+1"), ending


def test_hxl_tags_stand_under_the_names(filled: Path, tmp_path: Path) -> None:
    file = tmp_path / "incidents.csv"
    answer_of(kerege(filled, "export", "incidents", "--to", str(file), "--hxl", "--json"))
    names, tags = (line.split(",") for line in file.read_text(encoding="utf-8-sig").splitlines()[:2])
    assert dict(zip(names, tags, strict=True))["reported_at"] == "#date+reported"


def test_people_get_a_one_time_password(filled: Path) -> None:
    add = ("user", "add", "night.officer", "--agency", "border-service", "--role", "officer", "--json")
    role, people = ("user", "role", "night.officer", "analyst", "--json"), ("user", "list", "--json")
    added, again, changed, listed, reset = kerege_each(
        filled, add, add, role, people, ("user", "reset", "night.officer", "--json")
    )
    password = answer_of(added)["one_time_password"]
    assert re.fullmatch(r"([a-z0-9]{4}-){3}[a-z0-9]{4}", password)
    assert_one_sentence(again, 2, "is taken")
    assert answer_of(changed) == {"login": "night.officer", "role": "analyst"}
    person = {"login": "night.officer", "agency": "border-service", "role": "analyst", "active": "yes"}
    assert person in answer_of(listed)["people"]
    assert answer_of(reset)["one_time_password"] not in ("", password)


def test_a_changed_log_ends_with_exit_1_and_names_the_entry(filled: Path, tmp_path: Path) -> None:
    import shutil

    copy = tmp_path / "copy"
    shutil.copytree(filled, copy)
    assert answer_of(kerege(copy, "audit", "verify", "--json"))["is_whole"] is True
    with sqlite3.connect(copy / "kerege.sqlite3") as database:
        database.execute("DROP TRIGGER audit_no_update")
        database.execute("UPDATE audit_auditentry SET actor = 'nobody' WHERE sequence = 2")
    done = kerege(copy, "audit", "verify")
    assert (done.returncode, done.stdout) == (1, "Entry 2 was changed after it was written.\n")


def test_many_writers_at_once_make_one_unbroken_chain(filled: Path, tmp_path: Path) -> None:
    import shutil

    copy = tmp_path / "copy"
    shutil.copytree(filled, copy)
    writer = """
from kerege_web.commands.workspace import open_workspace
open_workspace()
from kerege_web.accounts.access import operator
from kerege_web.audit.actions import record
for number in range(25):
    record(operator(), action="look", object_type="thing", object_id=str(number))
"""
    before = answer_of(kerege(copy, "audit", "verify", "--json"))["entries"]
    environment = {**ENVIRONMENT, "KEREGE_WORKSPACE": str(copy)}
    writers = [subprocess.Popen([sys.executable, "-c", writer], env=environment) for _ in range(4)]
    assert [process.wait(timeout=120) for process in writers] == [0, 0, 0, 0]
    after = answer_of(kerege(copy, "audit", "verify", "--json"))
    assert (after["entries"], after["problems"]) == (before + 100, [])


def test_a_database_of_another_version_is_refused_with_what_to_do(filled: Path, tmp_path: Path) -> None:
    import shutil

    copy = tmp_path / "copy"
    shutil.copytree(filled, copy)
    with sqlite3.connect(copy / "kerege.sqlite3") as database:
        database.execute("DELETE FROM django_migrations WHERE app = 'risk'")
    assert_one_sentence(kerege(copy, "user", "list"), 2, "made by another version", "init")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def served(filled: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    port = free_port()
    process = subprocess.Popen(
        [PROGRAM, "--workspace", str(filled), "serve", "--port", str(port)],
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    yield process, port
    if process.poll() is None:
        process.kill()


def test_serve_answers_refuses_a_second_one_and_stops_cleanly(
    served: tuple[subprocess.Popen[str], int], filled: Path
) -> None:
    process, port = served
    assert process.stdout is not None
    assert process.stdout.readline() == f"Kerege is at http://127.0.0.1:{port} (Ctrl-C stops it)\n"
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/sign-in", timeout=20) as answer:
        page = answer.read().decode()
        assert "Content-Security-Policy" in answer.headers
    asset = re.search(r'/static/[0-9a-f]{12}/[^"]+\.css', page)
    assert asset
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{asset[0]}", timeout=20) as answer:
        assert "immutable" in answer.headers["Cache-Control"]
    assert_one_sentence(kerege(filled, "serve", "--port", str(port)), 2, f"127.0.0.1:{port}", "--port")
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=20) == 0
    time.sleep(0.2)
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0, "something still listens"


def test_a_device_gets_its_key_once_and_a_phone_its_code(filled: Path, tmp_path: Path) -> None:
    picture, other = tmp_path / "phone.svg", tmp_path / "other.svg"
    add = ("device", "add", "Phone 7", "--agency", "border-service", "--address", "https://border.example.org")
    added, nowhere, no_site, no_file = kerege_each(
        filled,
        (*add, "--out", str(picture), "--json"),
        ("device", "add", "X", "--agency", "nowhere"),
        ("device", "add", "X", "--agency", "border-service", "--address", "border", "--out", str(picture)),
        add,
    )
    found = answer_of(added)
    assert re.fullmatch(r"([a-z0-9]{5}-){5}[a-z0-9]{5}", found["key"])
    assert picture.read_bytes().startswith(b"<?xml")
    assert stat.S_IMODE(picture.stat().st_mode) == 0o600
    assert_one_sentence(nowhere, 2, "Known are: border-service")
    assert_one_sentence(no_site, 2, "'border' is no address")
    assert_one_sentence(no_file, 2, "--out")
    number = str(found["device"])
    off, listed, renewed, none = kerege_each(
        filled,
        ("device", "off", number),
        ("device", "list", "--json"),
        ("device", "qr", number, "--address", "http://127.0.0.1:8000", "--out", str(other), "--json"),
        ("device", "off", "99"),
    )
    assert "no longer send" in off.stdout
    (row,) = answer_of(listed)["devices"]
    assert (row["name"], row["active"], row["last_used"]) == ("Phone 7", "no", "")
    assert found["key"] not in listed.stdout
    assert answer_of(renewed)["key"] != found["key"]
    assert_one_sentence(none, 2, "There is no device 99")


def test_the_form_can_be_taken_changed_and_given_back(filled: Path, tmp_path: Path) -> None:
    file = tmp_path / "form.xlsx"
    taken, checked, no_form = kerege_each(
        filled,
        ("form", "xlsform", "--out", str(file), "--json"),
        ("form", "check", str(file), "--json"),
        ("form", "check", "/dev/null"),
    )
    folder = Path(answer_of(taken)["folder"])
    folder.mkdir()
    (folder / "ours.xlsx").write_bytes(file.read_bytes())
    (folder / "broken.xlsx").write_bytes(b"no workbook")
    assert answer_of(checked)["form"] == "kerege_report"
    assert_one_sentence(no_form, 2, "cannot be converted")
    listed = answer_of(kerege(filled, "form", "list", "--json"))["forms"]
    assert [(row["form"], row["file"]) for row in listed] == [("kerege_report", "ours.xlsx"), ("", "broken.xlsx")]
    assert "cannot be converted" in listed[1]["problem"]


def test_filled_forms_of_a_file_are_read_once(filled: Path, tmp_path: Path) -> None:
    file = tmp_path / "kobo.csv"
    file.write_text("kind;place;occurred;_uuid\nfight;Bridge;yesterday;1\n;;;2\n")
    look, first, again = (
        answer_of(done)["files"][0]
        for done in kerege_each(
            filled,
            ("report", "import", str(file), "--dry-run", "--json"),
            ("report", "import", str(file), "--json"),
            ("report", "import", str(file), "--json"),
        )
    )
    assert [(outcome["new"], outcome["known"]) for outcome in (look, first, again)] == [(1, 0), (1, 0), (0, 1)]
    assert [row["line"] for row in first["rejected"]] == [3]
    assert [row["column"] for row in first["misread"]] == ["occurred"]
    plain = kerege(filled, "report", "import", str(file))
    assert "0 new kept, 1 known already, 1 rejected." in plain.stdout


def test_what_a_phone_saved_is_brought_in_once_with_codes(filled: Path, tmp_path: Path) -> None:
    file = tmp_path / "reports.json"
    said = {"language": "en", "text": "Shots at the bridge"}
    reports = [
        {"id": "0f0e5f7e-9b6f-4d8a-8a53-6c8a6c0f3b11", "state": "waiting", "said": said},
        {"id": "0f0e5f7e-9b6f-4d8a-8a53-6c8a6c0f3b12", "state": "sent", "said": {}},
        {"id": "none", "state": "waiting", "said": said},
    ]
    file.write_text(json.dumps({"saved_at": "", "reports": reports}))
    (tmp_path / "none.json").write_text("[]")
    look, first, again, plain, none = kerege_each(
        filled,
        ("report", "import", str(file), "--dry-run", "--json"),
        ("report", "import", str(file), "--json"),
        ("report", "import", str(file), "--json"),
        ("report", "import", str(file)),
        ("report", "import", str(tmp_path / "none.json")),
    )
    looked, kept, known = (answer_of(done)["files"][0] for done in (look, first, again))
    assert [(one["new"], one["known"], len(one["rejected"])) for one in (looked, kept, known)] == [
        (1, 1, 1), (1, 1, 1), (0, 2, 1),
    ]  # fmt: skip
    codes = [one["reports"][0]["code"] for one in (looked, kept, known)]
    assert codes[0] == "" and codes[1] == codes[2] != ""
    assert codes[1] in plain.stdout and "0 new kept, 2 known already, 1 rejected." in plain.stdout
    assert "Shots" not in plain.stdout + first.stdout
    assert_one_sentence(none, 2, "is damaged")
