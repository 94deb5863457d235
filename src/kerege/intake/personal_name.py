"""Names of persons by the endings, titles and forms of the region, in Cyrillic and Latin."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kerege.border.spelling import skeleton

_Word = tuple[int, int, str]
_WORD = re.compile(r"[^\W\d_]+(?:['’ʻʼ`-][^\W\d_]+)*\.?")
# Family names and patronymics, compared with the end of a word in small letters.
_FAMILY_ENDING = re.compile(
    r".{3,}(?:ов|ев|ёв|ова|ева|ёва|овы?м|евы?м|овой|евой|ову|еву|"
    r"ov|ev|yev|ova|eva|yeva|off|"
    r"зода|заде|zoda|zada|zade)"
)
_PATRONYMIC = re.compile(
    r".{2,}(?:ович|евич|ьич|овна|евна|ична|овича|евича|овне|овны|евны|овичу|евичу|"
    r"ovich|evich|yevich|ovna|evna|yevna)"
)
# Words that follow a father's name: son of, daughter of.
_CHILD_OF_WORDS = (
    "уулу кызы uulu kyzy kizi қизи ўғли qizi oʻgʻli o'g'li o‘g‘li o’g’li угли огли ogli ugli писари духтари"
)
_CHILD_OF = frozenset(_CHILD_OF_WORDS.split())
_TITLES_WORDS = (
    "mr mrs ms miss dr prof professor lieutenant colonel captain sergeant imam mullah г-н г-жа господин госпожа "
    "гражданин гражданка гражданина гр лейтенант капитан полковник подполковник майор сержант прапорщик генерал "
    "лейтенанта капитана полковника майора имам имом мулла мулло домла мырза айым байке эже ҷаноби бонуи устод "
    "janob xonim afandi imom mulla domla"
)
_TITLES = frozenset(_TITLES_WORDS.split())
_SAID = re.compile(
    r"(?<!\w)(?:my name is|his name is|her name is|named|меня зовут|его зовут|е[её] зовут|зовут|по имени|по фамилии|"
    r"менин атым|менин ысымым|аты-жөнү|номи ман|номам|исми ман|mening ismim|ismim|исмим|ismi)[\s:,-]+",
    re.IGNORECASE,
)
# Common given names of the region; one that is also a plain word of its languages is left out.
_GIVEN_WORDS = (
    "Азамат Айбек Айгуль Айгүл Айжан Айнура Акбар Акмал Алишер Алмаз Амина Анвар Арстан Асан Асель Аскар Аслан "
    "Бакыт Бахтиёр Бахром Бекзат Бобур Болот Гулбахор Гулнора Гулнара Гүлзат Далер Данияр Дилбар Дилноза Дильшод "
    "Дилшод Досмат Жамшид Жаныбек Жаныл Жылдыз Зарина Зафар Зулфия Зухра Икром Илхом Ильяс Камол Каныбек Кубаныч "
    "Кубат Курбонали Мавлуда Мадина Малика Мансур Марат Махмуд Мухаммад Насиба Нигора Нозим Нурбек Нурлан Нурия "
    "Ойбек Олим Отабек Рахмон Рустам Сабина Саид Саидали Салима Санжар Сардор Ситора Талант Темир Тимур Толкун "
    "Тынчтык Уланбек Улугбек Умед Умида Фарида Фарход Фаррух Фирдавс Фируза Хуршед Чолпон Шавкат Шахло Шахноза "
    "Шерали Шерзод Элмира Эркин Эрмек Юсуф Ядгор Jasur Gulnoza Zebo Malohat"
)
_GIVEN = frozenset(map(skeleton, _GIVEN_WORDS.split()))
# What ends like a name, or stands before a word such as "daughter", and is none.
_NOT_NAMES_WORDS = (
    "Островов Основа Слова Голова Корова Снова Киев Ростов Саратов Тамбов Псков Молдова Moldova Боев Слоев Мостов "
    "Постов Домов Патрулей Районов Участков Участковым Участковый Инцидентов Отрядов Расчётов Здоров Таков Каков "
    "Yaylov Saylov Toʻlov Soʻrov Qirgʻov Анын Менин Сенин Биздин Силердин Алардын Uning Mening Sening Bizning "
    "Унинг Менинг Бизнинг"
)
_NOT_NAMES = frozenset(map(skeleton, _NOT_NAMES_WORDS.split()))


def names(text: str, places: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Where names of persons seem to stand.

    Parameters
    ----------
    text : str
        Free text.
    places : frozenset of str
        Skeletons of words that are no names of persons.
    """
    words = [(match.start(), match.end(), match.group()) for match in _WORD.finditer(text)]
    for place, (_, _, word) in enumerate(words):
        plain = word.rstrip(".").casefold()
        if plain in _CHILD_OF:
            if place and _touches(words, text, place - 1) and _is_name_like(words[place - 1][2], places):
                yield _span(words, text, place - 1, place, places)
        elif plain in _TITLES and place + 1 < len(words) and _is_name_like(words[place + 1][2], places):
            yield _span(words, text, place + 1, place + 1, places)
        elif _is_name(word, places) or (_is_initial(word) and _leads_to_name(words, text, place, places)):
            yield _span(words, text, place, place, places)
    for match in _SAID.finditer(text):
        following = next((place for place, (start, _, _) in enumerate(words) if start >= match.end()), None)
        if following is not None and _is_name_like(words[following][2], places) and words[following][0] == match.end():
            yield _span(words, text, following, following, places)


