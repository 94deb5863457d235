"""How much a word says: the rarer, the more."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kerege.linkage.text_terms import TextTerms

Array = NDArray[np.float64]
Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class TermWeights:
    """Known terms and what each weighs.

    Parameters
    ----------
    terms : int array, shape (V,)
        Ascending.
    weights : array, shape (V,)
    unknown : float
        Weight of every other term.
    """

    terms: Indices
    weights: Array
    unknown: float

    def of(self, terms: Indices) -> Array:
        """The weight of each term."""
        if not len(self.terms):
            return np.full(len(terms), self.unknown)
        place = np.minimum(np.searchsorted(self.terms, terms), len(self.terms) - 1)
        return np.where(self.terms[place] == terms, self.weights[place], self.unknown)


def term_weights(texts: TextTerms) -> TermWeights:
    r"""Weights :math:`\log(1 + n / n_t)`, where n_t of n texts with words hold term t; unknown ones as if one did.

    Examples
    --------
    >>> from kerege.linkage.text_terms import text_terms
    >>> weights = term_weights(text_terms(["shots at the canal", "a canal", "cattle"]))
    >>> sorted(weights.weights.round(3).tolist())
    [0.916, 1.386, 1.386, 1.386]
    """
    terms, met = np.unique(texts.terms, return_counts=True)
    count = max(int((np.diff(texts.begins) > 0).sum()), 1)
    return TermWeights(terms, np.log1p(count / met), float(np.log1p(count)))
