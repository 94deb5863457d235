"""The words of coded weekly messages in one region, in the languages spoken there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from string import Formatter

from kerege.border.spelling import skeleton

# Letters that look the same on a Latin and on a Cyrillic keyboard; O is left out because it is taken for zero.
LETTERS = "ABCEHKMPTXY"
MEANINGS = ("keyword", "better", "same", "worse", "nothing")
# Why a message was not understood, and the values that its reply may name.
PROBLEMS = (
    *("code_missing", "code_wrong", "safety_missing", "safety_wrong", "change_missing"),
    *("counts_missing", "count_wrong", "letter_unknown", "not_understood"),
)
LONGEST_VALUE = 8
_LONGEST_REPLY = 70
_TO_LATIN = str.maketrans("АВСЕНКМОРТХУҮ", "ABCEHKMOPTXYY")
_TO_CYRILLIC = str.maketrans("ABCEHKMOPTXY", "АВСЕНКМОРТХУ")


@dataclass(frozen=True, slots=True, kw_only=True)
class SmsGrammar:
    """How coded weekly messages are written: KEYWORD code safety change counts.

    Parameters
    ----------
    code_digits : int
        Digits of a monitor's code, the check digit included; 3..8.
    late_days : int
        How many days after its end a week may still be reported; 0..6.
    highest_count : int
        Largest count of one kind that is believed; what is more is asked back.
    kinds : mapping of letter to kind
        One letter of `LETTERS` for each kind of the catalogue that may be counted.
    words : mapping of language to meaning to spellings
        Spellings of each of `MEANINGS`; a spelling may have several words. The same spelling may serve several
        languages, never two meanings, except that a keyword stands apart from all others.
    replies : mapping of language to problem to text
        The answer to each of `PROBLEMS`, in which {value} is what was not understood and {code} the monitor's own code.

    Raises
    ------
    ValueError
        For a rule broken: a letter that looks different on the other keyboard, a meaning or reply that a language
        lacks, a spelling with two meanings, or a reply that does not fit 70 characters with the longest values.
    """

    code_digits: int
    late_days: int
    highest_count: int
    kinds: Mapping[str, str]
    words: Mapping[str, Mapping[str, tuple[str, ...]]]
    replies: Mapping[str, Mapping[str, str]]
    _found: dict[str, dict[str, str]] = field(init=False, repr=False, compare=False)
    _keywords: dict[str, list[tuple[str, str]]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for name, value, low, high in (
            ("code_digits", self.code_digits, 3, 8),
            ("late_days", self.late_days, 0, 6),
            ("highest_count", self.highest_count, 1, 9999),
        ):
            if not low <= value <= high:
                raise ValueError(f"{name} lies between {low} and {high}, not {value}.")
        for letter in self.kinds:
            if len(letter) != 1 or letter not in LETTERS:
                raise ValueError(f"The letter {letter!r} is none of {LETTERS}, which look alike on both keyboards.")
        if not self.kinds or len(set(self.kinds.values())) != len(self.kinds):
            raise ValueError("Each kind has one letter, and there is at least one.")
        self._check_languages()
        object.__setattr__(self, "_found", {})
        object.__setattr__(self, "_keywords", {})
        for language, meanings in self.words.items():
            for meaning, spellings in meanings.items():
                for spelling in spellings:
                    self._enter(language, meaning, spelling)

    def keyword_languages(self, word: str) -> list[str]:
        """The languages in which a word begins a weekly message, the likeliest first; empty if in none.

        A keyword that two languages share counts first for the one that writes it just so, then for one in the same
        script.
        """
        found = {entry for form in _forms(word) for entry in self._keywords.get(form, ())}
        order = list(self.words)
        plain = word.casefold()

        def unlike(entry: tuple[str, str]) -> tuple[bool, bool, int]:
            language, spelling = entry
            return spelling != plain, spelling.isascii() != plain.isascii(), order.index(language)

        return list(dict.fromkeys(language for language, _ in sorted(found, key=unlike)))

    def meaning(self, words: str) -> tuple[str, frozenset[str]] | None:
        """What words mean (better, same, worse, nothing) and in which languages; None if nothing."""
        for form in _forms(words):
            if form in self._found:
                languages = self._found[form]
                return next(iter(languages.values())), frozenset(languages)
        return None

    def _enter(self, language: str, meaning: str, spelling: str) -> None:
        form = skeleton(spelling)
        if not form:
            raise ValueError(f"The word {spelling!r} ({language}, {meaning}) has no letters.")
        if meaning == "keyword":
            self._keywords.setdefault(form, []).append((language, spelling.casefold()))
            return
        languages = self._found.setdefault(form, {})
        if any(other != meaning for other in languages.values()):
            other = next(iter(languages.values()))
            raise ValueError(f"The word {spelling!r} ({language}) means both {other} and {meaning}.")
        languages[language] = meaning

    def _check_languages(self) -> None:
        if not self.words or self.words.keys() != self.replies.keys():
            raise ValueError("Words and replies are needed for the same languages, at least one.")
        for language, meanings in self.words.items():
            for meaning in MEANINGS:
                if not meanings.get(meaning):
                    raise ValueError(f"The language {language} has no word for {meaning}.")
            if unknown := meanings.keys() - set(MEANINGS):
                raise ValueError(f"{sorted(unknown)[0]!r} ({language}) is none of {', '.join(MEANINGS)}.")
        for language, replies in self.replies.items():
            for problem in PROBLEMS:
                if not replies.get(problem):
                    raise ValueError(f"The language {language} has no reply for {problem}.")
            if unknown := replies.keys() - set(PROBLEMS):
                raise ValueError(f"{sorted(unknown)[0]!r} ({language}) is none of {', '.join(PROBLEMS)}.")
            for problem, text in replies.items():
                self._check_reply(language, problem, text)

    def _check_reply(self, language: str, problem: str, text: str) -> None:
        try:
            names = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
        except ValueError as error:
            raise ValueError(f"The reply {problem} ({language}) has a brace that stands alone.") from error
        if names - {"value", "code"}:
            raise ValueError(f"The reply {problem} ({language}) may name {{value}} and {{code}} only.")
        length = len(text.format(value="x" * LONGEST_VALUE, code="0" * self.code_digits))
        if length > _LONGEST_REPLY:
            raise ValueError(
                f"The reply {problem} ({language}) has up to {length} characters; one message holds {_LONGEST_REPLY}."
            )


def latin_letter(letter: str) -> str:
    """The letter of a count in Latin capitals, whichever keyboard it was typed on.

    Examples
    --------
    >>> latin_letter("в"), latin_letter("b"), latin_letter("Ү")
    ('B', 'B', 'Y')
    """
    return letter.upper().translate(_TO_LATIN)


def _forms(words: str) -> list[str]:
    """The word as typed, and as it would be had its letters of double shape come from one keyboard or the other."""
    capitals = words.upper()
    forms = (skeleton(words), skeleton(capitals.translate(_TO_CYRILLIC)), skeleton(capitals.translate(_TO_LATIN)))
    return [form for form in dict.fromkeys(forms) if form]
