"""The file sms.toml: read, and every mistake in it named."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kerege.domain.errors import InputError
from kerege.files.region import check_region, shipped_region
from kerege.files.region_problems import RegionProblems
from kerege.files.sms_grammar import check_sms_grammar, read_sms_grammar

SHIPPED = shipped_region("fergana") / "sms.toml"


def edited(old: str, new: str) -> Callable[[str], str]:
    def edit(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return edit


MISTAKES = [
    (edited("code_digits = 4", "code_digits = "), "This is not TOML"),
    (edited("code_digits = 4", ""), "'code_digits' is missing"),
    (edited("code_digits = 4", "code_digits = 2"), "code_digits lies between 3 and 8, not 2"),
    (edited("late_days = 2", 'late_days = "2"'), "'late_days' is a whole number"),
    (edited("late_days = 2", "late_days = 2\ncolour = 1"), "'colour' is unknown"),
    (edited('A = "shooting"', 'D = "shooting"'), "The letter 'D' is none of"),
    (edited('A = "shooting"', '"А" = "shooting"'), "The letter 'А' is none of"),
    (edited('A = "shooting"', 'A = "dancing"'), "'dancing', which is no kind of the catalogue"),
    (edited('A = "shooting"', 'A = "other"'), "Each kind has one letter"),
    (edited("[words.en]", "[words.fr]"), "needed for the same languages"),
    (edited('keyword = ["week"]', "keyword = []"), "The language en has no word for keyword"),
    (edited('keyword = ["week"]', 'keyword = ["week"]\ncolour = ["red"]'), "'colour' (en) is none of"),
    (edited('keyword = ["week"]', 'keyword = "week"'), "'words.en.keyword' is not a list of words"),
    (edited('better = ["better"]', 'better = ["same"]'), "means both better and same"),
    (edited('better = ["better"]', 'better = ["--"]'), "has no letters"),
    (edited('code_missing = "The', 'code_lost = "The'), "has no reply for code_missing"),
    (edited("{code} 7 = 0", "{code} {safety} = 0"), "may name {value} and {code} only"),
    (edited("{code} 7 = 0", "{code 7 = 0"), "brace"),
    (edited("The village code is missing", "The code of your own village is missing in it"), "one message holds 70"),
]


@pytest.mark.parametrize(("mistake", "sentence"), MISTAKES, ids=[sentence for _, sentence in MISTAKES])
def test_every_mistake_is_named(tmp_path: Path, mistake: Callable[[str], str], sentence: str) -> None:
    (tmp_path / "sms.toml").write_text(mistake(SHIPPED.read_text(encoding="utf-8")), encoding="utf-8")
    problems = RegionProblems(tmp_path)
    check_sms_grammar(problems, ("en",))
    assert len(problems.sentences) == 1
    assert problems.sentences[0].startswith("sms.toml: ")
    assert sentence in problems.sentences[0]
    with pytest.raises(InputError, match=r"docs/reference/coded-sms\.md"):
        read_sms_grammar(tmp_path)


def test_a_language_of_the_region_without_words_is_named(tmp_path: Path) -> None:
    shutil.copy(SHIPPED, tmp_path)
    problems = RegionProblems(tmp_path)
    check_sms_grammar(problems, ("en", "kk"))
    assert problems.sentences == [
        "sms.toml: There are no words for the language kk, which region.toml names. Add [words.kk]."
    ]


def test_a_region_without_coded_messages_is_no_problem(tmp_path: Path) -> None:
    problems = RegionProblems(tmp_path)
    check_sms_grammar(problems, ("en",))
    assert problems.sentences == []
    assert read_sms_grammar(tmp_path) is None


def test_the_check_of_a_region_reads_it(tmp_path: Path) -> None:
    folder = tmp_path / "region"
    shutil.copytree(shipped_region("fergana"), folder)
    assert check_region(folder) == []
    (folder / "sms.toml").write_text("code_digits = 4\n")
    assert [sentence for sentence in check_region(folder) if "sms.toml" in sentence]
