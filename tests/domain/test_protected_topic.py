"""Protected topics: words in five languages point to them, and only point."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kerege.domain.protected_topic import ProtectedTopic, ProtectedWords
from kerege.files.protected_words import read_protected_words
from kerege.files.region import shipped_region

SHIPPED = read_protected_words()


def topics(text: str) -> set[str]:
    return {hint.topic.value for hint in SHIPPED.suggest(text)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A family asks for asylum", {"asylum"}),
        ("Семья беженцев просит убежища", {"asylum"}),
        ("Үй-бүлө башпаанек сурайт", {"asylum"}),
        ("Оила паноҳгоҳ мепурсад", {"asylum"}),
        ("Oila boshpana soʻrayapti", {"asylum"}),
        ("Two children were near", {"minor"}),
        ("Ранен ребёнок", {"minor"}),
        ("РЕБЕНОК ранен", {"minor"}),
        ("Бала жарадар болду", {"minor"}),
        ("Кӯдак захмӣ шуд", {"minor"}),
        ("O'smir yaralandi", {"minor"}),
        ("O‘smir yaralandi", {"minor"}),
        ("Ўсмир яраланди", {"minor"}),
        ("A 15-year-old was held", {"minor"}),
        ("Задержан 16-летний житель", {"minor"}),
        ("15 жаштагы окуган", {"minor"}),
        ("17 yoshli yigit", {"minor"}),
        ("They were tortured", {"victim"}),
        ("Подозрение на торговлю людьми", {"victim"}),
        ("Кыйноого алышты", {"victim"}),
        ("Гумони савдои одамон", {"victim"}),
        ("Odam savdosi gumoni", {"victim"}),
        ("She is pregnant", {"medical"}),
        ("Отвезли в больницу", {"medical"}),
        ("Ооруканага жеткиришти", {"medical"}),
        ("Ба беморхона бурданд", {"medical"}),
        ("Kasalxonaga olib ketishdi", {"medical"}),
        ("A pupil was taken to hospital", {"minor", "medical"}),
    ],
)
def test_words_of_five_languages_point_to_topics(text: str, expected: set[str]) -> None:
    assert topics(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Two guards were wounded, one was killed",
        "Двое пограничников ранены, 25 лет границе",
        "Эки киши жарадар, жол жабык",
        "Ду нафар захмӣ шуданд",
        "Ikki kishi yaralandi",
        "A 45-year-old man was held; 19-летний житель",
        "minority, childish, rapeseed",
    ],
)
def test_ordinary_reports_point_to_none(text: str) -> None:
    assert topics(text) == set()


def test_few_of_the_shipped_summaries_have_a_hint() -> None:
    """5 of 98: pupils and schoolchildren, hospital, a stroke."""
    with (shipped_region("fergana") / "incidents.csv").open(encoding="utf-8") as file:
        summaries = [row["summary"] for row in csv.DictReader(file)]
    hinted = [summary for summary in summaries if SHIPPED.suggest(summary)]
    assert len(hinted) == 5
    assert all(any(word in text for word in ("upil", "child", "hospital", "stroke")) for text in hinted)


@given(st.text(max_size=200))
def test_hints_lie_inside_the_text_in_order(text: str) -> None:
    hints = SHIPPED.suggest(text)
    assert hints == sorted(hints)
    assert all(0 <= hint.start < hint.end <= len(text) for hint in hints)


@given(st.text("abc -", max_size=20), st.text("abc -", max_size=20))
def test_a_word_points_wherever_it_stands(before: str, after: str) -> None:
    assert "asylum" in topics(f"{before} asylum {after}")


def test_a_topic_without_words_or_an_empty_word_is_refused() -> None:
    with pytest.raises(ValueError, match="asylum has no words"):
        ProtectedWords({}, ())
    with pytest.raises(ValueError, match="empty word"):
        ProtectedWords(dict.fromkeys(ProtectedTopic, (" * ",)), ())
