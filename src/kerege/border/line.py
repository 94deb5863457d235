"""A line that somebody claims to be the border."""

from __future__ import annotations

from dataclasses import dataclass, replace

STATUSES = frozenset({"agreed", "claimed", "disputed"})


@dataclass(frozen=True, slots=True, kw_only=True)
class BorderLine:
    """A line between two countries as one source draws it: a claim with a date, never the only truth.

    Parameters
    ----------
    pair : str
        The two country codes in alphabetical order, joined by a hyphen: "AA-BB".
    part : str
        "main" (or "main-2", ... where the pair meets in several stretches), or the name of an enclave.
    points : tuple of (longitude, latitude)
        Degrees, WGS 84, at least two points. A ring ends where it begins.
    is_ring : bool
        Whether it closes on itself, as the line around an enclave does.
    left, right : str
        Country code on each hand when walking the line; "" where the source does not say.
    status : str
        "agreed", "claimed" or "disputed".
    source, as_of, licence : str
        Who says so, when, and under which licence.

    Raises
    ------
    ValueError
        For a pair out of order, a point outside the globe, a ring that does not close, or a side outside the pair.

    Examples
    --------
    >>> line = BorderLine(pair="AA-BB", part="main", points=((10, 45), (11, 45)), is_ring=False, left="AA", right="BB")
    >>> line.reversed().left, line.reversed().points
    ('BB', ((11, 45), (10, 45)))
    """

    pair: str
    part: str
    points: tuple[tuple[float, float], ...]
    is_ring: bool
    left: str
    right: str
    status: str = "claimed"
    source: str = ""
    as_of: str = ""
    licence: str = ""

    def __post_init__(self) -> None:
        codes = self.countries
        if len(codes) != 2 or not all(codes) or codes[0] >= codes[1]:
            raise ValueError(f"A pair is two different country codes in alphabetical order, not {self.pair!r}.")
        if len(self.points) < 2:
            raise ValueError("A line needs at least two points.")
        for longitude, latitude in self.points:
            if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
                raise ValueError(f"A point lies outside the globe: longitude {longitude}, latitude {latitude}.")
        if self.is_ring and self.points[0] != self.points[-1]:
            raise ValueError("A ring ends where it begins.")
        if (self.left or self.right) and {self.left, self.right} != set(codes):
            raise ValueError(f"The sides of {self.pair} are its two countries, not {self.left!r} and {self.right!r}.")
        if self.status not in STATUSES:
            raise ValueError(f"The status of a line is agreed, claimed or disputed, not {self.status!r}.")

    @property
    def countries(self) -> tuple[str, ...]:
        """The two country codes."""
        return tuple(self.pair.split("-"))

    def reversed(self) -> BorderLine:
        """The same line walked the other way, with its sides changed over."""
        return replace(self, points=self.points[::-1], left=self.right, right=self.left)
