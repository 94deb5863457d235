"""N reports as arrays: what linkage compares."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kerege.linkage.text_terms import TextTerms

Array = NDArray[np.float64]
Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportColumns:
    """N reports.

    Parameters
    ----------
    reference : tuple of str
        Ids, each once.
    middle_days, half_days : arrays, shape (N,)
        Middle of the time in days since 1970, and half its length.
    x, y : arrays, shape (N,)
        Longitude and latitude in degrees, or km on a plane; NaN where it cannot be placed.
    is_on_globe : bool
        Whether places are in degrees.
    uncertainty_km : array, shape (N,)
        Radius of the place, NaN where none is named.
    channel : int array, shape (N,)
        Index in `channels`.
    channels : tuple of str
    source : int array, shape (N,)
        Reports of one source have one number: a source seldom tells a thing twice. Who is not known has its own.
    origin : int array, shape (N,)
        Reports that cannot be shown to be independent have one number.
    kind : int array, shape (N,)
        Index in `family`; -1 where not known.
    family : int array, shape (K,)
        Family of each kind.
    counts : int array, shape (N, F)
        Persons; -1 where not given.
    count_names : tuple of str
    text : TextTerms
        Terms of the words of each report.

    Raises
    ------
    ValueError
        For columns of different length, an id twice, or a number that cannot be.
    """

    reference: tuple[str, ...]
    middle_days: Array
    half_days: Array
    x: Array
    y: Array
    is_on_globe: bool
    uncertainty_km: Array
    channel: Indices
    channels: tuple[str, ...]
    source: Indices
    origin: Indices
    kind: Indices
    family: Indices
    counts: Indices
    count_names: tuple[str, ...]
    text: TextTerms

    def __post_init__(self) -> None:
        count = len(self.reference)
        columns = (
            self.middle_days, self.half_days, self.x, self.y, self.uncertainty_km, self.channel, self.source,
            self.origin, self.kind, self.counts, self.text.digest,
        )  # fmt: skip
        if any(len(column) != count for column in columns):
            raise ValueError("Every column needs one value for each report.")
        if len(set(self.reference)) != count:
            raise ValueError("Every report needs an id of its own.")
        if not (np.isfinite(self.middle_days).all() and (self.half_days >= 0).all()):
            raise ValueError("Every report needs a time.")
        if list(self.channels) != sorted(set(self.channels)):
            raise ValueError("Channels stand in alphabetical order, each once.")
        if (self.uncertainty_km <= 0).any():
            raise ValueError("The radius of a place is above 0 km.")
        if self.counts.shape != (count, len(self.count_names)):
            raise ValueError("There are as many columns of counts as names for them.")
        if count and (self.channel.max() >= len(self.channels) or self.kind.max(initial=-1) >= len(self.family)):
            raise ValueError("A channel or kind is not in its list.")

    def __len__(self) -> int:
        return len(self.reference)

    def rows(self, index: Indices) -> ReportColumns:
        """Some of the reports, in this order."""
        return ReportColumns(
            reference=tuple(self.reference[i] for i in index.tolist()),
            middle_days=self.middle_days[index],
            half_days=self.half_days[index],
            x=self.x[index],
            y=self.y[index],
            is_on_globe=self.is_on_globe,
            uncertainty_km=self.uncertainty_km[index],
            channel=self.channel[index],
            channels=self.channels,
            source=self.source[index],
            origin=self.origin[index],
            kind=self.kind[index],
            family=self.family,
            counts=self.counts[index],
            count_names=self.count_names,
            text=self.text.rows(index),
        )

    def canonical_order(self) -> Indices:
        """An order that depends on what the reports say, not on how they came: by time, place, and in the end id."""
        keys = (self.kind, self.channel, self.y, self.x, self.half_days, self.middle_days)
        order = np.lexsort(keys)
        same = np.ones(max(len(order) - 1, 0), dtype=np.bool_)
        for key in keys:
            own = key[order]
            same &= (own[1:] == own[:-1]) | (np.isnan(own[1:]) & np.isnan(own[:-1]))
        begins = np.flatnonzero(np.concatenate([[True], ~same]))[: len(order)]
        ends = np.append(begins[1:], len(order))
        for begin, end in zip(begins[ends - begins > 1], ends[ends - begins > 1], strict=True):
            order[begin:end] = sorted(order[begin:end].tolist(), key=lambda i: self.reference[i])
        return order
