from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from kerege.domain.errors import InputError
from kerege.files.catalogue import read_catalogue
from kerege.files.watch_parameters import read_watch_parameters

SHIPPED = files("kerege") / "parameters"


def site(folder: Path, name: str, old: str, new: str) -> Path:
    for own in ("watch.toml", "risk.toml", "escalation.toml"):
        text = (SHIPPED / own).read_text("utf-8")
        if own == name:
            assert old in text
            text = text.replace(old, new, 1)
        (folder / own).write_text(text, "utf-8")
    return folder


def test_every_shipped_parameter_says_unit_date_reason_and_who_decided() -> None:
    parameters = read_watch_parameters()
    assert len(parameters.facts) == 28 + 4 + 18 + 12
    assert all(len(fact.source) > 20 and fact.decided_by and fact.unit and fact.since for fact in parameters.facts)
    assert set(parameters.kind_groups) == set(read_catalogue().kinds)


def test_a_changed_value_changes_the_version(tmp_path: Path) -> None:
    changed = read_watch_parameters(site(tmp_path, "risk.toml", "value = 10.0", "value = 12.0"))
    assert changed.risk.killed_points == 12.0
    assert changed.version != read_watch_parameters().version


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("watch.toml", 'version = "2026-11-1"', "", "'version' is missing"),
        ("watch.toml", "value = 28", 'value = "long"', "'detection.window_days' is a whole number"),
        ("watch.toml", "value = 0.01", "value = 1.5", "global_share lies in"),
        ("watch.toml", "[detection.window_days]", "[detection.window]", "'detection.window' is unknown"),
        ("watch.toml", "[forecast.draws]", "[oracle.draws]", "'oracle' is unknown"),
        ("risk.toml", 'unit = "harm points per person"', 'unit = " "', "does not say its unit"),
        ("risk.toml", "value = 10.0", "worth = 10.0", "'risk.killed_points' has no value"),
        ("risk.toml", "[risk.margin]", "[risk.margin", "not TOML"),
        ("risk.toml", "since = 2026-11-23", "", "since when it holds"),
        ("risk.toml", "value = 0.02", "value = 0.5", "medium_probability < high_probability"),
    ],
)
def test_each_mistake_of_a_site_is_named(tmp_path: Path, name: str, old: str, new: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_watch_parameters(site(tmp_path, name, old, new))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"watch\.toml: The file is missing"):
        read_watch_parameters(tmp_path)
