"""Why two reports are thought to be one: the weight of each field, in words a desk can read."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kerege.linkage.comparison import COUNT_UNKNOWN, KIND_UNKNOWN, TEXT_UNKNOWN, PairComparison
from kerege.linkage.expectation import BLUNDER, AgreementRatios

Array = NDArray[np.float64]
_KINDS = ("the same kind", "kinds of one family", "kinds of different families")
_COUNTS = ("both none", "equal", "equal", "one apart or a tenth", "two apart or a quarter", "half apart", "far apart")
_TEXTS = ("almost no words in common", "few words in common", "some words in common", "many words in common",
          "most words in common")  # fmt: skip


@dataclass(frozen=True, slots=True)
class FieldWeight:
    """What one field says.

    Parameters
    ----------
    field : str
        "place", "time", "kind", "words", the name of a count, or "other reports near by".
    level : str
        How far the two agree, in words.
    bits : float
        log2(m/u): +3 makes it eight times as likely that they are one, -3 eight times less.

    Examples
    --------
    >>> str(FieldWeight("place", "0.8 km apart", 4.24))
    'place: 0.8 km apart (+4.2)'
    """

    field: str
    level: str
    bits: float

    def __str__(self) -> str:
        return f"{self.field}: {self.level} ({self.bits:+.1f})"


def field_weights(
    pairs: PairComparison, row: int, ratios: AgreementRatios, crowding: Array, count_names: tuple[str, ...]
) -> tuple[FieldWeight, ...]:
    """The weights of one pair; their sum is log2 of the odds before rivals are looked at.

    Parameters
    ----------
    pairs : PairComparison
    row : int
        Which pair.
    ratios : AgreementRatios
    crowding : array, shape (N,)
    count_names : tuple of str
    """
    own = int(pairs.channels[row])
    near = float(crowding[pairs.first[row]] + crowding[pairs.second[row]]) / 2
    place = float(ratios.space[own, pairs.space[row]] * pairs.space_ratio[row])
    edges = np.arange(ratios.time_cumulated.shape[1])
    ends = np.interp([pairs.time_from[row], pairs.time_to[row]], edges, ratios.time_cumulated[own])
    time = float((ends[1] - ends[0]) * pairs.time_ratio[row])
    found = [
        ("place", f"{pairs.km[row]:.1f} km apart", (1 - BLUNDER) * place + BLUNDER),
        ("time", _apart(abs(float(pairs.gap_days[row]))), (1 - BLUNDER) * time + BLUNDER),
    ]
    if (kind := int(pairs.kind[row])) != KIND_UNKNOWN:
        found.append(("kind", _KINDS[kind], float(ratios.kind[kind] * pairs.kind_ratio[row])))
    for f, name in enumerate(count_names):
        if (level := int(pairs.counts[row, f])) != COUNT_UNKNOWN:
            found.append((name, _COUNTS[level], float(ratios.counts[f, level])))
    if (text := int(pairs.text[row])) != TEXT_UNKNOWN:
        found.append(("words", _TEXTS[text], float(ratios.text[text])))
    same = int(pairs.same_source[row])
    words = f"{near:.1f} unrelated expected" + (", one source" if same else "")
    found.append(("other reports near by", words, float(ratios.prior[own, same]) / near))
    return tuple(FieldWeight(field, level, float(np.log2(max(ratio, 1e-300)))) for field, level, ratio in found)


def _apart(days: float) -> str:
    if days < 2 / 24:
        return f"{days * 24 * 60:.0f} minutes apart"
    return f"{days * 24:.0f} hours apart" if days < 2 else f"{days:.0f} days apart"
