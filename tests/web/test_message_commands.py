"""The commands of monitors, gateways and the bot."""

from __future__ import annotations

from pathlib import Path

from tests.web.test_commands import answer_of, assert_one_sentence, kerege_each


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
