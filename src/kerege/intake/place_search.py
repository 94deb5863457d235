"""Finding the point that a place name means."""

from __future__ import annotations

from kerege.domain.place import Place
from kerege.intake.context import FindsPlaces


def find_place(text: str, countries: tuple[str, ...], places: FindsPlaces) -> Place | None:
    """The one place that a name means beside the given countries; None where there is none or more than one.

    Where both sides are known, a place of the same name in a third country is not meant. Where one side is known, its
    places come first.

    Examples
    --------
    >>> class Gazetteer:
    ...     def find(self, text, *, country=None):
    ...         return Place("1", text, "AA", 1.5, 2.5) if country in (None, "AA") else None
    ...     def suggest(self, text, limit=3):
    ...         return []
    >>> find_place("Ak-Bulak", ("AA", "BB"), Gazetteer()).latitude
    1.5
    >>> find_place("Ak-Bulak", ("BB", "CC"), Gazetteer()) is None
    True
    """
    found = {place.id: place for code in countries if (place := places.find(text, country=code)) is not None}
    if not found and len(countries) < 2:
        return places.find(text)
    return next(iter(found.values())) if len(found) == 1 else None


def why_not_placed(text: str, places: FindsPlaces | None) -> str:
    """One sentence on why a name leads to no point, with the nearest names; without them where no places are given.

    Examples
    --------
    >>> class Empty:
    ...     def find(self, text, *, country=None): ...
    ...     def suggest(self, text, limit=3):
    ...         return []
    >>> why_not_placed("Nowhere", Empty())
    'No place of this name is known'
    """
    if places is None:
        return "No one place of this name is known"
    near = places.suggest(text, 3)
    if not near:
        return "No place of this name is known"
    names = ", ".join(f"{place.name} ({place.country}, {place.latitude:.3f} {place.longitude:.3f})" for place in near)
    return f"No one place of this name is known; meant may be {names}"
