"""The times and thresholds of alerts: shipped ones reasoned, wrong ones named."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from kerege.domain.errors import InputError
from kerege.files.alert_parameters import read_alert_parameters
from kerege.files.watch_parameters import parameter_facts

TEXT = (files("kerege") / "parameters" / "alerts.toml").read_text("utf-8")


def test_every_value_says_unit_date_reason_and_who_decided() -> None:
    _, facts = parameter_facts(TEXT, where="alerts.toml", parts=("alerts",))
    assert len(facts) == 12
    assert all(len(fact.source) > 20 and fact.decided_by and fact.unit and fact.since for fact in facts)


def test_a_site_may_keep_its_own(tmp_path: Path) -> None:
    (tmp_path / "alerts.toml").write_text(TEXT.replace("value = 60.0", "value = 30.0"), "utf-8")
    assert read_alert_parameters(tmp_path).triage_minutes == 30.0


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[alerts.review_minutes]", "[alerts.review]", "'alerts.review' is unknown"),
        ("[alerts.review_minutes]", "[risk.review_minutes]", "'risk' is unknown"),
        ("value = 60.0", "value = 0.0", "triage_minutes is a number above 0"),
        ("value = 60.0", 'value = "long"', "'alerts.triage_minutes' is a number"),
        ("value = 1.0", "value = 0.5", "third_call_share must be above"),
        ("value = 20", "value = 10", "grow, from 2 to 25"),
        ('unit = "minutes"', 'unit = ""', "does not say its unit"),
    ],
)
def test_a_wrong_value_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in TEXT
    (tmp_path / "alerts.toml").write_text(TEXT.replace(old, new, 1), "utf-8")
    with pytest.raises(InputError, match=said):
        read_alert_parameters(tmp_path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"alerts\.toml: The file is missing"):
        read_alert_parameters(tmp_path)
