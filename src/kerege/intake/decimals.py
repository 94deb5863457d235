"""Decimal numbers in a cell, with point or comma."""

from __future__ import annotations

import re

from kerege.intake.problem import Problem

_DECIMAL = re.compile(r"[+-]?[0-9]{1,9}(?:[.,][0-9]{0,30})?(?:[eE][+-]?[0-9]{1,3})?")


def read_decimal(column: str, text: str) -> float | None:
    """The number a cell holds; None where it is empty.

    Raises
    ------
    Problem
        For anything that is not one finite decimal number.

    Examples
    --------
    >>> read_decimal("latitude", "39,945"), read_decimal("latitude", "-7.5"), read_decimal("latitude", " ")
    (39.945, -7.5, None)
    """
    value = text.strip()
    if not value:
        return None
    value = value.replace("\N{MINUS SIGN}", "-")
    if not _DECIMAL.fullmatch(value):
        raise Problem(
            column, text, "Is no number. Write a decimal number such as 39.945, without letters or degree signs"
        )
    return float(value.replace(",", "."))
