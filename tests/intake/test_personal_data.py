"""Personal data in free text. Every name and number here is made up."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kerege.files.catalogues import LANGUAGES, read_catalogue_source
from kerege.files.region import read_region, shipped_region
from kerege.intake.personal_data import PersonalDataKind, find_personal_data, place_words

FOLDER = shipped_region("fergana")


def found(text: str) -> list[tuple[str, str]]:
    return [(text[span.start : span.end], span.kind.value) for span in find_personal_data(text)]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        # Russian
        ("Видели, как Асанов ушёл", "Асанов"),
        ("Избит Асанов Бакыт Токтогулович, житель села", "Асанов Бакыт Токтогулович"),
        ("Это сделал А. Б. Сыдыков.", "А. Б. Сыдыков"),
        ("Это сделал Сыдыков А.Б.", "Сыдыков А.Б."),
        ("ранен майор Петренко, его увезли", "Петренко"),
        ("Меня зовут Мээрим", "Мээрим"),
        ("сестра Айгуль видела", "Айгуль"),
        # Kyrgyz
        ("Кечээ Эрмек Асан уулу келди", "Эрмек Асан уулу"),
        ("Бүгүн Асан кызы Чынара айтты", "Асан кызы Чынара"),
        ("Менин атым Жибек", "Жибек"),
        ("ал мырза Токтосун болчу", "Токтосун"),
        # Tajik
        ("Дирӯз Раҳмонзода омад", "Раҳмонзода"),
        ("Номи ман Парвина", "Парвина"),
        ("дирӯз ҷаноби Қурбон гуфт", "Қурбон"),
        # Uzbek
        ("kecha Karim Valiyevich keldi", "Karim Valiyevich"),
        ("shu yerda Aziz Karim oʻgʻli bor", "Aziz Karim oʻgʻli"),
        ("Mening ismim Dilorom", "Dilorom"),
        ("бу ерда Азиз Карим ўғли бор", "Азиз Карим ўғли"),
        # English
        ("A guard named Maksat fired", "Maksat"),
        ("He is Mr. Jumabaev, a teacher", "Jumabaev"),
        ("Yesterday J. Smith was here", "J. Smith"),
    ],
)
def test_names(text: str, part: str) -> None:
    assert found(text) == [(part, "name")]


@pytest.mark.parametrize(
    "number",
    [
        *("+996 555 12 34 56", "+996555123456", "996 700 123 456", "0555 123 456", "0(777)12-34-56", "555 123 456"),
        *("+992 92 777 12 34", "+992927771234", "92 777 1234", "992 92 777 1234", "92 777 12 34"),
        *("+998 90 123-45-67", "+998(90)1234567", "90 123 45 67", "998901234567", "901234567"),
        *("+7 903 123-45-67", "8 (903) 123-45-67", "+44 20 7946 0000", "00 49 30 1234567"),
    ],
)
@pytest.mark.parametrize("around", ["Call {} now", "чал: {}.", "рақам {}", "({})"])
def test_telephone_numbers(number: str, around: str) -> None:
    spans = find_personal_data(text := around.format(number))
    assert [span.kind for span in spans] == [PersonalDataKind.PHONE]
    digits = "".join(filter(str.isdigit, number))
    assert "".join(filter(str.isdigit, text[spans[0].start : spans[0].end])) == digits


def test_a_short_number_is_taken_behind_a_word_for_telephone() -> None:
    assert found("тел. 5-12-34") == [("5-12-34", "phone")]
    assert found("счёт 5-12-34") == []


@pytest.mark.parametrize(
    "plate",
    [
        *("01KG123ABC", "08 KG 456 AB", "B 1234 AA", "В1234АА", "1234 AB 01", "1234АВ01", "01 A 123 BC", "01A123BC"),
        *("01 123 ABC", "123 ABC 02", "123ABC02"),
    ],
)
def test_plates(plate: str) -> None:
    for text in (f"машина {plate} уехала", f"Car {plate}."):
        assert found(text) == [(plate, "vehicle")]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("his ID1234567 was taken", "ID1234567"),
        ("отобрали AN 1234567", "AN 1234567"),
        ("паспорт серия AC №1234567 отобрали", "паспорт серия AC №1234567"),
        ("паспорт 400123456", "паспорт 400123456"),
        ("шиноснома А 12345678", "шиноснома А 12345678"),
        ("pasport AA 1234567", "pasport AA 1234567"),
        ("ИНН 20101199012345", "ИНН 20101199012345"),
        ("31503901234567 деген", "31503901234567"),
    ],
)
def test_documents(text: str, part: str) -> None:
    assert found(text) == [(part, "document")]


@pytest.mark.parametrize("address", ["a.person@mail.example", "kishi+1@post.example.org", "имя@почта.example"])
def test_electronic_addresses(address: str) -> None:
    assert found(f"write to {address}, please") == [(address, "email")]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("живёт на ул. Ленина 12, кв. 5", "ул. Ленина 12, кв. 5"),
        ("живёт: улица Раззакова, дом 3", "улица Раззакова, дом 3"),
        ("ул. 8 Марта 5", "ул. 8 Марта 5"),
        ("дом 5, кв. 30", "дом 5, кв. 30"),
        ("ал Айни көчөсү 12 жашайт", "Айни көчөсү 12"),
        ("дар кӯчаи Рӯдакӣ 12", "кӯчаи Рӯдакӣ 12"),
        ("дар кӯчаи Айнӣ, хонаи 7", "кӯчаи Айнӣ, хонаи 7"),
        ("u Navoiy koʻchasi 5-uy", "Navoiy koʻchasi 5-uy"),
        ("she lives at 12 Lenin Street", "12 Lenin Street"),
    ],
)
def test_exact_addresses(text: str, part: str) -> None:
    assert found(text) == [(part, "address")]


@pytest.mark.parametrize(
    "text",
    [
        "На улице 50 человек, в махалле 200 жителей",
        "7 үй өрттөлдү, 12 киши жарадар",
        "250 000 сомов, 136 000 to 140 000 people, 500 000 000 UZS, 01 000 KGS",
        "2026-11-25 14:00, 25.11.2026 в 17:30-19:30",
        "39.851 70.580; 39.8512, 70.5801",
        "Анын кызы жараланды",
        "Баткенский район, Ферганская долина",
        "Yaylov va mol uchun janjal",
        "id 12, TLP:AMBER, MI-8, BTR-80, AK-74, km 12",
    ],
)
def test_what_is_no_personal_data(text: str) -> None:
    assert found(text) == []


def test_the_shipped_summaries_have_no_flag() -> None:
    """193 texts of 98 incidents: neither names (there are none) nor false flags."""
    with (FOLDER / "incidents.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    texts = [row[column] for row in rows for column in ("summary", "account_a", "account_b", "response") if row[column]]
    assert len(texts) == 193
    assert [text for text in texts if find_personal_data(text)] == []


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_plain_sentences_of_the_bulletins_have_no_flag(language: str) -> None:
    texts = [message.string for message in read_catalogue_source(language) if message.id]
    plain = [text for message in texts for text in ([message] if isinstance(message, str) else message)]
    assert len(plain) > 300
    assert [text for text in plain if find_personal_data(text)] == []


def test_places_called_after_persons_are_told_apart_by_the_gazetteer() -> None:
    spellings = [name for place in read_region(FOLDER).places for name in (place.name, *place.spellings)]
    assert any(find_personal_data(f"near {name}") for name in spellings)
    places = place_words(spellings)
    assert not any(find_personal_data(f"near {name}", not_names=places) for name in spellings)


pieces = st.sampled_from(
    [
        *(
            "Асанов ",
            "А. ",
            "уулу ",
            "+996 555 123456 ",
            "ул. ",
            "Ленина ",
            "12 ",
            "кв. ",
            "01KG123ABC",
            "паспорт ",
            ". ",
        ),
        *("AN1234567 ", "a@b.kg ", "Mr. ", "меня зовут ", "\n", "00", "-", "(", "тел. ", "Smith, "),
    ]
)


@given(st.one_of(st.text(max_size=200), st.lists(pieces, max_size=12).map("".join)))
def test_spans_lie_inside_in_order_and_apart(text: str) -> None:
    end = 0
    for span in find_personal_data(text):
        assert end <= span.start < span.end <= len(text)
        assert text[span.start : span.end].strip()
        end = span.end


@pytest.mark.parametrize(
    "piece", ["a", "1 ", "А. ", "Асанов ", "паспорт " + " " * 50, "ул. Ленина ", "(((", "+1-", "a@"]
)
def test_a_long_hostile_text_comes_to_an_end(piece: str) -> None:
    text = piece * (20_000 // len(piece))
    assert all(0 <= span.start < span.end <= len(text) for span in find_personal_data(text))
