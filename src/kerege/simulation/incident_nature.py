"""What kind of incident it is and what it does to people; worse the further an escalation has got."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kerege.domain.catalogue import Catalogue
from kerege.simulation.category_draw import draw_categories
from kerege.simulation.reporting_channel import CHANNELS

Array = NDArray[np.float64]
Indices = NDArray[np.int64]
# How much likelier a kind is than one whose severity begins a step lower: with no heat, and at full heat.
CALM_RATIO, HOT_RATIO = 0.5, 2.0
# Mean persons by the floor of severity of the kind, 1..5, without heat; at full heat three times as many.
KILLED = np.array([0.0, 0.02, 0.25, 5.0, 15.0])
INJURED = np.array([0.0, 0.8, 1.5, 20.0, 40.0])
DISPLACED = np.array([0.0, 0.0, 0.0, 300.0, 3000.0])
DETAINED_BESIDE_ONE = 1.5


def kind_weights(catalogue: Catalogue, heat: Array) -> Array:
    """Relative frequency of each kind at each heat, shape (len(heat), K).

    Kind k with floor f_k has the weight r^(f_k - 1) with log r linear in heat from log(1/2) to log 2: the mean floor
    rises with heat, whatever the kinds are.

    Parameters
    ----------
    catalogue : Catalogue
    heat : array
        0..1.
    """
    floor = np.array([kind.severity_floor for kind in catalogue.kinds.values()])
    ratio = CALM_RATIO * (HOT_RATIO / CALM_RATIO) ** heat
    return np.asarray(ratio[:, None] ** (np.maximum(floor, 1) - 1))


def draw_kinds(catalogue: Catalogue, heat: Array, rng: np.random.Generator) -> Indices:
    """A kind for each incident, as index in the catalogue's order."""
    levels, row = np.unique(heat, return_inverse=True)
    return draw_categories(kind_weights(catalogue, levels), row, rng)


def draw_harm(catalogue: Catalogue, kind: Indices, heat: Array, channel: Indices, rng: np.random.Generator) -> Indices:
    """Lowest, best and highest figure of killed, injured, displaced, detained, shape (N, 4, 3); -1 where not given.

    Killed, injured and displaced are Poisson around their mean times one exponential factor of the incident, so that
    they are high together. Somebody is detained where the kind is of the family "movement" and its severity begins
    at 2 or more. A channel that does not count exactly gives a range around its best figure.
    """
    terms = list(catalogue.kinds.values())
    step = np.array([max(term.severity_floor, 1) - 1 for term in terms])[kind]
    holds = np.array([term.group == "movement" and term.severity_floor >= 2 for term in terms])[kind]
    grave = rng.exponential(size=len(kind)) * (1 + 2 * heat)
    best = np.stack([rng.poisson(mean[step] * grave) for mean in (KILLED, INJURED, DISPLACED)], axis=1)
    detained = np.where(holds, 1 + rng.poisson(DETAINED_BESIDE_ONE, len(kind)), 0)
    best = np.column_stack([best, detained])
    exact = np.array([own.counts_exactly for own in CHANNELS])[channel, None]
    low = np.where(exact, best, rng.binomial(best, 0.8))
    high = np.where(exact, best, best + rng.poisson(0.3 * best))
    harm = np.stack([low, best, high], axis=2)
    unknown = np.array([own.unknown_share for own in CHANNELS])[channel, None]
    harm[rng.uniform(size=best.shape) < unknown] = -1
    return harm.astype(np.int64)
