"""Which reports stand together, worked out from every word that was said on a pair of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from kerege_web.reports.models import LinkDecision

# Read in this order, the last word on a pair holds: a person's above the machine's, of two of the same the newer one.
LAST_HOLDS = ("-is_automatic", "at", "id")
_MOST_ASKED = 5_000


@dataclass(frozen=True, slots=True)
class JoinedReports:
    """Reports with those that were joined to them, whoever may see them.

    Parameters
    ----------
    group_of : dict of int to frozenset of int
        Of each report that was asked for or is joined to such a one: all that stand together with it, itself included.
    parted : frozenset of pairs
        Two that somebody said are two happenings.
    """

    group_of: dict[int, frozenset[int]]
    parted: frozenset[frozenset[int]]


def joined_reports(ids: Iterable[int], as_of: datetime | None = None) -> JoinedReports:
    """What is joined to these reports, also through others; only what had been said at `as_of`, None for all.

    So many questions as the longest chain that leads out of these reports, not one for each report.
    """
    said = Q() if as_of is None else Q(at__lte=as_of)
    rows = LinkDecision.objects.filter(said).order_by(*LAST_HOLDS)
    words: dict[tuple[int, int], bool] = {}
    waiting = set(ids)
    seen: set[int] = set()
    while waiting:
        seen |= waiting
        new: dict[tuple[int, int], bool] = {}
        for some in portions(waiting):
            pairs = rows.filter(Q(first_id__in=some) | Q(second_id__in=some))
            new |= {(one, two): same for one, two, same in pairs.values_list("first_id", "second_id", "is_same")}
        words |= new
        waiting = {pk for pair, is_same in new.items() if is_same for pk in pair} - seen
    return JoinedReports(
        group_of=_groups(seen, (pair for pair, is_same in words.items() if is_same)),
        parted=frozenset(frozenset(pair) for pair, is_same in words.items() if not is_same),
    )


def portions(ids: Iterable[int]) -> Iterator[list[int]]:
    """So many at a time as every database takes in one question."""
    chosen = sorted(ids)
    return (chosen[first : first + _MOST_ASKED] for first in range(0, len(chosen), _MOST_ASKED))


def _groups(ids: Iterable[int], joined: Iterable[tuple[int, int]]) -> dict[int, frozenset[int]]:
    group_of = {pk: {pk} for pk in ids}
    for one, two in joined:
        small, large = sorted((group_of[one], group_of[two]), key=len)
        if small is not large:
            large |= small
            group_of |= dict.fromkeys(small, large)
    fixed = {id(group): frozenset(group) for group in group_of.values()}
    return {pk: fixed[id(group)] for pk, group in group_of.items()}
