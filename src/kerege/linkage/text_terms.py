"""What the words of reports have in common: stems that are alike in Latin and Cyrillic spelling."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kerege.border.spelling import skeleton

STEM_LETTERS, SHORTEST_WORD = 6, 3
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class TextTerms:
    """The terms of N texts.

    Parameters
    ----------
    begins : int array, shape (N + 1,)
        Where the terms of each text begin in `terms`.
    terms : int array
        Numbers of the stems, ascending and each once within a text.
    digest : int array, shape (N,)
        A number of the whole text, 0 where there is none: equal texts have equal numbers.
    """

    begins: NDArray[np.int64]
    terms: NDArray[np.int64]
    digest: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.digest)

    def rows(self, index: NDArray[np.int64]) -> TextTerms:
        """The terms of some of the texts, in this order."""
        lengths = np.diff(self.begins)[index]
        begins = np.concatenate([[0], np.cumsum(lengths)])
        picked = np.arange(begins[-1]) + np.repeat(self.begins[:-1][index] - begins[:-1], lengths)
        return TextTerms(begins, self.terms[picked], self.digest[index])


def text_terms(texts: Sequence[str]) -> TextTerms:
    """The terms of texts: words of 3 letters or more as the first 6 letters of their skeleton, and numbers.

    Parameters
    ----------
    texts : sequence of str
        "" where there is none.

    Examples
    --------
    >>> found = text_terms(["Shots near Ak-Sai", "стреляли у АК-САЙ", ""])
    >>> found.begins.tolist(), bool(set(found.terms[:3]) & set(found.terms[3:]))
    ([0, 3, 5, 5], True)
    """
    numbers: dict[str, int] = {}
    begins, terms, digests = [0], [], []
    for text in texts:
        own = set()
        for word in _WORD.findall(text):
            number = numbers.get(word)
            if number is None:
                number = numbers[word] = _term(word)
            if number:
                own.add(number)
        terms += sorted(own)
        begins.append(len(terms))
        digests.append(zlib.crc32(text.encode()) + 1 if text else 0)
    return TextTerms(*(np.array(part, dtype=np.int64) for part in (begins, terms, digests)))


def no_terms(count: int) -> TextTerms:
    """So many reports without words."""
    return TextTerms(np.zeros(count + 1, np.int64), np.empty(0, np.int64), np.zeros(count, np.int64))


def _term(word: str) -> int:
    """A number of the word's stem that is the same in every run; 0 for words too short to say something."""
    stem = word if word.isdigit() else skeleton(word)[:STEM_LETTERS]
    if len(stem) < SHORTEST_WORD and not word.isdigit():
        return 0
    return zlib.crc32(stem.encode()) + 1
