"""What an endemic-epidemic model holds."""

from __future__ import annotations

from dataclasses import dataclass

FAMILIES = ("poisson", "negbin1", "negbin-m")
WEIGHTS = ("none", "first", "power-law", "orders")
RANDOM = ("none", "endemic", "all")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hhh4Settings:
    """Control values of hhh4.

    Parameters
    ----------
    family : str
        "poisson"; "negbin1": one dispersion for all units; "negbin-m": one for each.
    autoregressive : bool
        Whether a unit's own last count matters.
    neighbours : str
        How the last counts of others come in: "none"; "first": those of order 1, equally; "power-law": weight
        order^-d, d estimated; "orders": a weight of its own for each order, that of the first being 1.
    max_order : int
        Orders beyond it have weight 0; >= 1.
    normalise : bool
        Whether the weights that go out from a unit add up to 1. Not with "first".
    harmonics, harmonics_autoregressive, harmonics_neighbours : int
        Waves of the season in the endemic, the autoregressive and the neighbours' part, >= 0.
    trend : bool
        Whether the endemic part has a trend.
    population_offset : bool
        Whether the endemic part is proportional to the unit's share of the population.
    neighbour_population : bool
        Whether log(share of the population) is a covariate of the neighbours' part: larger places draw more.
    random_intercepts : str
        Whether units differ by themselves, each by a normal deviation b_i on the log scale whose standard deviation
        sigma is estimated: "none"; "endemic": in the endemic part; "all": in each part that there is.

    Raises
    ------
    ValueError
        For a value outside its range.
    """

    family: str = "negbin1"
    autoregressive: bool = True
    neighbours: str = "first"
    max_order: int = 5
    normalise: bool = True
    harmonics: int = 1
    trend: bool = True
    population_offset: bool = False
    neighbour_population: bool = False
    random_intercepts: str = "none"
    harmonics_autoregressive: int = 0
    harmonics_neighbours: int = 0

    def __post_init__(self) -> None:
        if self.family not in FAMILIES:
            raise ValueError(f"family is one of {', '.join(FAMILIES)}, not {self.family!r}.")
        if self.neighbours not in WEIGHTS:
            raise ValueError(f"neighbours is one of {', '.join(WEIGHTS)}, not {self.neighbours!r}.")
        if self.random_intercepts not in RANDOM:
            raise ValueError(f"random_intercepts is one of {', '.join(RANDOM)}, not {self.random_intercepts!r}.")
        if self.max_order < 1 or min(self.harmonics, self.harmonics_autoregressive, self.harmonics_neighbours) < 0:
            raise ValueError("max_order is at least 1 and harmonics at least 0.")
        if self.harmonics_autoregressive and not self.autoregressive:
            raise ValueError("harmonics_autoregressive needs autoregressive=true.")
        if self.harmonics_neighbours and self.neighbours == "none":
            raise ValueError("harmonics_neighbours needs neighbours.")
        if self.neighbours == "orders" and self.max_order < 2:
            raise ValueError("With neighbours=orders max_order is at least 2.")
