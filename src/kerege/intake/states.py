"""The states of the world as conflict data sets name them: country code, Gleditsch-Ward numbers, English names.

The numbers are those of Gleditsch and Ward (1999), "A revised list of independent states since the congress of Vienna",
International Interactions 25(4), as UCDP uses them. A name here says how a data set writes it and nothing about status.
"""

from __future__ import annotations

import re
from collections.abc import Collection

# (ISO 3166-1 alpha-2 code, Gleditsch-Ward numbers, names)
_STATES: tuple[tuple[str, tuple[int, ...], tuple[str, ...]], ...] = (
    ("AD", (232,), ("Andorra",)),
    ("AE", (696,), ("United Arab Emirates",)),
    ("AF", (700,), ("Afghanistan",)),
    ("AG", (58,), ("Antigua & Barbuda", "Antigua and Barbuda")),
    ("AL", (339,), ("Albania",)),
    ("AM", (371,), ("Armenia",)),
    ("AO", (540,), ("Angola",)),
    ("AR", (160,), ("Argentina",)),
    ("AT", (305,), ("Austria",)),
    ("AU", (900,), ("Australia",)),
    ("AZ", (373,), ("Azerbaijan",)),
    ("BA", (346,), ("Bosnia-Herzegovina", "Bosnia and Herzegovina")),
    ("BB", (53,), ("Barbados",)),
    ("BD", (771,), ("Bangladesh",)),
    ("BE", (211,), ("Belgium",)),
    ("BF", (439,), ("Burkina Faso",)),
    ("BG", (355,), ("Bulgaria",)),
    ("BH", (692,), ("Bahrain",)),
    ("BI", (516,), ("Burundi",)),
    ("BJ", (434,), ("Benin",)),
    ("BN", (835,), ("Brunei",)),
    ("BO", (145,), ("Bolivia",)),
    ("BR", (140,), ("Brazil",)),
    ("BS", (31,), ("Bahamas",)),
    ("BT", (760,), ("Bhutan",)),
    ("BW", (571,), ("Botswana",)),
    ("BY", (370,), ("Belarus",)),
    ("BZ", (80,), ("Belize",)),
    ("CA", (20,), ("Canada",)),
    ("CD", (490,), ("DR Congo", "Zaire", "Democratic Republic of Congo")),
    ("CF", (482,), ("Central African Republic",)),
    ("CG", (484,), ("Congo", "Republic of Congo")),
    ("CH", (225,), ("Switzerland",)),
    ("CI", (437,), ("Ivory Coast", "Cote d'Ivoire")),
    ("CL", (155,), ("Chile",)),
    ("CM", (471,), ("Cameroon",)),
    ("CN", (710,), ("China",)),
    ("CO", (100,), ("Colombia",)),
    ("CR", (94,), ("Costa Rica",)),
    ("CU", (40,), ("Cuba",)),
    ("CV", (402,), ("Cape Verde",)),
    ("CY", (352,), ("Cyprus",)),
    ("CZ", (316,), ("Czech Republic", "Czechia")),
    ("DE", (260,), ("Germany",)),
    ("DJ", (522,), ("Djibouti",)),
    ("DK", (390,), ("Denmark",)),
    ("DM", (54,), ("Dominica",)),
    ("DO", (42,), ("Dominican Republic",)),
    ("DZ", (615,), ("Algeria",)),
    ("EC", (130,), ("Ecuador",)),
    ("EE", (366,), ("Estonia",)),
    ("EG", (651,), ("Egypt",)),
    ("ER", (531,), ("Eritrea",)),
    ("ES", (230,), ("Spain",)),
    ("ET", (530,), ("Ethiopia",)),
    ("FI", (375,), ("Finland",)),
    ("FJ", (950,), ("Fiji",)),
    ("FM", (987,), ("Federated States of Micronesia", "Micronesia")),
    ("FR", (220,), ("France",)),
    ("GA", (481,), ("Gabon",)),
    ("GB", (200,), ("United Kingdom",)),
    ("GD", (55,), ("Grenada",)),
    ("GE", (372,), ("Georgia",)),
    ("GH", (452,), ("Ghana",)),
    ("GM", (420,), ("Gambia",)),
    ("GN", (438,), ("Guinea",)),
    ("GQ", (411,), ("Equatorial Guinea",)),
    ("GR", (350,), ("Greece",)),
    ("GT", (90,), ("Guatemala",)),
    ("GW", (404,), ("Guinea-Bissau",)),
    ("GY", (110,), ("Guyana",)),
    ("HN", (91,), ("Honduras",)),
    ("HR", (344,), ("Croatia",)),
    ("HT", (41,), ("Haiti",)),
    ("HU", (310,), ("Hungary",)),
    ("ID", (850,), ("Indonesia",)),
    ("IE", (205,), ("Ireland",)),
    ("IL", (666,), ("Israel",)),
    ("IN", (750,), ("India",)),
    ("IQ", (645,), ("Iraq",)),
    ("IR", (630,), ("Iran",)),
    ("IS", (395,), ("Iceland",)),
    ("IT", (325,), ("Italy",)),
    ("JM", (51,), ("Jamaica",)),
    ("JO", (663,), ("Jordan",)),
    ("JP", (740,), ("Japan",)),
    ("KE", (501,), ("Kenya",)),
    ("KG", (703,), ("Kyrgyzstan",)),
    ("KH", (811,), ("Cambodia", "Kampuchea")),
    ("KI", (970,), ("Kiribati",)),
    ("KM", (581,), ("Comoros",)),
    ("KN", (60,), ("Saint Kitts and Nevis",)),
    ("KP", (731,), ("North Korea",)),
    ("KR", (732,), ("South Korea",)),
    ("KW", (690,), ("Kuwait",)),
    ("KZ", (705,), ("Kazakhstan",)),
    ("LA", (812,), ("Laos",)),
    ("LB", (660,), ("Lebanon",)),
    ("LC", (56,), ("Saint Lucia",)),
    ("LI", (223,), ("Liechtenstein",)),
    ("LK", (780,), ("Sri Lanka",)),
    ("LR", (450,), ("Liberia",)),
    ("LS", (570,), ("Lesotho",)),
    ("LT", (368,), ("Lithuania",)),
    ("LU", (212,), ("Luxembourg",)),
    ("LV", (367,), ("Latvia",)),
    ("LY", (620,), ("Libya",)),
    ("MA", (600,), ("Morocco",)),
    ("MC", (221,), ("Monaco",)),
    ("MD", (359,), ("Moldova",)),
    ("ME", (341,), ("Montenegro",)),
    ("MG", (580,), ("Madagascar",)),
    ("MH", (983,), ("Marshall Islands",)),
    ("MK", (343,), ("North Macedonia", "Macedonia")),
    ("ML", (432,), ("Mali",)),
    ("MM", (775,), ("Myanmar", "Burma")),
    ("MN", (712,), ("Mongolia",)),
    ("MR", (435,), ("Mauritania",)),
    ("MT", (338,), ("Malta",)),
    ("MU", (590,), ("Mauritius",)),
    ("MV", (781,), ("Maldives",)),
    ("MW", (553,), ("Malawi",)),
    ("MX", (70,), ("Mexico",)),
    ("MY", (820,), ("Malaysia",)),
    ("MZ", (541,), ("Mozambique",)),
    ("NA", (565,), ("Namibia",)),
    ("NE", (436,), ("Niger",)),
    ("NG", (475,), ("Nigeria",)),
    ("NI", (93,), ("Nicaragua",)),
    ("NL", (210,), ("Netherlands",)),
    ("NO", (385,), ("Norway",)),
    ("NP", (790,), ("Nepal",)),
    ("NR", (971,), ("Nauru",)),
    ("NZ", (920,), ("New Zealand",)),
    ("OM", (698,), ("Oman",)),
    ("PA", (95,), ("Panama",)),
    ("PE", (135,), ("Peru",)),
    ("PG", (910,), ("Papua New Guinea",)),
    ("PH", (840,), ("Philippines",)),
    ("PK", (770,), ("Pakistan",)),
    ("PL", (290,), ("Poland",)),
    ("PT", (235,), ("Portugal",)),
    ("PW", (986,), ("Palau",)),
    ("PY", (150,), ("Paraguay",)),
    ("QA", (694,), ("Qatar",)),
    ("RO", (360,), ("Romania",)),
    ("RS", (345,), ("Serbia", "Yugoslavia")),
    ("RU", (365,), ("Russia", "Soviet Union")),
    ("RW", (517,), ("Rwanda",)),
    ("SA", (670,), ("Saudi Arabia",)),
    ("SB", (940,), ("Solomon Islands",)),
    ("SC", (591,), ("Seychelles",)),
    ("SD", (625,), ("Sudan",)),
    ("SE", (380,), ("Sweden",)),
    ("SG", (830,), ("Singapore",)),
    ("SI", (349,), ("Slovenia",)),
    ("SK", (317,), ("Slovakia",)),
    ("SL", (451,), ("Sierra Leone",)),
    ("SM", (331,), ("San Marino",)),
    ("SN", (433,), ("Senegal",)),
    ("SO", (520,), ("Somalia",)),
    ("SR", (115,), ("Suriname",)),
    ("SS", (626,), ("South Sudan",)),
    ("ST", (403,), ("Sao Tome and Principe",)),
    ("SV", (92,), ("El Salvador",)),
    ("SY", (652,), ("Syria",)),
    ("SZ", (572,), ("Kingdom of eSwatini", "Swaziland", "eSwatini")),
    ("TD", (483,), ("Chad",)),
    ("TG", (461,), ("Togo",)),
    ("TH", (800,), ("Thailand",)),
    ("TJ", (702,), ("Tajikistan",)),
    ("TL", (860,), ("East Timor", "Timor-Leste")),
    ("TM", (701,), ("Turkmenistan",)),
    ("TN", (616,), ("Tunisia",)),
    ("TO", (972,), ("Tonga",)),
    ("TR", (640,), ("Turkey", "Türkiye")),
    ("TT", (52,), ("Trinidad and Tobago",)),
    ("TV", (973,), ("Tuvalu",)),
    ("TW", (713,), ("Taiwan",)),
    ("TZ", (510,), ("Tanzania",)),
    ("UA", (369,), ("Ukraine",)),
    ("UG", (500,), ("Uganda",)),
    ("US", (2,), ("United States of America", "United States")),
    ("UY", (165,), ("Uruguay",)),
    ("UZ", (704,), ("Uzbekistan",)),
    ("VA", (327,), ("Vatican City State", "Vatican City")),
    ("VC", (57,), ("Saint Vincent and the Grenadines",)),
    ("VE", (101,), ("Venezuela",)),
    ("VN", (816,), ("Vietnam", "North Vietnam")),
    ("VU", (935,), ("Vanuatu",)),
    ("WS", (990,), ("Samoa", "Western Samoa")),
    ("XK", (347,), ("Kosovo",)),
    ("YE", (678, 680), ("Yemen", "North Yemen", "South Yemen")),
    ("ZA", (560,), ("South Africa",)),
    ("ZM", (551,), ("Zambia",)),
    ("ZW", (552,), ("Zimbabwe", "Rhodesia")),
)
_BY_NUMBER = {number: code for code, numbers, _ in _STATES for number in numbers}
_BY_NAME = {name.casefold(): code for code, _, names in _STATES for name in names}
# Longest first, and whole words only: "Sudan" is not meant by "South Sudan", nor "Guinea" by "Guinea-Bissau".
_ANY_NAME = re.compile(
    r"(?<![\w-])(?:" + "|".join(re.escape(name) for name in sorted(_BY_NAME, key=len, reverse=True)) + r")(?![\w-])"
)


def state_of_number(number: int) -> str:
    """Country code of a Gleditsch-Ward number; "" for a number of no present state.

    Examples
    --------
    >>> state_of_number(501), state_of_number(365), state_of_number(9999)
    ('KE', 'RU', '')
    """
    return _BY_NUMBER.get(number, "")


def state_in_name(name: str, countries: Collection[str]) -> str:
    """The first of these countries that the name of an actor speaks of; "" where it speaks of none.

    Parameters
    ----------
    name : str
        Such as "Police Forces of Kenya (2013-2022)".
    countries : collection of str
        Country codes looked for.

    Examples
    --------
    >>> state_in_name("Military Forces of Niger (2023-)", {"NE", "NG"})
    'NE'
    >>> state_in_name("Unidentified Armed Group (Nigeria)", {"NE"}), state_in_name("Government of South Sudan", {"SD"})
    ('', '')
    """
    named = (_BY_NAME[found] for found in _ANY_NAME.findall(name.casefold()))
    return next((code for code in named if code in countries), "")
