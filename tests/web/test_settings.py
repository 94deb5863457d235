"""The settings are safe where nothing is said, and refuse to start where they cannot be."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SECRET = "a secret of these tests that is long enough"


def settings_with(tmp_path: Path, show: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Read the settings in a process of their own."""
    code = f"from kerege_web import settings as s; print({show})"
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KEREGE_", "DATABASE_"))}
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**kept, "KEREGE_WORKSPACE": str(tmp_path), **environment},
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )


@pytest.mark.parametrize("secret", ["", "short"])
def test_they_refuse_to_start_without_a_secret_key(tmp_path: Path, secret: str) -> None:
    answer = settings_with(tmp_path, KEREGE_SECRET_KEY=secret)
    assert answer.returncode == 1
    assert "KEREGE_SECRET_KEY must hold at least 32 characters" in answer.stderr


def test_they_are_safe_where_nothing_is_said(tmp_path: Path) -> None:
    shown = "s.DEBUG, s.HTTPS, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.ALLOWED_HOSTS"
    answer = settings_with(tmp_path, shown, KEREGE_SECRET_KEY=SECRET)
    assert answer.stdout.strip() == "False True True True True ['127.0.0.1', 'localhost', '[::1]']"


def test_django_finds_nothing_to_warn_of_in_deployment(tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KEREGE_", "DATABASE_"))}
    answer = subprocess.run(
        [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"],
        env={
            **kept,
            "KEREGE_WORKSPACE": str(tmp_path),
            "KEREGE_SECRET_KEY": "".join(chr(48 + i % 75) for i in range(64)),
            "DJANGO_SETTINGS_MODULE": "kerege_web.settings",
        },
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    # W021: being put on the browsers' preload list is for the owner of the domain to decide.
    warnings = set(re.findall(r"\((\w+\.[WE]\d+)\)", answer.stderr)) - {"security.W021"}
    assert not warnings, answer.stderr


def test_a_yes_or_no_that_is_neither_is_refused(tmp_path: Path) -> None:
    answer = settings_with(tmp_path, KEREGE_SECRET_KEY=SECRET, KEREGE_HTTPS="perhaps")
    assert "KEREGE_HTTPS must be yes or no, not 'perhaps'" in answer.stderr


def test_every_name_they_read_is_explained_in_the_documents() -> None:
    source = (ROOT / "src/kerege_web/settings.py").read_text(encoding="utf-8")
    names = set(re.findall(r'"((?:KEREGE_|DATABASE_)[A-Z_]+)"', source)) | {"KEREGE_WORKSPACE"}
    explained = set(re.findall(r"`((?:KEREGE_|DATABASE_)[A-Z_]+)`", (ROOT / "docs/operations/settings.md").read_text()))
    assert names == explained
