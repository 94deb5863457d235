"""The weights of urgency: shipped ones reasoned, wrong ones named."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from kerege.domain.errors import InputError
from kerege.files.urgency_parameters import read_urgency_parameters
from kerege.files.watch_parameters import parameter_facts

TEXT = (files("kerege") / "parameters" / "urgency.toml").read_text("utf-8")


def test_every_weight_says_unit_date_reason_and_who_decided() -> None:
    _, facts = parameter_facts(TEXT, where="urgency.toml", parts=("urgency",))
    assert len(facts) == 13
    assert all(len(fact.source) > 20 and fact.decided_by and fact.unit and fact.since for fact in facts)


def test_a_site_may_keep_its_own(tmp_path: Path) -> None:
    (tmp_path / "urgency.toml").write_text(TEXT.replace("value = 12.0", "value = 6.0"), "utf-8")
    assert read_urgency_parameters(tmp_path).half_life_hours == 6.0


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[urgency.fresh_points]", "[urgency.fresh]", "'urgency.fresh' is unknown"),
        ("[urgency.fresh_points]", "[risk.fresh_points]", "'risk' is unknown"),
        ("value = 12.0", "value = 0.0", "half_life_hours must be above 0"),
        ("value = 12.0", 'value = "long"', "'urgency.half_life_hours' is a number"),
        ('unit = "hours"', 'unit = ""', "does not say its unit"),
    ],
)
def test_a_wrong_weight_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in TEXT
    (tmp_path / "urgency.toml").write_text(TEXT.replace(old, new, 1), "utf-8")
    with pytest.raises(InputError, match=said):
        read_urgency_parameters(tmp_path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"urgency\.toml: The file is missing"):
        read_urgency_parameters(tmp_path)
