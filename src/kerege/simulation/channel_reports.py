"""The same happenings told by several channels, each with its own errors: what linkage is measured on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kerege.border.ground import moved
from kerege.domain.catalogue import Catalogue
from kerege.domain.incident import Incident
from kerege.linkage.report_columns import ReportColumns
from kerege.linkage.text_terms import text_terms

Array = NDArray[np.float64]
Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class TellingChannel:
    """How a channel tells what happened.

    Parameters
    ----------
    name : str
    coverage : float
        Share of happenings it tells, 0..1.
    place_km : float
        Standard deviation of its places in each direction, > 0.
    late_days : float
        It tells a time that is |N(0, late_days^2)| days after the true one.
    other_kind : float
        Share of its kinds drawn anew from all.
    count_error : int
        A count of persons is off by up to so many, each as often.
    gives_day : bool
        Whether it gives the day only.
    gives_radius : bool
        Whether it says how exact its places are: two standard deviations.
    word_share : float
        Share of the words it uses again.
    """

    name: str
    coverage: float
    place_km: float
    late_days: float
    other_kind: float
    count_error: int = 1
    gives_day: bool = False
    gives_radius: bool = False
    word_share: float = 1.0


# Made up, in the order one would expect.
TELLING_CHANNELS = (
    TellingChannel(name="guard", coverage=0.55, place_km=0.3, late_days=0.1, other_kind=0.03),
    TellingChannel(name="police", coverage=0.4, place_km=0.8, late_days=0.5, other_kind=0.08),
    TellingChannel(name="resident", coverage=0.3, place_km=2.0, late_days=1.0, other_kind=0.15),
)
WORDED_CHANNELS = (
    TellingChannel(name="guard", coverage=0.7, place_km=0.3, late_days=0.1, other_kind=0.03, gives_radius=True,
                   word_share=0.6),
    TellingChannel(name="media", coverage=0.8, place_km=2.5, late_days=0.7, other_kind=0.12, gives_radius=True,
                   gives_day=True, word_share=0.6),
    TellingChannel(name="police", coverage=0.6, place_km=0.8, late_days=0.5, other_kind=0.08, gives_radius=True,
                   gives_day=True, word_share=0.6),
    TellingChannel(name="resident", coverage=0.5, place_km=2.0, late_days=1.0, other_kind=0.15, gives_radius=True,
                   gives_day=True, word_share=0.5),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Happenings:
    """K true happenings.

    Parameters
    ----------
    x, y, days : arrays, shape (K,)
        Longitude and latitude in degrees, or km on a plane; days since 1970.
    is_on_globe : bool
    kind : int array, shape (K,)
        Index in `family`.
    family : int array
        Family of each kind.
    counts : int array, shape (K, F)
        Persons; -1 where nobody knows.
    count_names : tuple of str
    texts : tuple of str
        Words; () for none.
    """

    x: Array
    y: Array
    days: Array
    is_on_globe: bool
    kind: Indices
    family: Indices
    counts: Indices
    count_names: tuple[str, ...]
    texts: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.days)


def scattered_happenings(count: int, density: float, rng: np.random.Generator) -> Happenings:
    """Happenings evenly spread over a strip of 20 km and three years.

    Parameters
    ----------
    count : int
        K.
    density : float
        How many times 8,000 in 500 x 20 km and 1,095 days; the strip is as long as that makes it.
    rng : Generator
    """
    shares = np.array([0.3, 0.2, 0.2, 0.1, 0.1, 0.1])
    return Happenings(
        x=rng.uniform(0, 500 * count / 8000 / density, count),
        y=rng.uniform(0, 20, count),
        days=rng.uniform(0, 1095, count),
        is_on_globe=False,
        kind=rng.choice(len(shares), count, p=shares),
        # Crossing and smuggling are movement, theft is property, assault and shots are armed, dispute is none of these.
        family=np.array([0, 0, 1, 2, 2, 3]),
        counts=(1 + rng.poisson(3, count))[:, None],
        count_names=("people",),
    )


def incident_happenings(incidents: Sequence[Incident], catalogue: Catalogue) -> Happenings:
    """Real incidents taken for the truth, each at the middle of its time; those without a place are left out.

    Parameters
    ----------
    incidents : sequence of Incident
    catalogue : Catalogue
        Order and families of kinds.
    """
    placed = [(own, own.position) for own in incidents if own.position is not None]
    kinds = {name: i for i, name in enumerate(catalogue.kinds)}
    families = list(dict.fromkeys(term.group for term in catalogue.kinds.values()))
    harms = [[own.harm.killed, own.harm.injured] for own, _ in placed]
    return Happenings(
        x=np.array([position.longitude for _, position in placed]),
        y=np.array([position.latitude for _, position in placed]),
        days=np.array([own.occurred.middle.timestamp() / 86400 for own, _ in placed]),
        is_on_globe=True,
        kind=np.array([kinds[own.kind] for own, _ in placed], dtype=np.int64),
        family=np.array([families.index(term.group) for term in catalogue.kinds.values()], dtype=np.int64),
        counts=np.array([[-1 if count is None else count.best for count in row] for row in harms], dtype=np.int64),
        count_names=("killed", "injured"),
        texts=tuple(f"{own.place} {own.summary}" for own, _ in placed),
    )


def told_by_channels(
    happenings: Happenings, channels: Sequence[TellingChannel], rng: np.random.Generator
) -> tuple[ReportColumns, Indices]:
    """The reports of all channels, and the happening that each of them is about.

    Parameters
    ----------
    happenings : Happenings
    channels : sequence of TellingChannel
        In alphabetical order of their names.
    rng : Generator
        Two equal generators give equal reports.

    Returns
    -------
    columns : ReportColumns
    truth : int array, shape (N,)
        For measuring only; linkage never sees it.
    """
    told = [np.flatnonzero(rng.uniform(size=len(happenings)) < channel.coverage) for channel in channels]
    truth = np.concatenate(told)
    channel = np.repeat(np.arange(len(channels)), [len(own) for own in told])

    def each(name: str) -> Array:
        return np.array([float(getattr(own, name)) for own in channels])[channel]

    count = len(truth)
    east, north = rng.normal(0, each("place_km")), rng.normal(0, each("place_km"))
    if happenings.is_on_globe:
        x, y = moved(happenings.x[truth], happenings.y[truth], east, north)
    else:
        x, y = happenings.x[truth] + east, happenings.y[truth] + north
    days = happenings.days[truth] + np.abs(rng.normal(0, each("late_days")))
    is_day = each("gives_day") > 0
    days = np.where(is_day, np.floor(days) + 0.5, days)
    # Kinds are drawn as often as they happen.
    redrawn = happenings.kind[rng.integers(0, max(len(happenings), 1), count)]
    kind = np.where(rng.uniform(size=count) < each("other_kind"), redrawn, happenings.kind[truth])
    most = each("count_error").astype(np.int64)[:, None]
    true_counts = happenings.counts[truth]
    counts = np.maximum(true_counts + rng.integers(-most, most + 1, true_counts.shape), np.minimum(true_counts, 1))
    return ReportColumns(
        reference=tuple(f"{channels[c].name}{i}" for i, c in enumerate(channel.tolist())),
        middle_days=days,
        half_days=np.where(is_day, 0.5, 0.0),
        x=x,
        y=y,
        is_on_globe=happenings.is_on_globe,
        uncertainty_km=np.where(each("gives_radius") > 0, 2 * each("place_km"), np.nan),
        channel=channel,
        channels=tuple(own.name for own in channels),
        source=channel,
        origin=channel,
        kind=kind,
        family=happenings.family,
        counts=np.where(true_counts < 0, -1, counts),
        count_names=happenings.count_names,
        text=text_terms(_retold(happenings.texts, truth, each("word_share"), rng)),
    ), truth


def _retold(texts: Sequence[str], truth: Indices, word_share: Array, rng: np.random.Generator) -> list[str]:
    """The words of each report: those of the happening, each kept with a chance."""
    if not texts:
        return [""] * len(truth)
    words = [text.split() for text in texts]
    return [
        " ".join(word for word, draw in zip(words[k], rng.uniform(size=len(words[k])), strict=True) if draw < share)
        for k, share in zip(truth.tolist(), word_share.tolist(), strict=True)
    ]
