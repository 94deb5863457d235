"""Patterns of telephone numbers, plates, documents and addresses in the countries of the Fergana Valley."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Capitals of plates and passports, Latin or the Cyrillic of the same shape (and Cyrillic-only ones of old series).
_L = "A-ZА-ЯЁ"
_EDGE, _END = r"(?<![\w+])", r"(?![\w])"

EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.UNICODE)

# KG 01KG123ABC, B1234AB; TJ 1234AB01; UZ 01A123BC, 01123ABC; KZ 123ABC02.
VEHICLE = re.compile(
    rf"{_EDGE}(?:"
    rf"\d{{2}}[ -]?KG[ -]?\d{{3}}[ -]?[{_L}]{{2,3}}"
    rf"|[{_L}][ -]?\d{{4}}[ -]?[{_L}]{{1,2}}"
    rf"|\d{{4}}[ -]?[{_L}]{{2}}[ -]?\d{{2}}"
    rf"|\d{{2}}[ -]?[{_L}][ -]?\d{{3}}[ -]?[{_L}]{{2}}"
    rf"|\d{{2}}[ -]?\d{{3}}[ -]?(?!(?:KGS|UZS|TJS|USD|EUR|RUB|KZT|СОМ|СУМ|USA|OSCE|UTC))[{_L}]{{3}}"
    rf"|\d{{3}}[ -]?(?!(?:KGS|UZS|TJS|USD|EUR|RUB|KZT|СОМ|СУМ|USA|UTC))[{_L}]{{3}}[ -]?\d{{2}}"
    rf"){_END}"
)

_DOCUMENT_WORDS = (
    r"passports?|pasporti?|паспорт\w*|шиноснома\w*|ID[- ]?(?:card|карт\w*)|identity card|удостоверени\w*|күбөлүк\w*|"
    r"шаҳодатнома\w*|guvohnoma\w*|ИНН|ПИН|ЖИН|INN|PIN|PINFL|ПИНФЛ|JSHSHIR|ЖШШИР|РМА"
)
# Passport series with seven or eight digits, numbers of persons (14 digits that begin with 1 to 6), or any number of
# six or more digits after a word for a document.
DOCUMENT = re.compile(
    rf"{_EDGE}(?:[{_L}]{{1,2}}[ -]?(?:№|N|No\.?)?[ ]?\d{{7,8}}|[1-6]\d{{13}}){_END}"
    rf"|(?<!\w)(?i:{_DOCUMENT_WORDS})[\s:.,№#-]{{0,5}}(?i:seria|серия|series|номер|number|no|n)?[\s:.,№#]{{0,5}}"
    rf"(?:[{_L}]{{1,2}}[ -]?)?№?\d[\d -]{{4,14}}\d{_END}"
)

_STREET = (
    r"ул\.|улиц[аеуы]|пр\.|просп\.|проспект[ае]?|пер\.|переул(?:ок|ке)|мкр\.?|микрорайон[ае]?|"
    r"көч\.|көчөсү\w*|кӯча\w*|кўча\w*|koʻcha\w*|ko['’`ʻ]cha\w*|маҳалла\w*|mahalla\w*|махалл\w*|хиёбон\w*"
)
# Those that stand behind the name.
_STREET_OF = (
    r"көч\.|көчөсү\w*|кўчаси\w*|koʻchasi\w*|ko['’`ʻ‘]chasi\w*|маҳалласи\w*|mahallasi\w*|"
    r"street|st\.|avenue|ave\.|lane"
)
_HOUSE = r"д\.|дом[ае]?|кв\.|квартир[аеы]|үй|батир|хона\w*|уй|xonadon|uy|house|flat|apt\.?|apartment"
_NAME = r"(?:\d{1,2}\s+)?[A-ZА-ЯЁӨҮҢҒҚҲҶӮЎ][\w.'’ʻ-]+"
_NUMBER = (
    rf"(?:(?i:{_HOUSE})\s*)?№?\s*\d{{1,4}}\w?(?:[\s,/-]+(?:(?i:{_HOUSE})\s*)?№?\d{{1,4}})*(?:-?(?i:uy|үй|уй|хона))?"
)
ADDRESS = re.compile(
    # A street with its name and a number. Without the name it would be "200 people in the street".
    rf"(?<!\w)(?:(?i:{_STREET})\s*{_NAME}[\s,]+(?:{_NAME}[\s,]+){{0,2}}{_NUMBER}"
    rf"|(?:{_NAME}\s+){{1,2}}(?i:{_STREET_OF})[\s,]+{_NUMBER}"
    rf"|\d{{1,4}}\w?,?\s+(?:[A-Z]\w+\s+){{1,2}}(?i:street|avenue|lane|st\.)"
    # A numbered house or flat without its street.
    rf"|(?i:{_HOUSE})\s*№\s*\d{{1,4}}|(?i:д\.|дом)\s*\d{{1,4}}[,\s]+(?i:кв\.|квартира)\s*\d{{1,4}}"
    rf"|\d{{1,4}}-(?i:uy|үй|xonadon)(?!\w))"
)

_RUN = re.compile(r"(?<![\w.,:/-])(?:\+|00)?\(?\d[\d()\s.-]{4,24}\d(?![\w:/])")
_SAID = re.compile(
    r"(?<!\w)(?:tel|phone|mobile|whatsapp|telegram|тел|телефон\w*|моб|ватсап|raqam\w*|звонит\w*)"
    r"[\s.:№]{0,5}((?:\+|00)?\(?\d[\d()\s.-]{3,24}\d)(?!\w)",
    re.IGNORECASE,
)
_DATE = re.compile(r"\d{4}-\d\d-\d\d|\d{1,2}\.\d{1,2}\.\d{2,4}")
_DECIMALS = re.compile(r"\d{1,3}\.\d{2,}")
_MOBILE_UZ_TJ = re.compile(r"(?:[0159][0-9]|20|33|77|88|6[1-9]|7[0-9]|40|8[01])\d{7}")
_MOBILE_KG = re.compile(r"0?(?:2[02]\d|3[1-9]\d|5[0-9]\d|7[0-9]\d|9[0-9]{2})\d{6}")


def phones(text: str) -> Iterator[tuple[int, int]]:
    """Where telephone numbers seem to stand: international ones, and nine or ten digits as the three countries dial.

    Dates, decimals and thousands are left out: a local number is taken only with its leading zero, with an operator's
    prefix in the usual groups, or behind a word for telephone.
    """
    for match in _SAID.finditer(text):
        yield match.start(1), match.end(1)
    for match in _RUN.finditer(text):
        run = match.group()
        digits = re.sub(r"\D", "", run)
        if _DATE.search(run) or (_DECIMALS.search(run) and not run.startswith(("+", "0"))):
            continue
        if _is_phone(run, digits):
            yield match.start(), match.end()


def _is_phone(run: str, digits: str) -> bool:
    if run.startswith("+") or (digits.startswith("00") and len(digits) >= 11):
        return 8 <= len(digits.removeprefix("00")) <= 15
    if len(digits) == 10:
        return digits.startswith("0") and _MOBILE_KG.fullmatch(digits) is not None
    if len(digits) == 11:
        return re.match(r"[78][4-9]", digits) is not None and _is_grouped(run)
    if len(digits) == 12:
        return digits.startswith(("996", "992", "998"))
    return len(digits) == 9 and _is_local(run, digits)


def _is_local(run: str, digits: str) -> bool:
    """Whether nine digits are grouped as telephone numbers are; thousands ("136 000 140") are not."""
    groups = _groups(run)
    if groups in ([3, 3, 3], [3, 6], [3, 2, 2, 2]):
        return bool(_MOBILE_KG.fullmatch(digits)) and not digits.endswith("000")
    known = _MOBILE_UZ_TJ.fullmatch(digits) or _MOBILE_KG.fullmatch(digits)
    return groups in ([9], [2, 3, 2, 2], [2, 7], [2, 3, 4], [2, 4, 3], [2, 3, 1, 3]) and known is not None


def _is_grouped(run: str) -> bool:
    """Whether eleven digits are grouped as in Russia and Kazakhstan: 8 903 123-45-67."""
    return _groups(run) in ([11], [1, 3, 3, 2, 2], [1, 3, 7], [1, 3, 3, 4])


def _groups(run: str) -> list[int]:
    return [len(group) for group in re.findall(r"\d+", run)]
