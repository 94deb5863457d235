"""The short code by which a reporter without an account finds a report again."""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from dataclasses import dataclass, field
from typing import Literal, Self

from kerege.domain.errors import InputError

# Without 0 O, 1 I L, U V-like U, and S, which is 5 by hand. 29 is prime: that is what makes the check character strict.
ALPHABET = "23456789ABCDEFGHJKMNPQRTVWXYZ"
_LENGTH, _GROUP = 12, 4
_BASE = len(ALPHABET)
# The check character weighs 12, those before it 1 to 11.
_INVERSE_OF_LAST = pow(_LENGTH, -1, _BASE)
_LEAST_BYTES, _LEAST_KEY_BYTES = 16, 16
# Cyrillic letters of Latin shape, and letters of no code that can only be meant for one that is.
_MEANT = str.maketrans("АВЕКМНРСТХУҮЈЅSU", "ABEKMHPCTXYYJ55V")
_BETWEEN = re.compile(r"[\s\-‐‑‒–—−_.·/]+")

_Problem = Literal["length", "character", "check"]


class ReceiptCodeError(InputError):
    """A text that is no receipt code, and why, so that a page can say it in the reader's language.

    Parameters
    ----------
    problem : str
        "length" (letters too few or too many), "character" (one that is in no code), "check" (mistyped).
    value : str
        The number of letters, or the letter that is meant; "" for "check". Never the whole code.
    what, mend : str
        The sentence in English.
    """

    def __init__(self, problem: _Problem, value: str, what: str, mend: str) -> None:
        self.problem, self.value = problem, value
        super().__init__(what, mend=mend)


@dataclass(frozen=True, slots=True)
class ReceiptCode:
    """Twelve letters and digits: eleven drawn at random and one that checks them.

    With a the number of a character in the alphabet of 29 (0 to 28) the code obeys 1 a1 + 2 a2 + ... + 12 a12 = 0
    modulo 29. All weights differ and none is 0 modulo a prime, so one wrong character, or two that changed places
    (neighbours or not), always break it. A text typed at random passes once in 29 times and is then no code that was
    given out: there are 29^11 of them (53.4 bits).

    The code is a secret of its holder: `repr` hides it, and a site stores its `digest` only.

    Parameters
    ----------
    characters : str
        The twelve characters without hyphens, as `ReceiptCode.read` finds them.

    Raises
    ------
    ReceiptCodeError
        If they break the rule.

    Examples
    --------
    >>> code = ReceiptCode.from_random(bytes(range(16)))
    >>> str(code)
    'FGDF-38HW-VJAB'
    >>> ReceiptCode.read(" fgdf 38hw vjab") == code
    True
    >>> ReceiptCode.read("FGDF-38НW-VJАВ") == code  # typed on a Cyrillic keyboard as far as it goes
    True
    >>> ReceiptCode.read("GFDF-38HW-VJAB")
    Traceback (most recent call last):
    kerege.domain.receipt_code.ReceiptCodeError: The code is not right. Compare it with your receipt letter by letter.
    """

    characters: str = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.characters) != _LENGTH:
            found = str(len(self.characters))
            raise ReceiptCodeError(
                *("length", found, f"A receipt code has {_LENGTH} letters and digits, not {found}"),
                "Copy the whole code from your receipt",
            )
        for character in self.characters:
            if character not in ALPHABET:
                raise ReceiptCodeError(
                    *("character", character, f"{character!r} stands in no receipt code"),
                    "Compare it with your receipt letter by letter",
                )
        if _weighted_sum(self.characters):
            raise ReceiptCodeError(
                "check", "", "The code is not right", "Compare it with your receipt letter by letter"
            )

    @classmethod
    def from_random(cls, random_bytes: bytes) -> Self:
        """A new code from bytes that nobody can guess, such as those of `secrets.token_bytes(16)`.

        Raises
        ------
        ValueError
            For fewer than 16 bytes: the codes would not be equally likely.
        """
        if len(random_bytes) < _LEAST_BYTES:
            raise ValueError(f"A receipt code needs at least {_LEAST_BYTES} random bytes, not {len(random_bytes)}.")
        rest = int.from_bytes(random_bytes, "big")
        drawn = ""
        for _ in range(_LENGTH - 1):
            rest, place = divmod(rest, _BASE)
            drawn += ALPHABET[place]
        check = -_weighted_sum(drawn) * _INVERSE_OF_LAST % _BASE
        return cls(drawn + ALPHABET[check])

    @classmethod
    def read(cls, text: str) -> Self:
        """The code a person typed: any case, spaces or hyphens, Cyrillic letters of Latin shape, S for 5, U for V.

        Raises
        ------
        ReceiptCodeError
            If it is no code; the sentence names one letter at most, never the code.
        """
        plain = _BETWEEN.sub("", unicodedata.normalize("NFKC", text)).upper().translate(_MEANT)
        return cls("".join(str(unicodedata.decimal(letter, letter)) for letter in plain))

    def digest(self, key: bytes) -> str:
        """What a site stores instead of the code: HMAC-SHA-256 under the site's key, 64 hexadecimal digits.

        A plain hash of 53 bits could be searched through by who steals the database; without the key this cannot.

        Parameters
        ----------
        key : bytes
            A secret of at least 16 bytes that is kept outside the database.

        Raises
        ------
        ValueError
            For a shorter key.

        Examples
        --------
        >>> ReceiptCode.read("FGDF38HWVJAB").digest(b"a key outside the database")[:16]
        'fcf91055ff5dbd2d'
        """
        if len(key) < _LEAST_KEY_BYTES:
            raise ValueError(f"The key of receipt codes needs at least {_LEAST_KEY_BYTES} bytes, not {len(key)}.")
        return hmac.new(key, b"receipt code " + self.characters.encode(), hashlib.sha256).hexdigest()

    def __str__(self) -> str:
        return "-".join(self.characters[start : start + _GROUP] for start in range(0, _LENGTH, _GROUP))


def _weighted_sum(characters: str) -> int:
    return sum(weight * ALPHABET.index(character) for weight, character in enumerate(characters, 1)) % _BASE
