"""What a report may touch that few may read: asylum, minors, victims, health."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

_APOSTROPHES = "ʻʼ'’‘`"
_STEM = "*"


class ProtectedTopic(StrEnum):
    """A topic that narrows a report to a named role.

    ASYLUM: somebody seeks protection from another state, or may be sent back to one.
    MINOR: somebody under 18 is concerned.
    VICTIM: somebody suffered trafficking, sexual or domestic violence, torture or forced labour; not everybody hurt.
    MEDICAL: somebody's state of health, treatment or pregnancy.
    """

    ASYLUM = "asylum"
    MINOR = "minor"
    VICTIM = "victim"
    MEDICAL = "medical"


@dataclass(frozen=True, slots=True, order=True)
class TopicHint:
    """A word of a text that points to a protected topic.

    Parameters
    ----------
    start, end : int
        Half-open range of characters, 0 <= start < end.
    topic : ProtectedTopic
        What it points to.
    """

    start: int
    end: int
    topic: ProtectedTopic


@dataclass(frozen=True, slots=True)
class ProtectedWords:
    """Words that point to protected topics, in all languages of a site.

    Parameters
    ----------
    words : mapping of topic to words
        At least one for each topic. A `*` at the end of a word stands for any ending; several words make a phrase.
    ages : tuple of str
        Words that follow an age: a number from 0 to 17 before one of them points to a minor.

    Raises
    ------
    ValueError
        For a topic without words, or an empty word.

    Examples
    --------
    >>> words = ProtectedWords(
    ...     {topic: (word,) for topic, word in zip(ProtectedTopic, ("asylum*", "ребен*", "torture*", "hospital"))},
    ...     ("лет", "-year-old"))
    >>> text = "Ребёнок, 9 лет, hospital. Another is 19 лет."
    >>> [(text[hint.start:hint.end], hint.topic.value) for hint in words.suggest(text)]
    [('Ребёнок', 'minor'), ('9 лет', 'minor'), ('hospital', 'medical')]
    """

    words: Mapping[ProtectedTopic, tuple[str, ...]]
    ages: tuple[str, ...]
    _patterns: dict[ProtectedTopic, re.Pattern[str]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        patterns = {}
        for topic in ProtectedTopic:
            words = self.words.get(topic, ())
            if not words:
                raise ValueError(f"The topic {topic} has no words.")
            ways = [rf"(?<!\w){_pattern(word)}" for word in words]
            if topic is ProtectedTopic.MINOR and self.ages:
                ages = "|".join(_pattern(word) for word in self.ages)
                ways.append(rf"(?<![\d.,:-])(?:1[0-7]|\d)\s*(?:{ages})")
            patterns[topic] = re.compile("|".join(ways), re.IGNORECASE)
        object.__setattr__(self, "_patterns", patterns)

    def suggest(self, text: str) -> list[TopicHint]:
        """The words of a text that point to protected topics, in their order.

        It suggests and never decides: it would rather ask once too often, since a person takes a wrong tag away in a
        second while a missing one shows a child to everybody. It knows nothing of negation or context ("no child was
        near" points to a minor), and a text without hints may still need a tag.
        """
        return sorted(
            TopicHint(match.start(), match.end(), topic)
            for topic, pattern in self._patterns.items()
            for match in pattern.finditer(text)
        )


def _pattern(word: str) -> str:
    """The pattern of a word or phrase: ё as е, all apostrophes alike, any white space between words."""
    plain = word.strip()
    stem = plain.removesuffix(_STEM).rstrip()
    if not stem:
        raise ValueError("An empty word would point to a topic everywhere.")
    parts = []
    for part in stem.split():
        signs = (f"[{_APOSTROPHES}]" if sign in _APOSTROPHES else re.escape(sign) for sign in part.removesuffix(_STEM))
        ending = r"\w*" if part.endswith(_STEM) else ""
        parts.append("".join("[её]" if sign in "её" else sign for sign in signs) + ending)
    return r"\s+".join(parts) + (r"\w*" if plain.endswith(_STEM) else r"(?!\w)")
