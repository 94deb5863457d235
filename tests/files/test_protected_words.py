"""The file protected.toml: read, and every mistake in it named."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from kerege.domain.errors import InputError
from kerege.files.protected_words import read_protected_words

TEXT = (files("kerege") / "parameters" / "protected.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[asylum]", "[asylum", "not TOML"),
        ("[asylum]", "[asile]", r"The table \[asylum\] is missing"),
        ('uz = ["boshpana*"', 'uzb = ["boshpana*"', r"'asylum\.uz' is not a list of words"),
        ('ages = ["year old"', 'age = ["year old"', r"'minor\.ages' is not a list of words"),
        ('"asylum*"', '"*"', "An empty word"),
        ("decided_by", "decided", "'decided_by' is missing"),
    ],
)
def test_every_mistake_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in TEXT
    (tmp_path / "protected.toml").write_text(TEXT.replace(old, new, 1), "utf-8")
    with pytest.raises(InputError, match=said):
        read_protected_words(tmp_path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"protected\.toml: The file is missing"):
        read_protected_words(tmp_path)
