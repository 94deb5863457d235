"""Which database an address names."""

from __future__ import annotations

from pathlib import Path

import pytest

from kerege.domain.errors import InputError
from kerege_web.database import database_settings


def test_without_an_address_it_is_the_file_in_the_workspace() -> None:
    settings = database_settings("", Path("/somewhere"))
    assert settings["NAME"] == "/somewhere/kerege.sqlite3"
    assert settings["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "foreign_keys=ON" in settings["OPTIONS"]["init_command"]


def test_an_sqlite_address_names_a_file_by_its_full_path() -> None:
    assert database_settings("sqlite:////data/border.sqlite3", Path("/x"))["NAME"] == "/data/border.sqlite3"


def test_a_postgresql_address_is_read_with_its_escapes() -> None:
    settings = database_settings("postgresql://us%40er:p%2Fw@db.example:6000/bor%20der?sslmode=require", Path("/x"))
    named = {name: settings[name] for name in ("USER", "PASSWORD", "HOST", "PORT", "NAME", "OPTIONS")}
    assert named == {
        "USER": "us@er",
        "PASSWORD": "p/w",
        "HOST": "db.example",
        "PORT": 6000,
        "NAME": "bor der",
        "OPTIONS": {"sslmode": "require"},
    }


def test_a_socket_folder_can_be_named() -> None:
    settings = database_settings("postgresql://kerege:@/border?host=/run/postgresql", Path("/x"))
    assert (settings["HOST"], settings["OPTIONS"]) == ("/run/postgresql", {})


@pytest.mark.parametrize("address", ["mysql://root:hidden@db/x", "postgresql://user:hidden@db/"])
def test_an_address_that_cannot_be_used_is_refused_without_repeating_its_password(address: str) -> None:
    with pytest.raises(InputError) as refusal:
        database_settings(address, Path("/x"))
    assert "hidden" not in str(refusal.value)
    assert "DATABASE_URL" in str(refusal.value)
