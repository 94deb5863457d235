"""The country code of a side."""

from __future__ import annotations

from difflib import get_close_matches

from kerege.intake.lookalikes import latin_code
from kerege.intake.problem import Problem


def read_side(column: str, text: str, countries: frozenset[str]) -> str:
    """Country code of a side; "" where the cell is empty.

    Raises
    ------
    Problem
        For a code the region does not know.

    Examples
    --------
    >>> read_side("side_a", "aa", frozenset({"AA", "BB"}))
    'AA'
    """
    code = latin_code(text)
    if not code or code in countries:
        return code
    known = ", ".join(sorted(countries))
    near = get_close_matches(code[:20], sorted(countries), n=1, cutoff=0.5)
    hint = f" Did you mean {near[0]}?" if near else ""
    raise Problem(column, text, f"Is no country of this region. Known are {known}.{hint}")


def read_sides(side_a: str, side_b: str, countries: frozenset[str]) -> tuple[str, str]:
    """The codes of both sides.

    Raises
    ------
    Problem
        For a code the region does not know, or the same one twice.

    Examples
    --------
    >>> read_sides("AA", "", frozenset({"AA", "BB"}))
    ('AA', '')
    """
    first, second = read_side("side_a", side_a, countries), read_side("side_b", side_b, countries)
    if first and first == second:
        raise Problem("side_b", side_b, "Is the same as side_a. Leave it empty where one side alone is concerned")
    return first, second
