"""The file playbooks.toml: read, and every mistake in it named."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kerege.domain.errors import InputError
from kerege.domain.risk import RiskLevel
from kerege.files.catalogue import read_catalogue
from kerege.files.playbooks import FILE, check_playbooks, read_playbooks
from kerege.files.region import check_region, shipped_region
from kerege.files.region_problems import RegionProblems

SHIPPED = shipped_region("fergana")
NAMED = {
    "call_representative", "joint_visit", "send_mediators", "stop_works", "open_road", "release_water", "joint_patrol",
    "explain", "medical_help", "evacuate",
}  # fmt: skip


def test_the_shipped_ones_hold_what_is_done_there_and_every_kind_has_a_plan() -> None:
    books = read_playbooks(SHIPPED)
    assert set(books.actions) >= NAMED
    used = {step.action for book in books.playbooks for step in book.steps}
    assert used == set(books.actions), "an action that no playbook uses helps nobody"
    for kind, term in read_catalogue().kinds.items():
        for level in RiskLevel:
            assert books.plan(kind, term.group, level), (kind, level)
        grave = books.plan(kind, term.group, RiskLevel.HIGH)
        assert any(one.action.is_contact for one in grave), f"{kind}: nobody speaks with the other side"


def test_a_region_without_playbooks_plans_by_hand(tmp_path: Path) -> None:
    assert read_playbooks(tmp_path).playbooks == ()
    problems = RegionProblems(tmp_path)
    check_playbooks(problems)
    assert problems.sentences == []


MISTAKES = [
    ('version = "2026-12-1"', "version = ", "This is not TOML"),
    ('version = "2026-12-1"', "", "'version' is missing in the file"),
    ('response = "ceasefire"', 'response = "dance"', "ceasefire leads to 'dance', which is no response"),
    ('office = "rescue"', 'office = "king"', "The office of evacuate is one of .*, not 'king'"),
    ("is_contact = true", 'is_contact = "yes"', "is_contact of call_duty_officer is true or false"),
    ('id = "evacuate"', 'id = "explain"', "The action explain stands twice"),
    ('label = "Patrol together"', 'label = " "', "'label' is some words"),
    ('label = "Patrol together"', 'labels = "Patrol together"', "'label' is missing in an action"),
    ('kinds = ["mine"]', 'kinds = ["mines"]', "The playbook mine names 'mines', which is no kind"),
    ('families = ["armed"]', 'families = ["army"]', "The playbook armed names 'army', which is no family"),
    ('families = ["armed"]', 'families = "armed"', "lists of words"),
    ("within_minutes = 60 }", 'within_minutes = "60" }', "within_minutes of call_duty_officer in armed is a number"),
    ("within_minutes = 60 }", "within_minutes = -60 }", "needs a number of minutes above 0"),
    ('from_level = "critical"', 'from_level = "huge"', "The from_level of ceasefire in armed is one of"),
    ('action = "send_patrol"', 'action = "send_army"', "names 'send_army', which is no action"),
]


@pytest.mark.parametrize(("old", "new", "sentence"), MISTAKES)
def test_a_mistake_is_named(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    text = (SHIPPED / FILE).read_text(encoding="utf-8")
    assert old in text
    (tmp_path / FILE).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError, match=sentence):
        read_playbooks(tmp_path)
    problems = RegionProblems(tmp_path)
    check_playbooks(problems)
    assert len(problems.sentences) == 1


def test_the_check_of_a_region_looks_at_them(tmp_path: Path) -> None:
    folder = tmp_path / "fergana"
    shutil.copytree(SHIPPED, folder)
    text = (folder / FILE).read_text(encoding="utf-8")
    (folder / FILE).write_text(text.replace('office = "rescue"', 'office = "king"'), encoding="utf-8")
    assert any("king" in sentence for sentence in check_region(folder))
