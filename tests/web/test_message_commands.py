"""The commands of monitors, gateways and the bot."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from tests.web.fake_servers import fake_server
from tests.web.test_commands import ENVIRONMENT, answer_of, assert_one_sentence, kerege, kerege_each


def test_monitors_and_gateways_are_made_known_and_turned_off(tmp_path: Path, region_folder: Path) -> None:
    _, made, known, wrong, added, again, gateways, off, absent, silent, bot = kerege_each(
        tmp_path / "station",
        ("init", "--region", str(region_folder), "--json"),
        ("monitor", "add", "Alba", "--language", "ky", "--number", "+996555000111", "--json"),
        ("monitor", "list", "--json"),
        ("monitor", "add", "Alba", "--language", "xx"),
        ("gateway", "add", "modem", "--side", "AA", "--json"),
        ("gateway", "add", "modem"),
        ("gateway", "list", "--json"),
        ("gateway", "off", "modem", "--json"),
        ("gateway", "off", "modem"),
        ("monitor", "off", "0000"),
        ("telegram",),
    )
    code = answer_of(made)["code"]
    (monitor,) = answer_of(known)["monitors"]
    assert (monitor["code"], monitor["place"], monitor["silent_days"]) == (code, "Alba", 0)
    assert "555000111" not in made.stdout + known.stdout
    secret = answer_of(added)["secret"]
    assert (len(secret), secret in gateways.stdout) == (43, False)
    assert answer_of(gateways)["gateways"][0]["active"] == "yes"
    assert answer_of(off) == {"gateway": "modem", "is_active": False}
    for done, words in (
        (wrong, "'xx' is no language"),
        (again, "There is a gateway modem"),
        (absent, "no active gateway 'modem'"),
        (silent, "No monitor has the code '0000'"),
        (bot, "The bot has no token"),
    ):
        assert_one_sentence(done, 2, words)


def test_the_bot_runs_as_a_process_of_its_own(tmp_path: Path, region_folder: Path) -> None:
    workspace, asked = tmp_path / "station", threading.Event()
    assert kerege(workspace, "init", "--region", str(region_folder), "--json").returncode == 0

    def answer(path: str, content: dict[str, Any]) -> tuple[int, object]:
        asked.set()
        return 200, {"ok": True, "result": []}

    with fake_server(answer) as telegram:
        station = dict(
            line.split("=", 1) for line in (workspace / "environment").read_text().splitlines() if line[:1].isalpha()
        )
        environment = {
            **ENVIRONMENT, **station, "KEREGE_WORKSPACE": str(workspace), "KEREGE_TELEGRAM_TOKEN": "1:token",
            "KEREGE_TELEGRAM_URL": telegram.address, "DJANGO_SETTINGS_MODULE": "kerege_web.settings",
        }  # fmt: skip
        bot = subprocess.Popen([sys.executable, "-m", "kerege_web.reports.telegram"], env=environment)
        try:
            assert asked.wait(60)
            assert bot.poll() is None
        finally:
            bot.terminate()
            bot.wait(30)
        assert telegram.requests[0][0] == "/bot1:token/getUpdates"
        assert telegram.requests[0][1]["allowed_updates"] == ["message", "callback_query"]


def test_the_paper_form_is_a_pdf_in_the_language_asked_for(tmp_path: Path, region_folder: Path) -> None:
    _, made, wrong, nowhere = kerege_each(
        tmp_path / "station",
        ("init", "--region", str(region_folder), "--json"),
        ("form", "paper", "--language", "ky", "--out", str(tmp_path / "form.pdf"), "--json"),
        ("form", "paper", "--language", "xx", "--out", str(tmp_path / "other.pdf")),
        ("form", "paper", "--out", str(tmp_path / "absent" / "form.pdf")),
    )
    assert answer_of(made)["bytes"] == len((tmp_path / "form.pdf").read_bytes())
    assert (tmp_path / "form.pdf").read_bytes().startswith(b"%PDF")
    assert_one_sentence(wrong, 2, "'xx' is no language")
    assert_one_sentence(nowhere, 2, "cannot be written")
