"""Where a line is cut into sections: at named places where there are some, about the wanted length apart."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

SHORTEST, LONGEST = 0.4, 1.7  # shares of the wanted length that a section may have
_MARKS_PER_SECTION = 10
# What a cut costs, in units of a section's squared deviation: a name is worth a section 55 per cent too long or too
# short, less the farther its place is. Around nought, so that cuts as such are neither sought nor avoided.
_COST_UNNAMED, _COST_NAMED, _COST_FAR = 0.2, -0.4, 0.4


@dataclass(frozen=True, slots=True)
class Cut:
    """A point at which a line may be cut.

    Parameters
    ----------
    km : float
        Distance along the line.
    name : str
        The place opposite; "" for a point with no place near.
    remoteness : float
        Distance of the place from the line as a share of the farthest that is used, 0..1.
    """

    km: float
    name: str = ""
    remoteness: float = 0.0

    @property
    def cost(self) -> float:
        """What a cut here costs, on the scale of `choose_cuts`."""
        return _COST_NAMED + _COST_FAR * self.remoteness if self.name else _COST_UNNAMED


def choose_cuts(length_km: float, candidates: Sequence[Cut], *, target_km: float) -> tuple[float, list[Cut]]:
    r"""The cheapest cuts strictly inside an open line, and what they cost.

    The sum over sections of :math:`2 (l / t - 1)^2` plus the cost of every cut is least, with l a section's length, t
    the wanted one, and no section shorter than 0.4 t or longer than 1.7 t (a line too short for that stays whole).
    Found exactly by dynamic programming over the candidates and marks every t / 10.

    Parameters
    ----------
    length_km : float
        Length of the line, > 0.
    candidates : sequence of Cut
        Named places along it.
    target_km : float
        The wanted length t, > 0.

    Returns
    -------
    cost : float
    cuts : list of Cut
        In order along the line.

    Examples
    --------
    Two places stand near thirds of 30 km; one far from any good cut is left out.

    >>> cost, cuts = choose_cuts(30, [Cut(9, "Alba"), Cut(14, "Birka"), Cut(20, "Cedra")], target_km=10)
    >>> [cut.name for cut in cuts], round(cost, 2)  # 2 (0.1^2 + 0.1^2 + 0^2) - 0.4 - 0.4
    (['Alba', 'Cedra'], -0.76)
    """
    marks = [
        Cut(index * target_km / _MARKS_PER_SECTION)
        for index in range(1, int(length_km / target_km * _MARKS_PER_SECTION) + 1)
    ]
    inner = sorted(
        (cut for cut in [*candidates, *marks] if 0 < cut.km < length_km), key=lambda cut: (cut.km, cut.cost, cut.name)
    )
    nodes = [Cut(0.0), *inner, Cut(length_km)]
    kilometres = [node.km for node in nodes]
    best = [0.0] + [inf] * (len(nodes) - 1)
    before = [0] * len(nodes)
    for i in range(1, len(nodes)):
        own_cost = nodes[i].cost if i < len(nodes) - 1 else 0.0
        for j in range(bisect_left(kilometres, kilometres[i] - LONGEST * target_km), i):
            length = kilometres[i] - kilometres[j]
            if length < SHORTEST * target_km and not (j == 0 and i == len(nodes) - 1):
                break
            cost = best[j] + 2 * (length / target_km - 1) ** 2 + own_cost
            if cost < best[i]:
                best[i], before[i] = cost, j
    chosen, i = [], before[-1]
    while i > 0:
        chosen.append(nodes[i])
        i = before[i]
    return best[-1], chosen[::-1]


def choose_ring_cuts(length_km: float, candidates: Sequence[Cut], *, target_km: float, fallback_km: float) -> list[Cut]:
    """The cheapest cuts of a closed line, in order from the one at which the walk begins; at least one.

    Parameters
    ----------
    length_km, candidates, target_km
        As in `choose_cuts`.
    fallback_km : float
        Where the walk begins if no place is near.

    Examples
    --------
    >>> cuts = choose_ring_cuts(40, [Cut(5, "Alba"), Cut(25, "Birka")], target_km=20, fallback_km=0)
    >>> [cut.name for cut in cuts]
    ['Alba', 'Birka']
    """
    beginnings = sorted((cut for cut in candidates if cut.name), key=lambda cut: cut.km) or [Cut(fallback_km)]
    cheapest, chosen = inf, [beginnings[0]]
    for beginning in beginnings:
        others = [
            Cut((cut.km - beginning.km) % length_km, cut.name, cut.remoteness)
            for cut in candidates
            if cut.km != beginning.km
        ]
        cost, cuts = choose_cuts(length_km, others, target_km=target_km)
        cost += beginning.cost
        if cost < cheapest:
            cheapest = cost
            chosen = [
                beginning,
                *(Cut((cut.km + beginning.km) % length_km, cut.name, cut.remoteness) for cut in cuts),
            ]
    return chosen
