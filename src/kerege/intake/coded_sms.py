"""Coded weekly messages by village monitors, read as people type them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kerege.domain.situation_report import Change, SituationReport, week_reported
from kerege.intake.monitor_code import is_monitor_code
from kerege.intake.sms_grammar import LONGEST_VALUE, PROBLEMS, SmsGrammar, latin_letter

_TOKEN = re.compile(r"\d+|[+=−–—-]|[^\W\d_]+(?:['`´ʻʼ‘’][^\W\d_]+)*")
_OUT_OF_TEN = re.compile(r"(?<!\d)(10|[1-9])\s*/\s*10(?!\d)")
# The letter O, Latin or Cyrillic, alone or behind a digit, is a zero.
_ZERO = re.compile(r"(?<![^\W_])[OoОо](?![^\W_])|(?<=\d)[OoОо](?![^\W\d_])")
_COMMENT = "#"
_SIGNS = {"+": Change.BETTER, "=": Change.SAME, "-": Change.WORSE}
_MOST_WORDS = 3
_LONGEST_COMMENT = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedSmsProblem:
    """Why a message that was meant as a weekly one could not be taken.

    Parameters
    ----------
    problem : str
        One of `kerege.intake.sms_grammar.PROBLEMS`.
    value : str
        What was not understood, at most 8 characters; "" where something is missing.
    monitor : str
        The monitor's code; "" where it could not be read.
    language : str
        The language it was written in, as far as its words show.
    """

    problem: str
    value: str = ""
    monitor: str = ""
    language: str = ""

    def __post_init__(self) -> None:
        if self.problem not in PROBLEMS:
            raise ValueError(f"{self.problem!r} is none of {', '.join(PROBLEMS)}.")


def read_coded_sms(
    text: str, grammar: SmsGrammar, *, received: date, language: str | None = None
) -> SituationReport | CodedSmsProblem | None:
    """The weekly report that a message is, what is wrong with it, or None where it is free text.

    A weekly message is `KEYWORD code safety change counts`, for example `WEEK 5724 7 = A2 B1`, `WEEK 5724 7 = 0`, or in
    short `WEEK 5724 0` where nothing happened. What follows `#` is a comment. Case, spaces, points and commas do not
    matter; nor does it whether letters of one shape are Latin or Cyrillic, or whether words and digits stand apart. A
    message is free text unless it begins with a keyword that a number, a sign, a known word or nothing follows: "Week
    after week they shoot" is free text.

    Nothing is guessed: a message that can be read in two ways is a problem, and goes back with a correction.

    Parameters
    ----------
    text : str
        The message.
    grammar : SmsGrammar
        The region's words.
    received : date
        The day it came in, in the region's own zone.
    language : str, optional
        The sender's language where the site knows it; else it is seen from the words.

    Examples
    --------
    >>> from kerege.intake.sms_grammar import MEANINGS, PROBLEMS, SmsGrammar
    >>> words = {word: (word,) for word in ("better", "same", "worse")} | {"keyword": ("week",), "nothing": ("nil",)}
    >>> grammar = SmsGrammar(
    ...     code_digits=4, late_days=2, highest_count=99, kinds={"A": "shooting", "B": "mass_brawl"},
    ...     words={"en": words}, replies={"en": dict.fromkeys(PROBLEMS, "{value}? WEEK {code} 7 SAME A2")})
    >>> report = read_coded_sms("week5724 7same В2", grammar, received=date(2026, 11, 27))
    >>> report.monitor, report.safety, report.change.value, dict(report.counts)
    ('5724', 7, 'same', {'mass_brawl': 2})
    >>> read_coded_sms("WEEK 5724 nil", grammar, received=date(2026, 11, 27)).nothing_happened
    True
    >>> problem = read_coded_sms("WEEK 5724 7 same D1", grammar, received=date(2026, 11, 27))
    >>> problem.problem, correction(problem, grammar)
    ('letter_unknown', 'D? WEEK 5724 7 SAME A2')
    >>> read_coded_sms("Shots near the bridge", grammar, received=date(2026, 11, 27)) is None
    True
    """
    text = unicodedata.normalize("NFC", text)
    coded, _, comment = text.partition(_COMMENT)
    coded = _ZERO.sub("0", _OUT_OF_TEN.sub(r"\1", coded))
    tokens = _TOKEN.findall("".join(_plain(letter) for letter in coded))
    languages = grammar.keyword_languages(tokens[0]) if tokens else []
    reading = _Reading(grammar, tokens[1:], languages)
    if not languages or not reading.goes_on_as_coded():
        return None
    try:
        code = reading.code()
        safety, change, counts = reading.situation()
    except _NotUnderstoodError as error:
        return CodedSmsProblem(
            problem=error.problem,
            value=error.value[:LONGEST_VALUE],
            monitor=reading.monitor,
            language=language or reading.language(),
        )
    return SituationReport(
        monitor=code,
        week=week_reported(received, grammar.late_days),
        safety=safety,
        change=change,
        counts=counts,
        comment=comment.strip()[:_LONGEST_COMMENT],
        language=language or reading.language(),
    )


def correction(problem: CodedSmsProblem, grammar: SmsGrammar) -> str:
    """The answer that tells a monitor what to write, in the language of the message; it fits one message.

    The grammar guarantees the length: 70 characters with the longest values, which one message holds in any script.
    """
    language = problem.language if problem.language in grammar.replies else next(iter(grammar.replies))
    code = problem.monitor or "_" * grammar.code_digits
    return grammar.replies[language][problem.problem].format(value=problem.value, code=code)


class _NotUnderstoodError(Exception):
    def __init__(self, problem: str, value: str = "") -> None:
        self.problem, self.value = problem, value
        super().__init__(problem)


@dataclass
class _Reading:
    """The tokens that are still to be read, and what the words told of the language."""

    grammar: SmsGrammar
    tokens: list[str]
    languages: list[str]
    monitor: str = ""
    votes: Counter[str] = field(default_factory=Counter)

    def language(self) -> str:
        """The language of most words read; among equals the one whose keyword it is most."""
        return max(self.languages, key=lambda language: (self.votes[language], -self.languages.index(language)))

    def goes_on_as_coded(self) -> bool:
        if not self.tokens or not self.tokens[0][0].isalpha() or self._known_words() is not None:
            return True
        is_letter = latin_letter(self.tokens[0]) in self.grammar.kinds
        return is_letter and len(self.tokens) > 1 and self.tokens[1].isdigit()

    def code(self) -> str:
        self._skip_signs()
        if not self.tokens or not self.tokens[0].isdigit():
            raise _NotUnderstoodError("code_missing")
        digits, length = self.tokens.pop(0), self.grammar.code_digits
        code, rest = digits[:length], digits[length:]
        if not is_monitor_code(code, length):
            raise _NotUnderstoodError("code_wrong", digits if len(digits) < length else code)
        if rest:
            self.tokens.insert(0, rest)
        self.monitor = code
        return code

    def situation(self) -> tuple[int | None, Change | None, Mapping[str, int]]:
        # With a sign between code and zero it could be a change without its perception of safety.
        if self._nothing_is_all():
            return None, None, {}
        self._skip_signs()
        return self._safety(), self._change(), self._counts()

    def _safety(self) -> int:
        if not self.tokens or not self.tokens[0].isdigit():
            raise _NotUnderstoodError("safety_missing")
        text = self.tokens.pop(0)
        if len(text) > 2 or not 1 <= int(text) <= 10:
            raise _NotUnderstoodError("safety_wrong", text)
        return int(text)

    def _change(self) -> Change:
        if self.tokens and self.tokens[0] in _SIGNS:
            return _SIGNS[self.tokens.pop(0)]
        found = self._known_words()
        if found is None or found[0] == "nothing":
            raise _NotUnderstoodError("change_missing")
        meaning, count, rest = found
        self._take(count, rest)
        return Change(meaning)

    def _counts(self) -> Mapping[str, int]:
        self._skip_signs()
        if not self.tokens:
            raise _NotUnderstoodError("counts_missing")
        if self._nothing_is_all():
            return {}
        counts: dict[str, int] = {}
        while self.tokens:
            letter = self.tokens.pop(0)
            kind = self.grammar.kinds.get(latin_letter(letter))
            if kind is None:
                known = letter.isalpha() and len(letter) == 1
                raise _NotUnderstoodError("letter_unknown" if known else "not_understood", letter)
            self._skip_signs()
            number = self.tokens.pop(0) if self.tokens and self.tokens[0].isdigit() else ""
            if not number or int(number) > self.grammar.highest_count or kind in counts:
                raise _NotUnderstoodError("count_wrong", letter + number)
            counts[kind] = int(number)
            self._skip_signs()
        return counts

    def _nothing_is_all(self) -> bool:
        """Whether what is left says that nothing happened; it is read then."""
        if self.tokens and all(set(token) == {"0"} for token in self.tokens):
            self.tokens.clear()
            return True
        found = self._known_words()
        if found is None or found[0] != "nothing" or found[1] < len(self.tokens) or found[2]:
            return False
        self._take(found[1], "")
        return True

    def _known_words(self) -> tuple[str, int, str] | None:
        """Meaning of the words that come next, how many tokens they are, and a letter of a count glued to them."""
        words: list[str] = []
        for token in self.tokens[:_MOST_WORDS]:
            # A single letter begins the counts.
            if not token[0].isalpha() or len(token) == 1:
                break
            words.append(token)
        for count in range(len(words), 0, -1):
            last = words[count - 1]
            digits_follow = self.tokens[count : count + 1] and self.tokens[count].isdigit()
            if digits_follow and latin_letter(last[-1]) in self.grammar.kinds:
                glued = self.grammar.meaning(" ".join([*words[: count - 1], last[:-1]]))
                if glued is not None:
                    return glued[0], count, last[-1]
            found = self.grammar.meaning(" ".join(words[:count]))
            if found is not None:
                return found[0], count, ""
        return None

    def _take(self, count: int, rest: str) -> None:
        """Read so many words off, and let them speak for their language."""
        words = self.tokens[:count]
        if rest:
            words[-1] = words[-1][:-1]
        found = self.grammar.meaning(" ".join(words))
        if found is not None:
            self.votes.update(found[1])
        self.tokens[:count] = [rest] if rest else []

    def _skip_signs(self) -> None:
        while self.tokens and self.tokens[0] in _SIGNS:
            self.tokens.pop(0)


def _plain(letter: str) -> str:
    """Digits of any script as 0 to 9, all dashes as one."""
    if letter in "−–—":
        return "-"
    return str(unicodedata.decimal(letter, letter))