def _span(words: list[_Word], text: str, first: int, last: int, places: frozenset[str]) -> tuple[int, int]:
    """The span of a name with the words that touch it and belong to it, at most three on either side."""
    for _ in range(3):
        if first > 0 and _touches(words, text, first - 1) and _is_part(words, text, first - 1, places):
            first -= 1
        if last + 1 < len(words) and _touches(words, text, last) and _goes_on(words[last + 1][2], places):
            last += 1
    end = words[last][1]
    return words[first][0], end - (1 if text[end - 1] == "." and not _is_initial(words[last][2]) else 0)


def _touches(words: list[_Word], text: str, place: int) -> bool:
    between = text[words[place][1] : words[place + 1][0]]
    ends_sentence = words[place][2].endswith(".") and not _is_initial(words[place][2])
    return not ends_sentence and len(between) <= 1 and not between.strip()


def _is_part(words: list[_Word], text: str, place: int, places: frozenset[str]) -> bool:
    """Whether a word before a name belongs to it: an initial, a known name, or a capital that begins no sentence."""
    word = words[place][2]
    if _is_initial(word) or _is_name(word, places):
        return True
    if not _is_name_like(word, places):
        return False
    before = text[: words[place][0]].rstrip()
    return bool(before) and before[-1] not in ".!?\n"


def _goes_on(word: str, places: frozenset[str]) -> bool:
    return _is_initial(word) or _is_name_like(word, places) or word.rstrip(".").casefold() in _CHILD_OF


def _is_initial(word: str) -> bool:
    return len(word) == 2 and word[0].isupper() and word[1] == "."


def _leads_to_name(words: list[_Word], text: str, place: int, places: frozenset[str]) -> bool:
    """Whether a capitalised word follows an initial, perhaps behind a second one."""
    for following in range(place + 1, min(place + 3, len(words))):
        if not _touches(words, text, following - 1):
            return False
        if not _is_initial(words[following][2]):
            return _is_name_like(words[following][2], places)
    return False


def _is_name_like(word: str, places: frozenset[str]) -> bool:
    plain = word.rstrip(".")
    return len(plain) > 2 and plain[0].isupper() and not plain.isupper() and not _is_known(plain, places)


def _is_name(word: str, places: frozenset[str]) -> bool:
    plain = word.rstrip(".")
    if not plain[:1].isupper() or len(plain) < 4 or _is_known(plain, places):
        return False
    small = plain.casefold()
    return bool(_FAMILY_ENDING.fullmatch(small) or _PATRONYMIC.fullmatch(small)) or skeleton(plain) in _GIVEN


def _is_known(plain: str, places: frozenset[str]) -> bool:
    form = skeleton(plain)
    return form in _NOT_NAMES or form in places
