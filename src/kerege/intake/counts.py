"""Counts of persons in a row: best, lowest and highest figure. Empty is unknown, never zero."""

from __future__ import annotations

import re

from kerege.domain.count_range import CountRange
from kerege.intake.problem import Problem

LARGEST = 10_000_000
UNKNOWN = frozenset({"", "-", "–", "—", "?", "unknown", "not known", "n/a", "неизвестно", "нет данных", "н/д"})
_WHOLE = re.compile(r"[0-9]+(?:[.,]0*)?")
_SPACED = re.compile(r"[0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3})+")
_FRACTION = re.compile(r"[0-9]+[.,][0-9]+")
_NEGATIVE = re.compile(r"[-−][0-9]+(?:[.,][0-9]*)?")
_RANGE = re.compile(r"([0-9]+)\s*[-–—]\s*([0-9]+)")


def read_count(column: str, text: str) -> int | None:
    """The whole number of persons a cell holds; None where it says nothing or that nothing is known.

    Raises
    ------
    Problem
        For a negative or broken number, words, a range in one cell, or more than 10 million.

    Examples
    --------
    >>> [read_count("displaced", text) for text in ("5", "5.0", "13 000", "?")]
    [5, 5, 13000, None]
    """
    if text.isdecimal() and text.isascii() and len(text) <= 7:
        return int(text)
    value = text.strip()
    if value.casefold() in UNKNOWN:
        return None
    if _WHOLE.fullmatch(value) or _SPACED.fullmatch(value):
        digits = re.sub(r"[ \u00a0\u202f]", "", re.split("[.,]", value)[0])
        if len(digits.lstrip("0")) > 8 or int(digits) > LARGEST:
            raise Problem(column, text, f"Is more than {LARGEST:,}. Check the number")
        return int(digits)
    if _NEGATIVE.fullmatch(value):
        raise Problem(column, text, "A count cannot be negative. Leave the cell empty where the number is not known")
    if _FRACTION.fullmatch(value):
        raise Problem(
            column, text, "Persons are whole. Write the number without a fraction, and thousands without comma or point"
        )
    if match := _RANGE.fullmatch(value):
        raise Problem(column, text, f"Is a range. Write {match[1]} in {column}_low and {match[2]} in {column}_high")
    raise Problem(column, text, "Is no whole number. Write digits only, or leave the cell empty where it is not known")


def read_count_range(column: str, best_text: str, low_text: str, high_text: str) -> CountRange | None:
    """The range that three cells give; None where all three are empty.

    Where the best figure is not given it is the middle of the other two, rounded down. Where a bound is not given it
    is the best figure.

    Raises
    ------
    Problem
        For a cell that is no count, a bound that stands alone, or figures out of order.

    Examples
    --------
    >>> read_count_range("killed", "3", "", "7")
    CountRange(low=3, best=3, high=7)
    >>> read_count_range("killed", "", "2", "5")
    CountRange(low=2, best=3, high=5)
    >>> read_count_range("killed", "", "", "") is None
    True
    """
    best = read_count(column, best_text)
    low, high = read_count(f"{column}_low", low_text), read_count(f"{column}_high", high_text)
    if low is not None and high is not None and low > high:
        raise Problem(f"{column}_low", low_text, f"Is above {column}_high = {high}. Swap the two or mend one")
    if best is None:
        if low is None and high is None:
            return None
        if low is None or high is None:
            given, text, lacking = ("low", low_text, "high") if high is None else ("high", high_text, "low")
            raise Problem(f"{column}_{given}", text, f"Stands alone. Write {column} or {column}_{lacking} too")
        best = (low + high) // 2
    if low is not None and best < low:
        raise Problem(column, best_text, f"Is below {column}_low = {low}. Mend one of the two")
    if high is not None and best > high:
        raise Problem(column, best_text, f"Is above {column}_high = {high}. Mend one of the two")
    return CountRange(best if low is None else low, best, best if high is None else high)
