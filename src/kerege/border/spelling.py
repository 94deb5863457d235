"""What the spellings of one name have in common, Latin or Cyrillic."""

from __future__ import annotations

import re
import unicodedata

# Letters that stay whole when accents are taken off, and those whose accent changes the sound.
_BEFORE_DECOMPOSING = str.maketrans({"ў": "о", "ё": "е"})
LATIN_OF_CYRILLIC = dict(zip("абвгдежзийклмнопрстуфхыэіөүңғқҳҷ", "abvgdejziiklmnoprstufhieioungkhj", strict=True)) | {
    "ц": "c",
    "ч": "ch",
    "ш": "sh",
    "щ": "sh",
    "ю": "iu",
    "я": "ia",
    "ъ": "",
    "ь": "",
}
_LETTERS = str.maketrans(LATIN_OF_CYRILLIC | {"x": "h", "q": "k", "w": "v", "y": "i", "ı": "i", "ə": "a"})
_APOSTROPHES = re.compile(r"['`´ʻʼʹʿʾ‘’ʺ\"]")
_SOUNDS = (
    *(("shch", "sh"), ("tch", "ch"), ("dzh", "j"), ("dj", "j"), ("zh", "j"), ("kh", "h")),
    *(("gh", "g"), ("ts", "c"), ("ng", "n"), ("ck", "k")),
)


def skeleton(name: str) -> str:
    """What is left of a name when all that is written in more than one way is taken away.

    Cyrillic becomes Latin (Russian, Kyrgyz, Tajik and Uzbek letters), accents, apostrophes, hyphens and spaces go,
    sounds with several transcriptions (zh, dzh, j; kh, x, h; q, k; y, i; ng, n; ts, c) become one, doubled letters
    single, and a last h after a vowel is dropped. Two names with the same skeleton are spellings of one name, as far as
    letters can tell.

    Examples
    --------
    >>> {skeleton(name) for name in ("Ak-Sai", "Ak-Say", "Aksay", "АК САЙ")}
    {'aksai'}
    >>> {skeleton(name) for name in ("Chorku", "Chorkuh", "Chorkukh", "Чорку", "Чоркӯҳ")}
    {'chorku'}
    >>> {skeleton(name) for name in ("Jany-Jer", "Zhany Zher", "Dzhangy-Dzher", "Жаңы-Жер")}
    {'janijer'}
    """
    text = name.casefold().translate(_BEFORE_DECOMPOSING)
    text = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    text = _APOSTROPHES.sub("", text)
    words = []
    for word in re.findall(r"\w+", text):
        latin = word.translate(_LETTERS)
        for sound, sign in _SOUNDS:
            latin = latin.replace(sound, sign)
        words.append(latin)
    joined = re.sub(r"(.)\1+", r"\1", "".join(words))
    return re.sub(r"(?<=[aeiou])h$", "", joined)
